"""Who came to a class and who left it in a school year [S6 R4]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.classes.enums import Leaving
from app.reports.enums import Where


@dataclass(frozen=True)
class Stay:
    """Days of a pupil in the class `of`; `key` names the stay to the caller."""

    key: int
    pupil: int
    of: int
    since: dt.date
    until: dt.date | None
    leaving: Leaving | None = None

    def holds(self, day: dt.date) -> bool:
        """True when the pupil is there on the day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Move:
    """A pupil came on `day`, or was there on it for the last time; `other`: the other class."""

    stay: Stay
    day: dt.date
    where: Where
    other: int | None = None


_LEFT = {
    Leaving.OTHER_SCHOOL: Where.TO_SCHOOL,
    Leaving.EXPELLED: Where.EXPELLED,
    Leaving.GRADUATED: Where.GRADUATED,
}


def moves(stays: Iterable[Stay], starts: dt.date, ends: dt.date) -> list[Move]:
    """Every coming and leaving in the school year `starts`…`ends`, by day.

    Whoever is there on the first day has not come, whoever stays to the last has not left, unless
    it says so. A move to another class is a leaving and a coming.
    """
    of_pupil: dict[int, list[Stay]] = defaultdict(list)
    for stay in sorted(stays, key=lambda one: one.since):
        of_pupil[stay.pupil].append(stay)
    found = [move for own in of_pupil.values() for move in _of_one(own, starts, ends)]
    return sorted(found, key=lambda move: move.day)


def _of_one(stays: Sequence[Stay], starts: dt.date, ends: dt.date) -> Iterator[Move]:
    before: Sequence[Stay | None] = [None, *stays]
    after: Sequence[Stay | None] = [*stays[1:], None]
    for previous, stay, following in zip(before, stays, after, strict=False):
        if stay.since > starts:
            moved = previous is not None and _moved(previous, stay)
            other = previous.of if previous and moved else None
            where = Where.FROM_CLASS if moved else Where.FROM_SCHOOL
            yield Move(stay, stay.since, where, other)
        if stay.until and (stay.until < ends or stay.leaving):
            yield _departure(stay, stay.until, following)


def _departure(stay: Stay, until: dt.date, following: Stay | None) -> Move:
    if stay.leaving:
        return Move(stay, until, _LEFT[stay.leaving])
    if following and _moved(stay, following):
        return Move(stay, until, Where.TO_CLASS, following.of)
    return Move(stay, until, Where.UNKNOWN)


def _moved(one: Stay, other: Stay) -> bool:
    """True when the pupil went from one class to the other without leaving the school."""
    return one.of != other.of and one.leaving is None


def in_span(found: Iterable[Move], first: dt.date, last: dt.date) -> list[Move]:
    """Moves after which the lists of the days `first`…`last` differ from that of the first day.

    Who comes on `first` is on its list, who is there on `last` for the last time still on that.
    """
    return [
        move
        for move in found
        if (first < move.day <= last if move.where.arrives else first <= move.day < last)
    ]
