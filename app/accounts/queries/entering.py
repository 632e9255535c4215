"""Reads of sessions and of tries to come in [P7]."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from flask import current_app
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from app.accounts.enums import CAME_IN, FAILED, LoginOutcome
from app.accounts.models import LoginRecord, LoginSession
from app.accounts.rules import Failures, is_alive
from app.core.db import db

# For how long failures of a login count, those of an address, and a login's address as known.
_COUNTED, _COUNTED_ADDRESS = dt.timedelta(days=1), dt.timedelta(hours=1)
_KNOWN = dt.timedelta(days=90)


@dataclass(frozen=True)
class OpenSession:
    """The session of a request: its key, whose it is, whose pages it shows, when last seen."""

    id: int
    user_id: int
    shown_user_id: int | None
    seen_at: dt.datetime


def key_of(token: str) -> str:
    """The key of the session whose browser holds this token: a random one needs no salt."""
    return sha256(token.encode()).hexdigest()


def person_of_session(
    user_id: int, token: str, now: dt.datetime
) -> tuple[User, OpenSession] | None:
    """Who is logged in with this token, in one statement; nobody when the session is over.

    The login shown is that of the person, or the one that the administrator looks at.
    """
    found = db.session.execute(_session(), {"user_id": user_id, "key": key_of(token)}).first()
    if found is None:
        return None
    user, shown, key, began, seen = found
    idle = dt.timedelta(minutes=current_app.config["SESSION_IDLE_MINUTES"])
    longest = dt.timedelta(hours=current_app.config["SESSION_HOURS"])
    if not is_alive(began=began, seen=seen, now=now, idle=idle, longest=longest):
        return None
    return shown or user, OpenSession(key, user.id, shown and shown.id, seen)


@cache
def _session() -> Any:
    """Built once: every page asks it."""
    shown = aliased(User)
    return (
        select(User, shown, LoginSession.id, LoginSession.began_at, LoginSession.seen_at)
        .join(LoginSession, LoginSession.user_id == User.id)
        .outerjoin(shown, shown.id == LoginSession.shown_user_id)
        .where(
            User.id == bindparam("user_id"),
            User.active.is_(True),
            LoginSession.key == bindparam("key"),
            LoginSession.ended_at.is_(None),
        )
    )


def live_sessions(user_id: int, now: dt.datetime) -> Sequence[LoginSession]:
    """The person's sessions that are not over, the last used first."""
    idle = dt.timedelta(minutes=current_app.config["SESSION_IDLE_MINUTES"])
    longest = dt.timedelta(hours=current_app.config["SESSION_HOURS"])
    return db.session.scalars(
        select(LoginSession)
        .where(
            LoginSession.user_id == user_id,
            LoginSession.ended_at.is_(None),
            LoginSession.seen_at > now - idle,
            LoginSession.began_at > now - longest,
        )
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    ).all()


def failures(
    name: str, address: str, now: dt.datetime, outcomes: Collection[LoginOutcome] = FAILED
) -> dict[str, Any]:
    """What `rules.pause` asks of a login name at an address; `outcomes`: what counts."""
    later = aliased(LoginRecord)
    came_in = select(later.id).where(
        later.name == name, later.outcome.in_(CAME_IN), later.at >= LoginRecord.at
    )
    by_address = db.session.execute(
        select(LoginRecord.address, func.count(), func.max(LoginRecord.at))
        .where(
            LoginRecord.name == name,
            LoginRecord.outcome.in_(outcomes),
            LoginRecord.at > now - _COUNTED,
            ~came_in.exists(),
        )
        .group_by(LoginRecord.address)
    ).all()
    lasts = [last for _address, _count, last in by_address]
    return {
        "here": next((Failures(n, at) for where, n, at in by_address if where == address), _NONE),
        "anywhere": Failures(sum(n for _address, n, _at in by_address), max(lasts, default=None)),
        "address": _at_address(address, now, outcomes),
        "known": _came_in(name, address, now - _KNOWN),
    }


_NONE = Failures()


def _at_address(address: str, now: dt.datetime, outcomes: Collection[LoginOutcome]) -> Failures:
    count, last = db.session.execute(
        select(func.count(), func.max(LoginRecord.at)).where(
            LoginRecord.address == address,
            LoginRecord.outcome.in_(outcomes),
            LoginRecord.at > now - _COUNTED_ADDRESS,
        )
    ).one()
    return Failures(count, last)


def _came_in(name: str, address: str, since: dt.datetime) -> bool:
    found = select(LoginRecord.id).where(
        LoginRecord.name == name,
        LoginRecord.address == address,
        LoginRecord.outcome.in_(CAME_IN),
        LoginRecord.at > since,
    )
    return db.session.scalar(found.limit(1)) is not None
