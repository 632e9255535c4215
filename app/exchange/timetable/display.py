"""The preview as its page draws it: few words first, the lines of each class behind them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.exchange.timetable.change import Difference, SlotText, TimetableChange
from app.exchange.timetable.report import change_names, changes, skipped_lines
from app.school.rules.weekdays import SHORT_WEEKDAYS
from app.timetable.enums import WeekKind


@dataclass(frozen=True)
class Line:
    """A place in the timetable and what is, or was, there."""

    when: str
    before: str
    after: str


@dataclass(frozen=True)
class ClassLines:
    """The lines of one class."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Section:
    """New, changed or gone places by class."""

    kind: str
    title: str
    count: int
    classes: tuple[ClassLines, ...]


@dataclass(frozen=True)
class Preview:
    """What the page shows besides questions, clashes and remarks."""

    counts: tuple[tuple[str, int], ...]  # what the file holds
    changes: tuple[tuple[str, int], ...]  # what changes, by name
    rows: tuple[tuple[str, Sequence[str]], ...]  # names of new rows
    sections: tuple[Section, ...]
    skipped: tuple[str, ...]


def previewed(change: TimetableChange) -> Preview:
    """The change in the order in which a person looks at it [S8]."""
    names = change_names()
    return Preview(
        counts=tuple(zip(_count_names(), change.document.counts().values(), strict=True)),
        changes=tuple((names[kind], count) for kind, count in changes(change).items()),
        rows=tuple(_new_rows(change)),
        sections=tuple(_sections(change)),
        skipped=tuple(skipped_lines(change.document)),
    )


def kind_names() -> dict[str, str]:
    """What is asked about, by the kind of a question."""
    return {
        "class": _("Class"),
        "subject": _("Subject"),
        "room": _("Room"),
        "teacher": _("Teacher"),
        "group": _("Subgroup"),
    }


def _count_names() -> tuple[str, ...]:
    return (
        _("classes"),
        _("teachers"),
        _("subjects"),
        _("rooms"),
        _("groups"),
        _("lines of the teaching load"),
        _("places in the timetable"),
    )


def _new_rows(change: TimetableChange) -> Iterator[tuple[str, Sequence[str]]]:
    rows = change.rows
    kinds = (
        (_("New classes"), rows.classes),
        (_("New staff"), rows.staff),
        (_("New subjects"), rows.subjects),
        (_("New rooms"), rows.rooms),
        (_("New subgroups"), rows.groups),
    )
    owners = {item.key: item.name for item in change.document.classes}
    for title, items in kinds:
        if items:
            yield title, [_named(item, owners) for item in items]


def _named(item: Any, owners: dict[str, str]) -> str:
    owner = owners.get(getattr(item, "class_key", ""))
    return f"{owner}, {item.name}" if owner else str(item.name)


def _sections(change: TimetableChange) -> Iterator[Section]:
    titles = {"changed": _("Changed places"), "new": _("New places"), "gone": _("Places taken out")}
    for kind, title in titles.items():
        found = change.of_kind(kind)
        if found:
            yield Section(kind, title, len(found), tuple(_by_class(found)))


def _by_class(found: Iterable[Difference]) -> Iterator[ClassLines]:
    by_class: dict[str, list[Line]] = defaultdict(list)
    for difference in found:
        by_class[difference.at.school_class].append(_line(difference))
    for name, lines in by_class.items():
        yield ClassLines(name, tuple(lines))


def _line(difference: Difference) -> Line:
    old, new = difference.before, difference.after
    moved = old and new and _when(old) != _when(new)
    dated = bool(old and new and _what(old) == _what(new) and not moved)
    return Line(
        _when(difference.at),
        _told(old, when=bool(moved), dates=dated) if old else "",
        _told(new, when=False, dates=dated) if new else "",
    )


def _when(slot: SlotText) -> str:
    """«Пн, 3», «Пн, 3, неделя А»."""
    week = "" if slot.week is WeekKind.EVERY else f", {slot.week.label}"
    return f"{SHORT_WEEKDAYS[slot.weekday]}, {slot.number}{week}"


def _what(slot: SlotText) -> str:
    room = _("room %(name)s", name=slot.room) if slot.room else ""
    return " · ".join(filter(None, (slot.subject, slot.teachers, room)))


def _told(slot: SlotText, *, when: bool, dates: bool) -> str:
    """What is held, with the place where it moved and the dates where only they differ."""
    parts = [_when(slot)] if when else []
    parts.append(_what(slot))
    if dates:
        end = f"{slot.last:%d.%m.%Y}" if slot.last else "…"
        parts.append(f"{slot.first:%d.%m.%Y} – {end}")
    return " · ".join(parts)
