"""A forgotten password: asked for, answered by a letter with a code, set anew [P6]."""

import datetime as dt

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select

from app.accounts import queries, rules
from app.accounts.enums import LoginOutcome
from app.accounts.models import PasswordRequest, PasswordReset
from app.accounts.operations.codes import Slip
from app.accounts.operations.entering import Visit, record_try
from app.accounts.operations.logins import set_by_code
from app.accounts.queries.codes import hash_of
from app.core.db import db

# For how long a request waits for its answer, and how long the code of the letter works.
_ANSWERED_WITHIN, _WORKS = dt.timedelta(hours=1), dt.timedelta(hours=2)


def ask_for_reset(*, name: str, visit: Visit) -> None:
    """Somebody forgot the password of this login, or of this e-mail address [P6].

    Whether it is known is not looked at here: the answer comes by letter or not at all.
    """
    db.session.add(PasswordRequest(name=name, at=visit.now))
    record_try(None, name=name, outcome=LoginOutcome.ASKED, visit=visit)


def take_requests(now: dt.datetime) -> list[str]:
    """The logins and addresses that were asked about, each once; nobody else gets them."""
    rows = db.session.scalars(
        select(PasswordRequest).order_by(PasswordRequest.id).with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        db.session.delete(row)
    return list(dict.fromkeys(row.name for row in rows if row.at > now - _ANSWERED_WITHIN))


def give_reset(*, user: User, now: dt.datetime) -> Slip:
    """A code that sets a new password; one of an earlier letter is void [P6]."""
    code, expires = rules.new_code(), now + _WORKS
    row = db.session.scalars(
        select(PasswordReset).where(PasswordReset.user_id == user.id)
    ).one_or_none()
    if row is None:
        row = PasswordReset(user_id=user.id)
        db.session.add(row)
    row.hash, row.expires_at = hash_of(code), expires
    return Slip(user.id, user.username, code, expires)


def use_reset(*, typed: str, password: str, now: dt.datetime) -> User:
    """Set a new password by the code of a letter, which is then used up [P6].

    Raises Refused: a wrong, used or old code is one and the same answer.
    """
    return set_by_code(queries.login_of_reset(rules.code_of(typed), now), password, now=now)
