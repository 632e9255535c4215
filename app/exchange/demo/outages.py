"""A power cut, mostly transferred from paper; a silence of the server that is proposed [U3]."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import db
from app.exchange.demo.world import World
from app.outages.enums import TransferState
from app.outages.models import ServerGap, Transfer
from app.outages.operations.outages import Facts, register_outage
from app.timetable.models import Lesson

_TEACHER = "maths1"  # logs in, and has not come round to it yet
_DAY = dt.timedelta(days=1)


def make_outage(world: World) -> int:
    """Registered yesterday's power cut; what waits is the teacher's who logs in, and what nobody
    has filled. Returns how many lessons it has.
    """
    day = world.demo.last_day(world.today - _DAY)
    facts = Facts(_at(day, 9, 10), _at(day, 12, 0), (), "Отключение электричества")
    outage = register_outage(SYSTEM, facts=facts, now=_at(world.today, 8, 0))
    rows = db.session.scalars(
        select(Transfer)
        .where(Transfer.outage_id == outage.id)
        .options(joinedload(Transfer.lesson).joinedload(Lesson.teacher))
    ).all()
    for row in rows:
        if row.lesson.topic and row.lesson.teacher_id != world.staff[_TEACHER].id:
            row.state, row.done_at = TransferState.TRANSFERRED, _at(day, 15, 30)
            row.done_name = row.lesson.teacher.short_name if row.lesson.teacher else ""
    silent = world.demo.last_day(world.today - 7 * _DAY)
    db.session.add(ServerGap(starts=_at(silent, 10, 5), ends=_at(silent, 10, 50)))
    return len(rows)


def _at(day: dt.date, hour: int, minute: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), clock.now().tzinfo)
