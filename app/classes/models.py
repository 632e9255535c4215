"""Tables: classes, subgroups, dated membership [S2 S4 S6]."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.classes.enums import Leaving
from app.core.db import coded, db, link, sorted_text
from app.people.models import Pupil, Staff
from app.school.models import AcademicYear, Shift


class SchoolClass(db.Model):
    """A class of one academic year, e.g. 7А [S2]."""

    __tablename__ = "school_class"
    __table_args__ = (
        UniqueConstraint("year_id", "name", name="uq_school_class"),
        CheckConstraint("grade between 1 and 12", name="ck_school_class_grade"),
        CheckConstraint("days_per_week in (5, 6)", name="ck_school_class_days"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = link("academic_year.id")
    grade: Mapped[int]
    name: Mapped[str] = mapped_column(sorted_text(40))
    teacher_id: Mapped[int | None] = link("staff.id")  # class teacher [P3]
    capacity: Mapped[int] = mapped_column(default=25)
    days_per_week: Mapped[int] = mapped_column(default=5)
    shift_id: Mapped[int | None] = link("shift.id")

    year: Mapped[AcademicYear] = relationship(lazy="joined", innerjoin=True)
    teacher: Mapped[Staff | None] = relationship()
    shift: Mapped[Shift | None] = relationship()

    def __str__(self) -> str:
        return self.name


class Subgroup(db.Model):
    """A part of a class for some subjects [S4]; subgroups of one division share no pupil."""

    __tablename__ = "subgroup"
    __table_args__ = (UniqueConstraint("class_id", "division", "name", name="uq_subgroup"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = link("school_class.id")
    division: Mapped[str] = mapped_column(sorted_text(60), default="")
    name: Mapped[str] = mapped_column(sorted_text(60))

    school_class: Mapped[SchoolClass] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return f"{self.school_class.name}, {self.name}"


class ClassMembership(db.Model):
    """A pupil is in a class from `since` to `until`, both days included [S6].

    Numbers of the orders on coming and leaving, where the pupil came from and went to. `leaving`:
    the pupil left the school; without it whoever goes on in another class has moved.
    """

    __tablename__ = "class_membership"
    __table_args__ = (
        Index("ix_class_membership_span", "class_id", "since", "until"),
        CheckConstraint("until is null or since <= until", name="ck_class_membership_span"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    pupil_id: Mapped[int] = link("pupil.id")
    class_id: Mapped[int] = link("school_class.id", index=False)
    since: Mapped[dt.date]
    until: Mapped[dt.date | None]
    came_from: Mapped[str] = mapped_column(String(200), default="", server_default="")
    arrival_order: Mapped[str] = mapped_column(String(60), default="", server_default="")
    leaving: Mapped[Leaving | None] = mapped_column(coded(Leaving))
    left_to: Mapped[str] = mapped_column(String(200), default="", server_default="")
    departure_order: Mapped[str] = mapped_column(String(60), default="", server_default="")

    pupil: Mapped[Pupil] = relationship()
    school_class: Mapped[SchoolClass] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return f"{self.pupil}, {self.school_class}"


class SubgroupMembership(db.Model):
    """A pupil is in a subgroup from `since` to `until`, both days included [S4]."""

    __tablename__ = "subgroup_membership"
    __table_args__ = (
        Index("ix_subgroup_membership_span", "subgroup_id", "since", "until"),
        CheckConstraint("until is null or since <= until", name="ck_subgroup_membership_span"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    pupil_id: Mapped[int] = link("pupil.id")
    subgroup_id: Mapped[int] = link("subgroup.id", index=False)
    since: Mapped[dt.date]
    until: Mapped[dt.date | None]

    pupil: Mapped[Pupil] = relationship()
    subgroup: Mapped[Subgroup] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return f"{self.pupil}, {self.subgroup}"


# For the list of pupils, which knows nothing of classes: where each was, and the search by class.
Pupil.class_stays = relationship(
    ClassMembership, viewonly=True, order_by=ClassMembership.since, uselist=True
)
Pupil.classes = relationship(
    SchoolClass, secondary=ClassMembership.__table__, viewonly=True, order_by=SchoolClass.name
)
