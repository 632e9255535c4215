"""Writes of the diary: marks seen, homework ticked off, addresses of calendars [M5 P5].

None of it is an entry of the journal: it has no history, and what was seen stays seen.
"""

import datetime as dt
import secrets
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Conflict
from app.diary.access import require_own
from app.diary.models import CalendarFeed, HomeworkDone, MarkSeen
from app.diary.queries.fresh import MOST
from app.diary.queries.homework import homework_of
from app.journal.models import Mark

CHANGED = _l("The teacher has changed this homework: open the page anew.")


def see_marks(
    actor: Actor, *, pupil_id: int, seen: Iterable[tuple[int, int]], now: dt.datetime
) -> int:
    """The person has seen these marks (id, version) of the pupil; how many were new to them.

    A mark that was changed after the page was made stays new: its version is another.
    """
    require_own(actor, pupil_id)
    versions = dict(list(seen)[:MOST])
    rows = db.session.execute(
        select(Mark, MarkSeen)
        .outerjoin(MarkSeen, (MarkSeen.mark_id == Mark.id) & (MarkSeen.user_id == actor.user_id))
        .where(Mark.id.in_(versions), Mark.pupil_id == pupil_id, Mark.value.is_not(None))
    ).all()
    new = [(mark, known) for mark, known in rows if mark.version == versions[mark.id]]
    for mark, known in new:
        if known:
            known.version, known.at = mark.version, now
        else:
            row = MarkSeen(user_id=actor.user_id, mark_id=mark.id, version=mark.version, at=now)
            db.session.add(row)
    return len(new)


def tick_homework(
    actor: Actor,
    *,
    pupil_id: int,
    homework_id: int,
    version: int,
    done: bool,
    now: dt.datetime,
) -> None:
    """Tick homework of the pupil off, or take the tick back.

    NotFound for homework of others; Conflict when the teacher has changed it meanwhile.
    """
    require_own(actor, pupil_id)
    homework = homework_of(pupil_id, homework_id)
    if homework.version != version:
        raise Conflict(CHANGED)
    known = db.session.get(HomeworkDone, (pupil_id, homework_id))
    if known and not done:
        db.session.delete(known)
    elif known:
        known.version, known.at = version, now
    elif done:
        db.session.add(
            HomeworkDone(pupil_id=pupil_id, homework_id=homework_id, version=version, at=now)
        )


def open_feed(actor: Actor, *, pupil_id: int, now: dt.datetime) -> CalendarFeed:
    """A new address for the calendar of the pupil; the one before holds no longer [M5]."""
    require_own(actor, pupil_id)
    feed = _feed(actor, pupil_id) or CalendarFeed(user_id=actor.user_id, pupil_id=pupil_id)
    feed.secret, feed.created_at = secrets.token_urlsafe(32), now
    db.session.add(feed)
    return feed


def close_feed(actor: Actor, *, pupil_id: int) -> None:
    """The address of the calendar holds no longer; none: nothing happens."""
    require_own(actor, pupil_id)
    feed = _feed(actor, pupil_id)
    if feed:
        db.session.delete(feed)


def _feed(actor: Actor, pupil_id: int) -> CalendarFeed | None:
    return db.session.scalars(
        select(CalendarFeed).where(
            CalendarFeed.user_id == actor.user_id, CalendarFeed.pupil_id == pupil_id
        )
    ).first()
