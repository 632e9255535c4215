"""Who uses the journal, and what teachers enter [R4 P10]."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.control.models import UseDay
from app.core.db import db
from app.timetable.models import Lesson

TOPICS, HOMEWORK, MARKS, ABSENCES = "lesson", "homework", "mark", "absence"
_BY_HAND = ("page", "form")
ENTRIES = (TOPICS, HOMEWORK, MARKS, ABSENCES)


def logins_between(first: dt.date, last: dt.date) -> dict[dt.date, set[int]]:
    """By day: who came in, each login once a day: one statement."""
    rows = db.session.execute(
        select(UseDay.day, UseDay.user_id).where(UseDay.day.between(first, last), UseDay.logins > 0)
    )
    found: dict[dt.date, set[int]] = defaultdict(set)
    for day, user_id in rows:
        found[day].add(user_id)
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
