"""Parameters of a report by their names, as the command line has them [R4]."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.classes.models import ClassMembership, SchoolClass
from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Pupil, Staff
from app.plan.models import Course
from app.reports.asked import Asked
from app.reports.queries.scope import asked_year
from app.school.models import AcademicYear, GradingPeriod, Subject
from app.works.models import ControlWork, WorkPlan

Wanted = Mapping[str, str | int | dt.datetime | None]


def named(asked: Asked, wanted: Wanted) -> Asked:
    """What is asked for with the ids of the names; NotFound tells which name there is not."""
    if wanted.get("year"):
        year = _id(AcademicYear, AcademicYear.name == wanted["year"], wanted["year"])
        asked = replace(asked, year_id=year)
    year_id = asked_year(asked).id
    tables: Mapping[str, tuple[Any, Any, tuple[Any, ...]]] = {
        "class_id": (SchoolClass.name, "class_name", (SchoolClass.year_id == year_id,)),
        "period_id": (GradingPeriod.name, "period", (GradingPeriod.year_id == year_id,)),
        "staff_id": (Staff.last_name, "teacher", ()),
        "subject_id": (Subject.name, "subject", ()),
    }
    ids: dict[str, Any] = {
        key: _id(column.class_, column == wanted[option], wanted[option], *where)
        for key, (column, option, where) in tables.items()
        if wanted.get(option)
    }
    days: dict[str, Any] = {
        name: value.date()
        for name in ("day", "first", "last")
        if isinstance(value := wanted.get(name), dt.datetime)
    }
    asked = replace(
        asked, **ids, **days, grade=_grade(wanted), person=str(wanted.get("person") or "")
    )
    if pupil := wanted.get("pupil"):
        asked = replace(asked, pupil_id=_pupil(asked, str(pupil)))
    if work := wanted.get("work"):
        asked = _work(asked, str(work))
    return asked


def _grade(wanted: Wanted) -> int | None:
    grade = wanted.get("grade")
    return grade if isinstance(grade, int) else None


def _pupil(asked: Asked, name: str) -> int:
    """Of the class that is named too: a school has several of a name."""
    in_class = select(ClassMembership.pupil_id).where(ClassMembership.class_id == asked.class_id)
    called = Pupil.last_name + " " + Pupil.first_name
    return _id(Pupil, called == name, name, Pupil.id.in_(in_class))


def _work(asked: Asked, title: str) -> Asked:
    """The plan of a control work; with a class the work that it wrote by it."""
    subject = (WorkPlan.subject_id == asked.subject_id,) if asked.subject_id else ()
    asked = replace(asked, plan_id=_id(WorkPlan, WorkPlan.title == title, title, *subject))
    if asked.class_id is None:
        return asked
    of_class = select(Course.id).where(Course.class_id == asked.class_id)
    written, here = ControlWork.plan_id == asked.plan_id, ControlWork.course_id.in_(of_class)
    return replace(asked, work_id=_id(ControlWork, written, title, here))


def _id(table: Any, is_named: Any, name: object, *where: Any) -> int:
    found = db.session.scalars(select(table.id).where(is_named, *where)).all()
    if len(found) != 1:
        text = _("There is no “%(name)s”.", name=name)
        raise NotFound(text if not found else _("There are several “%(name)s”.", name=name))
    return int(found[0])
