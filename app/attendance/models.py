"""Tables: absences and their papers, day notes, reconciled weeks, requests to correct [T1–T3]."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.attendance.enums import AbsenceKind, Change, Contradiction, Decision, DocumentKind
from app.classes.models import SchoolClass
from app.core.db import Moment, coded, db, link
from app.people.models import Pupil
from app.timetable.models import Lesson


class Absence(db.Model):
    """A pupil was absent from, or late for, a lesson [T1]; no kind: taken back.

    `minutes` of lateness belong to the kind late only, which is no absence. `gone`: until the end
    of the day, as the teacher of this lesson knows.
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
    gone: Mapped[bool] = mapped_column(default=False, server_default=false())
    version: Mapped[int] = mapped_column()

    lesson: Mapped[Lesson] = relationship()
    pupil: Mapped[Pupil] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return str(self.kind.label) if self.kind else ""


class Scan:
    """A scanned paper: `scan_key` is its random name in the instance's folder of files."""

    scan_key: Mapped[str] = mapped_column(String(40), default="")
    scan_name: Mapped[str] = mapped_column(String(200), default="")
    scan_type: Mapped[str] = mapped_column(String(40), default="")  # MIME type, found by content

    @property
    def scan(self) -> tuple[int, str] | None:
        """Key of the row and name of the file, where there is one."""
        return (self.id, self.scan_name) if self.scan_key else None  # type: ignore[attr-defined]


class AbsenceDocument(Scan, db.Model):
    """A paper on the absence of a pupil from `first` to `last`, both days included [T2]."""

    __tablename__ = "absence_document"
    __table_args__ = (
        CheckConstraint("first <= last", name="ck_absence_document_span"),
        Index("ix_absence_document_span", "pupil_id", "first", "last"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    pupil_id: Mapped[int] = link("pupil.id", index=False)
    document: Mapped[DocumentKind] = mapped_column(coded(DocumentKind))
    kind: Mapped[AbsenceKind] = mapped_column(coded(AbsenceKind))  # ill or excused
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    received_on: Mapped[dt.date]
    note: Mapped[str] = mapped_column(String(500), default="")

    pupil: Mapped[Pupil] = relationship()

    def __str__(self) -> str:
        return f"{self.document.label}: {self.first:%d.%m.%Y}–{self.last:%d.%m.%Y}"


class AbsenceReport(Scan, db.Model):
    """A parent tells that the child is absent; the class teacher accepts or declines [T1]."""

    __tablename__ = "absence_report"
    __table_args__ = (
        CheckConstraint("first <= last", name="ck_absence_report_span"),
        Index("ix_absence_report_span", "pupil_id", "first", "last"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    pupil_id: Mapped[int] = link("pupil.id", index=False)
    kind: Mapped[AbsenceKind] = mapped_column(coded(AbsenceKind))
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    text: Mapped[str] = mapped_column(Text, default="")
    reported_by: Mapped[int] = link("ab_user.id")
    reported_at: Mapped[dt.datetime] = mapped_column(Moment)
    state: Mapped[Decision] = mapped_column(coded(Decision), default=Decision.WAITING)
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = link("ab_user.id")
    decided_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    pupil: Mapped[Pupil] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return f"{self.pupil}: {self.first:%d.%m.%Y}–{self.last:%d.%m.%Y}"


class DayNote(db.Model):
    """What the class teacher knows beforehand of a pupil's day: proposed as the reason [T1]."""

    __tablename__ = "day_note"
    __table_args__ = (UniqueConstraint("pupil_id", "day", name="uq_day_note"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    pupil_id: Mapped[int] = link("pupil.id", index=False)
    day: Mapped[dt.date]
    kind: Mapped[AbsenceKind] = mapped_column(coded(AbsenceKind))
    note: Mapped[str] = mapped_column(String(300), default="")

    pupil: Mapped[Pupil] = relationship()

    def __str__(self) -> str:
        return f"{self.pupil}, {self.day:%d.%m.%Y}"


class WeekCheck(db.Model):
    """The class teacher has reconciled the week that begins on `monday` [T3].

    Whether it is open again is not stored: the history knows what was changed since.
    """

    __tablename__ = "week_check"
    __table_args__ = (UniqueConstraint("class_id", "monday", name="uq_week_check"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = link("school_class.id", index=False)
    monday: Mapped[dt.date]
    confirmed_by: Mapped[int | None] = link("ab_user.id")
    confirmed_name: Mapped[str] = mapped_column(String(200), default="")
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    school_class: Mapped[SchoolClass] = relationship()

    def __str__(self) -> str:
        return f"{self.school_class}, {self.monday:%d.%m.%Y}"


class CorrectionRequest(db.Model):
    """The class teacher asks the teacher of a lesson to settle a contradiction [T3].

    `change` is what is proposed, `seen` the version of the cell that was looked at; no pupil: the
    lesson itself. Declined: it stays as it is; the class teacher may say so without asking.
    """

    __tablename__ = "correction_request"
    __table_args__ = (
        Index("ix_correction_request_state", "state", "lesson_id"),
        {"info": {"asks": True}},  # a lesson that is only asked about may be cancelled
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = link("lesson.id")
    pupil_id: Mapped[int | None] = link("pupil.id")
    about: Mapped[Contradiction] = mapped_column(coded(Contradiction))
    change: Mapped[Change] = mapped_column(coded(Change))
    seen: Mapped[int] = mapped_column(BigInteger, default=0)
    text: Mapped[str] = mapped_column(Text, default="")
    asked_by: Mapped[int] = link("ab_user.id")
    asked_name: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[dt.datetime] = mapped_column(Moment)
    state: Mapped[Decision] = mapped_column(coded(Decision), default=Decision.WAITING)
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = link("ab_user.id")
    decided_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    lesson: Mapped[Lesson] = relationship()
    pupil: Mapped[Pupil | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return f"{self.pupil}, {self.lesson}" if self.pupil else str(self.lesson)
