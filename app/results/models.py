"""Tables: results of grading periods, decisions of the pedagogical council [R1]."""

import datetime as dt

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.classes.models import SchoolClass
from app.core.db import coded, db, link
from app.people.models import Pupil
from app.plan.models import Course
from app.results.enums import Decision
from app.school.models import GradingPeriod


class Result(db.Model):
    """A pupil's result of a course in a period [R1]: 1–5, зач, н/зач, н/а, осв.

    `order_number`, `order_date`: of the order or protocol that an exemption, an exam and the state
    attestation rest on.
    """

    __tablename__ = "result"
    __table_args__ = (UniqueConstraint("course_id", "period_id", "pupil_id", name="uq_result"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = link("course.id", index=False)
    period_id: Mapped[int] = link("grading_period.id")
    pupil_id: Mapped[int] = link("pupil.id")
    value: Mapped[str | None] = mapped_column(String(6))
    order_number: Mapped[str] = mapped_column(String(40), default="", server_default="")
    order_date: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column()

    course: Mapped[Course] = relationship()
    period: Mapped[GradingPeriod] = relationship()
    pupil: Mapped[Pupil] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return self.value or ""


class CouncilDecision(db.Model):
    """What the pedagogical council decided of a pupil at the end of a class's year [R1]."""

    __tablename__ = "council_decision"
    __table_args__ = (UniqueConstraint("class_id", "pupil_id", name="uq_council_decision"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = link("school_class.id", index=False)
    pupil_id: Mapped[int] = link("pupil.id")
    decision: Mapped[Decision] = mapped_column(coded(Decision))
    protocol_number: Mapped[str] = mapped_column(String(40))
    protocol_date: Mapped[dt.date]
    version: Mapped[int] = mapped_column()

    school_class: Mapped[SchoolClass] = relationship()
    pupil: Mapped[Pupil] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return str(self.decision.label)
