"""Rows of a lesson plan (КТП) as people write them → lines, an error for every bad cell [J4]."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

_LONGEST_TITLE = 1000
_LONGEST_SECTION = 500
_MOST_HOURS = 200
_SHORTEST_STEM = 4  # letters that tell a kind of work: «конт» is enough
_PRACTICAL = "П"


@dataclass(frozen=True)
class Kind:
    """A kind of work: its id, code and name."""

    key: int
    code: str
    name: str


@dataclass(frozen=True)
class PlanLine:
    """One topic of a plan; `row` is its number in the file, `on` a date that the file gives it."""

    row: int
    section: str
    title: str
    hours: int = 1
    kind: int | None = None
    homework: str = ""
    on: dt.date | None = None


@dataclass(frozen=True)
class RowFault:
    """What is wrong with a row of the file."""

    row: int
    text: Any


@dataclass(frozen=True)
class Lines:
    """What was understood, what was not, and how many rows are for other grades."""

    lines: tuple[PlanLine, ...]
    faults: tuple[RowFault, ...]
    other_grades: int = 0


def plan_lines(
    rows: Iterable[tuple[int, Mapping[str, str]]], kinds: Sequence[Kind], grade: int
) -> Lines:
    """Lines of a plan for `grade` from rows (number in the file, text by column key) [J4 S8].

    A row that has only a section names it for the rows below. A file for several grades has a
    column with the grade; rows of the others are counted and left out.
    """
    lines: list[PlanLine] = []
    faults: list[RowFault] = []
    others, section = 0, ""
    for number, row in rows:
        if row.get("grade") and _digits(row["grade"]) != str(grade):
            others += 1
            continue
        section = row.get("section") or section
        if not row.get("title") and row.get("section") and not row.get("hours"):
            continue
        line, wrong = _line(number, {**row, "section": section}, kinds, grade)
        lines += [line] if line else []
        faults += [RowFault(number, text) for text in wrong]
    if not lines and not faults:
        faults.append(RowFault(0, _nothing(others, grade)))
    return Lines(tuple(lines), tuple(faults), others)


def _line(
    number: int, row: Mapping[str, str], kinds: Sequence[Kind], grade: int
) -> tuple[PlanLine | None, list[Any]]:
    hours, kind, on = _hours(row.get("hours", "")), _kind(row, kinds), _date(row.get("date", ""))
    wrong = [text for text in (hours, kind, on) if text is not None and not _is_value(text)]
    wrong += _text_faults(row) + _first_grade_faults(row, kind, grade)
    if wrong:
        return None, wrong
    homework = row.get("homework", "")
    return PlanLine(number, row["section"], row["title"], hours, kind, homework, on), []


def _is_value(parsed: Any) -> bool:
    return isinstance(parsed, int | dt.date)


def _hours(text: str) -> Any:
    """Whole hours; an empty cell is one hour; otherwise what is wrong."""
    plain = text.strip().replace(",", ".").removesuffix(".0")
    if not plain:
        return 1
    if plain.isascii() and plain.isdigit() and 0 < int(plain) <= _MOST_HOURS:
        return int(plain)
    return _l(
        "hours must be a whole number from 1 to %(most)s, not «%(text)s»",
        most=_MOST_HOURS,
        text=text,
    )


def _kind(row: Mapping[str, str], kinds: Sequence[Kind]) -> Any:
    """Id of the kind of work by its code or the beginning of its name; None without one."""
    text = row.get("kind", "").strip().casefold()
    if not text:
        return _practical(row, kinds)
    for kind in kinds:
        name = kind.name.casefold()
        same = text in {kind.code.casefold(), name}
        if same or (
            min(len(text), len(name)) >= _SHORTEST_STEM
            and (text.startswith(name) or name.startswith(text))
        ):
            return kind.key
    known = ", ".join(f"{kind.code} — {kind.name}" for kind in kinds)
    return _l(
        "kind of work «%(text)s» is unknown; known are: %(known)s", text=row["kind"], known=known
    )


def _practical(row: Mapping[str, str], kinds: Sequence[Kind]) -> int | None:
    """The federal plans have a column with the number of practical works instead of a kind."""
    if row.get("practical", "").strip() in {"", "0"}:
        return None
    return next((kind.key for kind in kinds if kind.code == _PRACTICAL), None)


def _date(text: str) -> Any:
    if not text.strip():
        return None
    try:
        return dt.datetime.strptime(text.strip(), "%d.%m.%Y").date()  # noqa: DTZ007  # a plain date
    except ValueError:
        return _l("the date must look like 01.09.2026, not «%(text)s»", text=text)


def _text_faults(row: Mapping[str, str]) -> list[Any]:
    faults = []
    if not row.get("title"):
        faults.append(_l("the topic is missing"))
    if len(row.get("title", "")) > _LONGEST_TITLE:
        faults.append(_l("the topic is longer than %(most)s characters", most=_LONGEST_TITLE))
    if len(row.get("section", "")) > _LONGEST_SECTION:
        faults.append(_l("the section is longer than %(most)s characters", most=_LONGEST_SECTION))
    return faults


def _first_grade_faults(row: Mapping[str, str], kind: Any, grade: int) -> list[Any]:
    """Class 1 has no homework and no marked works by any way in [J6]."""
    if grade == 1 and (row.get("homework") or isinstance(kind, int)):
        return [_l("class 1 has no homework and no marked works")]
    return []


def _nothing(others: int, grade: int) -> Any:
    if others:
        return _l("the file has no topics for grade %(grade)s", grade=grade)
    return _l("the file has no topics")


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
