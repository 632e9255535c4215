"""The next year is made from one that is over [S2 S3 S4 S6]."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.archive.access import require_may_administer
from app.archive.operations.proposed_courses import Grown, propose_courses
from app.archive.queries import next_year as queries
from app.archive.rules.next_year import NewClass, Plan, planned
from app.audit.bulk import add_recorded
from app.classes.models import ClassMembership, SchoolClass, Subgroup, SubgroupMembership
from app.classes.operations.graduation import graduate
from app.classes.operations.structure import add_classes
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Refused
from app.school.models import AcademicYear
from app.school.operations import propose_year
from app.school.queries import locked_year

_PRIMARY_ENDS = 4  # grade: a class gets another class teacher after it


@dataclass(frozen=True)
class Summary:
    """What was made."""

    year: AcademicYear
    classes: int
    pupils: int
    courses: int


def make_next_year(
    actor: Actor, *, year_id: int, to_tenth: Collection[int], order: str = ""
) -> Summary:
    """Classes move up with their pupils and subgroups; curriculum and courses are proposed.

    The timetable stays empty. With the number of an order those who finish the school leave by
    it; without one they are entered as they go. Raises NotFound, Forbidden, and Refused when the
    next year has classes already.
    """
    require_may_administer(actor)
    year = locked_year(year_id)
    coming = queries.year_after(year) or propose_year(actor, autumn=year.starts.year + 1)
    db.session.flush()
    if queries.classes_of(coming.id):
        raise Refused(_("The academic year %(year)s has classes already.", year=coming.name))
    old = {row.id: row for row in queries.classes_of(year.id)}
    plan = planned(queries.old_classes(year), to_tenth)
    if order:
        leaving = [member.pupil for _name, members in plan.leaving for member in members]
        graduate(actor, year=year, pupil_ids=leaving, order=order)
    made = add_classes(actor, year=coming, classes=[_values(new, old) for new in plan.classes])
    db.session.flush()
    pairs = list(zip(plan.classes, made, strict=True))
    pupils = _enrol(plan, made, coming)
    groups = _divide(pairs, year, coming.starts)
    grown = [Grown(row, new.old, groups.get(row.id, [])) for new, row in pairs]
    return Summary(coming, len(made), pupils, propose_courses(grown, list(old.values()), coming))


def _values(new: NewClass, old: dict[int, SchoolClass]) -> dict[str, Any]:
    before = old[new.old]
    keeps_teacher = before.grade != _PRIMARY_ENDS
    return {
        "name": new.name,
        "grade": new.grade,
        "teacher_id": before.teacher_id if keeps_teacher else None,
        "capacity": before.capacity,
        "days_per_week": before.days_per_week,
        "shift_id": before.shift_id,
    }


def _enrol(plan: Plan, made: Sequence[SchoolClass], coming: AcademicYear) -> int:
    placed = queries.placed_pupils(coming)
    rows = [
        {"pupil_id": member.pupil, "class_id": row.id, "since": coming.starts, "until": None}
        for new, row in zip(plan.classes, made, strict=True)
        for member in (*new.pupils, *new.repeating)
        if member.pupil not in placed
    ]
    add_recorded(ClassMembership, rows)
    return len(rows)


def _divide(
    pairs: Iterable[tuple[NewClass, SchoolClass]], year: AcademicYear, since: dt.date
) -> dict[int, list[Subgroup]]:
    """The subgroups of each class, with those of their pupils who move up with it."""
    known = {new.old: ({m.pupil for m in new.pupils}, row) for new, row in pairs}
    before = queries.subgroups_of(list(known))
    inside = queries.subgroup_pupils([g.id for groups in before.values() for g in groups], year)
    made: dict[int, list[Subgroup]] = {}
    stays: list[tuple[Subgroup, int]] = []
    for class_id, groups in before.items():
        moving, row = known[class_id]
        for group in groups:
            copy = Subgroup(class_id=row.id, division=group.division, name=group.name)
            made.setdefault(row.id, []).append(copy)
            stays += [(copy, pupil) for pupil in inside[group.id] if pupil in moving]
    db.session.add_all([group for groups in made.values() for group in groups])
    db.session.flush()
    add_recorded(
        SubgroupMembership,
        [
            {"pupil_id": pupil, "subgroup_id": group.id, "since": since, "until": None}
            for group, pupil in stays
        ],
    )
    return made
