"""The first page of each role."""

import datetime as dt

import pytest

from app.accounts.roles import ROLES
from app.core import clock
from app.core.db import db
from tests.factories import make_guardian, make_lesson, make_user, save


@pytest.fixture
def noon(monkeypatch):
    """It is noon of 2 September 2026 at the school."""
    zone = clock.now().tzinfo
    moment = dt.datetime(2026, 9, 2, 12, 0, tzinfo=zone)
    monkeypatch.setattr(clock, "now", lambda: moment)


def page_of(login, role: str, person=None) -> str:
    user_id = make_user(role)
    if person is not None:
        person.user_id = user_id
        save(person)
    answer = login(user_id).get("/")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.req("P1")
@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_first_page_with_the_date(school, noon, login, role):
    assert "<h1>Среда, 2 сентября 2026\u00a0г.</h1>" in page_of(login, role)


def test_before_login_there_is_the_login_page(sqlite_app):
    answer = sqlite_app.test_client().get("/")
    assert (answer.status_code, answer.location) == (302, "/login/")


@pytest.mark.req("P2")
def test_a_teacher_opens_a_journal_with_one_click(school, noon, login):
    page = page_of(login, "teacher", school.teacher)
    assert f'href="/journal/course/{school.algebra.id}">7А, Алгебра</a>' in page
    assert "нет темы" in page
    assert "Химия" not in page


@pytest.mark.req("P3")
def test_a_class_teacher_opens_the_week_of_the_own_class(school, noon, login):
    page = page_of(login, "class_teacher", school.head)
    assert f'href="/journal/week/{school.class_7a.id}"' in page
    assert "2 урока этой недели без темы" in page


@pytest.mark.req("P4")
@pytest.mark.parametrize("role", ["director", "deputy"])
def test_the_leaders_see_what_is_unfilled_today(school, noon, login, role):
    page = page_of(login, role)
    assert "Прошли и не заполнены" in page
    assert "Иванова А. П." in page


@pytest.mark.parametrize(
    ("role", "seen", "hidden"),
    [("admin", "сотрудников нет логина", ""), ("secretary", "Что сделать", "нет логина")],
)
def test_the_office_sees_what_waits_and_can_be_done_by_it(school, noon, login, role, seen, hidden):
    page = page_of(login, role)
    assert seen in page or "сотрудника нет логина" in page
    assert not hidden or hidden not in page


@pytest.mark.req("P5")
def test_pupil_and_parent_see_the_child_and_nobody_else(school, noon, login):
    own = page_of(login, "pupil", school.pupils[0])
    assert ("Алгебра" in own, "Химия" in own, "/journal/" in own) == (True, False, False)
    parent = page_of(login, "parent", make_guardian(school.foreign_pupil))
    assert ("Алгебра" in parent, "Абрамов" in parent) == (False, False)
    assert "Впереди в расписании уроков нет." in parent


@pytest.mark.parametrize(
    ("role", "who", "expected"),
    [
        ("teacher", "teacher", 23),
        ("class_teacher", "head", 31),
        ("deputy", None, 11),
        ("admin", None, 10),
        ("pupil", "pupil", 9),
    ],
)
def test_statements_of_the_first_page(school, noon, login, statements, role, who, expected):
    people = {"teacher": school.teacher, "head": school.head, "pupil": school.pupils[0]}
    user_id = make_user(role)
    if who:
        people[who].user_id = user_id
        db.session.commit()
    client = login(user_id)
    for number in (4, 5, 6):
        make_lesson(school.algebra, dt.date(2026, 9, 2), number)
        sent = statements()
        client.get("/")
        assert len(sent) == expected
