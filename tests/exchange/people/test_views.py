import io
import re

import pytest

from app.core.db import db
from app.exchange.people import views
from app.jobs.running import do_next
from app.people.models import Pupil, Staff
from tests import factories as make
from tests.exchange.people.lists import as_file, count

PAGE = "/import/people/"
ROW = ["Иванов", "Иван", "Ильич", "01.05.2013", "7А"]


@pytest.fixture
def secretary(sqlite_app, login):
    make.make_class(make.make_year(), "7А")
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    yield login(make.make_user("secretary"))
    sqlite_app.config["WTF_CSRF_ENABLED"] = True


def upload(client, data, **fields):
    file = {"file": (io.BytesIO(data), "список.csv")}
    return client.post(PAGE, data={**file, "kind": "pupils", **fields})


def previewed(client, *rows, **fields):
    place = upload(client, as_file(*rows), **fields).location
    return place, client.get(place).text


def commit(client, place, page):
    shown = {
        name: re.search(rf'name="{name}" value="(\w+)"', page)[1] for name in ("seen", "changes")
    }
    return client.post(f"{place}/commit", data=shown)


@pytest.mark.req("S8", "P8")
def test_upload_preview_and_commit(secretary):
    place, page = previewed(secretary, ROW)
    assert "Внести 1 строку" in page
    assert count(Pupil) == 0
    answer = commit(secretary, place, page)
    assert "Внесено новых: 1, изменено: 0." in secretary.get(answer.location).text
    assert count(Pupil) == 1
    assert secretary.get(place).status_code == 404
    _place, page = previewed(secretary, ROW)
    assert ("менять нечего" in page, 'name="seen"' in page) == (True, False)


@pytest.mark.req("S8")
def test_mistakes_are_listed_by_line_and_column_and_leave_no_button(secretary):
    place, page = previewed(secretary, ROW, ["<b>x", "Иван", "Ильич", "когда-то", "7Ж"])
    rows = re.findall(r'data-label="Столбец">([^<]*)<', page)
    assert rows == ["Дата рождения", "Фамилия", "Класс"]
    assert ('name="seen"' in page, "<b>x" in page) == (False, False)
    assert secretary.post(f"{place}/commit", data={"seen": "", "changes": "2"}).status_code == 422
    assert count(Pupil) == 0


@pytest.mark.req("S8")
def test_a_preview_that_is_out_of_date_is_refused(secretary):
    place, page = previewed(secretary, ROW, since="2026-09-01")
    make.make_pupil(last_name="Иванов", first_name="Иван", middle_name="Ильич", birth_date=None)
    assert commit(secretary, place, page).status_code in {409, 422}
    assert count(Pupil) == 1


@pytest.mark.req("S8")
def test_a_long_list_is_long_work(secretary, monkeypatch):
    monkeypatch.setattr(views, "LARGE", 1)
    place, page = previewed(secretary, ROW, ["Петров", *ROW[1:]])
    answer = commit(secretary, place, page)
    assert "/jobs/" in answer.location
    assert do_next()
    assert "Внесено новых: 2" in secretary.get(answer.location).text
    assert count(Pupil) == 2


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "Файл не выбран или пуст."), (b"%PDF", "Читаются только файлы XLSX и CSV.")],
)
def test_a_file_that_cannot_be_read_is_told_beside_the_field(secretary, data, reason):
    answer = upload(secretary, data)
    assert (answer.status_code, reason in answer.text) == (422, True)


@pytest.mark.req("S8")
@pytest.mark.parametrize("kind", ["pupils", "staff"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_templates_and_lists_are_downloaded(secretary, kind, form):
    for what in ("template", "list"):
        answer = secretary.get(f"{PAGE}{what}-{kind}.{form}")
        assert (answer.status_code, bool(answer.data)) == (200, True)
    refused = upload(secretary, secretary.get(f"{PAGE}template-{kind}.{form}").data, kind=kind)
    assert "ни одной заполненной строки" in refused.text


@pytest.mark.req("S2", "S8")
def test_staff_are_entered_from_a_file(secretary):
    data = as_file(["Иванова", "Анна", "учитель"], heads=["Фамилия", "Имя", "Должность"])
    place = upload(secretary, data, kind="staff").location
    commit(secretary, place, secretary.get(place).text)
    assert db.session.query(Staff).one().position == "учитель"


@pytest.mark.req("S8")
def test_another_persons_file_is_not_found(secretary, login):
    place, _page = previewed(secretary, ROW)
    other = login(make.make_user("admin"))
    assert other.get(place).status_code == 404
    assert other.post(f"{place}/commit").status_code == 404
