"""Tables: what a person asked a report for the last time [R4]."""

import datetime as dt

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db, link


class ReportChoice(db.Model):
    """The parameters with which a person made a report the last time, to begin with again.

    No history is kept of it: it is a convenience of the form, not a record of the school.
    """

    __tablename__ = "report_choice"

    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE", primary_key=True, index=False)
    report: Mapped[str] = mapped_column(String(40), primary_key=True)
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    used_on: Mapped[dt.date]

    def __str__(self) -> str:
        return self.report
