"""What the form over a report offers [R4]."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.people.models import Staff
from app.plan.models import Course, CourseTeacher
from app.reports.access import reportable_classes, reportable_teachers, taught_classes
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask
from app.reports.queries.people import members_in
from app.school.models import AcademicYear, Subject
from app.school.queries import periods_of_year, year_on, years
from app.works.queries.plans import plan_lines
from app.works.queries.works import work_lines

Option = tuple[int, str]

NAMES = {
    Ask.YEAR: "year_id",
    Ask.CLASS: "class_id",
    Ask.PUPIL: "pupil_id",
    Ask.PERIOD: "period_id",
    Ask.TEACHER: "staff_id",
    Ask.SUBJECT: "subject_id",
    Ask.GRADE: "grade",
    Ask.WORK: "work_id",
    Ask.WORK_PLAN: "plan_id",
}
_USUAL = frozenset({Ask.YEAR, Ask.PERIOD})  # these have a usual answer
_OF_A_YEAR = frozenset({Ask.YEAR, Ask.CLASS, Ask.PERIOD, Ask.WORK})


@dataclass(frozen=True)
class Choice:
    """A list of the form; `blank` is what no choice is called, None where there must be one."""

    label: Any
    options: Sequence[Option]
    chosen: int | None
    blank: Any = None


@dataclass
class Choices:
    """Lists, dates and texts of the form, and what is chosen first where a choice must be made."""

    lists: dict[str, Choice] = field(default_factory=dict)
    days: dict[str, tuple[Any, str]] = field(default_factory=dict)
    texts: dict[str, tuple[Any, str]] = field(default_factory=dict)
    incomplete: bool = False
    first: dict[str, int] = field(default_factory=dict)

    def offered(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Those of the answers that the lists still have."""
        return {
            name: value
            for name, value in answers.items()
            if name not in self.lists
            or value in {str(key) for key, _text in self.lists[name].options}
        }


@dataclass(frozen=True)
class _Form:
    """The form being put together for a person."""

    actor: Actor
    asked: Asked
    year: AcademicYear | None
    years: Sequence[AcademicYear]
    classes: Sequence[SchoolClass]


def choices_for(actor: Actor, kind: Kind, asked: Asked) -> Choices:
    """At most seven statements."""
    found, asks = Choices(), [*kind.asks, *kind.narrowed_by]
    form = _form(actor, kind, asked)
    if _OF_A_YEAR & set(asks) and (len(form.years) > 1 or Ask.YEAR in asks):
        asks = [Ask.YEAR, *(ask for ask in asks if ask != Ask.YEAR)]
    for ask in asks:
        if ask in NAMES:
            _add(found, form, ask, must=ask in kind.asks and ask not in _USUAL)
            if ask == Ask.CLASS and (chosen := found.first.get("class_id")):
                form = replace(form, asked=replace(asked, class_id=chosen))
        elif ask == Ask.PERSON:
            found.texts["person"] = (ask.label, asked.person)
        else:
            _add_days(found, ask, asked)
    return found


def _form(actor: Actor, kind: Kind, asked: Asked) -> _Form:
    known = years()
    year = next((one for one in known if one.id == asked.year_id), None) or year_on(asked.today)
    asks = {*kind.asks, *kind.narrowed_by}
    classes: Sequence[SchoolClass] = ()
    if year and asks & {Ask.CLASS, Ask.GRADE}:
        may = taught_classes if Ask.CLASS in kind.narrowed_by else reportable_classes
        query = select(SchoolClass).where(SchoolClass.year_id == year.id, may(actor, asked.today))
        classes = db.session.scalars(query.order_by(SchoolClass.grade, SchoolClass.name)).all()
    return _Form(actor, asked, year, known, classes)


def _add(found: Choices, form: _Form, ask: Ask, *, must: bool) -> None:
    name, options = NAMES[ask], _options(form, ask)
    chosen = getattr(form.asked, name)
    if ask == Ask.TEACHER and must:
        chosen = chosen or form.actor.staff_id
    moved = form.asked.year_id is not None or ask == Ask.PUPIL
    if must and (chosen is None or (moved and chosen not in dict(options))):
        found.incomplete, chosen = True, None
        found.first |= {name: key for key in _usual_first(form, ask, options)}  # noqa: B035
    blank = None if must else _l("current") if ask in _USUAL else _l("all")
    found.lists[name] = Choice(ask.label, options, chosen, blank)


def _usual_first(form: _Form, ask: Ask, options: Sequence[Option]) -> list[int]:
    """What is meant where the person has not chosen yet: a class teacher's own class, else the
    first of the list.
    """
    keys, staff = [key for key, _text in options], form.actor.staff_id
    headed = staff is not None and ask == Ask.CLASS
    own = [of.id for of in form.classes if headed and of.teacher_id == staff]
    return (own or keys)[:1]


def _add_days(found: Choices, ask: Ask, asked: Asked) -> None:
    days = {"day": (ask.label, asked.day)}
    if ask == Ask.SPAN:
        days = {"first": (_l("From"), asked.first), "last": (_l("To"), asked.last)}
    for name, (label, day) in days.items():
        found.days[name] = (label, day.isoformat() if day else "")


def _options(form: _Form, ask: Ask) -> list[Option]:
    if ask == Ask.YEAR:
        return [(one.id, one.name) for one in form.years]
    if ask == Ask.CLASS:
        return [(of.id, of.name) for of in form.classes]
    if ask == Ask.GRADE:
        grades = dict.fromkeys(of.grade for of in form.classes)
        return [(grade, str(grade)) for grade in grades]
    read: Mapping[Ask, Callable[[_Form], list[Option]]] = {
        Ask.PUPIL: _pupils,
        Ask.TEACHER: _teachers,
        Ask.SUBJECT: _subjects,
        Ask.PERIOD: _periods,
        Ask.WORK: _works,
        Ask.WORK_PLAN: _plans,
    }
    return read[ask](form)


def _subjects(_form: _Form) -> list[Option]:
    rows = db.session.execute(select(Subject.id, Subject.name).order_by(Subject.name))
    return [(key, name) for key, name in rows]


def _works(form: _Form) -> list[Option]:
    lines = work_lines(form.actor, form.asked.today, form.year.id if form.year else None)
    return [(line.work.id, str(line.work)) for line in lines]


def _plans(form: _Form) -> list[Option]:
    """Those that a class has written."""
    lines = plan_lines(form.actor, form.asked.today)
    return [(line.plan.id, str(line.plan)) for line in lines if line.works]


def _pupils(form: _Form) -> list[Option]:
    """Those of the chosen class, the ones who left too."""
    of = next((one for one in form.classes if one.id == form.asked.class_id), None)
    return list(members_in(of.id, of.year.starts, of.year.ends).items()) if of else []


def _teachers(form: _Form) -> list[Option]:
    teaching = (
        select(CourseTeacher.staff_id)
        .join(Course, Course.id == CourseTeacher.course_id)
        .join(SchoolClass, SchoolClass.id == Course.class_id)
        .where(SchoolClass.year_id == (form.year.id if form.year else None))
    )
    query = (
        select(Staff)
        .where(Staff.id.in_(teaching), reportable_teachers(form.actor, form.asked.today))
        .order_by(Staff.last_name, Staff.first_name)
    )
    return [(one.id, one.short_name) for one in db.session.scalars(query)]


def _periods(form: _Form) -> list[Option]:
    """Those of the class's grade; of the whole school where no class is asked for."""
    grade = next((of.grade for of in form.classes if of.id == form.asked.class_id), None)
    periods = periods_of_year(form.year.id) if form.year else []
    return [
        (one.key, str(one.name))
        for one in periods
        if one.key is not None and (grade is None or one.first_grade <= grade <= one.last_grade)
    ]
