"""How many pupils the classes have on a day [R4 S6]."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import and_, case, func, or_, select

from app.classes.access import members_between
from app.classes.models import ClassMembership, SchoolClass
from app.core.db import db
from app.people.enums import Sex
from app.people.models import Pupil, Staff


class Headed(NamedTuple):
    """A class on a day: its class teacher, pupils, boys among them, and places."""

    name: str
    grade: int
    teacher: str
    pupils: int
    boys: int
    places: int


def headed_on(year_id: int, day: dt.date) -> list[Headed]:
    """The classes of a year in school order, the empty ones too: one statement."""
    stay = ClassMembership
    there = and_(
        stay.class_id == SchoolClass.id,
        stay.since <= day,
        or_(stay.until.is_(None), stay.until >= day),
    )
    rows = db.session.execute(
        select(
            SchoolClass.name,
            SchoolClass.grade,
            Staff,
            func.count(Pupil.id),
            func.count(case((Pupil.sex == Sex.MALE, Pupil.id))),
            SchoolClass.capacity,
        )
        .select_from(SchoolClass)
        .outerjoin(Staff, Staff.id == SchoolClass.teacher_id)
        .outerjoin(stay, there)
        .outerjoin(Pupil, Pupil.id == stay.pupil_id)
        .where(SchoolClass.year_id == year_id)
        .group_by(SchoolClass.id, Staff.id)
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    return [
        Headed(name, grade, staff.short_name if staff else "", pupils, boys, places)
        for name, grade, staff, pupils, boys, places in rows
    ]


def members_in(class_id: int, first: dt.date, last: dt.date) -> dict[int, str]:
    """Names of the pupils who were in a class on some day of the span, in order: one statement."""
    rows = db.session.execute(
        select(Pupil.id, Pupil.last_name, Pupil.first_name)
        .join(ClassMembership, ClassMembership.pupil_id == Pupil.id)
        .where(ClassMembership.class_id == class_id, members_between(first, last))
        .order_by(Pupil.last_name, Pupil.first_name, Pupil.middle_name, Pupil.id)
    )
    return {key: f"{surname} {name}" for key, surname, name in rows}
