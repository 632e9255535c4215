"""Logins of those who left the school end with their last day [P7 S6]."""

import datetime as dt

import pytest
from flask_appbuilder.security.sqla.models import User

from app.accounts.models import LoginSession
from app.classes.enums import Leaving
from app.classes.models import ClassMembership
from app.classes.operations.leavers import close_logins_of_leavers
from app.core.db import db, unit_of_work
from tests.factories import make_class, make_guardian, make_user, make_year, save

pytestmark = [pytest.mark.req("P7"), pytest.mark.usefixtures("app")]
NOW = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)
TODAY, YESTERDAY = NOW.date(), NOW.date() - dt.timedelta(1)


def close() -> None:
    with unit_of_work("cli"):
        close_logins_of_leavers(NOW)


def login_of(person, *roles: str) -> int:
    person.user_id = make_user(*roles, username=f"login{person.id}")
    save(person, LoginSession(user_id=person.user_id, key=roles[0], began_at=NOW, seen_at=NOW))
    return person.user_id


def state(user: int) -> tuple[bool, set[str], bool]:
    """Open, roles, whether a session goes on."""
    row = db.session.get(User, user)
    going = LoginSession.user_id == user, LoginSession.ended_at.is_(None)
    sessions = db.session.scalar(db.select(db.func.count()).where(*going))
    return row.active, {role.name for role in row.roles}, sessions > 0


@pytest.mark.parametrize(("left_on", "open_"), [(None, True), (TODAY, True), (YESTERDAY, False)])
def test_a_teacher_is_out_the_day_after_the_last(school, left_on, open_):
    user = login_of(school.teacher, "teacher")
    school.teacher.left_on = left_on
    save(school.teacher)
    close()
    close()
    assert state(user) == (open_, {"teacher"}, open_)


def test_a_teacher_who_is_a_parent_goes_on_as_a_parent(school):
    user = login_of(school.teacher, "teacher", "parent")
    make_guardian(school.pupils[0], user_id=user)
    school.teacher.left_on = YESTERDAY
    save(school.teacher)
    close()
    assert state(user) == (True, {"parent"}, False)


def test_the_last_administrator_is_not_locked_out(school):
    user = login_of(school.teacher, "admin")
    school.teacher.left_on = YESTERDAY
    save(school.teacher)
    close()
    assert state(user)[0]


@pytest.mark.req("S6")
@pytest.mark.parametrize(
    ("leaving", "comes_again", "open_"),
    [(Leaving.OTHER_SCHOOL, False, False), (None, False, True), (Leaving.OTHER_SCHOOL, True, True)],
)
def test_a_pupil_is_out_who_left_the_school_and_did_not_come_again(
    school, leaving, comes_again, open_
):
    pupil = school.pupils[0]
    user = login_of(pupil, "pupil")
    stay = db.session.scalars(
        db.select(ClassMembership).where(ClassMembership.pupil_id == pupil.id)
    ).one()
    stay.until, stay.leaving = YESTERDAY, leaving
    before = make_year(name="2025/2026", starts=dt.date(2025, 9, 1), ends=dt.date(2026, 5, 31))
    old = make_class(before, "6А")
    save(stay, ClassMembership(pupil=pupil, school_class=old, since=before.starts))
    if comes_again:
        save(ClassMembership(pupil=pupil, school_class=school.class_8b, since=TODAY))
    close()
    assert state(user) == (open_, {"pupil"}, open_)
