"""Requests of the class teacher to the teacher of a lesson: asked, accepted, declined [T3]."""

import datetime as dt
from collections.abc import Sequence
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select

from app.attendance.enums import Change, Decision
from app.attendance.models import CorrectionRequest
from app.attendance.operations.changes import change_cell
from app.attendance.queries.requests import Asked, asked_of
from app.attendance.queries.weeks import Line
from app.core.actor import Actor
from app.core.db import db, recorded_as
from app.core.errors import Fault, Forbidden, refuse_if
from app.journal.operations.lessons import version_of_topic, write_topic
from app.journal.rules.sent import Sent
from app.messages.enums import NoticeKind
from app.messages.operations import News, notify
from app.people.models import Staff
from app.timetable.models import Lesson
from app.timetable.operations.substituting import Telling

PAGE = "/attendance/requests/"
_LONGEST = 1000  # characters of a word to the other
_ANSWERED = _l("This request has been answered already.")


def ask_teacher(
    actor: Actor, *, line: Line, change: Change, text: str, now: dt.datetime
) -> CorrectionRequest:
    """Ask for a change; a question that waits already is put anew [T3]."""
    request = _waiting(line)
    if request is None:
        request = _made(actor, line, change, now)
    request.change, request.seen, request.asked_at = change, line.version, now
    request.asked_by, request.asked_name = _require_login(actor), actor.name
    request.text = text.strip()[:_LONGEST]
    return request


def answer_for(actor: Actor, *, line: Line, text: str, now: dt.datetime) -> CorrectionRequest:
    """The class teacher's own word that an entry stays as it is; nobody is asked [T3]."""
    request = _waiting(line) or _made(actor, line, Change.PRESENT, now)
    request.seen = line.version
    _decide(actor, request, Decision.DECLINED, text, now)
    request.asked_by, request.asked_name = _require_login(actor), actor.name
    return request


def accept_request(actor: Actor, *, request_id: int, topic: str, telling: Telling) -> None:
    """Do what is asked, as the person's own entry; the history names both [T3 J9].

    `topic`: what was covered, where a topic is asked for. Raises NotFound for a request to somebody
    else, Conflict when the entry was changed meanwhile, Refused with all faults.
    """
    asked = _asked(actor, request_id, telling.now)
    request = asked.request
    name = _("%(name)s, at the request of %(other)s", name=actor.name, other=request.asked_name)
    recorded_as("request", name)
    if request.change is Change.TOPIC:
        _write_topic(actor, request.lesson, topic, telling.now)
    else:
        change_cell(
            actor,
            lesson_id=request.lesson_id,
            pupil_id=request.pupil_id or 0,
            change=request.change,
            about=request.about,
            seen=request.seen,
            today=telling.now.date(),
        )
    _decide(actor, request, Decision.ACCEPTED, "", telling.now)
    _tell_asker(actor, request, telling)


def decline_request(actor: Actor, *, request_id: int, text: str, telling: Telling) -> None:
    """The entry stays as it is; says why [T3]. Raises NotFound, Refused without a word."""
    asked = _asked(actor, request_id, telling.now)
    missing = _l("Write why the entry stays as it is: the class teacher will read it.")
    refuse_if([] if text.strip() else [Fault(missing, "text")])
    _decide(actor, asked.request, Decision.DECLINED, text, telling.now)
    _tell_asker(actor, asked.request, telling)


def tell_teachers(class_name: str, requests: Sequence[CorrectionRequest], telling: Telling) -> None:
    """One notice to each teacher, however many lessons they are asked about [T3 K3]."""
    users = _teachers_of({request.lesson_id for request in requests})
    counts: dict[int, int] = {}
    for request in requests:
        if user := users.get(request.lesson_id):
            counts[user] = counts.get(user, 0) + 1
    key = f"requests-{class_name}-{telling.now.isoformat()}"
    notify(
        [
            (user, News(NoticeKind.REQUEST, key, _asking(class_name, count), PAGE))
            for user, count in counts.items()
        ],
        telling.now,
        telling.letters,
    )


def _asking(class_name: str, count: int) -> str:
    text = ngettext(
        "The class teacher of %(name)s asks you to look at %(num)s entry.",
        "The class teacher of %(name)s asks you to look at %(num)s entries.",
        count,
        name=class_name,
    )
    return str(text)


def _require_login(actor: Actor) -> int:
    """The login of one who asks: the answer has to reach somebody. Raises Forbidden."""
    if actor.user_id is None:
        raise Forbidden
    return actor.user_id


def _waiting(line: Line) -> CorrectionRequest | None:
    found = line.found
    return db.session.scalars(
        select(CorrectionRequest).where(
            CorrectionRequest.lesson_id == found.lesson,
            CorrectionRequest.pupil_id == found.pupil,
            CorrectionRequest.about == found.about,
            CorrectionRequest.state == Decision.WAITING,
        )
    ).first()


def _made(actor: Actor, line: Line, change: Change, now: dt.datetime) -> CorrectionRequest:
    found = line.found
    request = CorrectionRequest(
        lesson_id=found.lesson,
        pupil_id=found.pupil,
        about=found.about,
        change=change,
        asked_by=actor.user_id,
        asked_at=now,
        state=Decision.WAITING,
    )
    db.session.add(request)
    return request


def _asked(actor: Actor, request_id: int, now: dt.datetime) -> Asked:
    asked = asked_of(actor, request_id, now.date())
    refuse_if([] if asked.request.state is Decision.WAITING else [Fault(_ANSWERED)])
    return asked


def _decide(
    actor: Actor, request: CorrectionRequest, state: Decision, text: str, now: dt.datetime
) -> None:
    request.state, request.answer = state, text.strip()[:_LONGEST]
    request.decided_by, request.decided_at = actor.user_id, now


def _write_topic(actor: Actor, lesson: Lesson, topic: str, now: dt.datetime) -> None:
    refuse_if([] if topic.strip() else [Fault(_l("Write what was covered."), "topic")])
    sent = Sent(
        entry=str(uuid4()),
        kind="topic",
        course=lesson.course_id,
        text=topic,
        seen=version_of_topic(lesson),
        lesson=lesson.id,
    )
    write_topic(actor, sent=sent, now=now)


def _tell_asker(actor: Actor, request: CorrectionRequest, telling: Telling) -> None:
    lesson = request.lesson
    where = f"{lesson.day:%d.%m.%Y}, {lesson.course.title}"
    if request.pupil:
        where = f"{request.pupil.call_name}, {where}"
    if request.state is Decision.ACCEPTED:
        text = _("%(name)s has done what you asked: %(where)s.", name=actor.name, where=where)
    else:
        text = _(
            "%(name)s leaves the entry as it is: %(where)s. %(text)s",
            name=actor.name,
            where=where,
            text=request.answer,
        )
    key = f"request-{request.id}-{request.state.value}-{request.seen}"
    address = f"/attendance/week/{lesson.course.class_id}?day={lesson.day.isoformat()}"
    news = News(NoticeKind.REQUEST, key, text, address)
    notify([(request.asked_by, news)], telling.now, telling.letters)


def _teachers_of(lesson_ids: set[int]) -> dict[int, int]:
    """Logins of those who give the lessons."""
    rows = db.session.execute(
        select(Lesson.id, Staff.user_id)
        .join(Staff, Staff.id == func.coalesce(Lesson.substitute_id, Lesson.teacher_id))
        .where(Lesson.id.in_(lesson_ids), Staff.user_id.is_not(None))
    )
    return {lesson: user for lesson, user in rows if user is not None}
