"""The lessons of a pupil as events of a calendar, by a secret address [M5]."""

import datetime as dt
from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import select

from app.core.actor import Actor, of_user
from app.core.db import db
from app.core.errors import NotFound
from app.diary.access import require_own
from app.diary.models import CalendarFeed
from app.diary.queries.week import DiaryLesson, filled, lessons_between
from app.diary.rules.ical import Event
from app.people.models import Pupil
from app.timetable.models import Lesson

_BACK, _AHEAD = dt.timedelta(days=14), dt.timedelta(days=60)


def feed_of(actor: Actor, pupil_id: int) -> CalendarFeed | None:
    """The person's own address for the calendar of the pupil, if there is one [P5]."""
    require_own(actor, pupil_id)
    return db.session.scalars(
        select(CalendarFeed).where(
            CalendarFeed.user_id == actor.user_id, CalendarFeed.pupil_id == pupil_id
        )
    ).first()


def feed_at(secret: str) -> tuple[Actor, Pupil]:
    """Who follows which pupil by this address.

    NotFound when it is none, or no longer: revoked, the login switched off, another's child now.
    """
    feed = db.session.scalars(select(CalendarFeed).where(CalendarFeed.secret == secret)).first()
    if feed is None:
        raise NotFound
    actor = of_user(feed.user_id)
    require_own(actor, feed.pupil_id)
    return actor, db.session.get_one(Pupil, feed.pupil_id)


def events(actor: Actor, pupil_id: int, now: dt.datetime) -> Iterator[Event]:
    """The lessons of two weeks back and two months ahead, with their works; no mark is told."""
    today = now.date()
    rows = lessons_between(pupil_id, today - _BACK, today + _AHEAD)
    for row, shown in zip(rows, filled(actor, pupil_id, rows), strict=True):
        yield _event(row.Lesson, shown, now.tzinfo)


def _event(lesson: Lesson, shown: DiaryLesson, zone: dt.tzinfo | None) -> Event:
    place = shown.place
    works = ", ".join(dict.fromkeys(work.kind for work in shown.works if not work.usual))
    title = f"{place.subject}: {works}" if works else place.subject
    return Event(
        key=f"lesson-{lesson.id}@school-journal",
        on=lesson.day,
        starts=_moment(lesson.day, lesson.starts, zone),
        ends=_moment(lesson.day, lesson.ends, zone),
        title=_("Cancelled: %(lesson)s", lesson=title) if place.cancelled else title,
        place=_("room %(room)s", room=place.room) if place.room else "",
        words=place.teacher,
        cancelled=place.cancelled,
        version=lesson.version,
    )


def _moment(day: dt.date, time: dt.time | None, zone: dt.tzinfo | None) -> dt.datetime | None:
    return None if time is None else dt.datetime.combine(day, time, zone)
