"""The words of the weekly reconciliation: what a button does, what was changed [T3]."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.attendance.enums import Change, Contradiction
from app.attendance.queries.weeks import ClassWeek
from app.audit.models import AuditEntry
from app.audit.views.words import WAYS
from app.core.pages.display import at_school
from app.timetable.enums import LessonStatus

HEADINGS: Mapping[Contradiction, object] = {
    Contradiction.OUTSIDE: _l("Entries for those who were not in the list that day"),
    Contradiction.CLASH: _l("Noted in two lessons at the same time"),
    Contradiction.LATE: _l("Perhaps late, not absent"),
    Contradiction.MARK: _l("A mark beside an absence"),
    Contradiction.BETWEEN: _l("Present between two absences"),
    Contradiction.DOCUMENT: _l("The code differs from the document"),
    Contradiction.NO_REASON: _l("Absence without a known reason"),
    Contradiction.UNFILLED: _l("Lessons that are not filled"),
}
_DEEDS: Mapping[Change, object] = {
    Change.PRESENT: _l("Was in the lesson"),
    Change.LATE: _l("Was late"),
    Change.NO_MARK: _l("Take the mark back"),
    Change.EMPTY: _l("Take the entry back"),
}
_ASKING: Mapping[Change, object] = {
    Change.NO_MARK: _l("Ask the teacher about the mark"),
    Change.TOPIC: _l("Remind the teacher"),
}
_ASKED: Mapping[Change, object] = {
    Change.PRESENT: _l("was the pupil in the lesson after all?"),
    Change.LATE: _l("was the pupil late, not absent?"),
    Change.NO_MARK: _l("the pupil was absent: should the mark be taken back?"),
    Change.EMPTY: _l("the entry is not of this list: should it be taken back?"),
    Change.TOPIC: _l("the lesson is not filled"),
}


class Changed(NamedTuple):
    """One change after the week was reconciled."""

    at: str
    by: str
    way: object
    where: str
    what: str


def deed(change: Change, letters: Mapping[str, str]) -> str:
    """What a button says: «Б — болезнь», «Был на уроке»."""
    if change in _DEEDS:
        return str(_DEEDS[change])
    return f"{letters[change.value]} — {change.label}"


def asking(change: Change) -> str:
    """What the button says that sends a request."""
    return str(_ASKING.get(change, _l("Ask the teacher")))


def asked(change: Change, letters: Mapping[str, str]) -> str:
    """The request itself, to the teacher of the lesson."""
    if change in _ASKED:
        return str(_ASKED[change])
    letter = f"{letters[change.value]} — {change.label}"
    return str(_("was the pupil absent too? (%(kind)s)", kind=letter))


def changes_words(
    week: ClassWeek, entries: list[AuditEntry], letters: Mapping[str, str]
) -> Iterator[Changed]:
    """What was changed, in the words of the page; what says nothing there is left out."""
    for entry in entries:
        lesson = week.by_id.get(entry.lesson_id or 0)
        where = [week.names.get(entry.pupil_id or 0, "")]
        if lesson:
            where += [f"{lesson.day:%d.%m}, {lesson.number}", lesson.subject]
        for field, (before, after) in entry.changes.items():
            if field in {"kind", "value", "status", "day"}:
                yield Changed(
                    f"{at_school(entry.at):%d.%m.%Y %H:%M}",
                    entry.user_name,
                    WAYS.get(entry.way, entry.way),
                    ", ".join(filter(None, where)),
                    f"{_word(field, before, letters)} → {_word(field, after, letters)}",
                )


def _word(field: str, value: object, letters: Mapping[str, str]) -> str:
    if value in {None, ""}:
        return "—"
    if field == "day":
        return f"{dt.date.fromisoformat(str(value)):%d.%m.%Y}"
    statuses = {status.value: str(status.label) for status in LessonStatus}
    return letters.get(str(value)) or statuses.get(str(value)) or str(value)
