"""Who ends a year and who keeps what is left of it [P4 R7]."""

from app.core.actor import Actor
from app.core.errors import Forbidden

_CLOSES = ("admin", "deputy")


def may_close(actor: Actor) -> bool:
    """The administrator and the deputies close a year and make its archive."""
    return actor.has(*_CLOSES)


def require_may_close(actor: Actor) -> None:
    """Refuse whoever may not."""
    if not may_close(actor):
        raise Forbidden


def may_administer(actor: Actor) -> bool:
    """Only the administrator opens a closed year, makes the next one and deletes [P4]."""
    return actor.has("admin")


def require_may_administer(actor: Actor) -> None:
    """Refuse everybody else."""
    if not may_administer(actor):
        raise Forbidden
