"""Who has come to the journal of the demo school: staff, families of two classes [P10]."""

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import insert, select

from app.accounts.operations import open_login
from app.control.models import UseDay
from app.core.actor import SYSTEM
from app.core.db import db
from app.exchange.demo.world import HOME_CLASS, SIBLING_CLASS, World
from app.people.models import Guardian, Guardianship, Staff

_BACK = 42  # days with sums


class Habit(NamedTuple):
    """How many of a kind of people come at all, on how many days, with how many entries at most."""

    role: str
    ever: float
    daily: float
    entries: int


_STAFF = Habit("teacher", 0.97, 0.9, 40)
_PUPIL = Habit("pupil", 0.85, 0.5, 3)
_PARENT = Habit("parent", 0.7, 0.3, 1)


def make_use(world: World) -> int:
    """Logins for those who were given slips, and the sums of their days; how many came."""
    chance = world.chance_of("use")
    rows, came = list[dict[str, Any]](), dict[int, list[dict[str, Any]]]()
    for person, habit in _people(world):
        if person.user_id is None:
            open_login(SYSTEM, person=person, role=habit.role)
        if chance.random() < habit.ever:
            days = list(_days(world, habit, chance))
            rows += [{"user_id": person.user_id, **day} for day in days]
            came[person.user_id] = days
    _came(came)
    if rows:
        db.session.execute(insert(UseDay), rows)
    return sum(map(bool, came.values()))


def _people(world: World) -> Iterator[tuple[Any, Habit]]:
    """Staff who work here, the pupils of two classes and their guardians, each once."""
    for staff in db.session.scalars(select(Staff).where(Staff.left_on.is_(None))).all():
        yield staff, _STAFF
    pupils = [m.pupil for name in (HOME_CLASS, SIBLING_CLASS) for m in world.members[name]]
    for pupil in dict.fromkeys(pupils):
        yield pupil, _PUPIL
    ids = [pupil.id for pupil in pupils]
    of = select(Guardianship.guardian_id).where(Guardianship.pupil_id.in_(ids))
    for guardian in db.session.scalars(select(Guardian).where(Guardian.id.in_(of))).all():
        yield guardian, _PARENT


def _days(world: World, habit: Habit, chance: random.Random) -> Iterator[dict[str, Any]]:
    for back in range(_BACK, 0, -1):
        day = world.today - dt.timedelta(days=back)
        off = day.isoweekday() > 5 and habit is _STAFF  # noqa: PLR2004  # Friday
        if day >= world.year.starts and not off and chance.random() < habit.daily:
            entries = chance.randint(0, habit.entries)
            yield {"day": day, "logins": chance.randint(1, 3), "entries": entries}


def _came(by_user: Mapping[int, Sequence[dict[str, Any]]]) -> None:
    """The login's own count and last day, as its pages show them."""
    for user in db.session.scalars(select(User).where(User.id.in_(by_user))):
        if days := by_user[user.id]:
            user.login_count = sum(day["logins"] for day in days)
            user.last_login = dt.datetime.combine(days[-1]["day"], dt.time(17, 40))
