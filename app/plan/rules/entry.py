"""What is wrong with a topic or an assignment as a person enters it [J4 J6 P2]."""

import datetime as dt
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault

Span = tuple[dt.date, dt.date | None]


def topic_faults(*, grade: int, hours: int, homework: str, kind: bool) -> list[Fault]:
    """Faults of a topic; class 1 has no homework and no marked works by any way in [J6]."""
    faults = []
    if hours < 1:
        faults.append(Fault(_l("A topic takes at least one hour."), "hours"))
    if grade == 1 and homework:
        faults.append(Fault(_l("Class 1 has no homework."), "homework"))
    if grade == 1 and kind:
        faults.append(Fault(_l("Class 1 has no marked works."), "work_kind"))
    return faults


def assignment_faults(
    span: Span, same_person: Iterable[Span], year: tuple[dt.date, dt.date]
) -> list[Fault]:
    """Faults of a teacher's assignment to a course: `same_person` are their other ones [P2]."""
    first, last = span
    if last is not None and last < first:
        return [Fault(_l("The end must not be earlier than the beginning."), "until")]
    faults = []
    if first > year[1] or (last or year[1]) < year[0]:
        faults.append(Fault(_l("The dates must lie inside the academic year."), "since"))
    if any(_overlap(span, other) for other in same_person):
        faults.append(Fault(_l("This teacher has the course at that time already."), "since"))
    return faults


def _overlap(one: Span, other: Span) -> bool:
    ends = [last or dt.date.max for _first, last in (one, other)]
    return one[0] <= ends[1] and other[0] <= ends[0]
