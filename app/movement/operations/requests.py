"""Requests about the movement of pupils: asked, taken back, done, declined [S6]."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from flask_appbuilder.security.sqla.models import Role, User
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Forbidden, refuse_if
from app.messages.enums import NoticeKind
from app.messages.operations import News, notify, settle_leading_to
from app.movement import rules
from app.movement.access import require_asked, require_may_answer
from app.movement.enums import Answer, Wish
from app.movement.models import MovementRequest
from app.movement.queries.requests import (
    asked_already,
    choices_of,
    class_to_ask_about,
    on_lists,
    request_of,
    year_of,
)
from app.movement.rules import Asked
from app.timetable.operations.substituting import Telling

PAGE = "/movement/"


def ask(actor: Actor, *, asked: Asked, telling: Telling) -> MovementRequest:
    """Ask the administrator to enter or remove a pupil; the administrators are told [S6].

    Raises NotFound for a class that is not the person's to ask about, Forbidden without a login,
    Refused with every fault.
    """
    school_class = class_to_ask_about(actor, asked.class_id, telling.now.date())
    if actor.user_id is None:
        raise Forbidden
    choices = choices_of(school_class, telling.now.date())
    refuse_if(
        rules.ask_faults(
            asked,
            pupils=[pupil.id for pupil in choices.pupils],
            others=[other.id for other in choices.others],
            year=year_of(school_class),
            again=asked_already(asked),
        )
    )
    request = MovementRequest(
        **_columns(asked), asked_by=actor.user_id, asked_name=actor.name, asked_at=telling.now
    )
    db.session.add(request)
    db.session.flush()
    db.session.refresh(request)
    _tell(_administrators(), request, _asking(request), telling)
    return request


def _columns(asked: Asked) -> dict[str, Any]:
    """What is asked, by column: only what the wish needs."""
    entered = asked.wish is Wish.ENTER
    return {
        "class_id": asked.class_id,
        "wish": asked.wish,
        "pupil_id": None if entered else asked.pupil_id,
        "name": asked.name if entered else "",
        "to_class_id": asked.to_class_id if asked.wish is Wish.MOVE else None,
        "day": asked.day,
        "words": asked.words,
    }


def answer(
    actor: Actor, *, request_id: int, state: Answer, words: str, telling: Telling
) -> MovementRequest:
    """Say that a request is done, or decline it with a word; who asked is told [S6].

    Raises Forbidden, NotFound, Refused: answered already, declined without a word, or said to be
    done while the class lists do not show it.
    """
    require_may_answer(actor)
    request = request_of(actor, request_id, telling.now.date())
    refuse_if(_closed_faults(request) or _answer_faults(request, state, words))
    _close(actor, request, state, telling.now)
    request.answer = words
    _tell([request.asked_by], request, _answering(request), telling)
    return request


def withdraw(actor: Actor, *, request_id: int, now: dt.datetime) -> MovementRequest:
    """Take an own request back while it waits; nobody need look at it any more [S6].

    Raises NotFound, Forbidden for anybody but who asked, Refused for one that is answered.
    """
    request = request_of(actor, request_id, now.date())
    require_asked(actor, request)
    refuse_if(_closed_faults(request))
    _close(actor, request, Answer.WITHDRAWN, now)
    return request


def _close(actor: Actor, request: MovementRequest, state: Answer, now: dt.datetime) -> None:
    request.state, request.answered_name, request.answered_at = state, actor.name, now
    settle_leading_to(_address(request), now)


def _closed_faults(request: MovementRequest) -> list[Fault]:
    if request.state is Answer.OPEN:
        return []
    return [Fault(_l("This request has been answered already or was withdrawn."))]


def _answer_faults(request: MovementRequest, state: Answer, words: str) -> list[Fault]:
    if state is Answer.DECLINED:
        missing = _l("Write why it is declined: who asked will read it.")
        return [] if words else [Fault(missing, "words")]
    here, there = on_lists(request)
    return rules.done_faults(request.wish, here=here, there=there)


def _administrators() -> list[int]:
    admins = User.roles.any(Role.name == "admin")
    return list(db.session.scalars(select(User.id).where(User.active, admins).order_by(User.id)))


def _tell(users: Collection[int], request: MovementRequest, text: str, telling: Telling) -> None:
    key = f"movement-{request.id}-{request.state.value}"
    news = News(NoticeKind.MOVEMENT, key, text, _address(request))
    notify([(user, news) for user in users], telling.now, telling.letters)


def _address(request: MovementRequest) -> str:
    return f"{PAGE}#m{request.id}"


def _asking(request: MovementRequest) -> str:
    text = _(
        "%(name)s asks: %(pupil)s, %(class_name)s: %(wish)s.",
        name=request.asked_name,
        pupil=request.who,
        class_name=request.school_class.name,
        wish=request.wish.label,
    )
    return str(text)


def _answering(request: MovementRequest) -> str:
    text = _(
        "Your request about %(pupil)s: %(state)s. %(words)s",
        pupil=request.who,
        state=request.state.label,
        words=request.answer,
    )
    return str(text).strip()
