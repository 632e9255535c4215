"""Coming in and going out: sessions, and the record of every try [P7]."""

import datetime as dt
import secrets
from dataclasses import dataclass

from flask import current_app
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import delete, or_, update

from app.accounts import queries
from app.accounts.access import require_may_see_as
from app.accounts.enums import CAME_IN, FAILED, LoginOutcome
from app.accounts.models import LoginRecord, LoginSession
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Forbidden, NotFound

_KEPT_SESSIONS = dt.timedelta(days=90)  # after they ended


@dataclass(frozen=True)
class Visit:
    """From where and when somebody comes: address, what the browser says it is, the moment."""

    address: str
    device: str
    now: dt.datetime


def record_try(
    user: User | None, *, name: str, outcome: LoginOutcome, visit: Visit, note: str = ""
) -> None:
    """Record a try to come in and its end, or what was done with a login [P7].

    The login counts its own comings in and failures.
    """
    db.session.add(
        LoginRecord(
            at=visit.now,
            name=name[:64],
            user_id=user.id if user else None,
            outcome=outcome,
            address=visit.address[:45],
            device=visit.device[:200],
            note=note[:200],
        )
    )
    if user is None:
        return
    if outcome in CAME_IN:
        user.login_count = (user.login_count or 0) + 1
        user.last_login, user.fail_login_count = visit.now.replace(tzinfo=None), 0
    elif outcome in FAILED:
        user.fail_login_count = (user.fail_login_count or 0) + 1


def begin_session(user_id: int, *, visit: Visit) -> str:
    """Open a session; what its browser has to show from now on."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        LoginSession(
            user_id=user_id,
            key=queries.key_of(token),
            began_at=visit.now,
            seen_at=visit.now,
            address=visit.address[:45],
            device=visit.device[:200],
        )
    )
    return token


def touch_session(session_id: int, *, now: dt.datetime) -> None:
    """The session was used: it is not idle."""
    db.session.execute(
        update(LoginSession).where(LoginSession.id == session_id).values(seen_at=now)
    )


def end_sessions(user_id: int, *, now: dt.datetime, but: int | None = None) -> None:
    """End all sessions of a login, in all processes at once, except perhaps one [P7]."""
    db.session.execute(
        update(LoginSession)
        .where(
            LoginSession.user_id == user_id,
            LoginSession.ended_at.is_(None),
            LoginSession.id != (but or 0),
        )
        .values(ended_at=now)
    )


def end_token(token: str, *, now: dt.datetime) -> None:
    """End the session of the browser that holds this token."""
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.key == queries.key_of(token), LoginSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_own_session(actor: Actor, *, session_id: int, now: dt.datetime) -> None:
    """End one of the person's own sessions; another's is not found [P7]."""
    row = db.session.get(LoginSession, session_id)
    if row is None or row.user_id != actor.user_id:
        raise NotFound
    row.ended_at = row.ended_at or now


def see_as(actor: Actor, *, session_id: int, user_id: int, visit: Visit) -> None:
    """Show the administrator in this session what another person sees; it is recorded [P1].

    Raises Forbidden for anybody else, and for the pages of another administrator.
    """
    require_may_see_as(actor)
    row, shown = db.session.get(LoginSession, session_id), db.session.get(User, user_id)
    if row is None or row.user_id != actor.user_id or shown is None or not shown.active:
        raise NotFound
    if "admin" in queries.granted_to(user_id).roles:
        raise Forbidden
    row.shown_user_id = user_id
    own = db.session.get_one(User, row.user_id)
    note = f"{shown.username}: {shown.last_name} {shown.first_name}"
    record_try(own, name=own.username, outcome=LoginOutcome.SEEN_AS, visit=visit, note=note)


def stop_seeing(session_id: int) -> None:
    """The administrator's session shows the own pages again."""
    db.session.execute(
        update(LoginSession).where(LoginSession.id == session_id).values(shown_user_id=None)
    )


def forget_logins(now: dt.datetime) -> None:
    """A chore: sessions that ended long ago and old records go, with the addresses in them [P10].

    The sums of days are counted before (`control.operations.usage`) and stay.
    """
    kept = dt.timedelta(days=current_app.config["LOGIN_DAYS"])
    old = now - min(_KEPT_SESSIONS, kept)
    db.session.execute(
        delete(LoginSession).where(or_(LoginSession.ended_at < old, LoginSession.seen_at < old))
    )
    db.session.execute(delete(LoginRecord).where(LoginRecord.at < now - kept))
