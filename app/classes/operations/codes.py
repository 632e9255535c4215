"""Activation codes for a class, or for the staff: slips, blocks [P6]."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask_appbuilder.security.sqla.models import User
from flask_babel import lazy_gettext as _l

from app.accounts import operations as accounts
from app.classes import access
from app.classes.queries import CodeHolder, code_holders
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, NotFound, Refused


@dataclass(frozen=True)
class PersonSlip:
    """What is printed for a person: whose it is, login, code, last day."""

    name: str
    about: str
    username: str
    code: str
    expires_at: dt.datetime


def give_codes(
    actor: Actor, *, class_id: int | None, keys: Collection[str], now: dt.datetime
) -> list[PersonSlip]:
    """New codes for the named people of a class (none: the staff); a login where there is none.

    `keys` are «pupil-12», «guardian-5», «staff-3»; of somebody else 404. Raises Forbidden.
    """
    return [give_slip(actor, one, now) for one in ticked_holders(actor, class_id, keys, now)]


def give_slip(actor: Actor, one: CodeHolder, now: dt.datetime) -> PersonSlip:
    """A new code for one person of a list, with a login where there is none [P6]."""
    user: Any = one.person.user_id and db.session.get(User, one.person.user_id)
    user = user or accounts.open_login(actor, person=one.person, role=one.role)
    given = accounts.give_code(actor, user=user, now=now)
    return PersonSlip(one.name, one.about, given.username, given.code, given.expires_at)


def block_logins(
    actor: Actor,
    *,
    class_id: int | None,
    keys: Collection[str],
    active: bool,
    now: dt.datetime,
) -> None:
    """Block the logins of the named people, or open them again [P6]; raises as `give_codes`."""
    for one in ticked_holders(actor, class_id, keys, now):
        if one.person.user_id is not None:
            user = db.session.get_one(User, one.person.user_id)
            accounts.block(actor, user=user, active=active, now=now)


def ticked_holders(
    actor: Actor, class_id: int | None, keys: Collection[str], now: dt.datetime
) -> list[CodeHolder]:
    """The named people of a class or of the staff, in the order of the list [P6].

    Raises Forbidden for a foreign class, NotFound for who is not on the list, Refused for nobody.
    """
    access.require_may_give_codes(actor, class_id)
    known = {one.key: one for one in code_holders(class_id, now.date())}
    if not set(keys) <= set(known):
        raise NotFound
    if not keys:
        raise Refused([Fault(_l("Tick the people first."))])
    return [one for key, one in known.items() if key in keys]
