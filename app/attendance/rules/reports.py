"""What a parent may report, and how it is answered [T1]."""

import datetime as dt

from flask_babel import lazy_gettext as _l

from app.attendance.enums import AbsenceKind, Decision
from app.attendance.rules.documents import excuse_faults, span_faults
from app.core.errors import Fault

BACK, AHEAD, LONGEST = 7, 60, 60  # days


def report_faults(
    kind: AbsenceKind | None, first: dt.date, last: dt.date, today: dt.date, *, told: bool
) -> list[Fault]:
    """What is wrong with a parent's report, all of it; `told`: these days wait already [T1]."""
    faults = [*excuse_faults(kind), *span_faults(first, last, LONGEST)]
    if first < today - dt.timedelta(days=BACK):
        text = _l("At most %(number)s days back: write a statement to the school.", number=BACK)
        faults.append(Fault(text, "first"))
    if last > today + dt.timedelta(days=AHEAD):
        faults.append(Fault(_l("At most %(number)s days ahead.", number=AHEAD), "last"))
    if told:
        faults.append(Fault(_l("You have reported these days already: the school will answer.")))
    return faults


def answer_faults(state: Decision, wanted: Decision, words: str) -> list[Fault]:
    """What forbids to answer a report: it is answered already, or declined without a word [T1]."""
    if state != Decision.WAITING:
        return [Fault(_l("This report is answered or withdrawn already."))]
    if wanted == Decision.DECLINED and not words:
        return [Fault(_l("Say the parents why it is declined."), "answer")]
    return []
