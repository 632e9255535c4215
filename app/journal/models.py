"""Tables: tasks, marks, homework, reopenings, receipts of entries [J3 J5 J8 J10 U4]."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Moment, db, link, sorted_text
from app.people.models import Pupil, Staff
from app.plan.models import Course, WorkKind
from app.timetable.models import Lesson


class Task(db.Model):
    """What pupils get a mark for in a lesson; a lesson may have several [J1 J5]."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("lesson_id", "position", name="uq_task"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = link("lesson.id", index=False)
    position: Mapped[int] = mapped_column(default=1)
    kind_id: Mapped[int] = link("work_kind.id")
    title: Mapped[str] = mapped_column(sorted_text(200), default="")
    weight: Mapped[int | None]  # none: the kind's weight
    version: Mapped[int] = mapped_column()

    lesson: Mapped[Lesson] = relationship()
    kind: Mapped[WorkKind] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return f"{self.lesson}, {self.kind.code} {self.title}".strip()


class Mark(db.Model):
    """A pupil's mark for a task [J5]: 1–5, зач, н/зач, • (a debt); none: taken back."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("task_id", "pupil_id", name="uq_mark"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = link("task.id", index=False)
    pupil_id: Mapped[int] = link("pupil.id")
    value: Mapped[str | None] = mapped_column(String(6))
    version: Mapped[int] = mapped_column()

    task: Mapped[Task] = relationship()
    pupil: Mapped[Pupil] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return self.value or ""


class Homework(db.Model):
    """Homework of a lesson for the class, or for one pupil [J3]."""

    __tablename__ = "homework"
    __table_args__ = (
        UniqueConstraint("lesson_id", "pupil_id", name="uq_homework"),
        Index(
            "uq_homework_class",
            "lesson_id",
            unique=True,
            sqlite_where=text("pupil_id is null"),
            postgresql_where=text("pupil_id is null"),
        ),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = link("lesson.id", index=False)
    pupil_id: Mapped[int | None] = link("pupil.id")
    text: Mapped[str] = mapped_column(Text, default="")
    set_at: Mapped[dt.datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    lesson: Mapped[Lesson] = relationship()
    pupil: Mapped[Pupil | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return self.text


class Reopening(db.Model):
    """The administrator opens closed lessons of a course to a teacher again [J8].

    Lessons of `first`…`last` may be changed until the end of the day `until`.
    """

    __tablename__ = "reopening"
    __table_args__ = (
        Index("ix_reopening_course", "course_id", "staff_id"),
        CheckConstraint("first <= last", name="ck_reopening_span"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = link("course.id", index=False)
    staff_id: Mapped[int] = link("staff.id")
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    until: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(String(500))

    course: Mapped[Course] = relationship()
    staff: Mapped[Staff] = relationship()

    def __str__(self) -> str:
        return f"{self.course}: {self.first:%d.%m.%Y}–{self.last:%d.%m.%Y}"


class EntryReceipt(db.Model):
    """What was answered to an entry, so that the same one sent twice is written once [U4]."""

    __tablename__ = "entry_receipt"

    entry: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE")
    at: Mapped[dt.datetime] = mapped_column(Moment, index=True)
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
