"""Activation codes: given, used once; the own password by one of them [P6]."""

import datetime as dt
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from flask import current_app
from flask_appbuilder.security.sqla.models import User
from flask_babel import lazy_gettext as _l

from app.accounts import queries, rules
from app.accounts.access import require_may_give_code
from app.accounts.models import ActivationCode
from app.accounts.operations.entering import end_sessions
from app.accounts.operations.logins import set_by_code
from app.accounts.queries.codes import hash_of
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Refused


@dataclass(frozen=True)
class Slip:
    """What a person is given: login name, code as it is typed, last moment."""

    user_id: int
    username: str
    code: str
    expires_at: dt.datetime


def give_code(actor: Actor, *, user: User, now: dt.datetime) -> Slip:
    """Give a login a new activation code; the one before no longer works [P6].

    The password stays until the code is used: nobody is locked out by a slip that got lost.
    """
    require_may_give_code(actor, frozenset(role.name for role in user.roles))
    code = rules.new_code()
    expires = now + dt.timedelta(days=current_app.config["CODE_DAYS"])
    row = queries.codes_of([user.id]).get(user.id)
    if row is None:
        row = ActivationCode(user_id=user.id)
        db.session.add(row)
    row.hash, row.made_at, row.expires_at, row.used_at = hash_of(code), now, expires, None
    return Slip(user.id, user.username, code, expires)


def block(actor: Actor, *, user: User, active: bool, now: dt.datetime) -> None:
    """Block a login or open it again; who is inside is out at once [P6 P7]."""
    require_may_give_code(actor, frozenset(role.name for role in user.roles))
    if user.id == actor.user_id:
        raise Refused([Fault(_l("Nobody blocks the own login."))])
    user.active = active
    if not active:
        end_sessions(user.id, now=now)


def use_code(*, typed: str, password: str, now: dt.datetime) -> User:
    """Set the own password by an activation code, which is then used up [P6].

    Raises Refused: a wrong, used or old code is one and the same answer.
    """
    user = set_by_code(queries.login_of_code(rules.code_of(typed), now), password, now=now)
    queries.codes_of([user.id])[user.id].used_at = now
    return user


def open_login(actor: Actor, *, person: Any, role: str) -> User:
    """Give a person without a login one with a proposed name and no password yet [P6].

    The activation code that follows opens it.
    """
    require_may_give_code(actor, frozenset({role}))
    base = rules.suggested_name(person.last_name, person.first_name).ljust(3, "0")
    taken = queries.taken_names(base)
    numbered = (f"{base}{number}" for number in count(2))
    name = next(name for name in chain([base], numbered) if name not in taken)
    user = User(
        username=name,
        email=f"{name}@school.local",  # the framework asks for one; nothing is ever sent there
        last_name=person.last_name,
        first_name=f"{person.first_name} {person.middle_name}".strip(),
        active=True,
        password="",  # opens nothing
        roles=[queries.roles_by_code()[role]],
    )
    db.session.add(user)
    db.session.flush()  # the new login gets its id
    person.user_id = user.id
    return user
