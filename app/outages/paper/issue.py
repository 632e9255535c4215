"""Forms are issued: filled, given their numbers, printed [U1]."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from app.core.actor import Actor
from app.core.db import unit_of_work
from app.outages.enums import Filling, Paper
from app.outages.operations.sheets import record_empty_sheets, record_sheets
from app.outages.paper.printing import pdf_of
from app.outages.queries import forms as queries
from app.outages.queries.forms import Scope
from app.outages.rules.forms import ClassForm, Sheet, numbered


def issued(
    actor: Actor, scope: Scope, filling: Filling, paper: Paper, *, way: str, now: dt.datetime
) -> Iterator[tuple[ClassForm, bytes]]:
    """The form of each class in the scope and its PDF, one after the other.

    The numbers of a class are stored before its sheets are drawn. 404 when the scope holds
    nothing that the person may print.
    """
    for form in queries.forms(actor, scope, filling, today=now.date()):
        ready = _registered(actor, form, scope, way=way, now=now)
        yield ready, pdf_of(ready, paper)


def _registered(
    actor: Actor, form: ClassForm, scope: Scope, *, way: str, now: dt.datetime
) -> ClassForm:
    filled = form.listed_on is not None
    courses = [sheet.course_id for sheet in form.sheets if sheet.course_id is not None]
    with unit_of_work(way=way, actor=actor):
        numbers = record_sheets(
            actor,
            course_ids=courses,
            first=scope.first if filled else None,
            last=scope.last if filled else None,
            now=now,
        )
    return numbered(form, numbers)


def issued_empty(actor: Actor, count: int, paper: Paper, *, now: dt.datetime) -> bytes:
    """`count` blank sheets for any class and subject [U1]."""
    form = queries.empty_form()
    with unit_of_work(way="page", actor=actor):
        numbers = record_empty_sheets(actor, count=count, now=now)
    blank = tuple(Sheet(number=number) for number in numbers)
    return pdf_of(replace(form, sheets=blank), paper)
