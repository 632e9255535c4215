"""Tables: terms, reminders, checks of journals with their remarks, sums of use [K1 K2 K3 P10]."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.classes.models import SchoolClass
from app.control.enums import Looked, RemarkState, Way
from app.core.db import Moment, coded, db, link
from app.people.models import Pupil
from app.plan.models import Course
from app.school.models import GradingPeriod
from app.timetable.models import Lesson


class Term(db.Model):
    """How the school keeps a term: without a row as the regulations have it [K1]."""

    __tablename__ = "control_term"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    check: Mapped[str] = mapped_column(String(40), unique=True)
    watched: Mapped[bool] = mapped_column(default=True, server_default=true())
    number: Mapped[int | None]

    def __str__(self) -> str:
        return self.check


class ReminderChoice(db.Model):
    """How a person wants to be reminded; `digest`: the week's figures on Mondays [K3]."""

    __tablename__ = "reminder_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE", unique=True)
    way: Mapped[Way] = mapped_column(coded(Way), default=Way.LETTER)
    digest: Mapped[bool] = mapped_column(default=True, server_default=true())


class Reminded(db.Model):
    """A person was reminded of an item: never a second time [K3]."""

    __tablename__ = "reminded"
    __table_args__ = (UniqueConstraint("user_id", "key", name="uq_reminded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE", index=False)
    key: Mapped[str] = mapped_column(String(80))
    at: Mapped[dt.datetime] = mapped_column(Moment, index=True)


class ReminderRound(db.Model):
    """When reminders were last looked for; one row."""

    __tablename__ = "reminder_round"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Moment)


class Inspection(db.Model):
    """A check of a journal: a course or a whole class, days, what is looked at [K2]."""

    __tablename__ = "inspection"
    __table_args__ = (CheckConstraint("first <= last", name="ck_inspection_span"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = link("school_class.id")
    course_id: Mapped[int | None] = link("course.id")
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    looked: Mapped[str] = mapped_column(String(80), default="")  # codes of `Looked`
    inspector_id: Mapped[int] = link("ab_user.id")
    inspector: Mapped[str] = mapped_column(String(200))
    began_at: Mapped[dt.datetime] = mapped_column(Moment)
    closed_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    school_class: Mapped[SchoolClass] = relationship()
    course: Mapped[Course | None] = relationship()
    remarks: Mapped[list["Remark"]] = relationship(
        back_populates="inspection", order_by="Remark.id"
    )

    @property
    def parts(self) -> list[Looked]:
        """What is looked at."""
        return [Looked(code) for code in self.looked.split()]

    def __str__(self) -> str:
        return f"{self.course or self.school_class}, {self.first:%d.%m.%Y}–{self.last:%d.%m.%Y}"


class Remark(db.Model):
    """A remark to the teacher of a course, on a lesson, a pupil in it, or a result [K2]."""

    __tablename__ = "remark"
    __table_args__ = (
        Index("ix_remark_staff", "staff_id", "state"),
        {"info": {"asks": True}},  # a lesson that is only asked about may be cancelled
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = link("inspection.id")
    course_id: Mapped[int] = link("course.id")
    staff_id: Mapped[int | None] = link("staff.id", index=False)  # to whom it is made
    lesson_id: Mapped[int | None] = link("lesson.id")
    pupil_id: Mapped[int | None] = link("pupil.id")
    period_id: Mapped[int | None] = link("grading_period.id")
    about: Mapped[Looked] = mapped_column(coded(Looked))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
    state: Mapped[RemarkState] = mapped_column(coded(RemarkState), default=RemarkState.OPEN)
    answer: Mapped[str] = mapped_column(Text, default="")
    mended: Mapped[bool] = mapped_column(default=False, server_default=false())
    answered_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    closed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    inspection: Mapped[Inspection] = relationship(back_populates="remarks")
    course: Mapped[Course] = relationship()
    lesson: Mapped[Lesson | None] = relationship()
    pupil: Mapped[Pupil | None] = relationship()
    period: Mapped[GradingPeriod | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return self.text


class UseDay(db.Model):
    """What a login did on a day: how often it came in, how many changes it made [P10].

    Only the sums are kept: neither where somebody came from nor which pages they opened.
    """

    __tablename__ = "use_day"
    __table_args__ = (UniqueConstraint("day", "user_id", name="uq_use_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[dt.date]
    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE")
    logins: Mapped[int] = mapped_column(default=0, server_default="0")
    entries: Mapped[int] = mapped_column(default=0, server_default="0")
