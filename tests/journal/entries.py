"""What tests of entries share: an entry, the people of the small school, the world's clock."""

import datetime as dt
from typing import Any
from uuid import uuid4

from app.attendance.operations.cell import write_cell
from app.core.actor import Actor
from app.core.db import attempt, db, unit_of_work
from app.core.errors import JournalError
from app.journal.rules.sent import Sent
from app.people.models import Staff
from tests.factories import SchoolWorld, make_user

NOW = dt.datetime(2026, 9, 3, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()


def sent(kind: str = "cell", **values: Any) -> Sent:
    """An entry with a receipt id of its own."""
    defaults = {"entry": str(uuid4()), "kind": kind, "course": 0, "text": "", "seen": 0}
    return Sent(**{**defaults, **values})


def as_actor(staff: Staff, *roles: str) -> Actor:
    """The person with a login."""
    staff.user_id = staff.user_id or make_user(*roles)
    db.session.commit()
    name = staff.full_name
    return Actor(user_id=staff.user_id, name=name, roles=frozenset(roles), staff_id=staff.id)


def cell(world: SchoolWorld, text: str, pupil: int = 0, lesson: int = 0, **values: Any) -> Sent:
    """An entry of the algebra page: pupil and lesson by their place in the world."""
    place = {
        "course": world.algebra.id,
        "lesson": world.lessons[lesson].id,
        "pupil": world.pupils[pupil].id,
    }
    return sent(text=text, **{**place, **values})


def save(actor: Actor, entry: Sent, *, now: dt.datetime = NOW, period: int | None = None) -> Any:
    """Write a cell as the page does; the answer, or the error that the page would show."""
    with unit_of_work("page", actor):
        return write_cell(actor, sent=entry, now=now, period_id=period)


def tried(actor: Actor, entry: Sent, *, now: dt.datetime = NOW) -> tuple[int, str]:
    """Status and text of the answer."""
    outcome = attempt("page", lambda: write_cell(actor, sent=entry, now=now))
    if isinstance(outcome, JournalError):
        return outcome.status, str(outcome.text)
    return 200, outcome["text"]
