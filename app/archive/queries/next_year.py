"""What the next year is made from: classes with their last lists, subgroups, courses [S2 S3 S4]."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.archive.rules.next_year import Member, OldClass
from app.classes.models import ClassMembership, SchoolClass, Subgroup, SubgroupMembership
from app.classes.queries import BY_NAME
from app.core.db import db
from app.people.models import Pupil, Staff
from app.plan.models import Course, CourseTeacher, CurriculumHours
from app.results.queries.decisions import decisions_of
from app.school.models import AcademicYear


def old_classes(year: AcademicYear) -> list[OldClass]:
    """The classes of a year with who is in them on its last day: three statements."""
    rows = classes_of(year.id)
    decided = decisions_of([row.id for row in rows])
    members: dict[int, list[Member]] = defaultdict(list)
    query = (
        select(ClassMembership.class_id, Pupil)
        .join(Pupil, Pupil.id == ClassMembership.pupil_id)
        .join(SchoolClass, SchoolClass.id == ClassMembership.class_id)
        .where(SchoolClass.year_id == year.id, at_end(ClassMembership, year))
        .order_by(*BY_NAME)
    )
    for class_id, pupil in db.session.execute(query):
        found = decided.get((class_id, pupil.id))
        decision = found.decision if found else None
        members[class_id].append(Member(pupil.id, pupil.full_name, decision))
    return [OldClass(row.id, row.name, row.grade, members[row.id]) for row in rows]


def classes_of(year_id: int) -> Sequence[SchoolClass]:
    """Classes of a year in school order."""
    order = (SchoolClass.grade, SchoolClass.name)
    query = select(SchoolClass).where(SchoolClass.year_id == year_id).order_by(*order)
    return db.session.scalars(query).all()


def year_after(year: AcademicYear) -> AcademicYear | None:
    """The year that comes next, if it is entered."""
    query = select(AcademicYear).where(AcademicYear.starts > year.ends)
    return db.session.scalars(query.order_by(AcademicYear.starts).limit(1)).first()


def placed_pupils(year: AcademicYear) -> set[int]:
    """Pupils who are in a class on a day of the year already."""
    query = select(ClassMembership.pupil_id).where(
        ClassMembership.since <= year.ends,
        or_(ClassMembership.until.is_(None), ClassMembership.until >= year.starts),
        ClassMembership.school_class.has(SchoolClass.year_id == year.id),
    )
    return set(db.session.scalars(query))


def subgroups_of(class_ids: Collection[int]) -> dict[int, list[Subgroup]]:
    """Subgroups by class."""
    found: dict[int, list[Subgroup]] = defaultdict(list)
    query = select(Subgroup).where(Subgroup.class_id.in_(class_ids))
    for row in db.session.scalars(query.order_by(Subgroup.division, Subgroup.name)):
        found[row.class_id].append(row)
    return found


def subgroup_pupils(ids: Collection[int], year: AcademicYear) -> dict[int, list[int]]:
    """Who is in the subgroups on the last day of the year."""
    found: dict[int, list[int]] = defaultdict(list)
    query = select(SubgroupMembership).where(
        SubgroupMembership.subgroup_id.in_(ids), at_end(SubgroupMembership, year)
    )
    for row in db.session.scalars(query.order_by(SubgroupMembership.id)):
        found[row.subgroup_id].append(row.pupil_id)
    return found


def curricula_of(class_ids: Collection[int]) -> dict[int, list[CurriculumHours]]:
    """Hours of the curriculum by class."""
    found: dict[int, list[CurriculumHours]] = defaultdict(list)
    query = select(CurriculumHours).where(CurriculumHours.class_id.in_(class_ids))
    for row in db.session.scalars(query.order_by(CurriculumHours.id)):
        found[row.class_id].append(row)
    return found


def courses_of(class_ids: Collection[int]) -> dict[int, list[Course]]:
    """Courses by class."""
    found: dict[int, list[Course]] = defaultdict(list)
    query = (
        select(Course).where(Course.class_id.in_(class_ids)).options(joinedload(Course.subgroup))
    )
    for row in db.session.scalars(query.order_by(Course.id)):
        found[row.class_id].append(row)
    return found


def last_teachers(class_ids: Collection[int], year: AcademicYear) -> dict[int, list[int]]:
    """Who teaches the courses of the classes at the end of the year and has not left: staff ids."""
    query: Any = (
        select(CourseTeacher.course_id, CourseTeacher.staff_id)
        .join(Course, Course.id == CourseTeacher.course_id)
        .join(Staff, Staff.id == CourseTeacher.staff_id)
        .where(
            Course.class_id.in_(class_ids),
            at_end(CourseTeacher, year),
            or_(Staff.left_on.is_(None), Staff.left_on > year.ends),
        )
        .order_by(CourseTeacher.id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for course_id, staff_id in db.session.execute(query):
        found[course_id].append(staff_id)
    return found


def at_end(stay: Any, year: AcademicYear) -> Any:
    """WHERE clause: what holds on the last day of the year."""
    return (stay.since <= year.ends) & or_(stay.until.is_(None), stay.until >= year.ends)
