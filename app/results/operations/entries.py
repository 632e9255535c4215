"""Writes of results [R1]."""

import datetime as dt
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.audit.queries import history_of_row
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Refused, refuse_if
from app.journal.access import require
from app.journal.operations.entries import Answer, answered, conflict
from app.journal.queries.place import answer_before
from app.journal.rules.cell import DIGITS
from app.journal.rules.sent import Sent
from app.journal.rules.version import version_of
from app.plan.models import Course
from app.results.models import Result
from app.results.queries import (
    ResultPlace,
    place_of_result,
    proposal,
    rounding_of,
    stored_result,
)
from app.results.queries.book import result_book
from app.results.queries.class_sheet import periods_of_class
from app.results.rules import departs, parse_result, result_faults


def write_result(actor: Actor, *, sent: Sent, now: dt.datetime) -> Answer:
    """Write a result typed on the journal page, unless somebody else did meanwhile [R1 J10 U4].

    The answer's flag tells when the result departs from what the average proposes. Raises
    NotFound, Forbidden, Refused with all faults, Conflict.
    """
    today = now.date()
    place = place_of_result(
        actor,
        course_id=sent.course,
        period_id=sent.period,
        pupil_id=sent.pupil,
        today=today,
    )
    require(place.may_set)
    if before := answer_before(actor, sent.entry):
        return before
    value = _parsed(sent.text)
    refuse_if(result_faults(value, place.facts, today))
    row = stored_result(sent.course, sent.period, sent.pupil)
    stored = row.value or "" if row else ""
    if sent.seen != version_of(stored):
        history = history_of_row("result", row.id) if row else []
        raise conflict(version_of(stored), stored, history)
    _put(row, sent.course, sent.period, sent.pupil, value)
    flag = _flag(sent, value, place)
    return answered(actor, sent, now, text=value or "", version=version_of(value), flag=flag)


def set_result(
    actor: Actor,
    *,
    course_id: int,
    period_id: int,
    pupil_id: int,
    value: str,
    today: dt.date,
    adds: bool = False,
) -> Result | None:
    """Set, change or take back (empty `value`) a result: the form's way [R1].

    `adds`: a result that is there already is not overwritten. Raises NotFound, Forbidden,
    Refused with all faults.
    """
    place = place_of_result(
        actor, course_id=course_id, period_id=period_id, pupil_id=pupil_id, today=today
    )
    require(place.may_set)
    parsed = _parsed(value)
    row = stored_result(course_id, period_id, pupil_id)
    faults = [replace(f, field="value") for f in result_faults(parsed, place.facts, today)]
    if adds and row and row.value:
        faults.append(Fault(_l("The pupil has a result in this period already."), "pupil"))
    refuse_if(faults)
    return _put(row, course_id, period_id, pupil_id, parsed)


def _parsed(text: str) -> str | None:
    value = parse_result(text)
    if isinstance(value, Fault):
        raise Refused([replace(value, field="value")])
    return value


def _put(
    row: Result | None, course_id: int, period_id: int, pupil_id: int, value: str | None
) -> Result | None:
    if row is not None:
        row.value = value
    elif value is not None:
        row = Result(course_id=course_id, period_id=period_id, pupil_id=pupil_id, value=value)
        db.session.add(row)
    return row


def _flag(sent: Sent, value: str | None, place: ResultPlace) -> str | None:
    """What the page says at a result that is not the proposed one; the teacher decides [R1]."""
    proposed = _proposed(sent, place) if value in DIGITS else None
    if not departs(value, proposed):
        return None
    return str(_("By the average it would be %(value)s", value=proposed))


def _proposed(sent: Sent, place: ResultPlace) -> str | None:
    """By the marks of a part of the year; what follows its parts rests on their results [R1]."""
    if place.kind.is_part:
        return proposal(sent.course, sent.period, sent.pupil, rounding_of(place.school))
    course = db.session.get_one(Course, sent.course)
    periods = periods_of_class(course.class_id)
    shown = next(one for one in periods if one.id == sent.period)
    book = result_book(place.school, [course], periods, shown=shown)
    return book.proposed(course.id, shown, sent.pupil)
