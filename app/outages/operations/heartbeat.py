"""The server's heartbeat: who does the chores, and since when nobody was there [U3]."""

import datetime as dt

from sqlalchemy import select, update

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.outages.access import require_may_manage
from app.outages.models import Heartbeat, ServerGap
from app.outages.queries.lessons import clock_times, school_days
from app.outages.rules.outages import gap_matters

_ROW = 1


def last_beat() -> dt.datetime | None:
    """When a server process was seen last; None before the first start."""
    return db.session.scalar(select(Heartbeat.at).where(Heartbeat.id == _ROW))


def take_turn(*, seen: dt.datetime | None, now: dt.datetime, least: dt.timedelta) -> bool:
    """Write that the server runs; False when another process did so since `seen`.

    One statement decides, so of several processes one has the turn. A silence since `seen` that
    is longer than `least` is kept when lessons were held in it [U3].
    """
    if seen is None:
        db.session.add(Heartbeat(id=_ROW, at=now))
        db.session.flush()  # a second first one breaks the key
        return True
    beat = update(Heartbeat).where(Heartbeat.id == _ROW, Heartbeat.at == seen).values(at=now)
    mine = db.session.connection().execute(beat).rowcount == 1
    if mine and now - seen > least:
        _record_gap(seen, now, least)
    return mine


def _record_gap(starts: dt.datetime, ends: dt.datetime, least: dt.timedelta) -> None:
    first, last = clock_times(starts, ends)
    if gap_matters(first, last, school_days(first.date(), last.date()), least):
        db.session.add(ServerGap(starts=starts, ends=ends))


def dismiss_gap(actor: Actor, *, gap_id: int) -> None:
    """The silence of the server hindered nobody: it is not proposed any more [U3]."""
    require_may_manage(actor)
    gap = db.session.get(ServerGap, gap_id)
    if gap is None:
        raise NotFound
    gap.dismissed = True
