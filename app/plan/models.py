"""Tables: curriculum, courses and their teachers, kinds of work, lesson plans [S3 J4 P2 J5]."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.classes.models import SchoolClass, Subgroup
from app.core.db import db, link, sorted_text
from app.people.models import Staff
from app.school.models import AcademicYear, Subject


class CurriculumHours(db.Model):
    """Hours that the curriculum gives a subject in a class [S3]."""

    __tablename__ = "curriculum_hours"
    __table_args__ = (UniqueConstraint("class_id", "subject_id", name="uq_curriculum_hours"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = link("school_class.id")
    subject_id: Mapped[int] = link("subject.id")
    hours_week: Mapped[Decimal] = mapped_column(Numeric(4, 1))
    hours_year: Mapped[int]

    school_class: Mapped[SchoolClass] = relationship(lazy="joined", innerjoin=True)
    subject: Mapped[Subject] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return f"{self.school_class}, {self.subject}"


class WorkKind(db.Model):
    """A kind of work with its code and weight [J5], e.g. К контрольная (2)."""

    __tablename__ = "work_kind"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sorted_text(4), unique=True)
    name: Mapped[str] = mapped_column(sorted_text(60))
    weight: Mapped[int] = mapped_column(default=1)
    written: Mapped[bool] = mapped_column(default=False)
    needs_week: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    def __str__(self) -> str:
        return f"{self.code} — {self.name}"


class LessonPlan(db.Model):
    """A lesson plan (КТП) of a subject and grade; several courses may follow one [J4]."""

    __tablename__ = "lesson_plan"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = link("academic_year.id")
    subject_id: Mapped[int] = link("subject.id")
    grade: Mapped[int]
    name: Mapped[str] = mapped_column(sorted_text(150))
    author_id: Mapped[int | None] = link("staff.id")

    year: Mapped[AcademicYear] = relationship()
    subject: Mapped[Subject] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[Staff | None] = relationship()
    topics: Mapped[list["PlanTopic"]] = relationship(
        back_populates="plan", cascade="all, delete-orphan", order_by="PlanTopic.position"
    )

    def __str__(self) -> str:
        return self.name


class PlanTopic(db.Model):
    """One topic of a lesson plan with its hours, kind of work and homework [J4]."""

    __tablename__ = "plan_topic"
    __table_args__ = (
        Index("ix_plan_topic_position", "plan_id", "position"),
        CheckConstraint("hours > 0", name="ck_plan_topic_hours"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = link("lesson_plan.id", on_delete="CASCADE", index=False)
    position: Mapped[int]
    section: Mapped[str] = mapped_column(String(500), default="")
    title: Mapped[str] = mapped_column(String(1000))
    hours: Mapped[int] = mapped_column(default=1)
    work_kind_id: Mapped[int | None] = link("work_kind.id")
    homework: Mapped[str] = mapped_column(Text, default="")

    plan: Mapped[LessonPlan] = relationship(back_populates="topics")
    work_kind: Mapped[WorkKind | None] = relationship()

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class Course(db.Model):
    """One subject in one class or subgroup: the unit a teacher keeps a journal of [P2 S4]."""

    __tablename__ = "course"
    __table_args__ = (Index("ix_course_key", "class_id", "subject_id", "subgroup_id"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = link("school_class.id", index=False)
    subject_id: Mapped[int] = link("subject.id")
    subgroup_id: Mapped[int | None] = link("subgroup.id")
    lesson_plan_id: Mapped[int | None] = link("lesson_plan.id")
    hours_week: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))

    school_class: Mapped[SchoolClass] = relationship(lazy="joined", innerjoin=True)
    subject: Mapped[Subject] = relationship(lazy="joined", innerjoin=True)
    subgroup: Mapped[Subgroup | None] = relationship(lazy="joined")
    lesson_plan: Mapped[LessonPlan | None] = relationship()
    teachers: Mapped[list["CourseTeacher"]] = relationship(
        back_populates="course", cascade="all, delete-orphan"
    )

    @property
    def title(self) -> str:
        """«7А, Алгебра» or «7А, Английский язык (1 группа)»."""
        group = f" ({self.subgroup.name})" if self.subgroup else ""
        return f"{self.school_class.name}, {self.subject.name}{group}"

    def __str__(self) -> str:
        return self.title


class CourseTeacher(db.Model):
    """Who teaches a course from `since` to `until`, both days included [P2]."""

    __tablename__ = "course_teacher"
    __table_args__ = (
        CheckConstraint("until is null or since <= until", name="ck_course_teacher_span"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = link("course.id", on_delete="CASCADE")
    staff_id: Mapped[int] = link("staff.id")
    since: Mapped[dt.date]
    until: Mapped[dt.date | None]

    course: Mapped[Course] = relationship(back_populates="teachers")
    staff: Mapped[Staff] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return f"{self.course}: {self.staff}"
