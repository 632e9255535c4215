"""Moments of the small school, and what one check finds in it."""

import datetime as dt
from zoneinfo import ZoneInfo

from app.control.checks.catalogue import BY_NAME
from app.control.queries.sources import Sources
from app.control.rules.tally import Span
from app.core.actor import Actor
from app.core.db import unit_of_work
from tests import factories as make

ZONE = ZoneInfo("Europe/Moscow")
SEPTEMBER = Span(dt.date(2026, 9, 1), dt.date(2026, 9, 30))
DEPUTY = make.actor("deputy", name="Завучева")


def moment(day: int, hour: int = 12, minute: int = 0, month: int = 9) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def found(name: str, now, *, span=None, staff=None, number=None) -> list:
    check = BY_NAME[name]
    usual = check.number.usual if check.number else 0
    sources = Sources(now, span, staff and staff.id)
    return list(check.find(sources, usual if number is None else number))


def late(name: str, now, **options) -> list[str]:
    """Keys of what is late at the moment and not done, without the check's name."""
    items = found(name, now, **options)
    return [i.key.removeprefix(f"{name}-") for i in items if i.late_now(now)]


def written_at(monkeypatch, at: dt.datetime, work, actor: Actor | None = None) -> None:
    """Do `work` as by a person at that moment: the history has its time."""
    with monkeypatch.context() as patch:
        patch.setattr("app.core.clock.now", lambda: at)
        with unit_of_work(way="page", actor=actor or DEPUTY):
            work()


def as_staff(staff, *roles, user_id=None) -> Actor:
    return make.actor(*(roles or ("teacher",)), staff_id=staff.id, user_id=user_id, name=str(staff))
