"""The weekly reconciliation: settle, leave as it is, ask, confirm; all or nothing [T3]."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.attendance.enums import Change, Decision
from app.attendance.models import CorrectionRequest, WeekCheck
from app.attendance.operations.changes import change_cell
from app.attendance.operations.requests import answer_for, ask_teacher, tell_teachers
from app.attendance.queries.weeks import ClassWeek, Line, class_week
from app.attendance.rules.week import Step
from app.core.actor import Actor
from app.core.db import db, recorded_as
from app.core.errors import Fault, Forbidden, JournalError, NotFound, Refused, refuse_if
from app.timetable.models import Lesson
from app.timetable.operations.substituting import Telling

_STALE = _l("Somebody has changed or settled this meanwhile: look at the page again.")
_ALONE = _l("This cannot be settled so.")
_WHY = _l("Write in a word why it stays as it is.")


@dataclass(frozen=True)
class Chosen:
    """Lines of a class's week that are settled by one press, by their keys."""

    class_id: int
    day: dt.date
    keys: Sequence[str]
    text: str = ""


def settle(
    actor: Actor, *, chosen: Chosen, change: Change, at: int | None, now: dt.datetime
) -> int:
    """Make one change in all chosen cells; how many [T3].

    `at`: the lesson, where a contradiction has two. Raises NotFound, Forbidden, and Refused with
    what was refused and why: then nothing is changed.
    """
    week = _own_week(actor, chosen, now)
    recorded_as("week", actor.name)
    today, done = now.date(), set()

    def change_one(line: Line) -> None:
        step = _step((*line.found.steps, *line.found.more), change, at)
        place = (step.lesson, line.found.pupil or 0, step.change)
        if place in done:  # the same cell, found for two reasons
            return
        done.add(place)
        change_cell(
            actor,
            lesson_id=place[0],
            pupil_id=place[1],
            change=change,
            about=line.found.about,
            seen=week.version(line.found, step.lesson),
            today=today,
            open_since=week.open_since(line.found),
        )

    _each(week, chosen.keys, change_one)
    return len(done)


def ask(actor: Actor, *, chosen: Chosen, telling: Telling) -> int:
    """Send the chosen contradictions to the teachers of the lessons; how many [T3]."""
    week = _own_week(actor, chosen, telling.now)
    asked: list[CorrectionRequest] = []

    def ask_one(line: Line) -> None:
        if not line.found.asks:
            raise Refused([Fault(_ALONE)])
        step = line.found.asks[0]
        made = ask_teacher(actor, line=line, change=step.change, text=chosen.text, now=telling.now)
        asked.append(made)

    _each(week, chosen.keys, ask_one)
    tell_teachers(week.head.school_class.name, asked, telling)
    return len(asked)


def leave(actor: Actor, *, chosen: Chosen, now: dt.datetime) -> int:
    """Say of the chosen contradictions that so it was; needs a word why. How many [T3]."""
    week = _own_week(actor, chosen, now)
    refuse_if([] if chosen.text.strip() else [Fault(_WHY, "text")])

    def leave_one(line: Line) -> None:
        if not line.found.as_is:
            raise Refused([Fault(_ALONE)])
        answer_for(actor, line=line, text=chosen.text, now=now)

    _each(week, chosen.keys, leave_one)
    return len(chosen.keys)


def take_back(actor: Actor, *, chosen: Chosen, request_id: int, now: dt.datetime) -> None:
    """The class teacher takes back a question, or what they said themselves [T3].

    Where that settled a line, the line is open again and the week is reconciled no more.
    """
    week = _own_week(actor, chosen, now)
    request = next((found for found in week.requests if found.id == request_id), None)
    if request is None:
        raise NotFound
    own = request.decided_by == request.asked_by
    if request.state is not Decision.WAITING and not own:
        raise Refused([Fault(_l("The teacher has answered already."))])
    db.session.delete(request)
    if week.check and any(line.request is request for line in week.lines):
        week.check.confirmed_at = None


def confirm(actor: Actor, *, chosen: Chosen, now: dt.datetime) -> WeekCheck:
    """«Неделя выверена»: when nothing is open and all lessons are over [T3].

    Lessons are locked first: who is writing meanwhile is waited for and taken into account.
    """
    week = _own_week(actor, chosen, now)
    query = select(Lesson.id).where(Lesson.id.in_([lesson.id for lesson in week.lessons]))
    db.session.scalars(query.order_by(Lesson.id).with_for_update(key_share=True)).all()
    week = _own_week(actor, chosen, now)
    refuse_if(_unready(week))
    check = week.check
    if check is None:
        check = WeekCheck(class_id=chosen.class_id, monday=week.monday)
        db.session.add(check)
    check.confirmed_by, check.confirmed_name, check.confirmed_at = actor.user_id, actor.name, now
    return check


def _unready(week: ClassWeek) -> list[Fault]:
    faults = []
    if not week.lessons:
        faults.append(Fault(_l("There are no lessons in this week.")))
    if any(not lesson.over for lesson in week.facts.lessons):
        faults.append(Fault(_l("The week has not ended yet: there are lessons ahead.")))
    if week.open:
        text = _("Contradictions neither settled nor sent: %(number)s.", number=len(week.open))
        faults.append(Fault(text))
    return faults


def _own_week(actor: Actor, chosen: Chosen, now: dt.datetime) -> ClassWeek:
    week = class_week(actor, chosen.class_id, chosen.day, now)
    if not week.mine:
        raise Forbidden(_l("Only the class teacher reconciles the week."))
    return week


def _step(steps: Sequence[Step], change: Change, at: int | None) -> Step:
    for step in steps:
        if step.change is change and at in {None, step.lesson}:
            return step
    raise Refused([Fault(_ALONE)])


def _each(week: ClassWeek, keys: Sequence[str], work: Callable[[Line], None]) -> None:
    """Do the work with every line; what was refused is told together, each with its place."""
    if not keys:
        raise Refused([Fault(_l("Choose at least one line."))])
    known = {line.key: line for line in week.open}
    faults = [fault for key in dict.fromkeys(keys) for fault in _tried(week, known, key, work)]
    refuse_if(list(dict.fromkeys(faults)))


def _tried(
    week: ClassWeek, known: dict[str, Line], key: str, work: Callable[[Line], None]
) -> Iterator[Fault]:
    line = known.get(key)
    if line is None:
        yield Fault(_STALE)
        return
    try:
        work(line)
    except Refused as refusal:
        for fault in refusal.faults:
            yield Fault(f"{place_words(week, line)}: {fault.text}")
    except JournalError as error:
        yield Fault(f"{place_words(week, line)}: {error.text}")


def place_words(week: ClassWeek, line: Line) -> str:
    """«Абрамов Иван, 07.09, 3 урок, Алгебра»."""
    lesson = week.by_id[line.found.lesson]
    name = week.names.get(line.found.pupil or 0)
    where = _(
        "%(day)s, lesson %(number)s, %(subject)s",
        day=f"{lesson.day:%d.%m}",
        number=lesson.number,
        subject=lesson.subject,
    )
    return f"{name}, {where}" if name else where
