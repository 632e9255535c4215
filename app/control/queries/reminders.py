"""How a person wants to be reminded [K3]."""

from sqlalchemy import select

from app.control.enums import Way
from app.control.models import ReminderChoice
from app.core.actor import Actor
from app.core.db import db


def choice_of(actor: Actor) -> ReminderChoice:
    """The person's choice, or the usual one: one statement."""
    found = db.session.scalars(
        select(ReminderChoice).where(ReminderChoice.user_id == actor.user_id)
    ).first()
    return found or ReminderChoice(way=Way.LETTER, digest=True)
