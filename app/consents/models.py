"""Tables: consents, and what only a consent opens [P8 P9]."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.consents.enums import Covers
from app.core.db import coded, db, link
from app.people.models import Guardian, Pupil

VEILED = {"veiled": True}  # the history says that it changed, not to what


class Consent(db.Model):
    """A guardian allowed the school to process the data of a pupil [P9].

    In force from `given_on` until the day before `withdrawn_on`.
    """

    __tablename__ = "consent"
    __table_args__ = (
        Index("ix_consent_pupil", "pupil_id", "withdrawn_on"),
        CheckConstraint("withdrawn_on is null or given_on <= withdrawn_on", name="ck_consent_span"),
    )
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    pupil_id: Mapped[int] = link("pupil.id", index=False)
    guardian_id: Mapped[int] = link("guardian.id")  # who signed
    covers: Mapped[Covers] = mapped_column(coded(Covers), default=Covers.PUPIL)
    given_on: Mapped[dt.date]
    withdrawn_on: Mapped[dt.date | None]
    note: Mapped[str] = mapped_column(String(200), default="")

    pupil: Mapped[Pupil] = relationship(lazy="joined", innerjoin=True)
    guardian: Mapped[Guardian] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return f"{self.pupil}, {self.given_on:%d.%m.%Y}"


class GuardianPapers(db.Model):
    """Birth date, passport and СНИЛС of a guardian: there while a consent covers them [P8 P9].

    A table of its own, so that no list, search or export of guardians can show them.
    """

    __tablename__ = "guardian_papers"
    audited = True

    id: Mapped[int] = mapped_column(primary_key=True)
    guardian_id: Mapped[int] = link("guardian.id", unique=True)
    birth_date: Mapped[dt.date | None] = mapped_column(info=VEILED)
    passport: Mapped[str] = mapped_column(String(200), default="", info=VEILED)
    snils: Mapped[str] = mapped_column(String(14), default="", info=VEILED)

    guardian: Mapped[Guardian] = relationship(lazy="joined", innerjoin=True)

    @property
    def filled(self) -> list[str]:
        """Names of the columns that hold something."""
        return [name for name in ("birth_date", "passport", "snils") if getattr(self, name)]

    def __str__(self) -> str:
        return str(self.guardian)
