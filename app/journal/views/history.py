"""The history of an entry as the page shows it [J9]."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from flask import Request
from flask_babel import lazy_gettext as _l

from app.attendance.rules import letters_of
from app.audit.models import AuditEntry
from app.audit.views.words import way_words
from app.core import clock
from app.core.actor import Actor
from app.core.pages.display import at_school
from app.journal.queries.history import history_in_lesson
from app.plan.queries import work_kinds
from app.results.queries import history_of_result
from app.school.queries import the_school

_SHOWN = {
    "mark": {"value": _l("Mark")},
    "absence": {
        "kind": _l("Absence"),
        "minutes": _l("Late, minutes"),
        "gone": _l("Until the end of the day"),
    },
    "lesson": {"topic": _l("Topic"), "no_homework": _l("No homework")},
    "homework": {"text": _l("Homework")},
    "task": {"kind_id": _l("Kind of the work"), "title": _l("Title"), "weight": _l("Weight")},
    "result": {"value": _l("Result")},
}


class HistoryLine(NamedTuple):
    """One change of one field."""

    at: str
    by: str
    way: Any
    what: Any
    before: str
    after: str


def history_of(actor: Actor, asked: Request) -> list[HistoryLine]:
    """The lines for what the address names: kind, course, lesson, pupil, period, task."""
    ids = {
        name: asked.args.get(name, 0, type=int)
        for name in ("course", "lesson", "pupil", "period", "task")
    }
    kind, on = asked.args.get("kind", ""), clock.today()
    if kind == "result":
        entries = history_of_result(
            actor, course_id=ids["course"], period_id=ids["period"], pupil_id=ids["pupil"], on=on
        )
    else:
        entries = history_in_lesson(
            actor,
            kind=kind,
            lesson_id=ids["lesson"],
            pupil_id=ids["pupil"],
            task_id=ids["task"],
            on=on,
        )
    return list(_lines(entries, _names(kind)))


def _names(kind: str) -> Mapping[Any, str]:
    """Readable values: letters of absence, codes of kinds of work, a tick."""
    names: dict[Any, str] = {True: "✓", False: "", None: ""}
    school = the_school() if kind == "cell" else None
    if school:
        names.update(letters_of(school.letters))
    if kind == "task":
        names.update({known.key: f"{known.code} {known.name}" for known in work_kinds()})
    return names


def _lines(entries: Iterable[AuditEntry], names: Mapping[Any, str]) -> Iterable[HistoryLine]:
    for entry in entries:
        for column, what in _SHOWN[entry.table_name].items():
            if column in entry.changes:
                before, after = (names.get(v, v) for v in entry.changes[column])
                if before == after:
                    continue
                yield HistoryLine(
                    at=f"{at_school(entry.at):%d.%m.%Y %H:%M:%S}",
                    by=entry.user_name,
                    way=way_words(entry.way),
                    what=what,
                    before=str(before),
                    after=str(after),
                )
