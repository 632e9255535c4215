import datetime as dt
from io import BytesIO

import pytest
from flask import current_app

from app.core import clock
from app.core.pdf.verifying import signatures
from app.jobs.running import do_next
from tests.binding.certificates import PASSWORD, issued
from tests.binding.scene import filled, texts
from tests.factories import make_user, save

pytestmark = pytest.mark.req("R6")


@pytest.fixture
def head(school, login):
    """The class teacher of 7А."""
    school.head.user_id = make_user("class_teacher")
    save(school.head)
    return login(school.head.user_id)


def post(client, path, data):
    token = client.get("/").text.split('name="csrf-token" content="')[1].split('"')[0]
    return client.post(path, data={"csrf_token": token, **data})


def test_a_class_teacher_comes_to_the_own_class_at_once(head, school, sqlite_app):
    answer = head.get("/binding/")
    assert (answer.status_code, answer.location) == (302, f"/binding/{school.class_7a.id}")
    page = head.get(answer.location).text
    assert "Журнал 7А на бумаге" in page
    assert "Абрамов Иван" in page
    assert "подпись" not in page.split("</nav>")[-1].split("лист заверения с местом")[0]


def test_leaders_choose_the_class(login, school, sqlite_app):
    page = login(make_user("deputy")).get("/binding/").text
    assert [f"/binding/{of.id}" in page for of in (school.class_7a, school.class_8b)] == [True] * 2


def test_the_journal_is_made_as_a_task_with_a_file_of_its_owner(head, login, school, sqlite_app):
    filled(school)
    data = {"parts": ["list", "courses"], "pupil": "0"}
    answer = post(head, f"/binding/{school.class_7a.id}", data)
    assert answer.status_code == 302
    assert do_next()
    file = head.get(f"{answer.location}/file")
    assert file.headers["Content-Disposition"].endswith("%207%D0%90%202026-2027.pdf")
    assert "Рациональные числа" in " ".join(texts(file.data))
    assert login(make_user("admin")).get(f"{answer.location}/file").status_code == 404


def test_a_copy_for_a_family_is_made_from_the_page(head, school, sqlite_app):
    data = {"parts": ["list"], "pupil": str(school.pupils[1].id)}
    answer = post(head, f"/binding/{school.class_7a.id}", data)
    assert do_next()
    text = " ".join(texts(head.get(f"{answer.location}/file").data))
    assert ["Ёлкин" in text, "Абрамов" in text] == [True, False]


@pytest.mark.parametrize(
    ("role", "opens"),
    [("deputy", True), ("director", True), ("teacher", False), ("secretary", False)],
)
def test_who_opens_the_pages(login, school, sqlite_app, role, opens):
    client, key = login(make_user(role)), school.class_7a.id
    found = [client.get(path).status_code for path in (f"/binding/{key}", f"/slips/{key}")]
    assert [status == 200 for status in found] == [opens, opens]


def test_a_foreign_class_is_not_there(head, school, sqlite_app):
    for path in ("/binding/", "/slips/"):
        assert head.get(f"{path}{school.class_8b.id}").status_code == 404
    assert head.get(f"/slips/{school.class_8b.id}/file").status_code == 404


def test_only_the_director_signs(login, school, sqlite_app):
    assert login(make_user("director")).get("/binding/sign").status_code == 200
    assert login(make_user("deputy")).get("/binding/sign").status_code != 200


def test_the_director_signs_a_file_with_a_chosen_certificate(login, school, sqlite_app):
    director = issued(until=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
    client = login(make_user("director"))
    pdf = _a_pdf()

    def sent(password):
        files = {
            "file": (BytesIO(pdf), "Журнал 7А.pdf"),
            "certificate": (BytesIO(director.p12), "d.p12"),
        }
        return post(client, "/binding/sign", {**files, "password": password})

    wrong = sent("другой")
    assert (wrong.status_code, "Сертификат не открывается" in wrong.text) == (422, True)
    (found,) = signatures(sent(PASSWORD).data, [director.authority])
    assert (found.whole, found.trusted) == (True, True)


def _a_pdf():
    from app.core.pdf.cells import Cell  # noqa: PLC0415
    from app.core.pdf.lines import Lines  # noqa: PLC0415
    from app.core.pdf.pages import Pages  # noqa: PLC0415

    pages = Pages(title="Журнал", foot="Журнал", empty="")
    pages.flow([Lines(Cell("слово"))])
    return pages.pdf()


def test_the_settings_certificate_signs_the_task_of_the_director(
    login, school, sqlite_app, monkeypatch, tmp_path
):
    director = issued(until=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
    (tmp_path / "d.p12").write_bytes(director.p12)
    monkeypatch.setitem(current_app.config, "SIGNING_P12", str(tmp_path / "d.p12"))
    monkeypatch.setitem(current_app.config, "SIGNING_PASSWORD", PASSWORD)
    client = login(make_user("director"))
    data = {"parts": ["list"], "pupil": "0", "sign": "y"}
    answer = post(client, f"/binding/{school.class_7a.id}", data)
    assert do_next()
    (found,) = signatures(client.get(f"{answer.location}/file").data, [director.authority])
    assert found.whole
    deputy = login(make_user("deputy"))
    answer = post(deputy, f"/binding/{school.class_7a.id}", data)  # the box is not offered
    assert do_next()
    assert signatures(deputy.get(f"{answer.location}/file").data) == []


@pytest.mark.req("R8")
def test_slips_of_a_week_are_printed_from_the_page(head, school, sqlite_app):
    address = f"/slips/{school.class_7a.id}"
    assert head.get("/slips/").location == address
    assert "Заявлений на листы к этой неделе нет" in head.get(address).text
    assert head.get(f"{address}/file").status_code == 404
    school.pupils[0].slips_since = clock.today()
    save(school.pupils[0])
    page = head.get(address).text
    assert ["Абрамов Иван" in page, "Ёлкин" in page] == [True, False]
    file = head.get(f"{address}/file?per_page=4")
    assert (file.status_code, file.mimetype) == (200, "application/pdf")
    assert head.get(f"{address}/file?per_page=3").status_code == 404


@pytest.mark.req("R8")
def test_the_class_teacher_writes_the_date_of_the_application_on_the_card(head, school, sqlite_app):
    page = head.get(f"/pupils/edit/{school.pupils[0].id}").text
    assert 'name="slips_since"' in page
    assert "Еженедельные листы: заявление от" in page
