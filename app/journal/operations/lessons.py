"""Topic and homework of a lesson [J3]."""

import datetime as dt

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.audit.queries import history_of_lesson
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, refuse_if
from app.journal.access import require
from app.journal.models import Homework
from app.journal.operations.entries import Answer, answered, conflict, open_place
from app.journal.queries.place import Place, answer_before, place_of
from app.journal.rules.entry import homework_faults, topic_faults
from app.journal.rules.sent import Sent
from app.journal.rules.version import version_of
from app.timetable.models import Lesson

TICKED = "1"


def write_topic(actor: Actor, *, sent: Sent, now: dt.datetime) -> Answer:
    """Write the topic of a lesson, unless somebody else did meanwhile [J3 J10 U4]."""
    place = open_place(actor, sent, now)
    if before := answer_before(actor, sent.entry):
        return before
    lesson, topic = place.lesson, " ".join(sent.text.split())
    refuse_if(topic_faults(topic, place.facts, now.date()))
    _require_unchanged(lesson, sent, lesson.topic)
    lesson.topic = topic
    return answered(actor, sent, now, text=topic, version=version_of_topic(lesson))


def write_no_homework(actor: Actor, *, sent: Sent, now: dt.datetime) -> Answer:
    """Tick «без задания» («1») or untick it («») [J3 J10 U4]."""
    place = open_place(actor, sent, now)
    if before := answer_before(actor, sent.entry):
        return before
    lesson, ticked = place.lesson, sent.text == TICKED
    faults = homework_faults("", place.facts, now.date())
    if ticked and homework_text(class_homework(lesson.id)):
        faults.append(Fault(_l("There is homework: clear it first.")))
    refuse_if(faults)
    _require_unchanged(lesson, sent, TICKED if lesson.no_homework else "")
    lesson.no_homework = ticked
    text = TICKED if ticked else ""
    return answered(actor, sent, now, text=text, version=version_of_topic(lesson))


def write_homework(actor: Actor, *, sent: Sent, now: dt.datetime) -> Answer:
    """Write the homework of the class, unless somebody else did meanwhile [J3 J10 U4]."""
    place = open_place(actor, sent, now)
    if before := answer_before(actor, sent.entry):
        return before
    text, homework = sent.text.strip(), class_homework(sent.lesson)
    refuse_if(_faults(place, text, now.date()))
    stored = homework_text(homework)
    if sent.seen != version_of(stored):
        history = history_of_lesson(("homework",), sent.lesson)
        raise conflict(version_of(stored), stored, history)
    _put(place.lesson, homework, None, text, now)
    return answered(actor, sent, now, text=text, version=version_of(text))


def set_homework(
    actor: Actor,
    *,
    lesson_id: int,
    pupil_id: int | None,
    text: str,
    now: dt.datetime,
    adds: bool = False,
) -> Homework | None:
    """Set or change homework of the class (no pupil) or of one pupil: the form's way [J3].

    `adds`: homework that is there already is not overwritten. Raises NotFound, Forbidden,
    Refused with all faults.
    """
    place = place_of(actor, lesson_id, now.date(), pupil_id=pupil_id)
    require(place.may_mark)
    homework = _homework(lesson_id, pupil_id)
    faults = _faults(place, text.strip(), now.date())
    if adds and homework_text(homework):
        faults.append(Fault(_l("There is homework already: change it."), "lesson"))
    refuse_if(faults)
    return _put(place.lesson, homework, pupil_id, text.strip(), now)


def class_homework(lesson_id: int) -> Homework | None:
    """The homework that the whole class has from a lesson."""
    return _homework(lesson_id, None)


def homework_text(homework: Homework | None) -> str:
    """What is set, if anything."""
    return homework.text if homework else ""


def version_of_topic(lesson: Lesson) -> int:
    """Topic and «без задания» are one record of the lesson and share a version."""
    return version_of(lesson.topic, TICKED if lesson.no_homework else "")


def _homework(lesson_id: int, pupil_id: int | None) -> Homework | None:
    query = select(Homework).where(Homework.lesson_id == lesson_id, Homework.pupil_id == pupil_id)
    return db.session.scalars(query).first()


def _require_unchanged(lesson: Lesson, sent: Sent, stored: str) -> None:
    version = version_of_topic(lesson)
    if sent.seen != version:
        raise conflict(version, stored, history_of_lesson(("lesson",), lesson.id))


def _faults(place: Place, text: str, today: dt.date) -> list[Fault]:
    faults = homework_faults(text, place.facts, today)
    if text and place.lesson.no_homework:
        faults.append(Fault(_l("“No homework” is ticked: untick it first.")))
    if text and not place.facts.enrolled:
        faults.append(Fault(_l("The pupil was not in the class or subgroup that day."), "pupil"))
    return faults


def _put(
    lesson: Lesson, homework: Homework | None, pupil_id: int | None, text: str, now: dt.datetime
) -> Homework | None:
    if homework is None and text:
        homework = Homework(lesson=lesson, pupil_id=pupil_id, text=text, set_at=now)
        db.session.add(homework)
    elif homework is not None and homework.text != text:
        homework.set_at = homework.set_at if homework.text else now
        homework.text = text
    return homework
