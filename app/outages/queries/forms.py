"""What forms are filled with: a constant number of statements for a whole school [U1]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.classes.models import ClassMembership, SchoolClass, SubgroupMembership
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.outages.access import printable_courses, visible_sheets
from app.outages.enums import Filling
from app.outages.models import JournalSheet
from app.outages.rules.forms import ClassForm, FormLesson, Name, Sheet, class_list, worth_printing
from app.people.models import Pupil, Staff
from app.plan.models import Course, CourseTeacher, PlanTopic
from app.school.models import AcademicYear
from app.school.queries import calendar_of, periods_of_year, the_school, year_on
from app.school.rules.calendar import school_days
from app.school.rules.periods import Period
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


@dataclass(frozen=True)
class Scope:
    """Of what forms are printed: one course, one class, or (neither) everything.

    The span is of the lessons, both days included; the class list is of its first day.
    """

    first: dt.date
    last: dt.date
    class_id: int | None = None
    course_id: int | None = None


def forms(
    actor: Actor, scope: Scope, filling: Filling = Filling.PREFILLED, *, today: dt.date
) -> list[ClassForm]:
    """Forms of what the person may print in the scope, by class; 404 when there is nothing.

    Seven statements prefilled, two blank, whatever the number of classes [U1].
    """
    courses = _courses(actor, scope, today)
    if not courses:
        raise NotFound
    facts = _Facts(courses, scope) if filling == Filling.PREFILLED else None
    title = empty_form()
    by_class = groupby(courses, key=lambda course: course.school_class)
    return [_form(title, of, list(group), facts, scope) for of, group in by_class]


def empty_form() -> ClassForm:
    """The title of blank sheets for any class: the name of the school."""
    school = the_school()
    return ClassForm(school.name if school else "")


def _form(
    title: ClassForm,
    school_class: SchoolClass,
    courses: list[Course],
    facts: "_Facts | None",
    scope: Scope,
) -> ClassForm:
    sheets = [facts.sheet(c) if facts else Sheet(c.id, subject_title(c)) for c in courses]
    return replace(
        title,
        year=school_class.year.name,
        class_id=school_class.id,
        class_name=school_class.name,
        listed_on=scope.first if facts else None,
        sheets=worth_printing(sheets),
    )


def _courses(actor: Actor, scope: Scope, today: dt.date) -> list[Course]:
    """Courses of the scope in the year of its first day, by class, subject and subgroup."""
    query = (
        select(Course)
        .join(Course.school_class)
        .join(SchoolClass.year)
        .where(printable_courses(actor, today), AcademicYear.ends >= scope.first)
        .where(AcademicYear.starts <= scope.last)
    )
    if scope.class_id is not None:
        query = query.where(Course.class_id == scope.class_id)
    if scope.course_id is not None:
        query = query.where(Course.id == scope.course_id)
    return sorted(db.session.scalars(query).unique(), key=_place)


def _place(course: Course) -> tuple[int, str, int, str, str]:
    of, group = course.school_class, course.subgroup
    return of.grade, of.name, of.id, course.subject.name, group.name if group else ""


def subject_title(course: Course) -> str:
    """«Алгебра» or «Английский язык (1 группа)»."""
    group = f" ({course.subgroup.name})" if course.subgroup else ""
    return f"{course.subject.name}{group}"


class _Facts:
    """Lists, teachers and lessons of many courses at once."""

    def __init__(self, courses: Sequence[Course], scope: Scope) -> None:
        self.scope = scope
        ids = [course.id for course in courses]
        self.teachers = self._teachers(ids)
        self.lessons = self._lessons(ids)
        self.classes = self._members(ClassMembership, {c.class_id for c in courses})
        groups = {c.subgroup_id for c in courses if c.subgroup_id is not None}
        self.groups = self._members(SubgroupMembership, groups)

    def sheet(self, course: Course) -> Sheet:
        """The filled sheet of a course."""
        in_class = self.classes[course.class_id]
        pupils = in_class if course.subgroup_id is None else self.groups[course.subgroup_id]
        return Sheet(
            course.id,
            subject_title(course),
            ", ".join(self.teachers[course.id]),
            class_list(pupils),
            tuple(self.lessons[course.id]),
        )

    def _teachers(self, ids: Collection[int]) -> dict[int, list[str]]:
        rows = db.session.execute(
            select(CourseTeacher.course_id, Staff)
            .join(CourseTeacher.staff)
            .where(CourseTeacher.course_id.in_(ids), _holds(CourseTeacher, self.scope.first))
            .order_by(CourseTeacher.since, CourseTeacher.id)
        )
        return _grouped(rows, lambda staff: staff.full_name)

    def _lessons(self, ids: Collection[int]) -> dict[int, list[FormLesson]]:
        rows = db.session.execute(
            select(Lesson.course_id, Lesson.day, Lesson.topic, PlanTopic.title)
            .outerjoin(Lesson.plan_topic)
            .where(Lesson.course_id.in_(ids), Lesson.status == LessonStatus.HELD)
            .where(Lesson.day.between(self.scope.first, self.scope.last))
            .order_by(Lesson.day, Lesson.number, Lesson.id)
        )
        found = defaultdict(list)
        for course_id, day, topic, planned in rows:
            found[course_id].append(FormLesson(day, topic or planned or ""))
        return found

    def _members(self, kind: Any, ids: Collection[int]) -> dict[int, list[Name]]:
        """Pupils by class or subgroup on the first day, in the order of the class list [S6]."""
        place = kind.class_id if kind is ClassMembership else kind.subgroup_id
        rows = db.session.execute(
            select(place, Pupil)
            .join(kind.pupil)
            .where(place.in_(ids), _holds(kind, self.scope.first))
            .order_by(Pupil.last_name, Pupil.first_name, Pupil.middle_name, Pupil.id)
        )
        return _grouped(rows, lambda p: Name(p.last_name, p.first_name, p.middle_name))


def _holds(kind: Any, on: dt.date) -> Any:
    return (kind.since <= on) & or_(kind.until.is_(None), kind.until >= on)


def _grouped(rows: Any, value: Callable[[Any], Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, row in rows:
        found[key].append(value(row))
    return found


@dataclass(frozen=True)
class ClassSpan:
    """A class and the first and last of its coming school days."""

    class_id: int
    class_name: str
    first: dt.date
    last: dt.date


def coming_days(actor: Actor, days: int, *, today: dt.date) -> list[ClassSpan]:
    """For each class that the person may print: its next `days` school days from today on [U2].

    Four statements. A class without a school day before the year's end is left out.
    """
    year = year_on(today)
    if year is None:
        return []
    calendar, found = calendar_of(year), []
    for row in classes(actor, year.id, today=today):
        coming = school_days(
            calendar, today, calendar.ends, grade=row.grade, week_days=row.days_per_week
        )
        next_days = [day.on for day in islice(coming, days)]
        if next_days:
            found.append(ClassSpan(row.id, row.name, next_days[0], next_days[-1]))
    return found


def classes(actor: Actor, year_id: int, *, today: dt.date) -> list[SchoolClass]:
    """Classes of a year with courses that the person may print, in school order."""
    own = select(Course.class_id).where(printable_courses(actor, today))
    return list(
        db.session.scalars(
            select(SchoolClass)
            .where(SchoolClass.year_id == year_id, SchoolClass.id.in_(own))
            .order_by(SchoolClass.grade, SchoolClass.name)
        ).unique()
    )


def seen_sheet(actor: Actor, number: int, *, today: dt.date) -> JournalSheet:
    """The printed sheet with this number, if the person may see its course; otherwise 404."""
    found = db.session.scalars(
        select(JournalSheet)
        .where(JournalSheet.number == number, visible_sheets(actor, today))
        .options(joinedload(JournalSheet.course))
    ).first()
    if found is None:
        raise NotFound
    return found


def lessons_of(sheet: JournalSheet) -> list[Lesson]:
    """Lessons that the sheet is for, cancelled ones too, in order; none of a blank sheet."""
    if sheet.first is None or sheet.last is None:
        return []
    return list(
        db.session.scalars(
            select(Lesson)
            .where(Lesson.course_id == sheet.course_id, Lesson.day.between(sheet.first, sheet.last))
            .options(joinedload(Lesson.teacher), joinedload(Lesson.plan_topic))
            .order_by(Lesson.day, Lesson.number, Lesson.id)
        )
    )


def periods_of(sheet: JournalSheet) -> list[Period]:
    """Grading periods of the year of the sheet's course; none of a blank sheet of no course."""
    return periods_of_year(sheet.course.school_class.year_id) if sheet.course else []
