"""Who may see and change the school's structure [P4 S1 S2]."""

import datetime as dt

from sqlalchemy import ColumnElement, true

from app.core.actor import Actor
from app.core.errors import Forbidden


def visible_structure(_actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """Years, periods, calendar, bells, rooms and subjects are no secret to anybody who logs in."""
    return true()


def may_edit_structure(actor: Actor) -> bool:
    """Only the administrator changes the structure [P4]."""
    return actor.has("admin")


def require_may_edit_structure(actor: Actor) -> None:
    """Refuse whoever may not change the structure [P4]."""
    if not may_edit_structure(actor):
        raise Forbidden
