"""Lessons of an outage are transferred from paper, or said not to have been held [U3 C3.2]."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Forbidden, NotFound, Refused, refuse_if
from app.core.pages.display import at_school
from app.journal.access import LOOKS_ONLY
from app.journal.queries.place import Place, place_of
from app.journal.rules.entry import shut_faults
from app.journal.rules.sent import Sent
from app.outages.access import may_manage
from app.outages.enums import TransferState
from app.outages.models import Outage, Transfer
from app.outages.queries.outages import sheet_of
from app.outages.rules.outages import sheet_faults, transfer_faults
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson
from app.timetable.operations.lessons import call_off, hold_again

_LONGEST_REASON = 300


@dataclass(frozen=True)
class Papers:
    """Whose paper is transferred: the outage, the course, the number of the sheet (or «»)."""

    outage_id: int
    course_id: int
    sheet: str = ""

    @property
    def way(self) -> str:
        """By which way its entries come in, for the history [J9]."""
        return f"temporary {self.sheet}".strip()


def admitted(papers: Papers, sent: Sent) -> Sent:
    """An entry from paper, if its lesson is of this course and of an outage that is open [U3].

    The span of entry runs from the outage's end: before it nothing could be entered [J8 C3.2].
    """
    row = db.session.execute(
        select(Outage.ends, Outage.closed_at)
        .join(Transfer, Transfer.outage_id == Outage.id)
        .join(Lesson, Lesson.id == Transfer.lesson_id)
        .where(
            Outage.id == papers.outage_id,
            Lesson.id == sent.lesson,
            Lesson.course_id == papers.course_id,
        )
    ).first()
    if row is None:
        raise Refused([Fault(_("This lesson is not on the list of the outage."))])
    if row.closed_at is not None:
        raise Refused([Fault(_("The outage is closed: its lessons are changed in the journal."))])
    return replace(sent, open_since=at_school(row.ends).date())


def require_sheet(papers: Papers) -> None:
    """Refuse the number of a sheet that is not of this course [U3]."""
    known = sheet_of(papers.course_id, papers.sheet) is not None
    refuse_if(sheet_faults(papers.sheet, known=known))


def mark_transferred(
    actor: Actor, *, papers: Papers, lesson_ids: Collection[int], now: dt.datetime
) -> None:
    """The lessons stand in the journal as on paper: all of them or none is marked so [U3]."""
    faults: list[Fault] = []
    for transfer, place in _rows(actor, papers, lesson_ids, now.date()):
        _require(place.may_mark)
        lesson = place.lesson
        held = lesson.status == LessonStatus.HELD
        faults += transfer_faults(held=held, topic=lesson.topic, day=lesson.day, today=now.date())
        _settle(actor, transfer, TransferState.TRANSFERRED, papers.sheet, now)
    refuse_if(faults)


def mark_not_held(
    actor: Actor, *, papers: Papers, lesson_id: int, reason: str, now: dt.datetime
) -> None:
    """The lesson was not held: it is cancelled, its topic goes to the next one [U3]."""
    for transfer, place in _rows(actor, papers, [lesson_id], now.date()):
        _require(place.may_mark or may_manage(actor))
        if not reason.strip():
            raise Refused([Fault(_("Say why the lesson was not held."), "reason")])
        refuse_if(shut_faults(place.facts, now.date()))
        call_off(place.lesson, apart_from=Transfer.__tablename__)
        place.lesson.change_reason = reason.strip()[:_LONGEST_REASON]
        _settle(actor, transfer, TransferState.NOT_HELD, "", now)


def take_back(actor: Actor, *, papers: Papers, lesson_id: int, now: dt.datetime) -> None:
    """The lesson waits again; one that was said not to have been held is held after all [U3]."""
    for transfer, place in _rows(actor, papers, [lesson_id], now.date()):
        _require(place.may_mark or may_manage(actor))
        if transfer.state == TransferState.NOT_HELD:
            refuse_if(shut_faults(place.facts, now.date()))
            hold_again(place.lesson)
        transfer.state, transfer.sheet = TransferState.WAITING, ""
        transfer.done_by, transfer.done_name, transfer.done_at = None, "", None


def _settle(
    actor: Actor, transfer: Transfer, state: TransferState, sheet: str, now: dt.datetime
) -> None:
    transfer.state, transfer.sheet = state, sheet
    transfer.done_by, transfer.done_name, transfer.done_at = actor.user_id, actor.name, now


def _rows(
    actor: Actor, papers: Papers, lesson_ids: Collection[int], today: dt.date
) -> list[tuple[Transfer, Place]]:
    """The lessons, locked, of an open outage; 404 for one that is not of this course there."""
    require_sheet(papers)
    outage = db.session.get(Outage, papers.outage_id, with_for_update={"read": True})
    rows = db.session.scalars(
        select(Transfer)
        .join(Lesson, Lesson.id == Transfer.lesson_id)
        .where(
            Transfer.outage_id == papers.outage_id,
            Lesson.course_id == papers.course_id,
            Transfer.lesson_id.in_(lesson_ids),
        )
        .order_by(Transfer.lesson_id)
        .with_for_update(of=Transfer)
        .execution_options(populate_existing=True)  # another may have settled it meanwhile
    ).all()
    if outage is None or not rows or len(rows) != len(set(lesson_ids)):
        raise NotFound
    if outage.closed_at is not None:
        raise Refused([Fault(_("The outage is closed. Ask the deputy director to open it."))])
    return [(row, place_of(actor, row.lesson_id, today)) for row in rows]


def _require(allowed: bool) -> None:
    if not allowed:
        raise Forbidden(LOOKS_ONLY)
