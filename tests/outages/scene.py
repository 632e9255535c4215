"""An outage of the small school: 1 September 2026, both lessons of 7А and that of 8Б."""

import datetime as dt
from zoneinfo import ZoneInfo

from app.core.actor import Actor
from app.core.db import unit_of_work
from app.outages.operations.outages import Facts, register_outage
from tests import factories as make

ZONE = ZoneInfo("Europe/Moscow")


def moment(hour: int, minute: int = 0, day: int = 1) -> dt.datetime:
    return dt.datetime(2026, 9, day, hour, minute, tzinfo=ZONE)


NOW = moment(9, day=2)  # the morning after
DEPUTY = make.actor("deputy", name="Завучева")


def facts(starts=None, ends=None, *classes, reason="Не работала сеть") -> Facts:
    return Facts(starts or moment(8), ends or moment(15), tuple(c.id for c in classes), reason)


def registered(given: Facts | None = None, actor: Actor = DEPUTY, now=NOW, gap_id=None):
    with unit_of_work(way="form", actor=actor):
        return register_outage(actor, facts=given or facts(), now=now, gap_id=gap_id)


def as_staff(staff, *roles, user_id=None) -> Actor:
    return make.actor(*(roles or ("teacher",)), staff_id=staff.id, user_id=user_id, name=str(staff))
