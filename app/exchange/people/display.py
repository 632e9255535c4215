"""The preview of a people list as its page and the command line tell it [S8]."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.exchange.people.change import Card, Line, PeopleChange, Tie
from app.exchange.people.columns import fields_of, guardian_fields
from app.exchange.people.values import written


@dataclass(frozen=True)
class Told:
    """What changes of one person: the line, the name, pairs of words."""

    line: int
    name: str
    changes: tuple[tuple[str, str, str], ...]  # what, was, becomes


def new_by_class(change: PeopleChange) -> dict[str, list[str]]:
    """Names of the new people by the class that they come to; «» for none."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in change.new:
        parents = ", ".join(tie.guardian.name for tie in line.ties)
        name = f"{line.card.name} ({parents})" if parents else line.card.name
        found[line.place.class_name if line.place else ""].append(name)
    return found


def changed_people(change: PeopleChange) -> list[Told]:
    """Of whom what changes, in the order of the file."""
    headings = {one.key: one.heading for one in fields_of(change.stored.kind, 0)}
    return [
        Told(line.number, line.card.row.full_name, tuple(_changes(line, headings)))
        for line in change.changed
    ]


def _changes(line: Line, headings: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    yield from _card(line.card, headings)
    if line.place:
        since = _(
            "%(name)s from %(day)s", name=line.place.class_name, day=written(line.place.since)
        )
        yield headings["class"], "", since
    for tie in line.ties:
        yield from _tie(tie)


def _card(card: Card, headings: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for key, value in sorted(card.values.items()):
        yield headings.get(key, key), written(card.before.get(key)), written(value)


def _tie(tie: Tie) -> Iterator[tuple[str, str, str]]:
    parent = _("Parent")
    if tie.link is None:
        known = ", ".join(filter(None, (tie.relation, tie.guardian.phone)))
        name = f"{tie.guardian.name} ({known})" if known else tie.guardian.name
        yield parent, "", name
    elif tie.relation is not None:
        yield f"{parent} {tie.guardian.name}", tie.link.relation, tie.relation
    if tie.guardian.row is not None:
        keys = {one.key.partition("_")[2]: one.heading for one in guardian_fields(1)}
        short = {key: heading.partition(": ")[2] for key, heading in keys.items()}
        for what, was, becomes in _card(tie.guardian, short):
            yield f"{parent} {tie.guardian.row.full_name}, {what}", was, becomes


def as_json(change: PeopleChange, *, committed: bool) -> dict[str, Any]:
    """Counts, faults and notes in plain values, for `--json`."""
    return {
        "kind": change.table.kind,
        "lines": len(change.table.rows),
        "new": len(change.new),
        "changed": len(change.changed),
        "unchanged": change.unchanged,
        "new_classes": sorted(change.new_classes.values()),
        "faults": [vars(fault) for fault in change.faults],
        "notes": [vars(note) for note in change.notes],
        "unknown_columns": list(change.table.unknown),
        "committed": committed,
    }


def lines(change: PeopleChange) -> list[str]:
    """The same in words, for the command line."""
    told = [
        _("Lines %(lines)s: new %(new)s, changed %(changed)s, unchanged %(same)s.")
        % {
            "lines": len(change.table.rows),
            "new": len(change.new),
            "changed": len(change.changed),
            "same": change.unchanged,
        }
    ]
    if change.new_classes:
        told.append(_("New classes: %(names)s.", names=", ".join(change.new_classes.values())))
    if change.table.unknown:
        told.append(_("Columns not read: %(names)s.", names=", ".join(change.table.unknown)))
    return [*told, *map(str, change.notes), *map(str, change.faults)]
