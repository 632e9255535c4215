"""Tables of the diary: what was seen and done, remarks, homework handed in, calendars [M5]."""

import datetime as dt

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Moment, coded, db, link
from app.diary.enums import RemarkKind
from app.journal.models import Homework
from app.people.models import Pupil, Staff


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


class PupilRemark(db.Model):
    """An admonition or a praise that the family of a pupil reads in the diary [M5]."""

    __tablename__ = "pupil_remark"
    __table_args__ = (Index("ix_pupil_remark_pupil", "pupil_id", "day"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    pupil_id: Mapped[int] = link("pupil.id", index=False)
    day: Mapped[dt.date]
    kind: Mapped[RemarkKind] = mapped_column(coded(RemarkKind))
    text: Mapped[str] = mapped_column(String(500))
    author_id: Mapped[int] = link("staff.id")

    pupil: Mapped[Pupil] = relationship()
    author: Mapped[Staff] = relationship()

    def __str__(self) -> str:
        return f"{self.pupil}, {self.day:%d.%m.%Y}"


class HandedIn(db.Model):
    """A file that a pupil, or a parent for them, handed in for homework [M5]."""

    __tablename__ = "handed_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    homework_id: Mapped[int] = link("homework.id", on_delete="CASCADE")
    pupil_id: Mapped[int] = link("pupil.id", on_delete="CASCADE")
    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(100))
    at: Mapped[dt.datetime] = mapped_column(Moment)

    homework: Mapped[Homework] = relationship()
    pupil: Mapped[Pupil] = relationship()
