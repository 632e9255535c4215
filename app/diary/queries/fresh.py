"""Marks that a person has not seen yet, and what the families of a class have seen [M5]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from app.classes.access import members_between
from app.classes.models import ClassMembership, SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.diary.access import watched_classes
from app.diary.models import MarkSeen
from app.journal.access import enrolled
from app.journal.models import Mark, Task
from app.journal.queries.cells import WEIGHT
from app.people.models import Guardian, Guardianship, Pupil
from app.plan.models import Course, WorkKind
from app.school.models import AcademicYear, Subject
from app.timetable.models import Lesson

BACK = dt.timedelta(days=31)  # older marks are nobody's news
MOST = 100


@dataclass(frozen=True)
class Family:
    """A pupil with the guardians, when each has seen marks last, and how many nobody has seen."""

    pupil: Pupil
    unseen: int
    guardians: list[tuple[Guardian, dt.datetime | None]] = field(default_factory=list)

    @property
    def reachable(self) -> bool:
        """True when some guardian has a login."""
        return any(guardian.user_id for guardian, _at in self.guardians)


def fresh_marks(actor: Actor, pupil_id: int, today: dt.date) -> Sequence[Any]:
    """Rows (id, version, value, day, subject, kind, title, weight) of a pupil's marks that the
    person has not seen, the latest first: one statement.
    """
    return db.session.execute(
        select(
            Mark.id,
            Mark.version,
            Mark.value,
            Lesson.day,
            Subject.name.label("subject"),
            WorkKind.name.label("kind"),
            Task.title,
            WEIGHT.label("weight"),
        )
        .join(Task, Task.id == Mark.task_id)
        .join(WorkKind, WorkKind.id == Task.kind_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .join(Subject, Subject.id == Course.subject_id)
        .where(
            Mark.pupil_id == pupil_id,
            *_recent(today),
            ~_seen(MarkSeen.user_id == actor.user_id),
        )
        .order_by(Lesson.day.desc(), Lesson.number.desc(), Task.position)
        .limit(MOST)
    ).all()


def _recent(today: dt.date) -> tuple[ColumnElement[bool], ...]:
    return Mark.value.is_not(None), Lesson.day >= today - BACK, enrolled(Mark.pupil_id)


def _seen(by: ColumnElement[bool]) -> ColumnElement[bool]:
    """True where somebody has seen the mark as it is now."""
    return exists().where(MarkSeen.mark_id == Mark.id, MarkSeen.version == Mark.version, by)


def watched(actor: Actor, today: dt.date) -> Sequence[SchoolClass]:
    """Classes of the year whose families the person watches: one statement [P3 P4]."""
    return db.session.scalars(
        select(SchoolClass)
        .join(AcademicYear, AcademicYear.id == SchoolClass.year_id)
        .where(
            AcademicYear.starts <= today, AcademicYear.ends >= today, watched_classes(actor, today)
        )
        .order_by(SchoolClass.grade, SchoolClass.name)
    ).all()


def families(actor: Actor, class_id: int, today: dt.date) -> tuple[SchoolClass, list[Family]]:
    """The pupils of a class with what their guardians have seen: four statements.

    NotFound when the class is not the person's to watch.
    """
    school_class = db.session.scalars(
        select(SchoolClass).where(SchoolClass.id == class_id, watched_classes(actor, today))
    ).first()
    if school_class is None:
        raise NotFound
    pupils = db.session.scalars(
        select(Pupil)
        .join(ClassMembership, ClassMembership.pupil_id == Pupil.id)
        .where(ClassMembership.class_id == class_id, members_between(today, today))
        .order_by(Pupil.last_name, Pupil.first_name, Pupil.id)
    ).all()
    keys = [pupil.id for pupil in pupils]
    unseen, guardians = _unseen(keys, today), _guardians(keys)
    return school_class, [
        Family(pupil, unseen.get(pupil.id, 0), guardians[pupil.id]) for pupil in pupils
    ]


def _unseen(pupils: Collection[int], today: dt.date) -> dict[int, int]:
    """By pupil: how many marks none of the guardians has seen."""
    of_family = (
        exists()
        .where(
            Guardianship.pupil_id == Mark.pupil_id,
            Guardianship.guardian_id == Guardian.id,
            Guardian.user_id == MarkSeen.user_id,
        )
        .correlate(Mark, MarkSeen)
    )
    rows: Any = db.session.execute(
        select(Mark.pupil_id, func.count())
        .join(Task, Task.id == Mark.task_id)
        .join(Lesson, Lesson.id == Task.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(Mark.pupil_id.in_(pupils), *_recent(today), ~_seen(of_family))
        .group_by(Mark.pupil_id)
    )
    return dict(rows.all())


def _guardians(
    pupils: Collection[int],
) -> dict[int, list[tuple[Guardian, dt.datetime | None]]]:
    """By pupil: the guardians, and when each has seen a mark of the pupil last."""
    last = (
        select(func.max(MarkSeen.at))
        .join(Mark, Mark.id == MarkSeen.mark_id)
        .where(MarkSeen.user_id == Guardian.user_id, Mark.pupil_id == Guardianship.pupil_id)
        .correlate(Guardian, Guardianship)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Guardianship.pupil_id, Guardian, last)
        .join(Guardian, Guardian.id == Guardianship.guardian_id)
        .where(Guardianship.pupil_id.in_(pupils))
        .order_by(Guardian.last_name, Guardian.first_name)
    )
    found: dict[int, list[tuple[Guardian, dt.datetime | None]]] = defaultdict(list)
    for pupil, guardian, at in rows:
        found[pupil].append((guardian, at))
    return found
