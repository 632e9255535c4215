"""Tables: absences [T1]."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.attendance.enums import AbsenceKind
from app.core.db import coded, db, link
from app.people.models import Pupil
from app.timetable.models import Lesson


class Absence(db.Model):
    """A pupil was absent from, or late for, a lesson [T1]; no kind: taken back.

    `minutes` of lateness belong to the kind late only, which is no absence.
    """

    __tablename__ = "absence"
    __table_args__ = (
        UniqueConstraint("lesson_id", "pupil_id", name="uq_absence"),
        CheckConstraint("minutes is null or minutes between 1 and 240", name="ck_absence_minutes"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = link("lesson.id", index=False)
    pupil_id: Mapped[int] = link("pupil.id")
    kind: Mapped[AbsenceKind | None] = mapped_column(coded(AbsenceKind))
    minutes: Mapped[int | None]
    version: Mapped[int] = mapped_column()

    lesson: Mapped[Lesson] = relationship()
    pupil: Mapped[Pupil] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return str(self.kind.label) if self.kind else ""
