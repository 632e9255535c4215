"""What can be bound: classes of a year, a class and a pupil by their names [R6]."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.classes.models import SchoolClass
from app.classes.queries import members
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Pupil
from app.reports.access import reportable_classes
from app.reports.asked import Asked
from app.reports.queries.scope import asked_class
from app.school.models import AcademicYear
from app.school.queries import year_on, years


def classes_of(actor: Actor, year_id: int, on: dt.date) -> Sequence[SchoolClass]:
    """Classes of a year whose journal the person may print, in school order [P3 P4]."""
    return db.session.scalars(
        select(SchoolClass)
        .where(SchoolClass.year_id == year_id, reportable_classes(actor, on))
        .options(joinedload(SchoolClass.teacher))
        .order_by(SchoolClass.grade, SchoolClass.name)
    ).all()


def pupils_of_class(school_class: SchoolClass) -> list[Pupil]:
    """Everybody who was in the class on some day of the year, in the order of the list [S6]."""
    year = school_class.year
    return [m.pupil for m in members(school_class.id, None, year.starts, year.ends)]


def class_named(actor: Actor, name: str, autumn: int | None, on: dt.date) -> SchoolClass:
    """The class «7А» of the year that begins in `autumn`, by default of today's; else NotFound."""
    year = _year(autumn, on)
    found = [one for one in classes_of(actor, year.id, on) if one.name == name] if year else []
    if not found:
        raise NotFound(_("There is no “%(name)s”.", name=name))
    return found[0]


def pupil_named(school_class: SchoolClass, name: str) -> Pupil:
    """The pupil «Абрамов Иван» or «Абрамов Иван Петрович» of the class; else NotFound."""
    pupils = pupils_of_class(school_class)
    found = [pupil for pupil in pupils if name in {pupil.call_name, pupil.full_name}]
    if len(found) != 1:
        text = _("There is no “%(name)s”.", name=name)
        raise NotFound(text if not found else _("There are several “%(name)s”.", name=name))
    return found[0]


def _year(autumn: int | None, on: dt.date) -> AcademicYear | None:
    if autumn is None:
        return year_on(on)
    return next((year for year in years() if year.starts.year == autumn), None)


def bindable_class(actor: Actor, class_id: int, on: dt.date) -> SchoolClass:
    """The class, if the person may print its journal; else NotFound [P3 P4]."""
    return asked_class(actor, Asked(on, class_id=class_id))
