"""Tables: the printed sheets of temporary journals [U1 U3]."""

import datetime as dt

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Moment, db, link
from app.plan.models import Course


class JournalSheet(db.Model):
    """A printed sheet; its number stands on the paper and, after the transfer, in the history.

    A course and a span have one number, however often they are printed; `printed_at` and
    `printed_by` are of the last time. Without a span the sheet is a blank one of its course,
    without a course of nobody yet.
    """

    __tablename__ = "journal_sheet"
    __table_args__ = (
        UniqueConstraint("course_id", "first", "last", name="uq_journal_sheet"),
        CheckConstraint(
            "(first is null) = (last is null) and first <= last", name="ck_journal_sheet_span"
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int | None] = link("course.id", index=False)
    first: Mapped[dt.date | None]
    last: Mapped[dt.date | None]
    printed_at: Mapped[dt.datetime] = mapped_column(Moment)
    printed_by_id: Mapped[int | None] = link("ab_user.id", on_delete="SET NULL")

    course: Mapped[Course | None] = relationship()

    def __str__(self) -> str:
        return f"№ {self.number}"
