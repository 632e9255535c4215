"""Rows of the school, its year, bells, rooms, subjects, kinds of work and classes [S1 S2]."""

import datetime as dt
from itertools import accumulate

from app.classes.models import SchoolClass
from app.core.db import db
from app.exchange.demo.calendar import DemoYear
from app.exchange.demo.curriculum import (
    PE,
    SECOND_SHIFT,
    SHORT_NAMES,
    WITHOUT_MARKS,
    days_of,
    grade_of,
)
from app.exchange.demo.staffing import STAFF
from app.exchange.demo.world import SCHOOL_NAME, World
from app.plan.models import WorkKind
from app.plan.rules.kinds import DEFAULT_KINDS
from app.school.models import (
    AcademicYear,
    BellSchedule,
    BellTime,
    CalendarDay,
    GradingPeriod,
    Room,
    School,
    Shift,
    Subject,
    Vacation,
)

# Minutes after each lesson of a shift, on usual and on shortened days.
_PAUSES = (10, 20, 20, 10, 10, 10)
_PAUSES_OF_CLASS_1 = (15, 25, 25, 15, 15, 15)  # its lessons are 35 minutes and begin with all
_EVEN_PAUSES = (10, 10, 10, 10, 10, 10)
_SHORT_PAUSES = (5, 10, 10, 5, 5, 5)


def make_structure(world: World) -> None:
    """Everything that stands before the first pupil comes."""
    db.session.add(School(name=SCHOOL_NAME, short_name="Школа № 17"))
    _make_year(world, world.demo)
    _make_bells(world)
    world.rooms = {post.room: Room(name=post.room) for post in STAFF if post.room}
    world.subjects = {
        name: Subject(
            name=name,
            short_name=short,
            physical_education=name == PE,
            without_marks=name in WITHOUT_MARKS,
        )
        for name, short in SHORT_NAMES.items()
    }
    world.kinds = {
        kind.code: WorkKind(**kind._asdict(), position=position)
        for position, kind in enumerate(DEFAULT_KINDS, 1)
    }
    rows = [*world.rooms.values(), *world.subjects.values(), *world.kinds.values()]
    db.session.add_all(rows)
    db.session.flush()


def make_classes(world: World) -> None:
    """The classes with their class teachers; two study in the second shift [S1 S2]."""
    heads = {post.heads: world.staff[post.key] for post in STAFF if post.heads}
    for name in world.class_names:
        world.classes[name] = SchoolClass(
            year=world.year,
            grade=grade_of(name),
            name=name,
            teacher=heads[name],
            days_per_week=days_of(name),
            shift=world.shifts[name in SECOND_SHIFT],
        )
    db.session.add_all(world.classes.values())
    db.session.flush()


def _make_year(world: World, demo: DemoYear) -> None:
    plan = demo.proposed
    world.year = AcademicYear(name=plan.name, starts=plan.starts, ends=plan.ends)
    world.periods = [
        GradingPeriod(
            year=world.year,
            kind=p.kind,
            number=p.number,
            name=str(p.name),
            starts=p.starts,
            ends=p.ends,
            first_grade=p.first_grade,
            last_grade=p.last_grade,
        )
        for p in plan.periods
    ]
    vacations = [
        Vacation(
            year=world.year,
            name=str(b.name),
            starts=b.starts,
            ends=b.ends,
            first_grade=b.first_grade,
            last_grade=b.last_grade,
        )
        for b in plan.breaks
    ]
    days = [CalendarDay(day=own.on, kind=own.kind, note=own.note) for own in demo.own_days]
    db.session.add_all([world.year, *world.periods, *vacations, *days])


def _make_bells(world: World) -> None:
    """Two shifts, each with usual and shortened bells; class 1 has lessons of 35 minutes."""
    world.shifts = [Shift(name="Первая смена"), Shift(name="Вторая смена")]
    first, second = world.shifts
    db.session.add_all(
        [
            _bells("1 смена, 1 класс", first, "08:30", 35, _PAUSES_OF_CLASS_1, grades=(1, 1)),
            _bells("1 смена", first, "08:30", 40, _PAUSES, grades=(2, 11)),
            _bells("2 смена", second, "14:00", 40, _EVEN_PAUSES),
            _bells("1 смена, сокращённые", first, "08:30", 30, _SHORT_PAUSES, shortened=True),
            _bells("2 смена, сокращённые", second, "13:00", 30, _SHORT_PAUSES, shortened=True),
        ]
    )


def _bells(  # a bell schedule has that many sides
    name: str,
    shift: Shift,
    begins: str,
    minutes: int,
    pauses: tuple[int, ...],
    *,
    grades: tuple[int, int] = (1, 11),
    shortened: bool = False,
) -> BellSchedule:
    """Seven lessons of `minutes` from `begins` on, with `pauses` between them."""
    offsets = accumulate((minutes + pause for pause in pauses), initial=0)
    start = dt.datetime.combine(dt.date.min, dt.time.fromisoformat(begins))
    times = [
        BellTime(
            lesson_number=number,
            starts=(start + dt.timedelta(minutes=offset)).time(),
            ends=(start + dt.timedelta(minutes=offset + minutes)).time(),
        )
        for number, offset in enumerate(offsets, 1)
    ]
    return BellSchedule(
        name=name,
        shift=shift,
        shortened=shortened,
        first_grade=grades[0],
        last_grade=grades[1],
        times=times,
    )
