"""Reads of activation codes and second factors [P6 P7]."""

import datetime as dt
import hmac
from collections.abc import Collection

from flask import current_app
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select

from app.accounts.models import ActivationCode, PasswordReset, SecondFactor
from app.core.db import db


def hash_of(code: str) -> str:
    """What is kept of a code: keyed with the secret of the installation."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, code.encode(), "sha256").hexdigest()


def login_of_code(code: str, now: dt.datetime) -> User | None:
    """The login that this code opens now; none when it is wrong, used or too old."""
    return db.session.scalars(
        select(User)
        .join(ActivationCode, ActivationCode.user_id == User.id)
        .where(
            User.active.is_(True),
            ActivationCode.hash == hash_of(code),
            ActivationCode.used_at.is_(None),
            ActivationCode.expires_at > now,
        )
        .with_for_update(of=ActivationCode)
    ).one_or_none()


def login_of_reset(code: str, now: dt.datetime) -> User | None:
    """The login whose password this code of a letter sets now; none as in `login_of_code`."""
    return db.session.scalars(
        select(User)
        .join(PasswordReset, PasswordReset.user_id == User.id)
        .where(
            User.active.is_(True),
            PasswordReset.hash == hash_of(code),
            PasswordReset.expires_at > now,
        )
        .with_for_update(of=PasswordReset)
    ).one_or_none()


def codes_of(user_ids: Collection[int]) -> dict[int, ActivationCode]:
    """The codes that these logins were given last, by login."""
    found = select(ActivationCode).where(ActivationCode.user_id.in_(user_ids))
    return {code.user_id: code for code in db.session.scalars(found)}


def second_factor(user_id: int, *, confirmed: bool = True) -> SecondFactor | None:
    """The second factor of a login, locked; `confirmed`: only one that asks for codes already."""
    found = select(SecondFactor).where(SecondFactor.user_id == user_id).with_for_update()
    if confirmed:
        found = found.where(SecondFactor.since.is_not(None))
    return db.session.scalars(found).one_or_none()
