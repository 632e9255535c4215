"""The server's heartbeat: who does the chores, and since when nobody was there [U3]."""

import datetime as dt

from sqlalchemy import select, update

from app.core.db import db
from app.outages.models import Heartbeat

_ROW = 1


def last_beat() -> dt.datetime | None:
    """When a server process was seen last; None before the first start."""
    return db.session.scalar(select(Heartbeat.at).where(Heartbeat.id == _ROW))


def take_turn(*, seen: dt.datetime | None, now: dt.datetime) -> bool:
    """Write that the server runs; False when another process did so since `seen`.

    One statement decides, so of several processes one has the turn.
    """
    if seen is None:
        db.session.add(Heartbeat(id=_ROW, at=now))
        db.session.flush()  # a second first one breaks the key
        return True
    beat = update(Heartbeat).where(Heartbeat.id == _ROW, Heartbeat.at == seen).values(at=now)
    return db.session.connection().execute(beat).rowcount == 1
