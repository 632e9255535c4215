"""Who uses the journal, and what teachers enter [R4 P10]."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import and_, func, or_, select

from app.accounts.enums import CAME_IN
from app.accounts.models import LoginRecord
from app.audit.models import AuditEntry
from app.classes.models import ClassMembership, SchoolClass
from app.core.db import db
from app.people.models import Guardian, Guardianship, Pupil, Staff
from app.timetable.models import Lesson

TOPICS, HOMEWORK, MARKS, ABSENCES = "lesson", "homework", "mark", "absence"
_BY_HAND = ("page", "form")
ENTRIES = (TOPICS, HOMEWORK, MARKS, ABSENCES)


class Person(NamedTuple):
    """Somebody who could have a login; `of`: their class, or that of their child."""

    key: int
    name: str
    user_id: int | None
    came: bool
    of: str = ""


class People(NamedTuple):
    """Staff who have not left, pupils and parents of the classes of a day."""

    staff: list[Person]
    pupils: list[Person]
    parents: list[Person]


_CAME = func.coalesce(User.login_count, 0) > 0


def people_on(day: dt.date) -> People:
    """Three statements."""
    staff = db.session.execute(
        select(Staff, _CAME)
        .outerjoin(User, User.id == Staff.user_id)
        .where(or_(Staff.left_on.is_(None), Staff.left_on >= day))
        .order_by(Staff.last_name, Staff.first_name, Staff.id)
    )
    pupils = db.session.execute(_in_classes(select(Pupil, _CAME, SchoolClass.name), Pupil, day))
    parents = db.session.execute(
        _in_classes(
            select(Guardian, _CAME, SchoolClass.name)
            .join(Guardianship, Guardianship.guardian_id == Guardian.id)
            .join(Pupil, Pupil.id == Guardianship.pupil_id),
            Guardian,
            day,
        )
    )
    return People(
        [Person(row.id, row.full_name, row.user_id, came) for row, came in staff],
        [Person(row.id, row.call_name, row.user_id, came, of) for row, came, of in pupils],
        [Person(row.id, row.full_name, row.user_id, came, of) for row, came, of in parents],
    )


def _in_classes(query: Any, person: Any, day: dt.date) -> Any:
    stay = ClassMembership
    there = and_(
        stay.pupil_id == Pupil.id,
        stay.since <= day,
        or_(stay.until.is_(None), stay.until >= day),
    )
    return (
        query.join(stay, there)
        .join(SchoolClass, SchoolClass.id == stay.class_id)
        .outerjoin(User, User.id == person.user_id)
        .order_by(SchoolClass.grade, SchoolClass.name, person.last_name, person.first_name)
    )


def logins_between(
    since: dt.datetime, before: dt.datetime, zone: dt.tzinfo | None
) -> dict[dt.date, set[int]]:
    """By day: who came in between two moments, each login once a day: one statement."""
    rows = db.session.execute(
        select(LoginRecord.user_id, LoginRecord.at).where(
            LoginRecord.at >= since,
            LoginRecord.at < before,
            LoginRecord.outcome.in_(CAME_IN),
            LoginRecord.user_id.is_not(None),
        )
    )
    found: dict[dt.date, set[int]] = defaultdict(set)
    for user_id, at in rows:
        if user_id:
            found[at.astimezone(zone).date()].add(user_id)
    return found


class Entered(NamedTuple):
    """Entries of a person by table, and how many of them on the day of their lesson."""

    all: Counter[str]
    in_time: Counter[str]


def entered_between(
    since: dt.datetime, before: dt.datetime, zone: dt.tzinfo | None
) -> Mapping[int, Entered]:
    """By login: what was entered for the first time between two moments: one statement.

    What is only changed later is no new entry; a topic is one when the lesson had none.
    """
    rows = db.session.execute(
        select(
            *(AuditEntry.user_id, AuditEntry.table_name, AuditEntry.action, AuditEntry.changes),
            *(AuditEntry.at, Lesson.day),
        )
        .join(Lesson, Lesson.id == AuditEntry.lesson_id)
        .where(
            AuditEntry.at >= since,
            AuditEntry.at < before,
            AuditEntry.user_id.is_not(None),
            AuditEntry.way.in_(_BY_HAND),
            AuditEntry.table_name.in_(ENTRIES),
        )
    )
    found: dict[int, Entered] = defaultdict(lambda: Entered(Counter(), Counter()))
    for user_id, table, action, changes, at, day in rows:
        if _is_new(table, action, changes):
            found[user_id].all[table] += 1
            found[user_id].in_time[table] += at.astimezone(zone).date() <= day
    return found


def _is_new(table: str, action: str, changes: Mapping[str, Any]) -> bool:
    if table != TOPICS:
        return action == "insert"
    before, after = changes.get("topic", (None, None))
    return bool(after) and not before
