"""Tables: timetable slots and dated lessons [S5 S7 J3]."""

import datetime as dt

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import coded, db, link
from app.people.models import Staff
from app.plan.models import Course, PlanTopic
from app.school.models import Room
from app.timetable.enums import LessonStatus, WeekKind

slot_teacher = Table(
    "slot_teacher",
    db.metadata,
    Column("slot_id", ForeignKey("slot.id", ondelete="CASCADE"), primary_key=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="RESTRICT"), primary_key=True, index=True),
)


class Slot(db.Model):
    """A weekly place of a course in the timetable, from `valid_from` to `valid_to` [S5].

    Both days are included; without `valid_to` it holds to the end of the year.
    """

    __tablename__ = "slot"
    __table_args__ = (
        CheckConstraint("weekday between 1 and 7", name="ck_slot_weekday"),
        CheckConstraint("lesson_number >= 0", name="ck_slot_lesson_number"),
        CheckConstraint("valid_to is null or valid_from <= valid_to", name="ck_slot_span"),
        Index("ix_slot_place", "weekday", "lesson_number"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = link("course.id")
    weekday: Mapped[int]
    lesson_number: Mapped[int]
    week: Mapped[WeekKind] = mapped_column(coded(WeekKind), default=WeekKind.EVERY)
    room_id: Mapped[int | None] = link("room.id")
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]

    course: Mapped[Course] = relationship()
    room: Mapped[Room | None] = relationship()
    teachers: Mapped[list[Staff]] = relationship(secondary=slot_teacher)

    def __str__(self) -> str:
        return f"{self.course}, {self.weekday}/{self.lesson_number}"


class Lesson(db.Model):
    """One dated taught hour of a course; marks and absences hang on it and on nothing else.

    A substitution or cancellation changes this row [S7]. `version` guards the topic [J10].
    """

    __tablename__ = "lesson"
    __table_args__ = (
        Index("ix_lesson_course_day", "course_id", "day", "number"),
        Index("ix_lesson_day", "day", "number"),
        Index("ix_lesson_teacher_day", "teacher_id", "day"),
        Index("ix_lesson_substitute_day", "substitute_id", "day"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = link("course.id", index=False)
    day: Mapped[dt.date]
    number: Mapped[int]
    starts: Mapped[dt.time | None]
    ends: Mapped[dt.time | None]
    room_id: Mapped[int | None] = link("room.id")
    teacher_id: Mapped[int | None] = link("staff.id", index=False)
    substitute_id: Mapped[int | None] = link("staff.id", index=False)
    slot_id: Mapped[int | None] = link("slot.id")
    status: Mapped[LessonStatus] = mapped_column(coded(LessonStatus), default=LessonStatus.HELD)
    change_reason: Mapped[str] = mapped_column(String(300), default="")  # of a substitution [S7]
    merged_with_id: Mapped[int | None] = link("lesson.id")  # held together with this lesson [S7]
    topic: Mapped[str] = mapped_column(String(1000), default="")
    plan_topic_id: Mapped[int | None] = link("plan_topic.id")
    no_homework: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    course: Mapped[Course] = relationship()
    room: Mapped[Room | None] = relationship()
    teacher: Mapped[Staff | None] = relationship(foreign_keys=[teacher_id])
    substitute: Mapped[Staff | None] = relationship(foreign_keys=[substitute_id])
    slot: Mapped[Slot | None] = relationship()
    plan_topic: Mapped[PlanTopic | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}, {self.number}: {self.course}"


class TeacherAbsence(db.Model):
    """A teacher is away from `first` to `last`, both days included [S7]."""

    __tablename__ = "teacher_absence"
    __table_args__ = (CheckConstraint("first <= last", name="ck_teacher_absence_span"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = link("staff.id")
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(String(300), default="")

    staff: Mapped[Staff] = relationship()

    def __str__(self) -> str:
        return f"{self.staff}: {self.first:%d.%m.%Y}–{self.last:%d.%m.%Y}"
