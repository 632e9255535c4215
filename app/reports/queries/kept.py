"""What a person asked a report for the last time [R4]."""

import datetime as dt

from app.core.actor import Actor
from app.core.db import db
from app.reports.models import ReportChoice
from app.reports.rules.keeping import still_wanted


def kept_answers(actor: Actor, report: str, today: dt.date) -> tuple[dict[str, str], bool]:
    """The parameters still wanted, and whether they were kept today already: one statement."""
    row = db.session.get(ReportChoice, (actor.user_id, report))
    if row is None:
        return {}, False
    return still_wanted(row.answers, row.used_on, today), row.used_on == today
