"""Tables: printed sheets, outages and their lessons to transfer, the heartbeat [U1 U3]."""

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.classes.models import SchoolClass
from app.core.db import Moment, coded, db, link
from app.core.pages.display import shown
from app.outages.enums import TransferState
from app.plan.models import Course
from app.timetable.models import Lesson

outage_class = Table(
    "outage_class",
    db.metadata,
    Column("outage_id", ForeignKey("outage.id", ondelete="CASCADE"), primary_key=True),
    Column("class_id", ForeignKey("school_class.id"), primary_key=True, index=True),
)


class Outage(db.Model):
    """The journal could not be kept from `starts` to `ends` [U3]; no classes: the whole school."""

    __tablename__ = "outage"
    __table_args__ = (CheckConstraint("starts < ends", name="ck_outage_span"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    starts: Mapped[dt.datetime] = mapped_column(Moment)
    ends: Mapped[dt.datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(300))
    closed_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    classes: Mapped[list[SchoolClass]] = relationship(secondary=outage_class)
    transfers: Mapped[list["Transfer"]] = relationship(
        back_populates="outage", cascade="all, delete-orphan"
    )

    def __str__(self) -> str:
        return f"{shown(self.starts)} – {shown(self.ends)}"


class Transfer(db.Model):
    """A lesson of an outage that must be transferred from paper, and who did it when [U3]."""

    __tablename__ = "transfer"
    __table_args__ = (Index("ix_transfer_state", "state", "outage_id"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    outage_id: Mapped[int] = link("outage.id", on_delete="CASCADE", index=False)
    lesson_id: Mapped[int] = link("lesson.id", unique=True)
    state: Mapped[TransferState] = mapped_column(
        coded(TransferState), default=TransferState.WAITING
    )
    sheet: Mapped[str] = mapped_column(String(20), default="")  # number of the paper sheet
    done_by: Mapped[int | None] = link("ab_user.id")
    done_name: Mapped[str] = mapped_column(String(200), default="")
    done_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    outage: Mapped[Outage] = relationship(back_populates="transfers")
    lesson: Mapped[Lesson] = relationship()

    def __str__(self) -> str:
        return str(self.lesson)


class ServerGap(db.Model):
    """The server was not running from `starts` to `ends`, seen at its next start [U3]."""

    __tablename__ = "server_gap"

    id: Mapped[int] = mapped_column(primary_key=True)
    starts: Mapped[dt.datetime] = mapped_column(Moment)
    ends: Mapped[dt.datetime] = mapped_column(Moment)
    outage_id: Mapped[int | None] = link("outage.id", on_delete="SET NULL")
    dismissed: Mapped[bool] = mapped_column(default=False)


class Heartbeat(db.Model):
    """When the server was last seen running; one row."""

    __tablename__ = "heartbeat"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Moment)


class JournalSheet(db.Model):
    """A printed sheet; its number stands on the paper and, after the transfer, in the history.

    A course and a span have one number, however often they are printed; `printed_at` and
    `printed_by` are of the last time. Without a span the sheet is a blank one of its course,
    without a course of nobody yet.
    """

    __tablename__ = "journal_sheet"
    __table_args__ = (
        UniqueConstraint("course_id", "first", "last", name="uq_journal_sheet"),
        CheckConstraint(
            "(first is null) = (last is null) and first <= last", name="ck_journal_sheet_span"
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int | None] = link("course.id", on_delete="CASCADE", index=False)
    first: Mapped[dt.date | None]
    last: Mapped[dt.date | None]
    printed_at: Mapped[dt.datetime] = mapped_column(Moment)
    printed_by_id: Mapped[int | None] = link("ab_user.id", on_delete="SET NULL")

    course: Mapped[Course | None] = relationship()

    def __str__(self) -> str:
        return f"№ {self.number}"
