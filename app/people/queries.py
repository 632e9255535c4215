"""Reads of people."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import bindparam, literal, select, union_all

from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Guardian, Guardianship, Pupil, Staff

PEOPLE: dict[str, type[Pupil | Guardian | Staff]] = {
    "staff": Staff,
    "pupil": Pupil,
    "guardian": Guardian,
}


@dataclass(frozen=True)
class Links:
    """The people that a login is, and the children of a guardian [P5]."""

    staff_id: int | None
    pupil_id: int | None
    children: tuple[int, ...]


def links_of(user_id: int) -> Links:
    """Whose login this is, in one statement."""
    rows = db.session.execute(_links(), {"user_id": user_id}).all()
    own = {kind: key for kind, key in rows if kind != "child"}
    return Links(
        own.get("staff"), own.get("pupil"), tuple(sorted(k for kind, k in rows if kind == "child"))
    )


@cache
def _links() -> Any:
    """Built once: every page asks it."""
    user: Any = bindparam("user_id")
    children = (
        select(literal("child"), Guardianship.pupil_id)
        .join(Guardian, Guardian.id == Guardianship.guardian_id)
        .where(Guardian.user_id == user)
    )
    return union_all(
        select(literal("staff"), Staff.id).where(Staff.user_id == user),
        select(literal("pupil"), Pupil.id).where(Pupil.user_id == user),
        children,
    )


def person_card(kind: str, person_id: int) -> Pupil | Guardian | Staff:
    """A pupil, guardian or member of staff («pupil», «guardian», «staff»); raises NotFound."""
    model: Any = PEOPLE.get(kind)
    found: Pupil | Guardian | Staff | None = model and db.session.get(model, person_id)
    if found is None:
        raise NotFound
    return found
