"""Cards of aSc: where a lesson stands in the grid, in which weeks and for how long."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from app.exchange.timetable.document import LessonItem, Placement, Weeks
from app.exchange.timetable.names import lesson_number, number

Attributes = Mapping[str, str]
_DAYS = 7
_TWO_WEEKS = {"10": Weeks.A, "01": Weeks.B}
_HALF = 0.5
_LONGEST = 10


def weeks_of(mask: str) -> Weeks | None:
    """Weeks of a mask with one character a week; None when two alternating weeks cannot say it."""
    if "," in mask or not mask.strip("1") or not mask.strip("0"):
        return Weeks.EVERY
    if len(mask) % 2 or mask != mask[:2] * (len(mask) // 2):
        return None
    return _TWO_WEEKS.get(mask[:2])


def place(
    row: Attributes, cards: Sequence[Attributes], mask: str, rooms: Container[str]
) -> tuple[list[Placement], Counter[str]]:
    """Placements of a lesson's cards, and how many cards were refused for which reason."""
    length = _length(row, len(cards), mask)
    placed: list[Placement] = []
    refused: Counter[str] = Counter()
    for card in cards:
        weekdays, first = _weekdays(card), lesson_number(card.get("period"))
        held = card.get("weeks") or mask
        weeks = weeks_of(held)
        if not weekdays or first is None:
            refused[_("no day or lesson number is given")] += 1
        elif weeks is None:
            refused[_("the weeks «%(mask)s» are not two alternating weeks", mask=held)] += 1
        else:
            numbers = tuple(range(first, first + length))
            named = (card.get("classroomids") or card.get("classroomid") or "").split(",")
            found = tuple(key for key in named if key in rooms)
            placed.append(
                Placement(row["id"], weekdays, numbers, found, weeks, _terms(card.get("terms")))
            )
    return placed, refused


def placed_hours(placed: Sequence[Placement]) -> float:
    """Hours a week that the placements give."""
    return sum(
        len(card.weekdays) * len(card.numbers) * (1 if card.weeks is Weeks.EVERY else _HALF)
        for card in placed
    )


def _length(row: Attributes, cards: int, mask: str) -> int:
    """How many periods a card of the lesson takes.

    Some versions write one card for a double lesson, others one for each of its periods: the
    hours a week tell which.
    """
    per_card = int(number(row.get("periodspercard")) or 1)
    hours = number(row.get("periodsperweek")) or 0
    if weeks_of(mask) in (Weeks.A, Weeks.B):
        hours *= 2
    spans = cards != hours and cards * per_card == hours and per_card <= _LONGEST
    return per_card if spans else 1


def _weekdays(card: Attributes) -> tuple[int, ...]:
    """1 Monday … 7 Sunday, from «0» of 2008 or from the mask «100000» of 2012."""
    mask = card.get("days")
    if mask is not None:
        return tuple(day for day, bit in enumerate(mask[:_DAYS], 1) if bit == "1")
    index = number(card.get("day"))
    return (int(index) + 1,) if index is not None and index < _DAYS else ()


def _terms(mask: str | None) -> str:
    return mask if mask and mask.strip("1") and "1" in mask else ""


class Alternation:
    """Half-hour lessons without weeks of their own: every second week, by turns in one place."""

    def __init__(self) -> None:
        self._taken: set[tuple[str, int, int]] = set()

    def spread(self, lesson: LessonItem, placed: Sequence[Placement]) -> list[Placement]:
        """The same placements; a single weekly card of a half hour moves to week A or B."""
        if lesson.hours != _HALF or len(placed) != 1 or placed[0].weeks is not Weeks.EVERY:
            return list(placed)
        places = {(part.class_key, *at) for part in lesson.parts for at in placed[0].places()}
        week = Weeks.B if places & self._taken else Weeks.A
        self._taken |= places
        return [replace(placed[0], weeks=week)]
