"""An import in plain values, for `--json` and for the words of the command line [S8]."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from app.exchange.timetable.change import TimetableChange
from app.exchange.timetable.document import Document


def as_json(change: TimetableChange, *, committed: bool) -> dict[str, Any]:
    """Counts of what the file holds and was taken, what was not and why, and the changes."""
    document = change.document
    return {
        "kind": document.kind,
        "encoding": document.encoding,
        "year": change.year.name,
        "from": change.since.isoformat(),
        **document.counts(),
        "skipped": [
            {
                "what": item.what,
                "reason": item.reason,
                "lessons": item.lessons,
                "placements": item.placements,
            }
            for item in document.skipped
        ],
        "problems": [str(problem) for problem in change.problems],
        "clashes": [str(clash.text) for clash in change.clashes],
        "questions": [
            {
                "kind": question.kind,
                "name": question.name,
                "same": [candidate.name for candidate in question.candidates],
                "decided": question.decided,
            }
            for question in change.questions
        ],
        "changed": change.changed,
        "changes": changes(change),
        "committed": committed,
    }


def changes(change: TimetableChange) -> dict[str, int]:
    """How many changes of each kind, by code; kinds without any are left out."""
    rows = change.rows
    found = {
        "classes": len(rows.classes),
        "teachers": len(rows.staff),
        "subjects": len(rows.subjects),
        "rooms": len(rows.rooms),
        "groups": len(rows.groups),
        "bells": len(rows.bells),
        "courses": len(rows.courses),
        "hours": len(rows.hours),
        "teaching": len(rows.assign) + len(rows.dismiss) + len(rows.bring_forward),
        "week": len(rows.six_days),
        "slots_new": len(change.of_kind("new")),
        "slots_changed": len(change.of_kind("changed")),
        "slots_gone": len(change.of_kind("gone")),
    }
    return {name: count for name, count in found.items() if count}


def change_names() -> dict[str, Any]:
    """What the kinds of changes are called."""
    return {
        "classes": _("classes"),
        "teachers": _("staff"),
        "subjects": _("subjects"),
        "rooms": _("rooms"),
        "groups": _("subgroups"),
        "bells": _("bells"),
        "courses": _("courses"),
        "hours": _("hours a week"),
        "teaching": _("teachers of courses"),
        "week": _("classes that get a six-day week"),
        "slots_new": _("new places in the timetable"),
        "slots_changed": _("changed places in the timetable"),
        "slots_gone": _("places taken out of the timetable"),
    }


def skipped_lines(document: Document) -> Iterator[str]:
    """What was not taken and why, with how many placements it is."""
    for item in document.skipped:
        count = f" ({item.placements})" if item.placements > 1 else ""
        yield f"{item.what}: {item.reason}{count}"


def lines(change: TimetableChange, *, committed: bool) -> Iterator[str]:
    """The import in words, one line after another."""
    document = change.document
    encoding = f", {document.encoding}" if document.encoding else ""
    yield f"{document.kind}{encoding}"
    counts = document.counts()
    yield _(
        "In the file: %(classes)s classes, %(teachers)s teachers, %(subjects)s subjects,"
        " %(rooms)s rooms, %(lessons)s lessons, %(placements)s placements.",
        **counts,
    )
    yield _(
        "Academic year %(year)s, from %(since)s.",
        year=change.year.name,
        since=f"{change.since:%d.%m.%Y}",
    )
    yield from _titled(_("Not taken"), list(skipped_lines(document)))
    yield from _titled(_("Remarks"), [str(problem) for problem in change.problems])
    yield from _titled(_("Clashes"), [str(clash.text) for clash in change.clashes])
    same = [f"«{q.name}» — {', '.join(c.name for c in q.candidates)}" for q in change.undecided]
    yield from _titled(_("Similar names: the same or new?"), same)
    names = change_names()
    told = [f"{names[kind]}: {count}" for kind, count in changes(change).items()]
    if not told:
        yield _("The journal holds this timetable already: nothing to change.")
    elif committed:
        yield from _titled(_("Entered"), told)
    else:
        yield from _titled(_("Would change"), told)


def _titled(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield f"{title} ({len(items)}):"
        yield from (f"  {item}" for item in items)
