"""Writes of the reports: what a person asked for the last time [R4]."""

import datetime as dt
from collections.abc import Mapping

from app.core.actor import Actor
from app.core.db import db
from app.reports.models import ReportChoice


def keep_answers(actor: Actor, *, report: str, answers: Mapping[str, str], today: dt.date) -> None:
    """Keep the parameters with which the person has made a report; only for oneself."""
    row = db.session.get(ReportChoice, (actor.user_id, report))
    if row is None:
        row = ReportChoice(user_id=actor.user_id, report=report)
        db.session.add(row)
    row.answers, row.used_on = dict(answers), today
