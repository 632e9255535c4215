"""Tables: plans of control works, their items, works of courses, points of pupils [R5]."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import coded, db, link, sorted_text
from app.journal.models import Task
from app.people.models import Pupil, Staff
from app.plan.models import Course
from app.school.models import Subject
from app.works.enums import Level
from app.works.rules.points import Row, read_points
from app.works.rules.scale import Scale


class CheckedElement(db.Model):
    """What an item checks; a list of each subject that grows with its plans [R5]."""

    __tablename__ = "checked_element"
    __table_args__ = (UniqueConstraint("subject_id", "text", name="uq_checked_element"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = link("subject.id", index=False)
    text: Mapped[str] = mapped_column(sorted_text(300))

    def __str__(self) -> str:
        return self.text


class WorkPlan(db.Model):
    """The plan of a control work of a subject and parallel; many classes may write it [R5].

    `five`, `four`, `three`: the least points for these marks, or per cent (`by_percent`).
    """

    __tablename__ = "work_plan"
    __table_args__ = (Index("ix_work_plan_subject", "subject_id", "grade"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = link("subject.id", index=False)
    grade: Mapped[int]
    title: Mapped[str] = mapped_column(sorted_text(200))
    variants: Mapped[int] = mapped_column(default=1)
    by_percent: Mapped[bool] = mapped_column(default=False, server_default=false())
    five: Mapped[int]
    four: Mapped[int]
    three: Mapped[int]
    author_id: Mapped[int | None] = link("staff.id")
    made_on: Mapped[dt.date]
    version: Mapped[int] = mapped_column()

    subject: Mapped[Subject] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[Staff | None] = relationship(lazy="joined")
    items: Mapped[list["WorkItem"]] = relationship(
        back_populates="plan", cascade="all, delete-orphan", order_by="WorkItem.position"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def scale(self) -> Scale:
        """From points to marks."""
        return Scale(self.five, self.four, self.three, self.by_percent)

    @property
    def maximum(self) -> int:
        """All points that there are."""
        return sum(item.points for item in self.items)

    def __str__(self) -> str:
        return f"{self.title} ({self.subject}, {self.grade})"


class WorkItem(db.Model):
    """An item of a plan: number, checked element, level, the most points [R5]."""

    __tablename__ = "work_item"
    __table_args__ = (
        UniqueConstraint("plan_id", "position", name="uq_work_item"),
        CheckConstraint("points > 0", name="ck_work_item_points"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = link("work_plan.id", on_delete="CASCADE", index=False)
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(6))
    element_id: Mapped[int] = link("checked_element.id")
    level: Mapped[Level] = mapped_column(coded(Level))
    points: Mapped[int]

    plan: Mapped[WorkPlan] = relationship(back_populates="items")
    element: Mapped[CheckedElement] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return self.number


class ControlWork(db.Model):
    """A plan that a course wrote in a lesson, for whose task the marks are [R5].

    `day` is the lesson's; `task` is none when its task was removed from the journal since.
    """

    __tablename__ = "control_work"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = link("work_plan.id")
    course_id: Mapped[int] = link("course.id")
    task_id: Mapped[int | None] = link("task.id", on_delete="SET NULL", index=False, unique=True)
    day: Mapped[dt.date]

    plan: Mapped[WorkPlan] = relationship(lazy="joined", innerjoin=True)
    course: Mapped[Course] = relationship(lazy="joined", innerjoin=True)
    task: Mapped[Task | None] = relationship()

    def __str__(self) -> str:
        return f"{self.course}: {self.plan.title}, {self.day:%d.%m.%Y}"


class PupilWork(db.Model):
    """What a pupil did in a control work: points of the items in their order, «2 0 – 1» [R5].

    All points stand in one text: they are read, written and looked up in the history together.
    """

    __tablename__ = "pupil_work"
    __table_args__ = (UniqueConstraint("work_id", "pupil_id", name="uq_pupil_work"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = link("control_work.id", on_delete="CASCADE", index=False)
    pupil_id: Mapped[int] = link("pupil.id")
    variant: Mapped[int | None]
    absent: Mapped[bool] = mapped_column(default=False, server_default=false())
    points: Mapped[str] = mapped_column(String(150), default="", server_default="")

    pupil: Mapped[Pupil] = relationship()

    def row(self, items: int) -> Row:
        """The same as the rules have it, for so many items."""
        return Row(read_points(self.points, items), self.variant, self.absent)

    def __str__(self) -> str:
        return self.points
