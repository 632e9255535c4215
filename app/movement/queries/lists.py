"""Reads of the lists of classes and staff: how they stand, what changed since they were confirmed.

What changed is read from the history, so that an entry made later for an earlier day is not missed.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, null, or_, select

from app.audit.models import AuditEntry
from app.classes.access import members_between
from app.classes.models import ClassMembership, SchoolClass
from app.classes.rules import Span
from app.core.db import db
from app.movement import rules
from app.movement.enums import Event, Lists
from app.movement.models import ListConfirmation
from app.people.access import working
from app.people.models import Pupil, Staff
from app.school.models import AcademicYear


@dataclass(frozen=True)
class Change:
    """One change of a list: whose line, in which class, what, on which day; when it was made."""

    event: Event
    who: str
    place: str
    day: dt.date | None
    made_at: dt.datetime


@dataclass(frozen=True)
class Standing:
    """How lists stand: last confirmed, changed since, to be confirmed by `due`."""

    lists: Lists
    last: ListConfirmation | None
    changes: Sequence[Change]
    due: dt.date | None

    def late(self, today: dt.date) -> bool:
        """True when the day has passed."""
        return self.due is not None and self.due < today


@dataclass(frozen=True)
class ClassLine:
    """A class with the number of its pupils on a day."""

    school_class: SchoolClass
    pupils: int


def year_to_confirm(today: dt.date) -> AcademicYear | None:
    """The year whose lists are confirmed now: none in the summer, none once it is closed [S6]."""
    going = and_(
        AcademicYear.starts <= today, AcademicYear.ends >= today, AcademicYear.closed_on.is_(None)
    )
    return db.session.scalars(select(AcademicYear).where(going)).first()


def standings(year: AcademicYear, now: dt.datetime) -> list[Standing]:
    """How the lists of the year stand: three statements, whatever the size of the school [S6]."""
    last = _last_confirmations(year.id)
    return [_standing(lists, last.get(lists), year, now) for lists in Lists]


def _standing(
    lists: Lists, last: ListConfirmation | None, year: AcademicYear, now: dt.datetime
) -> Standing:
    found = changes_since(lists, last.seen, year.id) if last else []
    first = min((one.made_at for one in found), default=None)
    changed = first.astimezone(now.tzinfo).date() if first else None
    due = rules.due_day(Span(year.starts, year.ends), last is not None, changed)
    return Standing(lists, last, found, due)


def _last_confirmations(year_id: int) -> dict[Lists, ListConfirmation]:
    newest = (
        select(func.max(ListConfirmation.id))
        .where(ListConfirmation.year_id == year_id)
        .group_by(ListConfirmation.lists)
    )
    rows = db.session.scalars(select(ListConfirmation).where(ListConfirmation.id.in_(newest)))
    return {row.lists: row for row in rows}


def changes_since(lists: Lists, seen: int, year_id: int) -> list[Change]:
    """What happened to the lists after this row of the history, the oldest first [S6]."""
    query = _of_classes(year_id) if lists is Lists.CLASSES else _of_staff()
    lines: dict[int, list[Any]] = {}
    for row in db.session.execute(query.where(AuditEntry.id > seen).order_by(AuditEntry.id)):
        lines.setdefault(row.row_id, []).append(row)
    found = [change for rows in lines.values() for change in _changes(lists, rows)]
    return sorted(found, key=lambda change: change.made_at)


def _changes(lists: Lists, rows: Sequence[Any]) -> Iterable[Change]:
    """What is to be told of one line of a list."""
    told = [(rules.event_of(lists, row.action, row.changes), row) for row in rows]
    last = rows[-1]
    for event in rules.net_events([event for event, _row in told if event], last.until is not None):
        made_at = next(row.at for known, row in told if known is event)
        day = {Event.CAME: last.since, Event.LEFT: last.until}.get(event)
        yield Change(event, _name(last), last.place or "", day, made_at)


def _name(row: Any) -> str:
    """Full name, of who is not there any more out of the history."""
    names = ("last_name", "first_name", "middle_name")
    kept = [getattr(row, name) or row.changes.get(name, [""])[0] for name in names]
    return " ".join(filter(None, kept))


def _of_classes(year_id: int) -> Any:
    stay, pupil = ClassMembership, Pupil
    of_year = or_(stay.id.is_(None), SchoolClass.year_id == year_id)
    return (
        select(
            *_history(),
            *(pupil.last_name, pupil.first_name, pupil.middle_name),
            *(SchoolClass.name.label("place"), stay.since, stay.until),
        )
        .outerjoin(stay, stay.id == AuditEntry.row_id)
        .outerjoin(SchoolClass, SchoolClass.id == stay.class_id)
        .outerjoin(pupil, pupil.id == AuditEntry.pupil_id)
        .where(AuditEntry.table_name == stay.__tablename__, of_year)
    )


def _of_staff() -> Any:
    return (
        select(
            *_history(),
            *(Staff.last_name, Staff.first_name, Staff.middle_name),
            *(Staff.position.label("place"), null().label("since"), Staff.left_on.label("until")),
        )
        .outerjoin(Staff, Staff.id == AuditEntry.row_id)
        .where(AuditEntry.table_name == Staff.__tablename__)
    )


def _history() -> tuple[Any, ...]:
    return AuditEntry.row_id, AuditEntry.at, AuditEntry.action, AuditEntry.changes


def last_of_history() -> int:
    """The newest row of the history; 0 for an empty one."""
    return db.session.scalar(select(func.max(AuditEntry.id))) or 0


def class_lines(year_id: int, today: dt.date) -> list[ClassLine]:
    """The classes of a year with the numbers of their pupils today: one statement [S6]."""
    there = (ClassMembership.class_id == SchoolClass.id) & members_between(today, today)
    rows = db.session.execute(
        select(SchoolClass, func.count(ClassMembership.id))
        .outerjoin(ClassMembership, there)
        .where(SchoolClass.year_id == year_id)
        .group_by(SchoolClass.id)
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    return [ClassLine(school_class, count) for school_class, count in rows]


def staff_count(today: dt.date) -> int:
    """How many people work at the school."""
    return db.session.scalar(select(func.count(Staff.id)).where(working(today))) or 0
