"""Who may manage logins and roles [P1 P6]."""

import datetime as dt

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ColumnElement, false, true

from app.core.actor import Actor
from app.core.errors import Forbidden


def may_manage_logins(actor: Actor) -> bool:
    """Only the administrator gives logins and roles; nobody raises himself [P4]."""
    return actor.has("admin")


def require_may_manage_logins(actor: Actor) -> None:
    """Raise `Forbidden` for anybody else."""
    if not may_manage_logins(actor):
        raise Forbidden


def visible_logins(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """All logins for the administrator, for others none but the own."""
    if may_manage_logins(actor):
        return true()
    return User.id == actor.user_id if actor.user_id is not None else false()
