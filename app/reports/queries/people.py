"""How many pupils the classes have on a day [R4 S6]."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select

from app.classes.access import members_between
from app.classes.models import ClassMembership, SchoolClass
from app.core.db import db
from app.people.models import Pupil, Staff
from app.reports.queries.results import Counted


@dataclass(frozen=True)
class Headed:
    """A class on a day: its class teacher, places and pupils in order."""

    name: str
    grade: int
    teacher: str
    places: int
    pupils: list[Counted] = field(default_factory=list)


def headed_on(year_id: int, day: dt.date) -> list[Headed]:
    """The classes of a year in school order, the empty ones too: two statements."""
    classes = db.session.execute(
        select(SchoolClass.id, SchoolClass.name, SchoolClass.grade, SchoolClass.capacity, Staff)
        .outerjoin(Staff, Staff.id == SchoolClass.teacher_id)
        .where(SchoolClass.year_id == year_id)
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    found = {
        key: Headed(name, grade, staff.short_name if staff else "", places)
        for key, name, grade, places, staff in classes
    }
    rows = db.session.execute(
        select(ClassMembership.class_id, Pupil.id, Pupil.last_name, Pupil.first_name, Pupil.sex)
        .join(Pupil, Pupil.id == ClassMembership.pupil_id)
        .where(ClassMembership.class_id.in_(found), members_between(day, day))
        .order_by(Pupil.last_name, Pupil.first_name, Pupil.middle_name, Pupil.id)
    )
    for of, key, surname, name, sex in rows:
        found[of].pupils.append(Counted(key, f"{surname} {name}", sex))
    return list(found.values())


class Member(NamedTuple):
    """A pupil who was in a class; `until`: their last day there, None: the year's end."""

    id: int
    name: str
    until: dt.date | None


def members_of(of: SchoolClass) -> list[Member]:
    """Everybody who was in a class in its year, in order, who left too: one statement."""
    rows = db.session.execute(
        select(Pupil.id, Pupil.last_name, Pupil.first_name, ClassMembership.until)
        .join(ClassMembership, ClassMembership.pupil_id == Pupil.id)
        .where(ClassMembership.class_id == of.id)
        .order_by(
            *(Pupil.last_name, Pupil.first_name, Pupil.middle_name, Pupil.id),
            ClassMembership.since,
        )
    )
    found = {key: Member(key, f"{surname} {name}", until) for key, surname, name, until in rows}
    return list(found.values())


def members_in(class_id: int, first: dt.date, last: dt.date) -> dict[int, str]:
    """Names of the pupils who were in a class on some day of the span, in order: one statement."""
    rows = db.session.execute(
        select(Pupil.id, Pupil.last_name, Pupil.first_name)
        .join(ClassMembership, ClassMembership.pupil_id == Pupil.id)
        .where(ClassMembership.class_id == class_id, members_between(first, last))
        .order_by(Pupil.last_name, Pupil.first_name, Pupil.middle_name, Pupil.id)
    )
    return {key: f"{surname} {name}" for key, surname, name in rows}
