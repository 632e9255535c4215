"""Makes the whole demo school in one unit of work: everything or nothing."""

import datetime as dt
from collections.abc import Callable, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.core.actor import SYSTEM
from app.core.db import db, unit_of_work
from app.core.errors import Conflict
from app.exchange.demo import courses, entries, incidents, people, plans, structure
from app.exchange.demo.board import make_board
from app.exchange.demo.calendar import demo_year
from app.exchange.demo.consents import make_consents
from app.exchange.demo.curriculum import CLASSES
from app.exchange.demo.inspection import make_inspection
from app.exchange.demo.logins import make_logins
from app.exchange.demo.marks import Sums
from app.exchange.demo.messages import make_messages
from app.exchange.demo.movement import make_movement
from app.exchange.demo.names import Namer
from app.exchange.demo.outages import make_outage
from app.exchange.demo.papers import make_papers
from app.exchange.demo.results import make_results
from app.exchange.demo.usage import make_use
from app.exchange.demo.weeks import reconcile
from app.exchange.demo.works import make_works
from app.exchange.demo.world import World
from app.school.models import School
from app.timetable.operations.making import make_lessons
from app.timetable.queries.making import Scope

_SEED = 17


def has_school() -> bool:
    """True when the database already has a school, the demo's or a real one."""
    return db.session.scalar(select(School.id).limit(1)) is not None


def make_demo(
    today: dt.date, say: Callable[[str], None], class_names: Sequence[str] = CLASSES
) -> None:
    """Make the demo school around `today`; `say` gets a line in Russian after each part.

    `class_names`: a smaller school for tests; 4А and 7А must be among them. Raises Conflict when
    there is a school already.
    """
    world = World(demo_year(today), class_names, say)
    with unit_of_work(way="cli", actor=SYSTEM):
        if has_school():
            raise Conflict(_("The database already has a school."))
        for note in world.demo.notes:
            say(note)
        _make_school(world)
        _make_timetable(world)
        _fill_journals(world)


def _make_school(world: World) -> None:
    namer = Namer(_SEED)
    structure.make_structure(world)
    people.make_staff(world, namer)
    structure.make_classes(world)
    people.make_pupils(world, namer)
    people.make_subgroups(world)
    make_logins(world)
    world.say(f"Согласий родителей: {make_consents(world)}.")
    pupils = sum(len(members) for members in world.members.values())
    world.say(f"Классов {len(world.classes)}, учеников {pupils}, сотрудников {len(world.staff)}.")


def _make_timetable(world: World) -> None:
    courses.make_courses(world)
    topics = plans.make_plans(world)
    slots = courses.make_slots(world)
    year = world.year
    report = make_lessons(SYSTEM, scope=Scope(year, year.starts, year.ends), today=world.today)
    world.say(
        f"Журналов {len(world.courses)}, тем в планах {topics}, мест в расписании {slots},"
        f" уроков {report.added.total()}."
    )
    incidents.change_lessons(world)


def _fill_journals(world: World) -> None:
    sums = Sums()
    for name in world.class_names:
        rows = entries.ClassYear(world, name, sums).fill()
        world.say(f"{name}: записей {rows}.")
    results = make_results(world, sums)
    incidents.contradict(world)
    incidents.reopen(world)
    world.say(f"Уроков, которые пришлись на сбой: {make_outage(world)}.")
    world.say(f"Документов о пропусках {make_papers(world)}.")
    world.say(f"Отметок за периоды {results}.")
    world.say(f"Недель, которые выверены: {reconcile(world)}.")
    world.say(f"Сообщений: {make_messages(world)}.")
    world.say(f"Объявлений, документов, записей форума: {make_board(world)}.")
    world.say(f"Замечаний к журналам: {make_inspection(world)}.")
    world.say(f"Входили в журнал: {make_use(world)}.")
    world.say(f"Контрольных работ с анализом: {make_works(world)}.")
    world.say(f"Просьб о зачислении и выбытии: {make_movement(world)}.")
