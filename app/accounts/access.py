"""Who may manage logins and roles [P1 P6]."""

import datetime as dt

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ColumnElement, false, true

from app.core.actor import Actor
from app.core.errors import Forbidden

# The roles of the logins that a class teacher gives codes to: nobody who works at the school.
FAMILY = frozenset({"pupil", "parent"})

_LEADERS = frozenset({"admin", "director", "deputy"})


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


def require_may_see_as(actor: Actor) -> None:
    """Only the administrator looks at the journal as another person [P1]."""
    if not may_manage_logins(actor):
        raise Forbidden


def visible_records(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Tries to come in: all for the administrator, for others none [P7]."""
    return true() if may_manage_logins(actor) else false()


def require_may_give_code(actor: Actor, roles: frozenset[str]) -> None:
    """Codes and blocks: the administrator to anybody, a class teacher to pupils and parents [P6].

    That the person belongs to the own class has been asked by whoever calls.
    """
    if not (may_manage_logins(actor) or (actor.has("class_teacher") and roles <= FAMILY)):
        raise Forbidden


def may_reset_by_letter(roles: frozenset[str], *, has_factor: bool) -> bool:
    """A forgotten password comes back by e-mail; that of a leader with a second factor only [P6].

    Others than the administrator write the cards with the addresses: an address alone must not
    open a login that may do more than they.
    """
    return has_factor or roles.isdisjoint(_LEADERS)
