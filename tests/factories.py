"""Real rows for tests. Every function saves what it makes; arguments override the defaults."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count
from typing import Any

from flask import current_app

from app.classes.models import ClassMembership, SchoolClass, Subgroup, SubgroupMembership
from app.core.actor import Actor
from app.core.db import db
from app.people.enums import Sex
from app.people.models import Guardian, Guardianship, Pupil, Staff
from app.plan.models import Course, CourseTeacher, LessonPlan, PlanTopic, WorkKind
from app.school.enums import PeriodKind
from app.school.models import (
    AcademicYear,
    BellSchedule,
    BellTime,
    GradingPeriod,
    Room,
    School,
    Shift,
    Subject,
)
from app.timetable.models import Lesson, Slot

_number = count(1)
YEAR_STARTS, YEAR_ENDS = dt.date(2026, 9, 1), dt.date(2027, 5, 31)
_together = ContextVar("_together", default=False)


@contextmanager
def together() -> Iterator[None]:
    """What is saved inside is stored by one commit at the end: a world in a fifth of the time."""
    outer = _together.set(True)
    try:
        yield
    finally:
        _together.reset(outer)
    if not _together.get():
        db.session.commit()


def save(row: Any, *rows: Any) -> Any:
    """Store the rows; the first is returned."""
    db.session.add_all([row, *rows])
    if not _together.get():
        db.session.commit()
    return row


def make_user(*roles: str, username: str | None = None) -> int:
    """A login with the role codes; the id of the user."""
    sm = current_app.appbuilder.sm
    name = username or f"user{next(_number)}"
    user = sm.add_user(
        name, "Имя", "Фамилия", f"{name}@school.example", [sm.find_role(r) for r in roles], "x"
    )
    return int(user.id)


def make_school(**values: Any) -> School:
    """The one school row."""
    return save(School(**{"name": "Школа № 1", "short_name": "Школа № 1", **values}))


def make_year(**values: Any) -> AcademicYear:
    """The academic year 2026/2027."""
    return save(
        AcademicYear(**{"name": "2026/2027", "starts": YEAR_STARTS, "ends": YEAR_ENDS, **values})
    )


def make_periods(year: AcademicYear) -> list[GradingPeriod]:
    """Four quarters (1–9), two half-years (10–11) and the year."""
    quarters = [
        (dt.date(2026, 9, 1), dt.date(2026, 10, 24)),
        (dt.date(2026, 11, 2), dt.date(2026, 12, 29)),
        (dt.date(2027, 1, 11), dt.date(2027, 3, 20)),
        (dt.date(2027, 3, 29), dt.date(2027, 5, 26)),
    ]
    rows = [
        GradingPeriod(
            year=year,
            kind=PeriodKind.QUARTER,
            number=number,
            name=f"{number} четверть",
            starts=starts,
            ends=ends,
            first_grade=1,
            last_grade=9,
        )
        for number, (starts, ends) in enumerate(quarters, 1)
    ]
    halves = [(quarters[0][0], quarters[1][1]), (quarters[2][0], quarters[3][1])]
    rows += [
        GradingPeriod(
            year=year,
            kind=PeriodKind.HALF_YEAR,
            number=number,
            name=f"{number} полугодие",
            starts=starts,
            ends=ends,
            first_grade=10,
            last_grade=11,
        )
        for number, (starts, ends) in enumerate(halves, 1)
    ]
    rows.append(
        GradingPeriod(
            year=year,
            kind=PeriodKind.YEAR,
            name="Год",
            starts=year.starts,
            ends=year.ends,
            first_grade=1,
            last_grade=11,
        )
    )
    save(*rows)
    return rows


def make_staff(last_name: str = "Иванова", **values: Any) -> Staff:
    """A person who works at the school."""
    defaults = {"first_name": "Анна", "middle_name": "Петровна", "sex": Sex.FEMALE}
    return save(Staff(last_name=last_name, **{**defaults, **values}))


def make_class(year: AcademicYear, name: str = "7А", **values: Any) -> SchoolClass:
    """A class; its grade is read from the name."""
    grade = int("".join(c for c in name if c.isdigit()) or 1)
    return save(SchoolClass(year=year, name=name, **{"grade": grade, **values}))


def make_pupil(
    school_class: SchoolClass | None = None,
    last_name: str | None = None,
    since: dt.date = YEAR_STARTS,
    until: dt.date | None = None,
    **values: Any,
) -> Pupil:
    """A pupil, in the class from `since` when one is given."""
    name = last_name or f"Ученик{next(_number)}"
    pupil = Pupil(last_name=name, **{"first_name": "Иван", "sex": Sex.MALE, **values})
    rows: list[Any] = [pupil]
    if school_class:
        rows.append(
            ClassMembership(pupil=pupil, school_class=school_class, since=since, until=until)
        )
    return save(*rows)


def make_subgroup(school_class: SchoolClass, name: str, *pupils: Pupil, **values: Any) -> Subgroup:
    """A subgroup with its pupils from the first day of the year."""
    group = Subgroup(school_class=school_class, name=name, **values)
    members = [
        SubgroupMembership(subgroup=group, pupil=pupil, since=YEAR_STARTS) for pupil in pupils
    ]
    return save(group, *members)


def make_subject(name: str = "Алгебра", **values: Any) -> Subject:
    """A subject."""
    return save(Subject(name=name, **{"short_name": name[:10], **values}))


def make_course(
    school_class: SchoolClass,
    subject: Subject,
    teacher: Staff | None = None,
    subgroup: Subgroup | None = None,
    since: dt.date = YEAR_STARTS,
    until: dt.date | None = None,
) -> Course:
    """A course, taught by the teacher from `since`."""
    course = Course(school_class=school_class, subject=subject, subgroup=subgroup)
    if teacher:
        course.teachers.append(CourseTeacher(staff=teacher, since=since, until=until))
    return save(course)


def make_lesson(course: Course, day: dt.date, number: int = 1, **values: Any) -> Lesson:
    """A dated lesson of the course."""
    teacher = course.teachers[0].staff if course.teachers else None
    defaults = {
        "teacher": teacher,
        "starts": dt.time(8 + number, 0),
        "ends": dt.time(8 + number, 40),
    }
    return save(Lesson(course=course, day=day, number=number, **{**defaults, **values}))


def make_slot(course: Course, weekday: int = 1, number: int = 1, **values: Any) -> Slot:
    """A weekly place of the course in the timetable from the first day of the year."""
    defaults = {"valid_from": YEAR_STARTS, "lesson_number": number, "weekday": weekday}
    return save(Slot(course=course, **{**defaults, **values}))


def make_bells(shift: str = "1 смена", first: int = 8, **values: Any) -> BellSchedule:
    """Bells of a shift: lessons 0 to 8 of 40 minutes, lesson 1 at `first` + 1 o'clock."""
    found = db.session.scalars(db.select(Shift).where(Shift.name == shift)).first()
    times = [
        BellTime(lesson_number=n, starts=dt.time(first + n), ends=dt.time(first + n, 40))
        for n in range(9)
    ]
    defaults = {"name": f"{shift} {next(_number)}", "shift": found or Shift(name=shift)}
    return save(BellSchedule(times=times, **{**defaults, **values}))


def make_plan(course: Course, *titles: str, **values: Any) -> LessonPlan:
    """A lesson plan of one-hour topics that the course follows."""
    topics = [PlanTopic(position=n, title=title) for n, title in enumerate(titles, 1)]
    grade, subject = course.school_class.grade, course.subject
    plan = LessonPlan(
        year=course.school_class.year,
        name=f"{subject.name}, {grade}",
        topics=topics,
        **{"subject": subject, "grade": grade, **values},
    )
    course.lesson_plan = plan
    return save(plan)


def make_room(name: str = "12") -> Room:
    """A room."""
    return save(Room(name=name))


def make_work_kinds() -> dict[str, WorkKind]:
    """The kinds of work that most tests need, by code."""
    kinds = [
        WorkKind(code="О", name="ответ на уроке"),
        WorkKind(code="К", name="контрольная", weight=2, written=True),
        WorkKind(code="Ч", name="сочинение", written=True, needs_week=True),
    ]
    save(*kinds)
    return {kind.code: kind for kind in kinds}


def make_guardian(pupil: Pupil, **values: Any) -> Guardian:
    """A parent of the pupil."""
    defaults = {"last_name": pupil.last_name, "first_name": "Мария"}
    guardian = Guardian(**{**defaults, **values})
    return save(guardian, Guardianship(guardian=guardian, pupil=pupil, relation="мать"))


def actor(*roles: str, **values: Any) -> Actor:
    """Somebody with the role codes."""
    return Actor(**{"user_id": None, "name": "Кто-то", "roles": frozenset(roles), **values})


@dataclass
class SchoolWorld:
    """7А and 8Б, algebra in 7А by `teacher`, English of 7А's first group by `other`.

    `head` is the class teacher of 7А; lessons are on 1, 2 and 3 September 2026.
    """

    school: School
    year: AcademicYear
    periods: list[GradingPeriod]
    kinds: dict[str, WorkKind]
    class_7a: SchoolClass
    class_8b: SchoolClass
    teacher: Staff
    other: Staff
    head: Staff
    pupils: list[Pupil]
    foreign_pupil: Pupil
    algebra: Course
    english: Course
    foreign: Course
    lessons: list[Lesson]
    english_lesson: Lesson
    foreign_lesson: Lesson


@together()
def school_world() -> SchoolWorld:
    """Make a `SchoolWorld`."""
    school, year = make_school(), make_year()
    periods, kinds = make_periods(year), make_work_kinds()
    teacher, other, head = make_staff("Иванова"), make_staff("Петрова"), make_staff("Сидорова")
    class_7a, class_8b = make_class(year, "7А", teacher=head), make_class(year, "8Б")
    pupils = [make_pupil(class_7a, name) for name in ("Абрамов", "Ёлкин", "Жуков")]
    foreign_pupil = make_pupil(class_8b, "Чужой")
    group = make_subgroup(class_7a, "1 группа", *pupils[:2], division="Английский язык")
    algebra = make_course(class_7a, make_subject(), teacher)
    english = make_course(class_7a, make_subject("Английский язык"), other, group)
    foreign = make_course(class_8b, make_subject("Химия"), other)
    return SchoolWorld(
        school=school,
        year=year,
        periods=periods,
        kinds=kinds,
        class_7a=class_7a,
        class_8b=class_8b,
        teacher=teacher,
        other=other,
        head=head,
        pupils=pupils,
        foreign_pupil=foreign_pupil,
        algebra=algebra,
        english=english,
        foreign=foreign,
        lessons=[make_lesson(algebra, dt.date(2026, 9, day), 2) for day in (1, 2, 3)],
        english_lesson=make_lesson(english, dt.date(2026, 9, 1), 3),
        foreign_lesson=make_lesson(foreign, dt.date(2026, 9, 1), 2),
    )
