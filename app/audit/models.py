"""Tables: the history of entries and the heads of its chains [J9]."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Moment, db


class AuditEntry(db.Model):
    """Who changed what, when, from what to what, by which way [J9].

    Rows of one person form a chain: `hash` covers the row and the hash before it. No foreign
    keys: history outlives what it speaks of.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("chain", "seq", name="uq_audit_entry"),
        Index("ix_audit_entry_row", "table_name", "row_id"),
        Index("ix_audit_entry_lesson", "lesson_id", "at"),
        Index("ix_audit_entry_course", "course_id", "at"),
        Index("ix_audit_entry_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    at: Mapped[dt.datetime] = mapped_column(Moment)
    user_id: Mapped[int | None]
    user_name: Mapped[str] = mapped_column(String(200))
    way: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(10))  # insert, update, delete
    table_name: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[int | None]
    course_id: Mapped[int | None]
    lesson_id: Mapped[int | None]
    pupil_id: Mapped[int | None]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)  # field → [from, to]
    hash: Mapped[str] = mapped_column(String(64))

    def __str__(self) -> str:
        return f"{self.user_name}, {self.at:%d.%m.%Y %H:%M}"


class AuditChain(db.Model):
    """The last row of each chain: what was removed from its end is missed [J9]."""

    __tablename__ = "audit_chain"

    chain: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default="")
