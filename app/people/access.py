"""Who may keep the lists of people [P4 P8]."""

from app.core.actor import Actor
from app.core.errors import Forbidden

KEEPS_PEOPLE = ("admin", "secretary")


def may_keep_people(actor: Actor) -> bool:
    """The secretary keeps the lists of people, and the administrator [P4]."""
    return actor.has(*KEEPS_PEOPLE)


def require_may_keep_people(actor: Actor) -> None:
    """Raise `Forbidden` for anybody else."""
    if not may_keep_people(actor):
        raise Forbidden
