"""Pages of the end of a year [R7]."""

import datetime as dt
import re

import pytest
from sqlalchemy import select

from app.classes.models import SchoolClass
from app.core import clock
from app.core.db import db, unit_of_work
from app.jobs.running import do_next
from app.school.models import AcademicYear, Vacation
from tests import factories as make

pytestmark = pytest.mark.req("R7")
SUMMER = dt.date(2027, 6, 10)
CLASS = {"name": "7А", "grade": "7", "days_per_week": "5"}
VACATION = {
    "name": "Новые",
    "starts": "2026-10-01",
    "ends": "2026-10-02",
    "first_grade": "1",
    "last_grade": "11",
}


@pytest.fixture(autouse=True)
def summer(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: SUMMER)


def posted(client, address, **fields):
    token = re.search(
        r'name="csrf-token" content="([^"]+)"', client.get("/archive/year-end/1").text
    )
    return client.post(f"/archive/{address}", data={"csrf_token": token[1], **fields})


def closed_on():
    db.session.expire_all()
    return db.session.scalars(select(AcademicYear.closed_on)).first()


def page_of(client, school):
    return client.get(f"/archive/year-end/{school.year.id}").text


@pytest.mark.parametrize(
    ("role", "buttons"),
    [
        ("admin", ["Закрыть год", "Посмотреть следующий год", "Составить архивный файл"]),
        ("deputy", ["Закрыть год", "Составить архивный файл"]),
        ("director", []),
    ],
)
def test_who_sees_which_button(sqlite_app, school, login, role, buttons):
    page = page_of(login(make.make_user(role)), school)
    names = ("Закрыть год", "Посмотреть следующий год", "Составить архивный файл")
    assert [name for name in names if f">{name}<" in page] == buttons


@pytest.mark.parametrize("role", ["secretary", "class_teacher", "teacher", "pupil", "parent"])
def test_who_has_no_such_page(sqlite_app, school, login, role):
    client = login(make.make_user(role))
    assert client.get("/archive/year-end").status_code in {302, 403}


@pytest.mark.parametrize(
    ("role", "deed", "status"),
    [
        ("director", "close/1", 403),
        ("director", "make/1", 403),
        ("deputy", "open/1", 403),
        ("deputy", "next/1", 403),
        ("deputy", "forget/1/journals", 403),
        ("deputy", "close/99", 404),
        ("admin", "next/99", 404),
        ("admin", "make/99", 404),
    ],
)
def test_deeds_that_are_not_the_person_s(sqlite_app, school, login, role, deed, status):
    assert posted(login(make.make_user(role)), deed).status_code == status


def test_the_page_finds_the_year_that_is_over_and_not_closed(sqlite_app, school, login):
    make.make_year(name="2027/2028", starts=dt.date(2027, 9, 1), ends=dt.date(2028, 5, 31))
    client = login(make.make_user("admin"))
    assert client.get("/archive/year-end").location == f"/archive/year-end/{school.year.id}"


def test_a_school_without_a_year(sqlite_app, login):
    page = login(make.make_user("admin")).get("/archive/year-end")
    assert (page.status_code, "Учебный год ещё не введён" in page.text) == (200, True)


def test_a_year_is_closed_from_the_page_with_a_reason_and_opened_again(sqlite_app, school, login):
    admin = login(make.make_user("admin"))
    page = page_of(admin, school)
    assert re.findall(r'data-label="Осталось">(\d+|✓ готово)<', page) == [
        *("5", "✓ готово", "✓ готово", "2", "6", "6", "4"),
    ]
    refused = posted(admin, "close/1", why="")
    assert (refused.status_code, "Напишите, почему" in refused.text, closed_on()) == (
        422,
        True,
        None,
    )
    assert posted(admin, "close/1", why="Учитель болен").status_code == 302
    assert closed_on() == SUMMER
    page = page_of(admin, school)
    assert ("Закрыт 10.06.2027" in page, "Учитель болен" in page) == (True, True)
    assert posted(admin, "open/1", why="").status_code == 422
    posted(admin, "open/1", why="Ошибка в отметке")
    assert closed_on() is None


def stored():
    """What the forms of the next test would change."""
    columns = (SchoolClass.capacity, AcademicYear.name, Vacation.name)
    return [db.session.scalars(select(column)).all() for column in columns]


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        (
            "/classes/edit/{class}",
            {"name": "7А", "grade": "7", "capacity": "3", "days_per_week": "5"},
        ),
        ("/years/edit/{year}", {"name": "Год", "starts": "2026-09-01", "ends": "2027-05-31"}),
        ("/vacations/add", {**VACATION, "year": "{year}"}),
        ("/years/delete/{year}", {}),
    ],
)
def test_generated_forms_do_not_change_a_closed_year(sqlite_app, school, login, address, fields):
    with unit_of_work("page"):
        school.year.closed_on = SUMMER
    keys = {"year": school.year.id, "class": school.class_7a.id}
    admin = login(make.make_user("admin"))
    token = re.search(r'name="csrf-token" content="([^"]+)"', admin.get("/years/list/").text)[1]
    values = {name: value.format(**keys) for name, value in fields.items()}
    before = stored()
    answer = admin.post(address.format(**keys), data={"csrf_token": token, **values})
    told = answer.status_code == 302 or "закрыт" in answer.text
    assert (told, stored()) == (True, before)


def test_the_archive_is_made_as_long_work(sqlite_app, school, login):
    deputy = login(make.make_user("deputy"))
    job = posted(deputy, f"make/{school.year.id}").location
    assert do_next()
    assert deputy.get(f"{job}/state").json["label"] == "Выполнено"
    file = deputy.get(f"{job}/file")
    assert (file.data[:2], "2026-2027.zip" in file.headers["Content-Disposition"]) == (b"PK", True)


def test_the_next_year_is_looked_at_and_made(sqlite_app, school, login):
    ninth = make.make_class(school.year, "9А")
    on = make.make_pupil(ninth, "Десятов")
    admin = login(make.make_user("admin"))
    page = admin.get(f"/archive/next/{school.year.id}").text
    assert re.findall(r'data-label="Класс">([^<]+)<', page) == ["8А", "9Б"]
    assert "9А: кто идёт в 10 класс" in page
    job = posted(admin, f"next/{school.year.id}", tenth=str(on.id)).location
    assert do_next()
    assert admin.get(f"{job}/state").json["words"] == (
        "2027/2028: классов 3, учеников 5, курсов 2."
    )
    page = admin.get(f"/archive/next/{school.year.id}").text
    assert "В учебном году 2027/2028 уже есть классы." in page


def test_deleting_is_shown_first_and_refused_before_its_time(
    sqlite_app, school, login, monkeypatch
):
    with unit_of_work("page"):
        school.year.closed_on = SUMMER
    admin = login(make.make_user("admin"))
    page = admin.get(f"/archive/forget/{school.year.id}/journals").text
    assert ("хранятся до 31.12.2032" in page, ">Удалить навсегда<" in page) == (True, False)
    assert posted(admin, f"forget/{school.year.id}/journals").status_code == 422
    monkeypatch.setattr(clock, "today", lambda: dt.date(2033, 1, 1))
    page = admin.get(f"/archive/forget/{school.year.id}/journals").text
    assert ">Удалить навсегда<" in page
    posted(admin, f"forget/{school.year.id}/journals")
    page = admin.get(f"/archive/forget/{school.year.id}/journals").text
    assert "Удалять больше нечего." in page
