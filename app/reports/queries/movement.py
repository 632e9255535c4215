"""Stays of the pupils of a year [S6 R4]."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.classes.models import ClassMembership, SchoolClass
from app.core.db import db
from app.people.models import Pupil
from app.reports.rules.movement import Move, Stay, moves
from app.school.models import AcademicYear


@dataclass(frozen=True)
class YearStays:
    """Classes of a year in school order, stays in them by pupils' names, and every move."""

    classes: Mapping[int, SchoolClass]
    rows: Mapping[int, ClassMembership]
    stays: list[Stay]
    moves: list[Move]

    def name(self, stay: Stay) -> str:
        """Name of the pupil."""
        return self.rows[stay.key].pupil.call_name


def stays_of_year(year: AcademicYear) -> YearStays:
    """Two statements."""
    classes = db.session.scalars(
        select(SchoolClass)
        .where(SchoolClass.year_id == year.id)
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    found = {of.id: of for of in classes}
    rows = db.session.scalars(
        select(ClassMembership)
        .join(ClassMembership.pupil)
        .where(ClassMembership.class_id.in_(found))
        .options(joinedload(ClassMembership.pupil))
        .order_by(Pupil.last_name, Pupil.first_name, Pupil.middle_name, Pupil.id)
    )
    kept = {row.id: row for row in rows}
    stays = [
        Stay(row.id, row.pupil_id, row.class_id, row.since, row.until, row.leaving)
        for row in kept.values()
    ]
    return YearStays(found, kept, stays, moves(stays, year.starts, year.ends))
