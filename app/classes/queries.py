"""Reads of classes and subgroups: who is where on which days [S4 S6]."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, bindparam, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.classes import access
from app.classes.access import splittable_classes
from app.classes.models import ClassMembership, SchoolClass, Subgroup, SubgroupMembership
from app.classes.rules import Span, Stay
from app.core.actor import Actor
from app.core.db import db
from app.people.models import Guardianship, Pupil, Staff

BY_NAME = (Pupil.last_name, Pupil.first_name, Pupil.middle_name, Pupil.id)
_SUMMER_ENDS = (8, 31)
BY_STAFF = (Staff.last_name, Staff.first_name, Staff.middle_name, Staff.id)


@dataclass(frozen=True)
class Member:
    """A pupil with the days on which they are in the class or subgroup."""

    pupil: Pupil
    spans: list[Span] = field(default_factory=list)

    def on(self, day: dt.date) -> bool:
        """True when the pupil is there on the day."""
        return any(span.holds(day) for span in self.spans)


@dataclass(frozen=True)
class DivisionRow:
    """A pupil of a class, the subgroup they are in, if any, and whether they may leave it."""

    pupil: Pupil
    subgroup_id: int | None
    fixed: bool


@dataclass(frozen=True)
class Division:
    """One division of a class on one day: its subgroups, and the pupils in class order [S4]."""

    school_class: SchoolClass
    name: str
    on: dt.date
    others: list[str]
    subgroups: list[Subgroup]
    rows: list[DivisionRow]


def span_of(row: ClassMembership | SubgroupMembership) -> Span:
    """The days of a membership."""
    return Span(row.since, row.until)


def stay_of(row: ClassMembership | SubgroupMembership) -> Stay:
    """A membership as the rules know it: without a last day it lasts to the end of the year."""
    if isinstance(row, ClassMembership):
        place, year = row.school_class.name, row.school_class.year
    else:
        place, year = row.subgroup.name, row.subgroup.school_class.year
    return Stay(place, Span(row.since, row.until or year.ends))


def class_on(stays: Iterable[ClassMembership], on: dt.date) -> str:
    """Name of the class of a pupil on a day, or of the one they will come to; «» for neither.

    Without a last day a stay lasts through the summer after its year.
    """
    known = sorted(stays, key=lambda row: row.since)
    there = [row for row in known if Span(row.since, row.until or _summer(row)).holds(on)][-1:]
    coming = [row for row in known if row.since > on][:1]
    return next((row.school_class.name for row in there + coming), "")


def _summer(row: ClassMembership) -> dt.date:
    return dt.date(row.school_class.year.ends.year, *_SUMMER_ENDS)


def members(class_id: int, subgroup_id: int | None, first: dt.date, last: dt.date) -> list[Member]:
    """Who is in the class, or in its subgroup, on a day of `first`…`last`: one statement [S6]."""
    part = subgroup_id is not None
    known = {"place": subgroup_id if part else class_id, "first": first, "last": last}
    rows = db.session.scalars(_stays(part=part), known)
    found: dict[int, Member] = {}
    for row in rows:
        found.setdefault(row.pupil_id, Member(row.pupil)).spans.append(span_of(row))
    return list(found.values())


@cache
def _stays(*, part: bool) -> Any:
    """Stays in a class or in a `part` of it, built once: every grid asks it."""
    kind: Any = SubgroupMembership if part else ClassMembership
    place: Any = bindparam("place")
    first: Any = bindparam("first")
    last: Any = bindparam("last")
    return (
        select(kind)
        .join(kind.pupil)
        .options(contains_eager(kind.pupil))
        .where(
            (kind.subgroup_id if part else kind.class_id) == place,
            kind.since <= last,
            or_(kind.until.is_(None), kind.until >= first),
        )
        .order_by(*BY_NAME, kind.since)
    )


def class_list(class_id: int, on: dt.date) -> list[Pupil]:
    """The pupils of a class on a day, in the order of the class list [S6]."""
    return [member.pupil for member in members(class_id, None, on, on)]


@dataclass(frozen=True)
class CodeHolder:
    """Somebody who is given an activation code [P6]: «pupil-12», name, what they are, the role."""

    key: str
    person: Any
    name: str
    about: str
    role: str


def code_holders(class_id: int | None, on: dt.date) -> list[CodeHolder]:
    """The pupils of a class, each with the guardians; without a class the staff."""
    if class_id is None:
        staff = db.session.scalars(select(Staff).where(Staff.left_on.is_(None)).order_by(*BY_STAFF))
        return [_holder("staff", one, one.position, "teacher") for one in staff]
    pupils = class_list(class_id, on)
    links = db.session.scalars(
        select(Guardianship)
        .where(Guardianship.pupil_id.in_([pupil.id for pupil in pupils]))
        .order_by(Guardianship.id)
    ).all()
    found = []
    for pupil in pupils:
        found.append(_holder("pupil", pupil, "", "pupil"))
        found += [
            _holder("guardian", link.guardian, f"{link.relation}, {pupil}", "parent")
            for link in links
            if link.pupil_id == pupil.id
        ]
    return list({one.key: one for one in found}.values())  # a parent of twins once


def _holder(kind: str, person: Any, about: str, role: str) -> CodeHolder:
    return CodeHolder(f"{kind}-{person.id}", person, str(person), about, role)


def coded_classes(actor: Actor) -> Sequence[SchoolClass]:
    """The classes whose families the person gives codes to: the newest year's first."""
    return db.session.scalars(
        select(SchoolClass)
        .where(access.coded_classes(actor))
        .order_by(SchoolClass.year_id.desc(), SchoolClass.grade, SchoolClass.name)
    ).all()


def class_memberships(pupil_ids: Collection[int]) -> Sequence[ClassMembership]:
    """Every stay of the pupils in a class, oldest first."""
    return db.session.scalars(
        select(ClassMembership)
        .where(ClassMembership.pupil_id.in_(pupil_ids))
        .options(joinedload(ClassMembership.school_class))
        .order_by(ClassMembership.since, ClassMembership.id)
    ).all()


def subgroup_memberships(
    pupil_ids: Collection[int], class_id: int | None = None, division: str | None = None
) -> Sequence[SubgroupMembership]:
    """Stays of the pupils in subgroups, of one class and division if given, oldest first."""
    query = (
        select(SubgroupMembership)
        .join(SubgroupMembership.subgroup)
        .where(SubgroupMembership.pupil_id.in_(pupil_ids))
        .options(contains_eager(SubgroupMembership.subgroup))
        .order_by(SubgroupMembership.since, SubgroupMembership.id)
    )
    if class_id is not None:
        query = query.where(Subgroup.class_id == class_id)
    if division is not None:
        query = query.where(Subgroup.division == division)
    return db.session.scalars(query).all()


def locked_pupils(pupil_ids: Collection[int]) -> dict[int, Pupil]:
    """The pupils by id, held until the end of the unit of work: their stays change one by one."""
    query = select(Pupil).where(Pupil.id.in_(pupil_ids)).order_by(Pupil.id)
    rows = db.session.scalars(query.with_for_update(key_share=True))
    return {row.id: row for row in rows}


def class_names(year_id: int, but: int | None = None) -> Sequence[str]:
    """Names of the classes of a year, but for one of them."""
    query = select(SchoolClass.name).where(SchoolClass.year_id == year_id)
    return db.session.scalars(query.where(SchoolClass.id != (but or 0))).all()


def subgroups(class_id: int, division: str | None = None) -> list[Subgroup]:
    """Subgroups of a class, of one division if given."""
    query = select(Subgroup).where(Subgroup.class_id == class_id)
    if division is not None:
        query = query.where(Subgroup.division == division)
    return list(db.session.scalars(query.order_by(Subgroup.division, Subgroup.name)))


def classes_to_split(actor: Actor, on: dt.date) -> list[SchoolClass]:
    """Classes that the person may split [S4]."""
    query = select(SchoolClass).where(splittable_classes(actor, on))
    return list(db.session.scalars(query.order_by(SchoolClass.grade, SchoolClass.name)))


def division_of(
    school_class: SchoolClass, name: str, on: dt.date, *, free: bool, today: dt.date
) -> Division:
    """A division on a day: three statements whatever the number of pupils [S4].

    Without a name, or with one that is not there, the first of the class. `free`: the person
    moves pupils who have been in a subgroup, too.
    """
    groups = subgroups(school_class.id)
    names = list(dict.fromkeys(group.division for group in groups))
    shown = name if name in names else next(iter(names), "")
    pupils = class_list(school_class.id, on)
    stays = subgroup_memberships([pupil.id for pupil in pupils], school_class.id, shown)
    now = {row.pupil_id: row for row in stays if span_of(row).holds(on)}
    return Division(
        school_class,
        shown,
        on,
        names,
        [group for group in groups if group.division == shown],
        [_division_row(pupil, now.get(pupil.id), free, today) for pupil in pupils],
    )


def _division_row(
    pupil: Pupil, now: SubgroupMembership | None, free: bool, today: dt.date
) -> DivisionRow:
    if now is None:
        return DivisionRow(pupil, None, fixed=False)
    return DivisionRow(pupil, now.subgroup_id, fixed=now.since < today and not free)


def has_entries(pupil_id: int, *, class_id: int, subgroup_id: int | None = None) -> bool:
    """True when the journals of the class, or of its subgroup, have entries of the pupil.

    Marks, absences, results and what later features record of a pupil lead by foreign keys to a
    course, so none has to be named here.
    """
    course = db.metadata.tables["course"].c
    courses = select(course.id).where(course.class_id == class_id)
    if subgroup_id is not None:
        courses = courses.where(course.subgroup_id == subgroup_id)
    found = [
        exists().where(link.parent == pupil_id, inside)
        for table in db.metadata.sorted_tables
        for link in table.foreign_keys
        if link.column.table is Pupil.__table__
        if (inside := _of_courses(table, courses)) is not None
    ]
    return bool(db.session.scalar(select(or_(*found))))


def _of_courses(table: FromClause, courses: Any) -> ColumnElement[bool] | None:
    """WHERE clause of the rows of a table that belong to the courses; none when none can."""
    for link in (link for link in table.foreign_keys if not link.parent.nullable):
        if link.column.table.name == "course":
            return link.parent.in_(courses)
        inside = _of_courses(link.column.table, courses)
        if inside is not None:
            return link.parent.in_(select(link.column).where(inside))
    return None
