"""Rows of the curriculum, of courses with their dated teachers, of weekly slots [S3–S5 P2]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.core.db import db
from app.exchange.demo.curriculum import (
    EVERY_OTHER_WEEK,
    SECOND_SHIFT,
    SOCIETY,
    Taught,
    days_of,
    grade_of,
    taught_in,
)
from app.exchange.demo.staffing import EVERY_DAY, STAFF, teacher_of
from app.exchange.demo.weaving import Piece, Place, weave
from app.exchange.demo.world import HOME_CLASS, World
from app.plan.models import Course, CourseTeacher, CurriculumHours
from app.timetable.enums import WeekKind
from app.timetable.models import Slot

# A course that another teacher took over during the year; both are free at its hours.
_TAKEN_OVER, _SUCCESSOR = (HOME_CLASS, SOCIETY), "history1"
_TAKEN_OVER_AGO = 45  # days
_WEEKS, _WEEKS_OF_CLASS_1 = 34, 33  # of a school year
_ROOMS = {post.key: post.room for post in STAFF}


def make_courses(world: World) -> None:
    """A course for every line of the curriculum and part of a class, taught all the year."""
    for name in world.class_names:
        weeks = _WEEKS if grade_of(name) > 1 else _WEEKS_OF_CLASS_1
        hours: dict[str, float] = {}
        for taught in taught_in(name):
            hours[taught.subject] = taught.hours
            world.courses[taught] = _course(world, taught)
        db.session.add_all(
            CurriculumHours(
                school_class=world.classes[name],
                subject=world.subjects[subject],
                hours_week=Decimal(str(count)),
                hours_year=int(count * weeks),
            )
            for subject, count in hours.items()
        )
    db.session.add_all(world.courses.values())
    db.session.flush()


def make_slots(world: World) -> int:
    """A weekly timetable without clashes; returns how many slots it has [S5]."""
    pieces = weekly_pieces(world.class_names)
    places = weave(
        [piece for piece, _together in pieces],
        {name: days_of(name) for name in world.class_names},
        SECOND_SHIFT,
        world.chance_of("timetable"),
    )
    rows = [
        slot
        for piece, together in pieces
        for taught in together
        for slot in _slots(world, taught, places[piece.key])
    ]
    db.session.add_all(rows)
    db.session.flush()
    return len(rows)


def _course(world: World, taught: Taught) -> Course:
    part = (taught.school_class, taught.division, taught.group)
    return Course(
        school_class=world.classes[taught.school_class],
        subject=world.subjects[taught.subject],
        subgroup=world.subgroups[part] if taught.group else None,
        hours_week=Decimal(str(taught.hours)),
        teachers=[
            CourseTeacher(staff=world.staff[key], since=since, until=until)
            for key, since, until in _teaching(world, taught)
        ],
    )


def weekly_pieces(class_names: Sequence[str]) -> list[tuple[Piece, list[Taught]]]:
    """Every hour of the classes' weeks, with what is taught in it side by side."""
    hours = [hour for name in class_names for hour in _hours(name)]
    return [
        (_piece(number, together, weekday), together)
        for number, (together, weekday) in enumerate(hours)
    ]


def _hours(name: str) -> Iterator[tuple[list[Taught], int | None]]:
    """What a class has at one time, once for each hour of the week, and the only day allowed."""
    groups: dict[str, list[Taught]] = defaultdict(list)
    for taught in taught_in(name):
        shared = "" if taught.subject in EVERY_OTHER_WEEK else taught.subject
        groups[shared].append(taught)
    day = 0
    for together in groups.values():
        for _ in range(max(1, int(together[0].hours))):
            everyday = teacher_of(together[0]) == EVERY_DAY[0] and name in EVERY_DAY[1]
            day += everyday
            yield together, day if everyday and day <= days_of(name) else None


def _piece(number: int, together: list[Taught], weekday: int | None) -> Piece:
    teachers = tuple(dict.fromkeys(key for taught in together for key in _teachers(taught)))
    return Piece(number, together[0].school_class, together[0].subject, teachers, weekday)


def _teachers(taught: Taught) -> tuple[str, ...]:
    """Everybody who teaches the course during the year, in their order."""
    first = teacher_of(taught)
    taken_over = (taught.school_class, taught.subject) == _TAKEN_OVER
    return (first, _SUCCESSOR) if taken_over else (first,)


def _teaching(world: World, taught: Taught) -> Iterator[tuple[str, dt.date, dt.date | None]]:
    """Who teaches the course from when to when."""
    first, *successors = _teachers(taught)
    change = world.ago(_TAKEN_OVER_AGO)
    yield first, world.year.starts, change - dt.timedelta(days=1) if successors else None
    for successor in successors:
        yield successor, change, None


def _slots(world: World, taught: Taught, place: Place) -> Iterator[Slot]:
    for key, since, until in _teaching(world, taught):
        yield Slot(
            course=world.courses[taught],
            weekday=place.weekday,
            lesson_number=place.number,
            week=WeekKind(EVERY_OTHER_WEEK.get(taught.subject, "every")),
            room=world.rooms[_ROOMS[key]],
            valid_from=since,
            valid_to=until,
            teachers=[world.staff[key]],
        )
