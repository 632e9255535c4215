"""What the address of the dashboard and the form of terms ask for."""

import datetime as dt
from collections.abc import Mapping

from app.control.checks.catalogue import BY_NAME, CHECKS
from app.control.enums import Looked, Way
from app.control.operations.inspections import Facts, Noted
from app.control.operations.terms import Wanted
from app.control.rules.chosen import Chosen, span_of
from app.control.rules.tally import Span
from app.timetable.forms import parse_date

_LARGEST = 9999


def parse_chosen(args: Mapping[str, str], today: dt.date) -> Chosen:
    """The choice in an address; what makes no sense is as if it were not there."""
    check = args.get("check", "")
    return Chosen(
        parse_span(args, today),
        check if check in BY_NAME else "",
        *(_key(args.get(name)) for name in ("class_id", "staff_id", "course_id")),
    )


def parse_terms(form: Mapping[str, str]) -> dict[str, Wanted]:
    """Every term of the form: ticked or not, and its number."""
    return {
        check.name: Wanted(f"{check.name}-on" in form, _number(form.get(check.name, "")))
        for check in CHECKS
    }


def parse_inspection(form: Mapping[str, str], looked: list[str], today: dt.date) -> Facts:
    """What is checked; days that are none are those of the last four weeks."""
    span = span_of(None, None, today)
    return Facts(
        class_id=_key(form.get("class_id")),
        course_id=_key(form.get("course_id")),
        first=parse_date(form.get("first", ""), span.first),
        last=parse_date(form.get("last", ""), span.last),
        looked=tuple(part for part in Looked if part.value in looked),
    )


def parse_remark(form: Mapping[str, str]) -> Noted:
    """A remark as it was written beside the journal."""
    about = form.get("about", "")
    return Noted(
        course_id=_key(form.get("course_id")),
        lesson_id=_key(form.get("lesson_id")),
        pupil_id=_key(form.get("pupil_id")),
        period_id=_key(form.get("period_id")),
        about=Looked(about) if about in {*Looked} else Looked.TOPICS,
        text=form.get("text", "").strip(),
    )


def parse_way(text: str) -> Way:
    """How to be reminded; what makes no sense is the usual way."""
    return Way(text) if text in {*Way} else Way.LETTER


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and int(text) <= _LARGEST else None


def _key(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < len(str(2**31)) else None


def parse_span(args: Mapping[str, str], today: dt.date) -> Span:
    """The days of an address; what makes no sense is as if it were not there."""
    return span_of(
        parse_date(args.get("first", ""), None), parse_date(args.get("last", ""), None), today
    )
