"""Making lessons from the timetable, and making them again [S5]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.audit.bulk import add_recorded
from app.core.actor import Actor
from app.core.db import db, reserved_ids
from app.core.errors import Fault, refuse_if
from app.plan.rules.placement import Place
from app.school.models import AcademicYear
from app.timetable.access import require_may_edit_slots_of, require_may_edit_timetable
from app.timetable.models import Lesson
from app.timetable.operations.placing import Order, carried, orders_of, write_places
from app.timetable.queries.making import Scope, batched, remaking_of
from app.timetable.rules.due import Due
from app.timetable.rules.remaking import Remaking, Report, report_of


def make_lessons(actor: Actor, *, scope: Scope, today: dt.date) -> Report:
    """Bring the lessons of the scope in line with the timetable and the calendar [S5].

    Lessons with records and those that a person cancelled, substituted, moved or added stay as
    they are. Lesson plans follow.
    """
    if scope.course_id is None:
        require_may_edit_timetable(actor)
    else:
        require_may_edit_slots_of(actor, scope.course_id, today)
    refuse_if(span_faults(scope))
    hold_timetable(scope.year.id)
    plan = remaking_of(scope)
    report = report_of(plan)
    touched = [*report.added, *report.removed]
    before = orders_of(touched)
    _remove(plan)
    _change(plan)
    db.session.flush()  # plans are placed on what is stored now
    _add(plan, before, touched)
    return report


def hold_timetable(year_id: int) -> None:
    """Let one person at a time change the timetable of a year, until the unit of work ends.

    Two at once could make a lesson twice, or enter two slots that clash.
    """
    year = select(AcademicYear.id).where(AcademicYear.id == year_id)
    db.session.execute(year.with_for_update(key_share=True))


def span_faults(scope: Scope) -> list[Fault]:
    """Wrong order of dates, a span outside of the year, a closed year."""
    if scope.year.closed_on:
        return [Fault(_("The academic year is closed."), "year")]
    if scope.first > scope.last:
        return [Fault(_("The end must not be earlier than the beginning."), "last")]
    if scope.last < scope.year.starts or scope.first > scope.year.ends:
        return [Fault(_("The dates must lie inside the academic year."), "first")]
    return []


def _add(plan: Remaking, before: Order, courses: Sequence[int]) -> None:
    """The new lessons, by one statement, with the topics that fall on them."""
    coming: dict[int, list[Place]] = defaultdict(list)
    keyed = dict(zip(reserved_ids(Lesson.__table__, len(plan.add)), plan.add, strict=True))
    for key, due in keyed.items():
        coming[due.course].append(Place(key, due.day, number=due.number))
    topics = carried(before, courses, coming)
    add_recorded(Lesson, [_new(key, due, topics.pop(key, None)) for key, due in keyed.items()])
    write_places(topics)


def _new(key: int, due: Due, topic: int | None) -> dict[str, Any]:
    return {
        "id": key,
        "course_id": due.course,
        "day": due.day,
        "number": due.number,
        "slot_id": due.slot,
        "room_id": due.room,
        "teacher_id": due.teacher,
        "starts": due.starts,
        "ends": due.ends,
        "plan_topic_id": topic,
    }


def _remove(plan: Remaking) -> None:
    for lesson in _stored([made.lesson for made in plan.remove]):
        db.session.delete(lesson)


def _change(plan: Remaking) -> None:
    wanted = {made.lesson: due for made, due in plan.change}
    for lesson in _stored(list(wanted)):
        due = wanted[lesson.id]
        lesson.slot_id, lesson.room_id, lesson.teacher_id = due.slot, due.room, due.teacher
        lesson.starts, lesson.ends = due.starts, due.ends


def _stored(ids: Sequence[int]) -> list[Lesson]:
    return [
        lesson
        for part in batched(ids)
        for lesson in db.session.scalars(select(Lesson).where(Lesson.id.in_(part)))
    ]
