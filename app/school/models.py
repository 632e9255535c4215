"""Tables: the school and its settings, years, periods, calendar, bells, rooms, subjects [S1 S2]."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import CheckConstraint, Numeric, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import coded, db, link, sorted_text
from app.school.enums import DayKind, LetterProfile, PeriodKind


class School(db.Model):
    """The school and its settings; one row."""

    __tablename__ = "school"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sorted_text(300))
    short_name: Mapped[str] = mapped_column(sorted_text(100))
    class_teacher_edits_marks: Mapped[bool] = mapped_column(default=True)  # [P3]
    teacher_edits_timetable: Mapped[bool] = mapped_column(default=False)  # [S5]
    pupils_hand_in: Mapped[bool] = mapped_column(default=False, server_default=false())  # [M5]
    entry_days: Mapped[int] = mapped_column(default=14)  # [J8], calendar days
    allow_mark_one: Mapped[bool] = mapped_column(default=False)
    round_up_from: Mapped[Decimal] = mapped_column(Numeric(3, 2), default=Decimal("0.50"))
    round_up_to_three_from: Mapped[Decimal] = mapped_column(Numeric(3, 2), default=Decimal("0.50"))
    marks_least: Mapped[int] = mapped_column(default=3, server_default="3")  # [R2], to 2 h a week
    marks_least_many: Mapped[int] = mapped_column(default=5, server_default="5")  # [R2], above
    year_by_marks: Mapped[bool] = mapped_column(default=False, server_default=false())  # [R1]
    letters: Mapped[LetterProfile] = mapped_column(
        coded(LetterProfile), default=LetterProfile.USUAL
    )

    def __str__(self) -> str:
        return self.short_name


class AcademicYear(db.Model):
    """One academic year [S1]; a closed one is read only [R7].

    `closed_why`: why it was closed with something left, or opened again.
    """

    __tablename__ = "academic_year"
    __table_args__ = (CheckConstraint("starts < ends", name="ck_academic_year_span"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sorted_text(20), unique=True)
    starts: Mapped[dt.date]
    ends: Mapped[dt.date]
    closed_on: Mapped[dt.date | None]
    closed_why: Mapped[str] = mapped_column(String(500), default="", server_default="")

    def __str__(self) -> str:
        return self.name


class GradingPeriod(db.Model):
    """A quarter (classes 1–9), a half-year (10–11) or the year [S1]; marks are summed up in it.

    An exam, the state attestation and the final result are rows too: results are set for them [R1].
    `results_due`: the date of the school's order, none: the last day. `reopened_why`: the reason
    of the last opening after it was closed [J8].
    """

    __tablename__ = "grading_period"
    __table_args__ = (
        UniqueConstraint("year_id", "kind", "number", "first_grade", name="uq_grading_period"),
        CheckConstraint("starts < ends", name="ck_grading_period_span"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = link("academic_year.id")
    kind: Mapped[PeriodKind] = mapped_column(coded(PeriodKind))
    number: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(sorted_text(40))
    starts: Mapped[dt.date]
    ends: Mapped[dt.date]
    first_grade: Mapped[int] = mapped_column(default=1)
    last_grade: Mapped[int] = mapped_column(default=9)
    results_due: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]
    reopened_why: Mapped[str] = mapped_column(String(500), default="", server_default="")

    year: Mapped[AcademicYear] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return f"{self.name} {self.year.name}"


class Vacation(db.Model):
    """A vacation of some grades [S1]; class 1 has an extra one."""

    __tablename__ = "vacation"
    __table_args__ = (CheckConstraint("starts <= ends", name="ck_vacation_span"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = link("academic_year.id")
    name: Mapped[str] = mapped_column(sorted_text(60))
    starts: Mapped[dt.date]
    ends: Mapped[dt.date]
    first_grade: Mapped[int] = mapped_column(default=1)
    last_grade: Mapped[int] = mapped_column(default=11)

    year: Mapped[AcademicYear] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return self.name


class CalendarDay(db.Model):
    """A day that the school itself declares off, working or shortened [S1]."""

    __tablename__ = "calendar_day"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[dt.date] = mapped_column(unique=True)
    kind: Mapped[DayKind] = mapped_column(coded(DayKind))
    follows_weekday: Mapped[int | None]  # 1 Monday … 7 Sunday: whose timetable a working day has
    note: Mapped[str] = mapped_column(String(200), default="")

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"


class Shift(db.Model):
    """A shift of the school day [S1]."""

    __tablename__ = "shift"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sorted_text(40), unique=True)

    def __str__(self) -> str:
        return self.name


class BellSchedule(db.Model):
    """Bells of a shift for some grades; a shortened one serves shortened days [S1]."""

    __tablename__ = "bell_schedule"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sorted_text(60), unique=True)
    shift_id: Mapped[int] = link("shift.id")
    shortened: Mapped[bool] = mapped_column(default=False)
    first_grade: Mapped[int] = mapped_column(default=1)
    last_grade: Mapped[int] = mapped_column(default=11)

    shift: Mapped[Shift] = relationship(lazy="joined", innerjoin=True)
    times: Mapped[list["BellTime"]] = relationship(
        back_populates="schedule", cascade="all, delete-orphan", order_by="BellTime.lesson_number"
    )

    def __str__(self) -> str:
        return self.name


class BellTime(db.Model):
    """When a numbered lesson begins and ends; number 0 is the lesson before the first."""

    __tablename__ = "bell_time"
    __table_args__ = (
        UniqueConstraint("schedule_id", "lesson_number", name="uq_bell_time"),
        CheckConstraint("starts < ends", name="ck_bell_time_span"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = link("bell_schedule.id", on_delete="CASCADE")
    lesson_number: Mapped[int]
    starts: Mapped[dt.time]
    ends: Mapped[dt.time]

    schedule: Mapped[BellSchedule] = relationship(back_populates="times", lazy="joined")

    def __str__(self) -> str:
        return f"{self.lesson_number}: {self.starts:%H:%M}–{self.ends:%H:%M}"


class Room(db.Model):
    """A room where lessons are held [S2]."""

    __tablename__ = "room"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sorted_text(60), unique=True)
    seats: Mapped[int | None]

    def __str__(self) -> str:
        return self.name


class Subject(db.Model):
    """A taught subject [S2]."""

    __tablename__ = "subject"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sorted_text(150), unique=True)
    short_name: Mapped[str] = mapped_column(sorted_text(40))
    physical_education: Mapped[bool] = mapped_column(default=False)  # [J7]
    without_marks: Mapped[bool] = mapped_column(default=False)

    def __str__(self) -> str:
        return self.name
