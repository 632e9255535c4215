"""What is wrong with checks of journals and their remarks [K2]."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from app.control.enums import RemarkState
from app.core.errors import Fault

LONGEST = 1000
_LONGEST_SPAN = 366  # days


def inspection_faults(
    first: dt.date, last: dt.date, parts: int, today: dt.date, *, known: bool
) -> list[Fault]:
    """What forbids to begin a check; `parts`: how many things are looked at."""
    faults = []
    if not known:
        faults.append(Fault(_l("Choose a class, or a course of it."), "class_id"))
    if last < first:
        faults.append(Fault(_l("The last day is before the first."), "last"))
    elif (last - first).days >= _LONGEST_SPAN:
        faults.append(Fault(_l("At most %(number)s days.", number=_LONGEST_SPAN), "last"))
    if first > today:
        faults.append(Fault(_l("The days of a check cannot lie ahead."), "first"))
    if not parts:
        faults.append(Fault(_l("Choose what is looked at."), "looked"))
    return faults


def remark_faults(text: str, *, closed: bool, inside: bool) -> list[Fault]:
    """What forbids a remark; `inside`: its place belongs to what is checked."""
    faults = _text_faults(text, _l("Write what should be mended."))
    if closed:
        faults.append(Fault(_l("The check is closed.")))
    if not inside:
        faults.append(Fault(_l("Choose a lesson, pupil or result of the checked journal.")))
    return faults


def answer_faults(text: str, state: RemarkState, *, mended: bool) -> list[Fault]:
    """What forbids an answer: mended needs no words, but a word why needs them."""
    faults = [] if mended else _text_faults(text, _l("Tick “mended”, or write an answer."))
    if len(text) > LONGEST and mended:
        faults = _text_faults(text, "")
    if state == RemarkState.CLOSED:
        faults.append(Fault(_l("The remark is closed.")))
    return faults


def closing_faults(states: Sequence[RemarkState]) -> list[Fault]:
    """What forbids to close a check: remarks that are not settled."""
    left = sum(state != RemarkState.CLOSED for state in states)
    if not left:
        return []
    return [Fault(_l("Close or take back the remarks first: %(number)s left.", number=left))]


def _text_faults(text: str, empty: object) -> list[Fault]:
    if not text:
        return [Fault(empty, "text")]
    if len(text) > LONGEST:
        return [Fault(_l("At most %(number)s characters.", number=LONGEST), "text")]
    return []
