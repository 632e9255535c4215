"""Homework of a pupil and the files that are handed in for it [M5]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import joinedload

from app.classes.models import ClassMembership
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.diary.access import require_own
from app.diary.models import HandedIn
from app.journal.access import enrolled, visible_lessons
from app.journal.models import Homework
from app.people.models import Pupil
from app.plan.models import Course
from app.school.models import School
from app.timetable.models import Lesson

_LOOK_BACK = dt.timedelta(days=60)


@dataclass(frozen=True)
class Handing:
    """Homework of a course: who has handed files in, and who has not."""

    homework: Homework
    pupils: list[tuple[Pupil, list[HandedIn]]]

    @property
    def ready(self) -> int:
        """How many pupils have handed something in."""
        return sum(bool(files) for _pupil, files in self.pupils)


def files_of(pupil_id: int) -> Any:
    """An expression beside Homework: how many files the pupil handed in; NULL: none are taken."""
    number = (
        select(func.count())
        .where(HandedIn.homework_id == Homework.id, HandedIn.pupil_id == pupil_id)
        .correlate(Homework)
        .scalar_subquery()
    )
    return case((_taken(), number))


def files_are_taken() -> bool:
    """True where the school lets pupils hand in homework as files."""
    return bool(db.session.scalar(select(_taken())))


def _taken() -> Any:
    return select(School.pupils_hand_in).limit(1).scalar_subquery()


def homework_of(pupil_id: int, homework_id: int) -> Homework:
    """Homework of a class that the pupil is or was in, or of this pupil alone; else NotFound."""
    found = db.session.scalars(
        select(Homework)
        .join(Homework.lesson)
        .join(Lesson.course)
        .where(
            Homework.id == homework_id,
            Homework.text != "",
            or_(Homework.pupil_id.is_(None), Homework.pupil_id == pupil_id),
            Course.class_id.in_(
                select(ClassMembership.class_id).where(ClassMembership.pupil_id == pupil_id)
            ),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def own_files(actor: Actor, pupil_id: int, homework_id: int) -> Sequence[HandedIn]:
    """What the person's own pupil handed in for homework; NotFound for others' [P5]."""
    require_own(actor, pupil_id)
    return db.session.scalars(
        select(HandedIn)
        .where(HandedIn.homework_id == homework_id, HandedIn.pupil_id == pupil_id)
        .order_by(HandedIn.id)
    ).all()


def own_file(actor: Actor, pupil_id: int, homework_id: int, file_id: int) -> HandedIn:
    """A file of the person's own pupil for homework; NotFound for others' [P5]."""
    files = own_files(actor, pupil_id, homework_id)
    found = next((one for one in files if one.id == file_id), None)
    if found is None:
        raise NotFound
    return found


def file_for_teacher(actor: Actor, homework_id: int, file_id: int, on: dt.date) -> HandedIn:
    """A file handed in for homework of a lesson that the person may read; else NotFound [P2]."""
    found = db.session.scalars(
        select(HandedIn)
        .join(HandedIn.homework)
        .join(Homework.lesson)
        .where(
            HandedIn.id == file_id,
            HandedIn.homework_id == homework_id,
            visible_lessons(actor, on),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def handed_in(actor: Actor, homework_id: int, on: dt.date) -> Handing:
    """Who of the course has handed in files for homework; NotFound for others' courses [P2].

    Pupils are those of the lesson's day [S6].
    """
    homework = db.session.scalars(
        select(Homework)
        .join(Homework.lesson)
        .where(Homework.id == homework_id, Homework.text != "", visible_lessons(actor, on))
        .options(joinedload(Homework.lesson).joinedload(Lesson.course))
    ).one_or_none()
    if homework is None:
        raise NotFound
    files: dict[int, list[HandedIn]] = defaultdict(list)
    of_it = select(HandedIn).where(HandedIn.homework_id == homework_id).order_by(HandedIn.id)
    for one in db.session.scalars(of_it):
        files[one.pupil_id].append(one)
    return Handing(homework, [(pupil, files[pupil.id]) for pupil in _asked(homework)])


def _asked(homework: Homework) -> Sequence[Pupil]:
    """Pupils whose homework it is, by name."""
    alone = [] if homework.pupil_id is None else [Pupil.id == homework.pupil_id]
    return db.session.scalars(
        select(Pupil)
        .join(Course, Course.id == homework.lesson.course_id)
        .where(enrolled(Pupil.id, homework.lesson.day), *alone)
        .order_by(Pupil.last_name, Pupil.first_name, Pupil.id)
    ).all()


def homework_with_files(actor: Actor, on: dt.date) -> Sequence[Any]:
    """Rows (Homework, pupils who handed in) of the last 60 days, the newest first [P2]."""
    number = func.count(HandedIn.pupil_id.distinct())
    return db.session.execute(
        select(Homework, number.label("ready"))
        .join(HandedIn, HandedIn.homework_id == Homework.id)
        .join(Homework.lesson)
        .where(visible_lessons(actor, on), Lesson.day >= on - _LOOK_BACK, Homework.text != "")
        .options(joinedload(Homework.lesson).joinedload(Lesson.course))
        .group_by(Homework.id, Lesson.id)
        .order_by(Lesson.day.desc(), Lesson.number.desc(), Homework.id)
    ).all()


def file_keys() -> set[str]:
    """Names on the disk of all files that are handed in."""
    return set(db.session.scalars(select(HandedIn.key)))
