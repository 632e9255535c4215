"""Who may read the history [J9 P4]."""

import datetime as dt

from sqlalchemy import ColumnElement, false, true

from app.core.actor import Actor

READS_ALL = ("admin", "director", "deputy")


def visible_history(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """The whole history is for those who control journals; others see that of their cells."""
    return true() if actor.has(*READS_ALL) else false()
