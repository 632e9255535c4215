"""Figures over items: late now, late in a span, share kept in time [K1]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from app.control.rules.item import Item

_Key = TypeVar("_Key", bound=Hashable)
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        """True for a day of the span."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Tally:
    """`now`: late and not done; `late` and `kept`: of what was due in the span."""

    now: int = 0
    late: int = 0
    kept: int = 0

    @property
    def share(self) -> Decimal | None:
        """Per cent kept in time, to a tenth; none where nothing was due."""
        due = self.late + self.kept
        return round(Decimal(100 * self.kept) / due, 1) if due else None


def tally(items: Iterable[Item], now: dt.datetime, span: Span, traced: Collection[str]) -> Tally:
    """Count items; of checks that are not `traced` it is not known when they were done [K1]."""
    late_now = late = kept = 0
    for item in items:
        late_now += item.late_now(now)
        if item.check in traced and span.holds(item.day):
            is_late = item.late(now)
            late += is_late
            kept += not is_late and (item.done is not None)
    return Tally(late_now, late, kept)


def tallies(
    items: Iterable[Item],
    key: Callable[[Item], _Key],
    now: dt.datetime,
    span: Span,
    traced: Collection[str],
) -> list[tuple[_Key, Tally]]:
    """The same for each group, in the order in which the groups are met."""
    groups: dict[_Key, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return [(name, tally(group, now, span, traced)) for name, group in groups.items()]


def by_week(
    items: Sequence[Item], now: dt.datetime, span: Span, traced: Collection[str]
) -> list[tuple[dt.date, Tally]]:
    """The figures of every week of the span by its Monday; weeks without items too."""
    monday = span.first - dt.timedelta(days=span.first.weekday())
    weeks: dict[dt.date, list[Item]] = {}
    while monday <= span.last:
        weeks[monday] = []
        monday += _WEEK
    for item in items:
        if span.holds(item.day):
            weeks[item.day - dt.timedelta(days=item.day.weekday())].append(item)
    return [(monday, tally(group, now, span, traced)) for monday, group in weeks.items()]
