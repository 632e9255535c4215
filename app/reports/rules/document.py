"""What a report consists of; the renderers know nothing else of it [R4]."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from app.core.picture import Chart

Value = str | int | Decimal | dt.date | None


class Kind(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    MARK = "mark"


class Weight(StrEnum):
    """What a line is among the others."""

    USUAL = "usual"
    TOTAL = "total"  # of a part
    GRAND = "grand"  # of everything


@dataclass(frozen=True)
class Column:
    """A column: its heading, an optional heading over several, and its share of the width.

    `turned`: the heading reads upwards, where many narrow columns stand. `joined`: its value stands
    once for all lines that belong together (see `Line.rows`).
    """

    title: Any
    kind: Kind = Kind.NUMBER
    over: Any = ""
    width: float = 1
    turned: bool = False
    joined: bool = False


class Who(NamedTuple):
    """One of those that a figure counts; `note`: the class or what else tells them apart."""

    name: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A line of values, one for each column.

    `who`: by column those that the figure counts, where a reader may ask for them. `rows`: over so
    many lines the joined columns of this one stand; 0: they stand in a line above.
    """

    values: Sequence[Value]
    weight: Weight = Weight.USUAL
    who: Mapping[int, Sequence[Who]] = field(default_factory=dict)
    rows: int = 1


@dataclass(frozen=True)
class Section:
    """A table with its heading; `empty` is said where it has no lines."""

    columns: Sequence[Column]
    lines: Sequence[Line]
    title: Any = ""
    empty: Any = ""


@dataclass(frozen=True)
class Report:
    """A made report: what it is of, its tables, pictures, remarks and who signs it."""

    title: Any
    facts: Sequence[tuple[Any, str]]  # «Класс» → «7А»
    sections: Sequence[Section]
    pictures: Sequence[Chart] = ()
    notes: Sequence[Any] = ()
    signed_by: Sequence[Any] = ()
    landscape: bool = True


class Explained(NamedTuple):
    """A figure that somebody asked about: what it is of, and whom it counts."""

    of: str
    figure: str
    who: Sequence[Who]


def counted_at(report: Report, place: str) -> Explained | None:
    """Whom the figure at «section.line.column» counts; None where there is no such figure."""
    try:
        section_at, line_at, at = (int(part) for part in place.split("."))
        section = report.sections[section_at]
        line, column = section.lines[line_at], section.columns[at]
    except (ValueError, IndexError):
        return None
    who = line.who.get(at)
    if not who:
        return None
    names = (
        shown(value)
        for value, column in zip(line.values, section.columns, strict=True)
        if column.kind == Kind.TEXT
    )
    figure = " ".join(filter(None, (str(column.over), str(column.title))))
    return Explained(next(filter(None, names), ""), figure, who)


@dataclass(frozen=True)
class Head:
    """A heading cell: over so many columns, so many rows high; `at` is its first column."""

    text: str
    at: int
    columns: int = 1
    rows: int = 1
    turned: bool = False


def heads(columns: Sequence[Column]) -> list[list[Head]]:
    """The heading rows of a table: two where a heading stands over several columns."""
    titles = [Head(str(c.title), at, turned=c.turned) for at, c in enumerate(columns)]
    over = [str(column.over) for column in columns]
    if not any(over):
        return [titles]
    above: list[Head] = []
    for text, group in groupby(titles, key=lambda head: over[head.at]):
        under = list(group)
        if text:
            above.append(Head(text, under[0].at, columns=len(under)))
        else:
            above += [replace(head, rows=2) for head in under]
    return [above, [head for head in titles if over[head.at]]]


def shown(value: Value) -> str:
    """A value as a Russian reader writes it: «4,50», «66,7», «01.09.2026»; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return str(value)
