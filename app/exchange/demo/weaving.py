"""A weekly timetable without clashes: lessons are put in, and those in their way are put again.

Pure: knows classes, teachers and places, no rows. Every class gets exactly as many places as it
has lessons, so that no pupil has a gap between two lessons.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_SECOND_SHIFT_AFTER = 10  # numbers of the second shift begin again; its hours are later
_OVERLAP = 7  # the lesson of the first shift during which the second shift begins
_PATIENCE = 200_000
_TWICE_A_DAY = 25  # against about 13 for a lesson pushed away


@dataclass(frozen=True)
class Place:
    """A lesson of the week as a class counts it: weekday 1–6 and lesson number."""

    weekday: int
    number: int


@dataclass(frozen=True)
class Piece:
    """One lesson a week of a class: its teachers are all needed at once (subgroups side by side).

    `subject` is what a day should not hold twice, `weekday` the only day allowed, if any.
    """

    key: int
    school_class: str
    subject: str
    teachers: tuple[str, ...]
    weekday: int | None = None


def day_lengths(lessons: int, days: int) -> list[int]:
    """How many lessons each day has: evenly, the longer days in the middle of the week."""
    shortest, more = divmod(lessons, days)
    longer = sorted(range(days), key=lambda day: (abs(day - days // 2), day))[:more]
    return [shortest + (day in longer) for day in range(days)]


def hours_of(number: int, *, second_shift: bool) -> tuple[int, ...]:
    """The hours of the day that a lesson takes, by the numbers of the first shift."""
    if not second_shift:
        return (number,)
    return (number + _SECOND_SHIFT_AFTER, *([_OVERLAP] if number == 1 else []))


def weave(
    pieces: Sequence[Piece],
    days: Mapping[str, int],
    second_shift: Iterable[str],
    chance: random.Random,
) -> dict[int, Place]:
    """A place for every piece by its key: no class and no teacher is needed twice at one time."""
    return _Loom(pieces, days, frozenset(second_shift), chance).weave()


class _Loom:
    """The state of the search: what stands where, and how often it was pushed away."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        days: Mapping[str, int],
        second_shift: frozenset[str],
        chance: random.Random,
    ) -> None:
        self.pieces = {piece.key: piece for piece in pieces}
        self.second_shift, self.chance = second_shift, chance
        self.places = _places(pieces, days)
        self.placed: dict[int, Place] = {}
        self.of_class: dict[tuple[str, Place], int] = {}
        self.of_teacher: dict[tuple[str, int, int], int] = {}
        self.of_day: dict[tuple[str, str, int], int] = defaultdict(int)
        self.pushed: dict[tuple[int, Place], int] = defaultdict(int)
        load: dict[str, int] = defaultdict(int)
        for piece in pieces:
            for teacher in piece.teachers:
                load[teacher] += 1
        self.burden = {p.key: sum(load[t] for t in p.teachers) for p in pieces}

    def weave(self) -> dict[int, Place]:
        """Put pieces in, the most bound first, until none is left over."""
        waiting = sorted(self.pieces, key=lambda key: (self.burden[key], key))
        for _step in range(_PATIENCE):
            if not waiting:
                return self.placed
            piece = self.pieces[waiting.pop()]
            waiting += self._put(piece, self._best_place(piece))
        raise RuntimeError("no timetable found")  # the staffing asks for the impossible

    def _best_place(self, piece: Piece) -> Place:
        allowed = [
            place
            for place in self.places[piece.school_class]
            if piece.weekday in {None, place.weekday}
        ]
        costs = [(self._cost(piece, place), self.chance.random(), place) for place in allowed]
        return min(costs, key=lambda cost: cost[:2])[2]

    def _cost(self, piece: Piece, place: Place) -> float:
        """What putting the piece there pushes away, and how it suits the class's day."""
        away = sum(10 + self.burden[key] / 10 for key in self._in_the_way(piece, place))
        same = self.of_day[piece.school_class, piece.subject, place.weekday]
        return away + _TWICE_A_DAY * same + 4 * self.pushed[piece.key, place]

    def _in_the_way(self, piece: Piece, place: Place) -> set[int]:
        found = {self.of_class.get((piece.school_class, place))}
        found |= {self.of_teacher.get(hour) for hour in self._hours(piece, place)}
        return {key for key in found if key is not None}

    def _hours(self, piece: Piece, place: Place) -> list[tuple[str, int, int]]:
        numbers = hours_of(place.number, second_shift=piece.school_class in self.second_shift)
        return [(t, place.weekday, number) for t in piece.teachers for number in numbers]

    def _put(self, piece: Piece, place: Place) -> list[int]:
        """Place the piece; the keys of what had to go."""
        gone = sorted(self._in_the_way(piece, place))
        for key in gone:
            self._take_away(self.pieces[key])
        self.placed[piece.key] = place
        self.of_class[piece.school_class, place] = piece.key
        self.of_day[piece.school_class, piece.subject, place.weekday] += 1
        for hour in self._hours(piece, place):
            self.of_teacher[hour] = piece.key
        return gone

    def _take_away(self, piece: Piece) -> None:
        place = self.placed.pop(piece.key)
        self.pushed[piece.key, place] += 1
        del self.of_class[piece.school_class, place]
        self.of_day[piece.school_class, piece.subject, place.weekday] -= 1
        for hour in self._hours(piece, place):
            del self.of_teacher[hour]


def _places(pieces: Sequence[Piece], days: Mapping[str, int]) -> dict[str, list[Place]]:
    """The places of each class: as many as it has lessons."""
    lessons: dict[str, int] = defaultdict(int)
    for piece in pieces:
        lessons[piece.school_class] += 1
    return {
        name: [
            Place(weekday, number)
            for weekday, length in enumerate(day_lengths(count, days[name]), 1)
            for number in range(1, length + 1)
        ]
        for name, count in lessons.items()
    }
