"""The substitution desk and what it tells the school [S7]."""

import datetime as dt

import pytest

from app.core.db import db
from app.timetable.models import Lesson, TeacherAbsence
from tests import factories

pytestmark = pytest.mark.req("S7")
DAY = dt.date(2026, 9, 2)


@pytest.fixture
def deputy(login):
    return login(factories.make_user("deputy"))


def token(client, address):
    page = client.get(address).get_data(as_text=True)
    return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def enter(client, school):
    data = {
        "csrf_token": token(client, "/substitutions/"),
        "staff_id": school.teacher.id,
        "first": DAY.isoformat(),
        "last": DAY.isoformat(),
        "reason": "болезнь",
    }
    answer = client.post("/substitutions/absences", data=data)
    return answer.location, data["csrf_token"]


def choose(client, school, choice):
    desk, csrf = enter(client, school)
    return client.post(
        f"{desk}/lessons/{school.lessons[1].id}",
        data={"csrf_token": csrf, "choice": choice, "reason": "болезнь"},
    )


def test_the_desk_offers_who_is_free_and_the_choice_is_kept(sqlite_app, school, deputy):
    desk, _csrf = enter(deputy, school)
    assert "Петрова А. П. — знает класс" in deputy.get(desk).get_data(as_text=True)
    page = "/substitutions/absences/1/lessons/"
    answer = deputy.post(
        f"{page}{school.lessons[1].id}",
        data={"csrf_token": _csrf, "choice": f"staff-{school.other.id}", "reason": "болезнь"},
    )
    assert answer.status_code == 302
    assert db.session.get(Lesson, school.lessons[1].id).substitute_id == school.other.id
    assert "Петрова А. П." in deputy.get(f"/changes/?day={DAY}").get_data(as_text=True)


def test_a_refused_choice_says_why_beside_the_lesson(sqlite_app, school, deputy):
    answer = choose(deputy, school, f"staff-{school.teacher.id}")
    assert answer.status_code == 422
    assert "Это учитель самого урока." in answer.get_data(as_text=True)


def test_a_cancelled_lesson_stands_on_the_sheet(sqlite_app, school, deputy):
    assert choose(deputy, school, "cancel").status_code == 302
    assert "урока нет" in deputy.get(f"/changes/?day={DAY}").get_data(as_text=True)


def test_who_took_a_lesson_has_it_among_the_hours(sqlite_app, school, deputy):
    choose(deputy, school, f"staff-{school.other.id}")
    hours = deputy.get("/changes/hours?month=2026-09").get_data(as_text=True)
    assert "Петрова А. П." in hours


@pytest.mark.parametrize("role", ["director", "secretary", "teacher", "pupil", "parent"])
def test_others_do_not_reach_the_desk(sqlite_app, school, login, role):
    client = login(factories.make_user(role))
    assert client.get("/substitutions/").status_code == 403
    assert db.session.query(TeacherAbsence).count() == 0


@pytest.mark.parametrize(("role", "status"), [("teacher", 200), ("pupil", 403), ("parent", 403)])
def test_the_sheet_is_for_those_who_work_at_the_school(sqlite_app, school, login, role, status):
    assert login(factories.make_user(role)).get("/changes/").status_code == status


def test_the_desk_reads_as_much_for_one_lesson_as_for_three(sqlite_app, school, deputy, statements):
    desk, _csrf = enter(deputy, school)
    one = statements()
    deputy.get(desk)
    few = len(one)
    absence = db.session.get(TeacherAbsence, 1)
    absence.first, absence.last = DAY - dt.timedelta(1), DAY + dt.timedelta(1)
    db.session.commit()
    three = statements()
    deputy.get(desk)
    assert (few, len(three)) == (8, 8)
