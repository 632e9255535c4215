"""What is typed for a pupil: points of the items, the variant, absent [R5]."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault

ABSENT = "н"
NONE = "–"
_ABSENT_WORDS = frozenset({"н", "n", "y", "h", "нб", "н/б", "отс", "отсутствовал", "отсутствовала"})
_LONGEST = 4  # digits
_BLANKS = frozenset({"", "-", "–", "—"})


@dataclass(frozen=True)
class Row:
    """A pupil's work: points by the items' order (None: not entered), variant, absent."""

    points: tuple[int | None, ...]
    variant: int | None = None
    absent: bool = False

    @property
    def begun(self) -> bool:
        """True when there are points."""
        return any(value is not None for value in self.points)

    @property
    def complete(self) -> bool:
        """True when every item has its points, 0 too."""
        return bool(self.points) and all(value is not None for value in self.points)

    @property
    def total(self) -> int:
        """Sum of the points."""
        return sum(value or 0 for value in self.points)


def read_points(text: str, items: int) -> tuple[int | None, ...]:
    """Points as they are stored, «2 0 – 1»; as many as there are items."""
    found = [None if part == NONE else int(part) for part in text.split()]
    return tuple([*found, *[None] * items][:items])


def stored_points(points: Sequence[int | None]) -> str:
    """The same the other way; empty when there are none."""
    if all(value is None for value in points):
        return ""
    return " ".join(NONE if value is None else str(value) for value in points)


def with_points(row: Row, at: int, text: str, most: int) -> Row | Fault:
    """The row with what was typed for its item `at`, for which there are `most` points.

    «н» notes an absence; a `Fault` says what may be typed instead.
    """
    typed = text.strip().lower()
    if typed in _ABSENT_WORDS:
        return with_absence(row)
    value = _points(typed, text, most)
    if isinstance(value, Fault):
        return value
    if value is not None and row.absent:
        return Fault(_l("The pupil is noted as absent. Clear “н” in the column “Var.” first."))
    return replace(row, points=(*row.points[:at], value, *row.points[at + 1 :]))


def with_variant(row: Row, text: str, variants: int) -> Row | Fault:
    """The row with what was typed for the variant: its number, «н» for an absent pupil, nothing."""
    typed = text.strip().lower()
    if typed in _ABSENT_WORDS:
        return with_absence(row)
    if typed in _BLANKS:
        return replace(row, variant=None, absent=False)
    if not (_is_number(typed) and 1 <= int(typed) <= variants):
        return Fault(_l("Write a variant: 1 to %(most)s, or “н” if absent.", most=variants))
    return replace(row, variant=int(typed), absent=False)


def with_absence(row: Row) -> Row | Fault:
    """The row of a pupil who was not there: only without points."""
    if row.begun:
        return Fault(_l("The pupil has points. Clear them before you write “н”."))
    return replace(row, absent=True, variant=None)


def variant_text(row: Row) -> str:
    """What the column of variants shows: «н», the number, nothing."""
    return ABSENT if row.absent else str(row.variant or "")


def _points(typed: str, text: str, most: int) -> int | Fault | None:
    if typed in _BLANKS:
        return None
    whole = typed.removesuffix(",0").removesuffix(".0")
    if not _is_number(whole):
        shown = text.strip()[:12]
        return Fault(
            _l("“%(text)s” is no number of points: write 0 to %(most)s.", text=shown, most=most)
        )
    if int(whole) > most:
        return Fault(_l("At most %(most)s points are given for this item.", most=most))
    return int(whole)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST
