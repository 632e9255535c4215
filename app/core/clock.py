"""The only place that asks the system for the time. The zone is the school's (SCHOOL_TZ)."""

import datetime as dt
from zoneinfo import ZoneInfo

from flask import current_app


def now() -> dt.datetime:
    """The present moment with the school's zone."""
    return dt.datetime.now(ZoneInfo(current_app.config["SCHOOL_TZ"]))


def today() -> dt.date:
    """The present date at the school."""
    return now().date()
