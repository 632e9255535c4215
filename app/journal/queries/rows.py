"""Rows of a grid: the pupils who were there on a day of the span, each with their days [S6]."""

import datetime as dt
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, bindparam, or_, select

from app.classes.models import ClassMembership, SubgroupMembership
from app.classes.queries import BY_NAME
from app.classes.rules import Span
from app.core.db import db
from app.people.models import Pupil
from app.people.rules import told_apart


class GridPupil(NamedTuple):
    """A pupil: id, name as the list has it, days of membership."""

    id: int
    name: str
    spans: list[Span]


def grid_pupils(
    class_id: int, subgroup_id: int | None, days: tuple[dt.date, dt.date]
) -> list[GridPupil]:
    """Who is in the class, or in its subgroup, on a day of the span, by name: one statement."""
    known = {"of": subgroup_id or class_id, "first": days[0], "last": days[1]}
    query = _statement(whole=subgroup_id is None)
    stays = db.session.execute(query, known).all()
    found = {pupil: GridPupil(pupil, name, []) for pupil, name in told_apart(stays).items()}
    for stay in stays:
        found[stay.id].spans.append(Span(stay.since, stay.until))
    return list(found.values())


@cache
def _statement(*, whole: bool) -> Any:
    """Built once: putting it together takes longer than running it."""
    kind: Any = ClassMembership if whole else SubgroupMembership
    place = kind.class_id if whole else kind.subgroup_id
    first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
    return (
        select(
            Pupil.id, Pupil.last_name, Pupil.first_name, Pupil.middle_name, kind.since, kind.until
        )
        .join(kind, kind.pupil_id == Pupil.id)
        .where(
            place == bindparam("of", type_=Integer),
            kind.since <= last,
            or_(kind.until.is_(None), kind.until >= first),
        )
        .order_by(*BY_NAME, kind.since)
    )
