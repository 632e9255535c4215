"""Tables: results of grading periods [R1]."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db, link
from app.people.models import Pupil
from app.plan.models import Course
from app.school.models import GradingPeriod


class Result(db.Model):
    """A pupil's result of a course in a period [R1]: 1–5, зач, н/зач, н/а, осв."""

    __tablename__ = "result"
    __table_args__ = (UniqueConstraint("course_id", "period_id", "pupil_id", name="uq_result"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = link("course.id", index=False)
    period_id: Mapped[int] = link("grading_period.id")
    pupil_id: Mapped[int] = link("pupil.id")
    value: Mapped[str | None] = mapped_column(String(6))
    version: Mapped[int] = mapped_column()

    course: Mapped[Course] = relationship()
    period: Mapped[GradingPeriod] = relationship()
    pupil: Mapped[Pupil] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return self.value or ""
