"""What the pages of imports send: parsed and coerced [S8]."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict

from app.core.errors import Fault, refuse_if

ANSWER = "answer:"
Form = ImmutableMultiDict[str, str]


def asked_of(form: Form) -> dict[str, Any]:
    """Academic year, first day and decisions, as values that a preview keeps."""
    since, year = form.get("since", "").strip(), form.get("year", "").strip()
    bad_date, bad_year = not _is_date(since), bool(year) and not year.isdecimal()
    refuse_if([Fault(_("This is not a date."), "since")] if bad_date else [])
    refuse_if([Fault(_("This is not a year."), "year")] if bad_year else [])
    answers = {
        name.removeprefix(ANSWER): value
        for name, value in form.items()
        if name.startswith(ANSWER) and value
    }
    return {"since": since, "autumn": int(year) if year else None, "decisions": answers}


def day(text: str) -> dt.date:
    """A date in the form that browsers send; refused when it is none."""
    refuse_if([] if text and _is_date(text) else [Fault(_("This is not a date."))])
    return dt.date.fromisoformat(text)


def _is_date(text: str) -> bool:
    try:
        return not text or bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def arguments(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The kept values as arguments of a preview or an import."""
    since = asked.get("since")
    return {
        "autumn": asked.get("autumn"),
        "since": dt.date.fromisoformat(since) if since else None,
        "decisions": asked.get("decisions") or {},
    }
