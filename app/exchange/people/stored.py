"""What the journal holds, as an import of people is compared with it: four statements [S8]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.classes.models import ClassMembership, SchoolClass
from app.core.db import db
from app.exchange.people.columns import PUPILS
from app.exchange.timetable.names import match_key
from app.people.models import Guardian, Guardianship, Pupil, Staff
from app.school.models import AcademicYear
from app.school.queries import year_on


@dataclass(frozen=True)
class Stored:
    """People with their families and stays of the year; classes by the key of their names."""

    kind: str
    year: AcademicYear | None
    people: Sequence[Any]
    guardians: Sequence[Guardian] = ()
    links: dict[int, list[Guardianship]] = field(default_factory=dict)
    stays: dict[int, list[ClassMembership]] = field(default_factory=dict)
    classes: dict[str, SchoolClass] = field(default_factory=dict)

    def day(self, today: dt.date) -> dt.date:
        """Today, or the nearest day of the year."""
        return min(max(today, self.year.starts), self.year.ends) if self.year else today


def stored_people(kind: str, today: dt.date) -> Stored:
    """Read it; pupils of former years too, who may come back."""
    year = year_on(today)
    if kind != PUPILS:
        return Stored(kind, year, _all(Staff))
    links: dict[int, list[Guardianship]] = defaultdict(list)
    guardians, pupils = _all(Guardian), _all(Pupil)  # before the links, which then find them
    for link in db.session.scalars(select(Guardianship).order_by(Guardianship.id)):
        links[link.pupil_id].append(link)
    stays: dict[int, list[ClassMembership]] = defaultdict(list)
    for stay in db.session.scalars(
        select(ClassMembership)
        .join(ClassMembership.school_class)
        .options(contains_eager(ClassMembership.school_class))
        .where(SchoolClass.year_id == (year.id if year else None))
        .order_by(ClassMembership.since, ClassMembership.id)
    ):
        stays[stay.pupil_id].append(stay)
    return Stored(kind, year, pupils, guardians, links, stays, _classes(year))


def _all(kind: type[Any]) -> Sequence[Any]:
    return db.session.scalars(select(kind).order_by(kind.last_name, kind.first_name, kind.id)).all()


def _classes(year: AcademicYear | None) -> dict[str, SchoolClass]:
    if year is None:
        return {}
    rows = db.session.scalars(
        select(SchoolClass)
        .where(SchoolClass.year_id == year.id)
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    return {match_key(row.name): row for row in rows}


def class_names(today: dt.date) -> list[str]:
    """Names of the classes of the year, for the pick list of a template."""
    return [row.name for row in _classes(year_on(today)).values()]
