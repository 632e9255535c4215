"""Tables: pupils, guardians, staff [P8 S2]; each may have a login."""

import datetime as dt

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import coded, db, link, sorted_text
from app.people.enums import MedicalGroup, Sex


class PersonName:
    """Last, first and middle name."""

    last_name: Mapped[str] = mapped_column(sorted_text(60))
    first_name: Mapped[str] = mapped_column(sorted_text(60))
    middle_name: Mapped[str] = mapped_column(sorted_text(60), default="")

    @property
    def full_name(self) -> str:
        """«Иванова Анна Петровна»."""
        return " ".join(filter(None, (self.last_name, self.first_name, self.middle_name)))

    @property
    def short_name(self) -> str:
        """«Иванова А. П.»."""
        initials = [f"{name[0]}." for name in (self.first_name, self.middle_name) if name]
        return " ".join([self.last_name, *initials])

    @property
    def call_name(self) -> str:
        """«Иванова Анна», as a class list has pupils."""
        return f"{self.last_name} {self.first_name}"

    def __str__(self) -> str:
        return self.full_name


class Pupil(PersonName, db.Model):
    """A pupil's personal card [P8]."""

    __tablename__ = "pupil"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    sex: Mapped[Sex] = mapped_column(coded(Sex))
    birth_date: Mapped[dt.date | None]
    medical_group: Mapped[MedicalGroup | None] = mapped_column(coded(MedicalGroup))
    individual_plan: Mapped[bool] = mapped_column(default=False)
    slips_since: Mapped[dt.date | None]  # date of the parents' application for weekly slips [R8]
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int | None] = link("ab_user.id", unique=True)

    guardians: Mapped[list["Guardianship"]] = relationship(
        back_populates="pupil", cascade="all, delete-orphan"
    )


class Guardian(PersonName, db.Model):
    """A parent or another legal representative [P8]."""

    __tablename__ = "guardian"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    sex: Mapped[Sex | None] = mapped_column(coded(Sex))
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    user_id: Mapped[int | None] = link("ab_user.id", unique=True)

    children: Mapped[list["Guardianship"]] = relationship(
        back_populates="guardian", cascade="all, delete-orphan"
    )


class Guardianship(db.Model):
    """Who is whose guardian; a parent sees the own child only [P5]."""

    __tablename__ = "guardianship"
    __table_args__ = (UniqueConstraint("pupil_id", "guardian_id", name="uq_guardianship"),)
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    pupil_id: Mapped[int] = link("pupil.id", on_delete="CASCADE")
    guardian_id: Mapped[int] = link("guardian.id", on_delete="CASCADE")
    relation: Mapped[str] = mapped_column(String(40), default="")

    pupil: Mapped[Pupil] = relationship(back_populates="guardians", lazy="joined")
    guardian: Mapped[Guardian] = relationship(back_populates="children", lazy="joined")

    def __str__(self) -> str:
        return f"{self.guardian} — {self.pupil}"


class Staff(PersonName, db.Model):
    """A person who works at the school [S2]."""

    __tablename__ = "staff"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    sex: Mapped[Sex | None] = mapped_column(coded(Sex))
    position: Mapped[str] = mapped_column(sorted_text(100), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    left_on: Mapped[dt.date | None]
    user_id: Mapped[int | None] = link("ab_user.id", unique=True)
