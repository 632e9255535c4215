"""Who is in the courses of classes on which days: two statements for any number of classes [S6]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from app.classes.models import ClassMembership, Subgroup, SubgroupMembership
from app.classes.queries import BY_NAME
from app.classes.rules import Span
from app.core.db import db
from app.people.models import Pupil
from app.plan.models import Course

Stays = dict[int, dict[int, list[Span]]]


def _nobody() -> Stays:
    return defaultdict(lambda: defaultdict(list))


@dataclass
class Roster:
    """Names in the order of class lists; days in classes and subgroups, by their id and pupil."""

    names: dict[int, str] = field(default_factory=dict)
    classes: Stays = field(default_factory=_nobody)
    subgroups: Stays = field(default_factory=_nobody)

    def of_class(self, class_id: int) -> list[int]:
        """The pupils of a class at any time of the span, by name."""
        return [pupil for pupil in self.names if pupil in self.classes[class_id]]

    def in_class(self, class_id: int, pupil_id: int, day: dt.date) -> bool:
        """True when the pupil is in the class on the day."""
        return any(span.holds(day) for span in self.classes[class_id].get(pupil_id, ()))

    def holds(self, course: Course, pupil_id: int, day: dt.date) -> bool:
        """True when the pupil is in the course's class, and in its subgroup, on the day."""
        if not self.in_class(course.class_id, pupil_id, day):
            return False
        if course.subgroup_id is None:
            return True
        return any(s.holds(day) for s in self.subgroups[course.subgroup_id].get(pupil_id, ()))

    def taught(self, course: Course, day: dt.date) -> list[int]:
        """The pupils of a course on a day, by name."""
        return [p for p in self.of_class(course.class_id) if self.holds(course, p, day)]


def roster_of(class_ids: Collection[int], first: dt.date, last: dt.date) -> Roster:
    """Everybody who is in one of the classes on a day of the span: two statements."""
    found = Roster()
    whole = select(
        ClassMembership.class_id,
        *(Pupil.id, Pupil.last_name, Pupil.first_name),
        *(ClassMembership.since, ClassMembership.until),
    ).join(Pupil, Pupil.id == ClassMembership.pupil_id)
    rows = whole.where(
        ClassMembership.class_id.in_(class_ids), _touches(ClassMembership, first, last)
    )
    for of, pupil, last_name, first_name, since, until in db.session.execute(
        rows.order_by(*BY_NAME)
    ):
        found.names[pupil] = f"{last_name} {first_name}"
        found.classes[of][pupil].append(Span(since, until))
    parts = (
        select(SubgroupMembership)
        .join(Subgroup, Subgroup.id == SubgroupMembership.subgroup_id)
        .where(Subgroup.class_id.in_(class_ids), _touches(SubgroupMembership, first, last))
    )
    for row in db.session.execute(parts.with_only_columns(*_PART)):
        found.subgroups[row.subgroup_id][row.pupil_id].append(Span(row.since, row.until))
    return found


_PART = (
    SubgroupMembership.subgroup_id,
    SubgroupMembership.pupil_id,
    SubgroupMembership.since,
    SubgroupMembership.until,
)


def _touches(kind: Any, first: dt.date, last: dt.date) -> Any:
    return (kind.since <= last) & or_(kind.until.is_(None), kind.until >= first)
