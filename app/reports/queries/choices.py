"""What the form over a report offers [R4]."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.people.models import Staff
from app.plan.models import Course, CourseTeacher
from app.reports.access import reportable_classes, reportable_teachers
from app.reports.asked import Asked
from app.reports.enums import Ask
from app.school.models import AcademicYear, Subject
from app.school.queries import periods_of_year, year_on, years

Option = tuple[int | None, str]


_NAMES = {
    Ask.YEAR: "year_id",
    Ask.CLASS: "class_id",
    Ask.PERIOD: "period_id",
    Ask.TEACHER: "staff_id",
    Ask.SUBJECT: "subject_id",
}
_NEEDED = frozenset({Ask.CLASS, Ask.TEACHER, Ask.SUBJECT})  # the others have a usual value


@dataclass
class Choices:
    """Options of each list, the dates, and what is chosen when nothing was."""

    lists: dict[str, tuple[Any, Sequence[Option], int | None]] = field(default_factory=dict)
    days: dict[str, tuple[Any, str]] = field(default_factory=dict)
    incomplete: bool = False
    first: dict[str, int] = field(default_factory=dict)


def choices_for(actor: Actor, asks: Sequence[Ask], asked: Asked) -> Choices:
    """At most five statements."""
    found, year = Choices(), year_on(asked.today)
    classes = _classes(actor, asked, year) if year and Ask.CLASS in asks else []
    for ask in asks:
        if ask == Ask.YEAR:
            _add(found, ask, [(one.id, one.name) for one in years()], asked.year_id)
        elif ask == Ask.CLASS:
            _add(found, ask, [(of.id, of.name) for of in classes], asked.class_id)
        elif ask == Ask.TEACHER:
            _add(found, ask, _teachers(actor, asked, year), asked.staff_id or actor.staff_id)
        elif ask == Ask.SUBJECT:
            _add(found, ask, _subjects(), asked.subject_id)
        elif ask == Ask.PERIOD:
            grade = next((of.grade for of in classes if of.id == asked.class_id), None)
            _add(found, ask, _periods(year, grade), asked.period_id)
        else:
            _add_days(found, ask, asked)
    return found


def _add(found: Choices, ask: Ask, options: Sequence[Option], chosen: int | None) -> None:
    name = _NAMES[ask]
    found.lists[name] = (ask.label, options, chosen)
    if ask in _NEEDED and chosen is None:
        found.incomplete = True
        found.first |= {name: key for key, _text in options[:1] if key is not None}  # noqa: B035


def _add_days(found: Choices, ask: Ask, asked: Asked) -> None:
    days = {"day": (ask.label, asked.day)}
    if ask == Ask.SPAN:
        days = {"first": (_l("From"), asked.first), "last": (_l("To"), asked.last)}
    for name, (label, day) in days.items():
        found.days[name] = (label, day.isoformat() if day else "")


def _subjects() -> list[Option]:
    rows = db.session.execute(select(Subject.id, Subject.name).order_by(Subject.name))
    return [(key, name) for key, name in rows]


def _classes(actor: Actor, asked: Asked, year: AcademicYear) -> list[SchoolClass]:
    query = (
        select(SchoolClass)
        .where(SchoolClass.year_id == year.id, reportable_classes(actor, asked.today))
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    return list(db.session.scalars(query))


def _teachers(actor: Actor, asked: Asked, year: AcademicYear | None) -> list[Option]:
    teaching = (
        select(CourseTeacher.staff_id)
        .join(Course, Course.id == CourseTeacher.course_id)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .where(SchoolClass.year_id == (year.id if year else None))
    )
    query = (
        select(Staff)
        .where(Staff.id.in_(teaching), reportable_teachers(actor, asked.today))
        .order_by(Staff.last_name, Staff.first_name)
    )
    return [(one.id, one.short_name) for one in db.session.scalars(query)]


def _periods(year: AcademicYear | None, grade: int | None) -> list[Option]:
    """Those of the class's grade; of the whole school where no class is asked for."""
    periods = periods_of_year(year.id) if year else []
    return [
        (one.key, str(one.name))
        for one in periods
        if grade is None or one.first_grade <= grade <= one.last_grade
    ]
