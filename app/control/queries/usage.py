"""Who uses the journal: by role, class and person, by the sums of days [P10]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from flask_appbuilder.security.sqla.models import Role, User, assoc_user_role
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from app.accounts.roles import ROLES
from app.classes.models import ClassMembership, SchoolClass
from app.control.access import used_classes
from app.control.models import UseDay
from app.control.queries.sources import STAFF
from app.control.rules.span_steps import goes_by_week, step_of, steps
from app.control.rules.tally import Span
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.picture import Chart, Series
from app.people.models import Guardian, Guardianship, Pupil, Staff
from app.school.models import AcademicYear
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson


class Person(NamedTuple):
    """Somebody who could have a login; `of`: their class, or that of their child.

    `kind` with `key` is what the page of codes calls them; `child`: whose parent it is. `came`:
    ever; `last`: when last. `blocked`: the login is closed.
    """

    key: int
    kind: str
    name: str
    user_id: int | None
    came: bool
    last: dt.datetime | None
    blocked: bool
    class_id: int | None = None
    of: str = ""
    child: str = ""


class People(NamedTuple):
    """Staff who have not left, pupils and parents of the classes of a day."""

    staff: list[Person]
    pupils: list[Person]
    parents: list[Person]


class Used(NamedTuple):
    """What a login did in a span: on how many days it came, how often, how much it entered."""

    days: int = 0
    logins: int = 0
    entries: int = 0


class RoleUse(NamedTuple):
    """A role in a span: its open logins, those who ever came, those who came in it, the sums."""

    role: Any
    people: int
    ever: int
    came: int
    logins: int
    entries: int


@dataclass(frozen=True)
class ClassUse:
    """The pupils or the parents of a class in a span."""

    class_id: int
    name: str
    people: Sequence[Person]
    used: Mapping[int, Used]

    @property
    def came(self) -> int:
        """How many of them came in the span."""
        return sum(1 for one in self.people if self.used.get(one.user_id or 0, NOTHING).logins)

    @property
    def never(self) -> int:
        """How many never came at all."""
        return sum(not one.came for one in self.people)

    @property
    def entries(self) -> int:
        """Their changes in the span."""
        return sum(self.used.get(one.user_id or 0, NOTHING).entries for one in self.people)


class TaughtUse(NamedTuple):
    """A teacher's lessons in a span, and how many of them have a topic."""

    lessons: int
    filled: int


NOTHING = Used()
_LOGIN = (
    (func.coalesce(User.login_count, 0) > 0).label("came"),
    User.last_login,
    (User.id.is_not(None) & User.active.is_(False)).label("blocked"),
)


def people_on(day: dt.date, *where: ColumnElement[bool]) -> People:
    """Staff, and the families of the classes: three statements; `where` narrows the classes."""
    staff = db.session.execute(
        select(Staff, *_LOGIN)
        .outerjoin(User, User.id == Staff.user_id)
        .where(or_(Staff.left_on.is_(None), Staff.left_on >= day))
        .order_by(Staff.last_name, Staff.first_name, Staff.id)
    )
    people = [Person(row.id, "", row.full_name, row.user_id, *on) for row, *on in staff]
    return families_on(day, *where)._replace(staff=people)


def families_of(class_id: int, day: dt.date) -> People:
    """The pupils and parents of a class, a parent of twins once: two statements."""
    found = families_on(day, SchoolClass.id == class_id)
    return found._replace(parents=list({one.key: one for one in found.parents}.values()))


def families_on(day: dt.date, *where: ColumnElement[bool]) -> People:
    """Pupils of the classes of a day, and their parents: two statements."""
    of_class = (SchoolClass.id, SchoolClass.name)
    pupils = db.session.execute(_in_classes(select(Pupil, *_LOGIN, *of_class), Pupil, day, where))
    parents = db.session.execute(
        _in_classes(
            select(Guardian, *_LOGIN, *of_class, Pupil)
            .join(Guardianship, Guardianship.guardian_id == Guardian.id)
            .join(Pupil, Pupil.id == Guardianship.pupil_id),
            Guardian,
            day,
            where,
        )
    )
    return People(
        [],
        [Person(row.id, "pupil", row.call_name, row.user_id, *on) for row, *on in pupils],
        [
            Person(row.id, "guardian", row.full_name, row.user_id, *on)._replace(
                child=pupil.call_name
            )
            for row, *on, pupil in parents
        ],
    )


def _in_classes(query: Any, person: Any, day: dt.date, where: Sequence[Any]) -> Any:
    stay = ClassMembership
    there = and_(
        stay.pupil_id == Pupil.id,
        stay.since <= day,
        or_(stay.until.is_(None), stay.until >= day),
    )
    return (
        query.join(stay, there)
        .join(SchoolClass, SchoolClass.id == stay.class_id)
        .outerjoin(User, User.id == person.user_id)
        .where(*where)
        .order_by(SchoolClass.grade, SchoolClass.name, person.last_name, person.first_name)
    )


def use_of(span: Span) -> dict[int, Used]:
    """What each login did in the span: one statement."""
    rows = db.session.execute(
        select(
            UseDay.user_id,
            func.count(case((UseDay.logins > 0, 1))),
            func.sum(UseDay.logins),
            func.sum(UseDay.entries),
        )
        .where(_in(span))
        .group_by(UseDay.user_id)
    )
    return {user_id: Used(*sums) for user_id, *sums in rows}


def use_by_role(span: Span) -> list[RoleUse]:
    """The roles that somebody has, in their order: one statement."""
    rows = db.session.execute(
        select(
            Role.name,
            func.count(User.id.distinct()),
            func.count(case((User.login_count > 0, User.id)).distinct()),
            func.count(case((UseDay.logins > 0, User.id)).distinct()),
            func.coalesce(func.sum(UseDay.logins), 0),
            func.coalesce(func.sum(UseDay.entries), 0),
        )
        .join(assoc_user_role, assoc_user_role.c.role_id == Role.id)
        .join(User, User.id == assoc_user_role.c.user_id)
        .outerjoin(UseDay, and_(UseDay.user_id == User.id, _in(span)))
        .where(User.active.is_(True), Role.name.in_(ROLES))
        .group_by(Role.name)
    )
    found = {name: RoleUse(ROLES[name], *figures) for name, *figures in rows}
    return [found[name] for name in ROLES if name in found]


def use_by_class(people: Sequence[Person], used: Mapping[int, Used]) -> list[ClassUse]:
    """The figures of each class of these people, in their order; a parent of twins once."""
    groups = groupby(people, key=lambda one: (one.class_id or 0, one.of))
    return [
        ClassUse(key, name, list({one.key: one for one in found}.values()), used)
        for (key, name), found in groups
    ]


def taught_in(span: Span, today: dt.date) -> dict[int, TaughtUse]:
    """By teacher: lessons held in the span up to today: one statement."""
    rows = db.session.execute(
        select(STAFF, func.count(), func.count(case((Lesson.topic != "", 1))))
        .where(
            Lesson.day.between(span.first, min(span.last, today)),
            Lesson.status == LessonStatus.HELD,
        )
        .group_by(STAFF)
    )
    return {staff: TaughtUse(*figures) for staff, *figures in rows if staff}


def logins_picture(span: Span, *where: ColumnElement[bool]) -> Chart:
    """Logins of staff, pupils and parents by day or week: one statement."""
    by_week = goes_by_week(span.first, span.last)
    sums: dict[tuple[str, dt.date], int] = defaultdict(int)
    kind = case(
        (exists().where(Pupil.user_id == UseDay.user_id), "pupils"),
        (exists().where(Guardian.user_id == UseDay.user_id), "parents"),
        else_="staff",
    )
    rows = db.session.execute(
        select(kind.label("kind"), UseDay.day, func.sum(UseDay.logins))
        .where(_in(span), *where)
        .group_by("kind", UseDay.day)
    )
    for of, day, logins in rows:
        sums[of, step_of(day, by_week=by_week)] += logins
    at = list(steps(span.first, span.last, by_week=by_week))
    names = {"staff": _("Staff"), "pupils": _("Pupils"), "parents": _("Parents")}
    return Chart(
        _("Logins by week") if by_week else _("Logins by day"),
        _("Week from") if by_week else _("Day"),
        [f"{day:%d.%m}" for day in at],
        [Series(name, [sums.get((of, day)) for day in at]) for of, name in names.items()],
    )


def of_people(people: Iterable[Person]) -> ColumnElement[bool]:
    """The sums of these people only."""
    return UseDay.user_id.in_([one.user_id for one in people if one.user_id is not None])


def classes_seen(actor: Actor, on: dt.date) -> Sequence[SchoolClass]:
    """The classes of the day's year whose families' use the person sees [P10 P3]."""
    return db.session.scalars(
        select(SchoolClass)
        .join(AcademicYear, AcademicYear.id == SchoolClass.year_id)
        .where(used_classes(actor, on), AcademicYear.ends >= on)
        .order_by(SchoolClass.grade, SchoolClass.name)
    ).all()


def class_seen(actor: Actor, class_id: int, on: dt.date) -> SchoolClass:
    """One of them, of any year; raises NotFound."""
    query = select(SchoolClass).where(SchoolClass.id == class_id, used_classes(actor, on))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def _in(span: Span) -> ColumnElement[bool]:
    return UseDay.day.between(span.first, span.last)
