"""The second factor: codes of a generator on the telephone, and codes for a lost one [P7]."""

import datetime as dt

from flask_appbuilder.security.sqla.models import User
from flask_babel import lazy_gettext as _l
from pyotp import random_base32
from werkzeug.security import check_password_hash

from app.accounts import queries, rules
from app.accounts.models import SecondFactor
from app.accounts.queries.codes import hash_of
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Forbidden, NotFound, Refused


def prepare_factor(user_id: int) -> SecondFactor:
    """The second factor to be confirmed; made with a new secret where there is none yet."""
    row = queries.second_factor(user_id, confirmed=False)
    if row is None:
        row = SecondFactor(user_id=user_id, secret=random_base32())
        db.session.add(row)
    return row


def confirm_factor(actor: Actor, *, typed: str, now: dt.datetime) -> list[str]:
    """Switch the second factor on by a first right code; the recovery codes, shown this once."""
    row = _own(actor)
    if row.since is not None:
        raise Refused([Fault(_l("The second factor is switched on already."), "code")])
    step = rules.totp_step(row.secret, typed, moment=now.timestamp(), last_step=row.last_step)
    if step is None:
        raise Refused([_wrong()])
    codes = rules.new_recovery_codes()
    row.since, row.last_step, row.recovery = now, step, [hash_of(code) for code in codes]
    return codes


def check_factor(user_id: int, *, typed: str, now: dt.datetime) -> bool:
    """True for a right code of the generator or a recovery code; either works once."""
    row = queries.second_factor(user_id)
    if row is None:
        return False
    step = rules.totp_step(row.secret, typed, moment=now.timestamp(), last_step=row.last_step)
    if step is not None:
        row.last_step = step
        return True
    spent = hash_of(rules.code_of(typed))
    right = spent in row.recovery
    row.recovery = [one for one in row.recovery if one != spent]
    return right


def switch_off(actor: Actor, *, password: str) -> None:
    """Switch the own second factor off, knowing the password."""
    row, user = _own(actor), db.session.get_one(User, actor.user_id)
    if not check_password_hash(user.password or "", password):
        raise Refused([Fault(_l("The password is wrong."), "password")])
    db.session.delete(row)


def take_off(actor: Actor, *, user_id: int) -> None:
    """The administrator takes the second factor off a login whose telephone and codes are lost."""
    if not actor.has("admin"):
        raise Forbidden
    row = queries.second_factor(user_id, confirmed=False)
    if row is None:
        raise NotFound
    db.session.delete(row)


def _own(actor: Actor) -> SecondFactor:
    row = None if actor.user_id is None else queries.second_factor(actor.user_id, confirmed=False)
    if row is None:
        raise NotFound
    return row


def _wrong() -> Fault:
    return Fault(_l("The code is wrong: look whether the clock of the telephone is right."), "code")
