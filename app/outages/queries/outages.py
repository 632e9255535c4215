"""Outages, their progress, and the silences of the server that may have been some [U3]."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.outages.access import visible_outages
from app.outages.enums import TransferState
from app.outages.models import JournalSheet, Outage, ServerGap, Transfer
from app.outages.rules.outages import Progress
from app.school.models import AcademicYear
from app.timetable.models import Lesson

_SHOWN = 20
_MOST_DIGITS = 9


@dataclass(frozen=True)
class OutageLine:
    """An outage with how far its transfer is."""

    outage: Outage
    progress: Progress


def outage_lines(actor: Actor, today: dt.date) -> list[OutageLine]:
    """The open outages, then the latest closed ones: two statements."""
    waiting = func.count(Transfer.id).filter(Transfer.state == TransferState.WAITING)
    rows = db.session.execute(
        select(Outage, func.count(Transfer.id), waiting)
        .outerjoin(Transfer, Transfer.outage_id == Outage.id)
        .where(visible_outages(actor, today))
        .group_by(Outage.id)
        .order_by(Outage.closed_at.is_not(None), Outage.starts.desc())
        .options(selectinload(Outage.classes))
        .limit(_SHOWN)
    )
    return [OutageLine(outage, Progress(total - left, total)) for outage, total, left in rows]


def seen_outage(actor: Actor, outage_id: int, today: dt.date) -> Outage:
    """The outage, if the person may see it, otherwise 404: two statements."""
    found = db.session.scalars(
        select(Outage)
        .where(Outage.id == outage_id, visible_outages(actor, today))
        .options(selectinload(Outage.classes))
    ).first()
    if found is None:
        raise NotFound
    return found


def open_gaps() -> list[ServerGap]:
    """Silences of the server that nobody has registered or dismissed, the latest first."""
    return list(
        db.session.scalars(
            select(ServerGap)
            .where(ServerGap.outage_id.is_(None), ServerGap.dismissed.is_(False))
            .order_by(ServerGap.starts.desc())
        )
    )


def open_gap(gap_id: int | None) -> ServerGap | None:
    """The silence with this key, unless it is settled already."""
    return next((gap for gap in open_gaps() if gap.id == gap_id), None) if gap_id else None


def classes_of_year(today: dt.date) -> list[SchoolClass]:
    """Classes to choose from, of the years around today, in school order: one statement."""
    return list(
        db.session.scalars(
            select(SchoolClass)
            .join(SchoolClass.year)
            .where(AcademicYear.starts <= today, AcademicYear.ends >= today - dt.timedelta(92))
            .order_by(SchoolClass.grade, SchoolClass.name)
        ).unique()
    )


def sheet_of(course_id: int, number: str) -> JournalSheet | None:
    """The printed sheet with the number, if it is of the course or a blank one of no course."""
    if not number.isdecimal() or len(number) > _MOST_DIGITS:
        return None
    sheet = db.session.get(JournalSheet, int(number))
    return sheet if sheet and sheet.course_id in {None, course_id} else None


def latest_sheet(course_id: int, first: dt.date, last: dt.date) -> JournalSheet | None:
    """The sheet of the course that was printed last for days of the outage."""
    return db.session.scalars(
        select(JournalSheet)
        .where(
            JournalSheet.course_id == course_id,
            JournalSheet.first <= last,
            JournalSheet.last >= first,
        )
        .order_by(JournalSheet.printed_at.desc(), JournalSheet.number.desc())
        .limit(1)
    ).first()


def outages_of_sheet(actor: Actor, sheet: JournalSheet, today: dt.date) -> list[Outage]:
    """Outages with lessons of the sheet's course in its days, the latest first [U3]."""
    if sheet.course_id is None:
        return []
    query = (
        select(Outage)
        .join(Transfer, Transfer.outage_id == Outage.id)
        .join(Lesson, Lesson.id == Transfer.lesson_id)
        .where(Lesson.course_id == sheet.course_id, visible_outages(actor, today))
        .order_by(Outage.starts.desc())
    )
    if sheet.first and sheet.last:
        query = query.where(Lesson.day.between(sheet.first, sheet.last))
    else:
        query = query.where(Outage.closed_at.is_(None))  # its days were written by hand
    return list(db.session.scalars(query).unique())
