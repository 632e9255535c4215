"""Tables: marks that a person has seen, homework that is done, addresses of calendars [M5]."""

import datetime as dt

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Moment, db, link


class MarkSeen(db.Model):
    """A person has seen a mark as it was in `version`; a changed one is new again [M5]."""

    __tablename__ = "mark_seen"

    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE", primary_key=True, index=False)
    mark_id: Mapped[int] = link("mark.id", on_delete="CASCADE", primary_key=True)
    version: Mapped[int]
    at: Mapped[dt.datetime] = mapped_column(Moment)


class HomeworkDone(db.Model):
    """A pupil has ticked homework off as it was in `version`; changed homework is to do again."""

    __tablename__ = "homework_done"

    pupil_id: Mapped[int] = link("pupil.id", on_delete="CASCADE", primary_key=True, index=False)
    homework_id: Mapped[int] = link("homework.id", on_delete="CASCADE", primary_key=True)
    version: Mapped[int]
    at: Mapped[dt.datetime] = mapped_column(Moment)


class CalendarFeed(db.Model):
    """A person follows a pupil's lessons in a calendar of their own [M5].

    `secret` is a part of the address; without the row the address is none.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("user_id", "pupil_id", name="uq_calendar_feed"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE", index=False)
    pupil_id: Mapped[int] = link("pupil.id", on_delete="CASCADE")
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
