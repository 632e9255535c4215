"""What others wrote while a page was open, cell by cell [J10]."""

import datetime as dt
from typing import Any

from flask import Request
from werkzeug.exceptions import BadRequest

from app.attendance.queries import absences_in
from app.attendance.rules import letters_of
from app.core import clock
from app.core.actor import Actor
from app.core.pages.display import at_school
from app.journal.queries.grid import marks_in
from app.journal.queries.news import Written, written_by_others
from app.journal.queries.span import of_ids
from app.journal.views.shape import Grid
from app.school.queries import the_school

# A change is told with the time of its writing and seen when it is committed, a little later.
_OVERLAP = dt.timedelta(seconds=20)
_MOST_LESSONS = 300


def news_for(actor: Actor, asked: Request) -> dict[str, Any]:
    """The cells of the named lessons that others changed since; `now` is the next `since`."""
    now = clock.now()
    since = asked.args.get("since", default=now, type=dt.datetime.fromisoformat)
    lessons = [int(text) for text in asked.args.get("lessons", "").split(",") if text.isdecimal()]
    if since.tzinfo is None or len(lessons) > _MOST_LESSONS:
        raise BadRequest
    found = written_by_others(actor, lessons, since - _OVERLAP, now.date())
    return {"now": now.isoformat(), "cells": _cells(found) if found else []}


def _cells(found: list[Written]) -> list[dict[str, Any]]:
    school, span = the_school(), of_ids({written.lesson_id for written in found})
    letters = letters_of(school.letters) if school else {}
    grid = Grid((), marks_in(span), absences_in(span), letters)
    return [
        {
            "lesson": written.lesson_id,
            "pupil": written.pupil_id,
            "by": written.by,
            "at": f"{at_school(written.at):%H:%M}",
            **grid.cell(written.lesson_id, written.pupil_id)._asdict(),
        }
        for written in found
    ]
