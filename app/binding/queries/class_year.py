"""What a class's year consists of: courses, pupils with their days, lessons, results [R6].

Fourteen statements for any number of courses; the entries of a course are read when its pages are
drawn, so that a year need not be in memory at once.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, select
from sqlalchemy.orm import selectinload

from app.attendance.models import Absence
from app.binding.rules.book import BookLesson
from app.classes.models import ClassMembership, SchoolClass, SubgroupMembership
from app.classes.queries import BY_NAME
from app.classes.rules import Span
from app.core.actor import Actor
from app.core.db import db, folded
from app.journal.models import Homework, Mark, Task
from app.journal.queries.cells import USUAL_KIND
from app.outages.rules.forms import Name, class_list
from app.people.models import Pupil, Staff
from app.plan.models import Course, CourseTeacher
from app.plan.queries import work_kinds
from app.reports.asked import Asked
from app.reports.queries.scope import asked_class
from app.results.models import Result
from app.school.models import School
from app.school.queries import periods_of_year, the_school
from app.school.rules.periods import Period
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

Stays = dict[int, list[Span]]  # by pupil


@dataclass(frozen=True)
class ClassYear:
    """A class with all that its pages need but the marks and absences.

    `names` are in the order of the class list, `full` with patronymics. `entered`: by course the
    pupils of every mark, absence, result and homework of their own, so that none is left out
    whoever the lists name.
    """

    school: School
    of: SchoolClass
    periods: list[Period]
    courses: list[Course]
    names: Mapping[int, str]
    full: Mapping[int, str]
    in_class: Stays
    in_parts: Mapping[int, Stays]
    entered: Mapping[int, set[int]]
    lessons: Mapping[int, list[BookLesson]]
    results: Mapping[int, dict[tuple[int, int], str]]

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """First and last day of the year."""
        return self.of.year.starts, self.of.year.ends

    def stays(self, course: Course) -> Stays:
        """Who is in the class or subgroup of a course, and on which days [S4 S6]."""
        return self.in_class if course.subgroup_id is None else self.in_parts[course.subgroup_id]


def class_year(actor: Actor, class_id: int, today: dt.date) -> ClassYear:
    """The year of a class that the person may make reports of; otherwise 404 [P3]."""
    of = asked_class(actor, Asked(today, class_id=class_id))
    courses = _courses(of)
    ids = [course.id for course in courses]
    results, lessons, entered = _results(ids), _lessons(of.id), _entered(ids)
    for course_id in ids:
        entered[course_id] |= {pupil for _period, pupil in results.get(course_id, ())}
        entered[course_id] |= {pupil for one in lessons.get(course_id, ()) for pupil in one.single}
    in_class = _stays(ClassMembership, ClassMembership.class_id, [of.id])[of.id]
    people = _people({*in_class, *(pupil for one in entered.values() for pupil in one)})
    parts = [course.subgroup_id for course in courses if course.subgroup_id is not None]
    return ClassYear(
        school=the_school() or School(name="", short_name=""),
        of=of,
        periods=periods_of_year(of.year_id),
        courses=courses,
        names=dict(zip(people, class_list(list(people.values())), strict=True)),
        full={key: f"{name.last} {name.first} {name.middle}" for key, name in people.items()},
        in_class=in_class,
        in_parts=_stays(SubgroupMembership, SubgroupMembership.subgroup_id, parts),
        entered=entered,
        lessons=lessons,
        results=results,
    )


def _courses(of: SchoolClass) -> list[Course]:
    query = (
        select(Course)
        .where(Course.class_id == of.id)
        .options(selectinload(Course.teachers).joinedload(CourseTeacher.staff))
    )
    return sorted(db.session.scalars(query).unique(), key=_place)


def _place(course: Course) -> tuple[str, str, int]:
    return course.subject.name, course.subgroup.name if course.subgroup else "", course.id


def _stays(kind: Any, place: Any, ids: Sequence[int]) -> dict[int, Stays]:
    """By class or subgroup: its pupils with their days."""
    rows = db.session.execute(
        select(place, kind.pupil_id, kind.since, kind.until).where(place.in_(ids))
    )
    found: dict[int, Stays] = defaultdict(lambda: defaultdict(list))
    for key, pupil, since, until in rows:
        found[key][pupil].append(Span(since, until))
    return found


def _people(ids: Collection[int]) -> dict[int, Name]:
    rows = db.session.execute(
        select(Pupil.id, Pupil.last_name, Pupil.first_name, Pupil.middle_name)
        .where(Pupil.id.in_(ids))
        .order_by(*BY_NAME)
    )
    return {key: Name(*parts) for key, *parts in rows}


def _entered(ids: Sequence[int]) -> dict[int, set[int]]:
    marks = (
        select(Lesson.course_id, Mark.pupil_id)
        .join(Task, Task.id == Mark.task_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .where(Lesson.course_id.in_(ids), Mark.value.is_not(None))
    )
    absences = (
        select(Lesson.course_id, Absence.pupil_id)
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .where(Lesson.course_id.in_(ids), Absence.kind.is_not(None))
    )
    found: dict[int, set[int]] = defaultdict(set)
    for query in (marks, absences):
        for course_id, pupil in db.session.execute(query.distinct()):
            found[course_id].add(pupil)
    return found


def _lessons(class_id: int) -> dict[int, list[BookLesson]]:
    """Lessons of each course by date, with topic and homework; a cancelled one is none."""
    held = (Course.class_id == class_id, Lesson.status == LessonStatus.HELD)
    whole = and_(Homework.lesson_id == Lesson.id, Homework.pupil_id.is_(None))
    rows = db.session.execute(
        select(Lesson.id, Lesson.course_id, Lesson.day, Lesson.topic, Homework.text, Staff)
        .join(Course, Course.id == Lesson.course_id)
        .outerjoin(Homework, whole)
        .outerjoin(Staff, Staff.id == Lesson.substitute_id)
        .where(*held)
        .order_by(Lesson.day, Lesson.number, Lesson.id)
    )
    single, found = single_homework(held), defaultdict(list)
    for key, course_id, day, topic, homework, stands_in in rows:
        said = (topic, stands_in and _("Substitution: %(name)s", name=stands_in.short_name))
        text = "\n".join(filter(None, said))
        found[course_id].append(
            BookLesson(key, day, text, homework or "", single=single.get(key, {}))
        )
    return found


def single_homework(held: tuple[Any, ...]) -> dict[int, dict[int, str]]:
    """By lesson and pupil: homework that one pupil was given."""
    rows = db.session.execute(
        select(Homework.lesson_id, Homework.pupil_id, Homework.text)
        .join(Lesson, Lesson.id == Homework.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(*held, Homework.pupil_id.is_not(None), Homework.text != "")
    )
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for lesson, pupil, text in rows:
        if pupil is not None:
            found[lesson][pupil] = text
    return found


def _results(ids: Sequence[int]) -> dict[int, dict[tuple[int, int], str]]:
    """By course: results of (period, pupil)."""
    rows = db.session.execute(
        select(Result.course_id, Result.period_id, Result.pupil_id, Result.value).where(
            Result.course_id.in_(ids), Result.value.is_not(None)
        )
    )
    found: dict[int, dict[tuple[int, int], str]] = defaultdict(dict)
    for course_id, period, pupil, value in rows:
        if value:
            found[course_id][period, pupil] = value
    return found


def used_kinds() -> list[tuple[str, str]]:
    """Codes and names of the kinds of work but for the usual one, whose code is not printed."""
    return [(kind.code, kind.name) for kind in work_kinds() if kind.code != USUAL_KIND]


def director() -> str:
    """Name of the director, if the staff has one."""
    found = db.session.scalars(
        select(Staff)
        .where(folded(Staff.position).startswith("директор"), Staff.left_on.is_(None))
        .order_by(Staff.id)
    ).first()
    return found.short_name if found else ""
