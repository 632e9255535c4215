import io
import re

import pytest

from app.classes.models import SchoolClass
from app.core.db import db
from app.jobs.running import do_next
from app.people.models import Staff
from app.timetable.models import Lesson, Slot
from tests import factories
from tests.exchange.files import IVANOVA, PETROV, Card, asc, school
from tests.exchange.files import Lesson as Line

PAGE = "/import/timetable/"


@pytest.fixture
def admin(sqlite_app, login):
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    yield login(factories.make_user("admin"))
    sqlite_app.config["WTF_CSRF_ENABLED"] = True


def upload(client, text, name="расписание.xml", **fields):
    data = text if isinstance(text, bytes) else text.encode("cp1251")
    return client.post(PAGE, data={"file": (io.BytesIO(data), name), **fields})


def previewed(client, text, **fields):
    answer = upload(client, text, **fields)
    return answer.location, client.get(answer.location).text


def commit(client, place, page, **fields):
    shown = {
        name: re.search(rf'name="{name}"[^>]* value="([\w-]+)"', page)[1]
        for name in ("seen", "changes", "year", "since")
    }
    return client.post(f"{place}/commit", data={**shown, **fields})


def count(model):
    return db.session.scalar(db.select(db.func.count(model.id)))


@pytest.mark.req("S5", "S8")
def test_upload_preview_commit_and_lessons(admin):
    place, page = previewed(admin, school(), year="2026")
    assert "Внести 36 изменений" in page
    assert "Учебный год 2026/2027" in page
    assert count(SchoolClass) == 0
    answer = commit(admin, place, page)
    assert (count(SchoolClass), count(Slot)) == (1, 5)
    done = admin.get(answer.location).text
    assert "Внесено 36 изменений." in done
    lessons = re.search(r'action="([^"]+/lessons/\d+)"', done)[1]
    made = admin.post(lessons, data={"first": "2026-09-01", "last": "2026-09-30"})
    assert do_next()
    assert "Уроки: создано 22" in admin.get(made.location).text
    assert count(Lesson) == 22
    assert admin.get(place).status_code == 404


@pytest.mark.req("S8")
def test_a_file_that_is_there_already_has_no_button(admin):
    place, page = previewed(admin, school())
    commit(admin, place, page)
    _place, page = previewed(admin, school())
    assert "Это расписание уже в журнале: менять нечего." in page
    assert "Внести" not in page.split("<form", 2)[-1]


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "Файл не выбран или пуст."),
        (b"<html/>", "Это файл другого вида"),
        (b"<timetable", "Файл повреждён в строке 1."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_beside_the_field(admin, data, reason):
    answer = upload(admin, data)
    assert answer.status_code == 422
    assert reason in answer.text
    assert 'name="file"' in answer.text


@pytest.mark.req("S5", "S8")
def test_clashes_are_shown_and_need_a_tick(admin):
    lessons = [Line("Алгебра", "7А", IVANOVA), Line("Физика", "7А", PETROV)]
    place, page = previewed(admin, asc(lessons, [Card(1, 1, 1, "12"), Card(2, 1, 1, "14")]))
    assert "Понедельник" in page
    assert 'name="accept_clashes"' in page
    assert commit(admin, place, page).status_code == 422
    assert count(Slot) == 0
    assert commit(admin, place, page, accept_clashes="yes").status_code == 302
    assert count(Slot) == 2


@pytest.mark.req("S8")
def test_a_near_name_is_decided_in_the_preview(admin):
    factories.make_year()
    staff = factories.make_staff("Иванова")
    place, page = previewed(admin, school(teacher="Иванова А.П."))
    assert "это «Иванова Анна Петровна»" in page
    field = re.search(r'name="(answer:teacher:[^"]+)"', page)[1]
    again = admin.post(f"{place}/again", data={field: "new", "since": "2026-11-09"})
    page = admin.get(again.location).text
    assert f'name="{field}" value="new" checked' in page
    assert 'value="2026-11-09"' in page
    commit(admin, place, page, **{field: str(staff.id)})
    names = db.session.scalars(db.select(Staff.last_name))
    assert sorted(names) == ["Браун", "Иванова", "Петров", "Смит"]


@pytest.mark.req("S8")
def test_a_preview_that_is_out_of_date_is_refused(admin):
    place, page = previewed(admin, school())
    factories.make_staff("Новикова")
    answer = commit(admin, place, page)
    assert answer.status_code == 409
    assert "После просмотра изменился журнал или дата." in answer.text
    assert count(Slot) == 0


@pytest.mark.req("S8")
def test_many_changes_are_entered_as_long_work(admin):
    place, page = previewed(admin, school(), year="2026")
    answer = commit(admin, place, page, changes="1001")
    assert count(Slot) == 0
    assert do_next()
    assert (count(SchoolClass), count(Slot)) == (1, 5)
    state = admin.get(f"{answer.location}/state").json
    assert (state["label"], state["words"]) == ("Выполнено", "Внесено 36 изменений.")
    assert admin.get(state["address"]).status_code == 200
    assert admin.get(place).status_code == 404


@pytest.mark.req("S8")
def test_long_work_that_is_refused_leads_back_to_the_preview(admin):
    place, page = previewed(admin, school())
    factories.make_staff("Новикова")
    answer = commit(admin, place, page, changes="1001")
    assert do_next()
    state = admin.get(f"{answer.location}/state").json
    assert "После просмотра изменился журнал или дата." in state["words"]
    assert state["address"] == place
    assert admin.get(place).status_code == 200
    assert count(Slot) == 0


@pytest.mark.req("S8")
def test_names_of_a_file_are_shown_as_text(admin):
    _place, page = previewed(admin, asc([Line("<script>x</script>", "7А")], [Card(1, 1, 1)]))
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


@pytest.mark.req("S8")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_is_downloaded_and_can_be_uploaded(admin, kind):
    data = admin.get(f"{PAGE}template.{kind}").data
    _place, page = previewed(admin, data, name=f"расписание.{kind}")
    assert "новые места в расписании <strong>1</strong>" in page


@pytest.mark.req("P4", "S8")
@pytest.mark.parametrize("role", ["director", "deputy", "secretary", "teacher", "pupil", "parent"])
def test_nobody_but_the_administrator_opens_the_page(sqlite_app, login, role):
    client = login(factories.make_user(role))
    assert client.get(PAGE).status_code != 200
    assert count(SchoolClass) == 0


@pytest.mark.req("S8")
def test_another_administrator_does_not_see_the_file(admin, login):
    place, _page = previewed(admin, school())
    assert login(factories.make_user("admin")).get(place).status_code == 404


@pytest.mark.req("S8")
@pytest.mark.parametrize("path", ["", "{}/again", "{}/commit", "lessons/1"])
def test_nothing_is_sent_without_the_token_of_the_page(sqlite_app, login, path):
    client = login(factories.make_user("admin"))
    assert client.post(PAGE + path.format("a" * 24)).status_code == 400


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("path", "fields"),
    [("", {"since": "32.13"}), ("", {"year": "скоро"}), ("lessons/1", {"first": "x", "last": "y"})],
)
def test_odd_values_are_refused(admin, path, fields):
    factories.make_year()
    file = {"file": (io.BytesIO(school().encode("cp1251")), "x.xml")} if not path else {}
    assert admin.post(PAGE + path, data={**file, **fields}).status_code == 422


@pytest.mark.req("S8")
def test_a_date_that_was_not_compared_is_not_entered(admin):
    place, page = previewed(admin, school())
    assert commit(admin, place, page, since="2026-11-09").status_code == 409
    assert count(Slot) == 0
