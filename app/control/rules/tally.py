"""Figures over items: late now, late in a span, share kept in time [K1]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeVar

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


class Counted(NamedTuple):
    """What one item adds to a `Tally`."""

    item: Item
    now: bool
    late: bool
    kept: bool


def counted(
    items: Iterable[Item], now: dt.datetime, span: Span, traced: Collection[str]
) -> list[Counted]:
    """What each adds; of checks that are not `traced` it is not known when they were done [K1]."""
    return [
        _counted(item, now, in_span=item.check in traced and span.holds(item.day)) for item in items
    ]


def _counted(item: Item, now: dt.datetime, *, in_span: bool) -> Counted:
    late = in_span and item.late(now)
    kept = in_span and not late and not item.open
    return Counted(item, item.late_now(now), late, kept)


def tally(found: Iterable[Counted]) -> Tally:
    """All of them together."""
    now = late = kept = 0
    for _item, is_now, is_late, is_kept in found:
        now += is_now
        late += is_late
        kept += is_kept
    return Tally(now, late, kept)


def tallies(found: Iterable[Counted], key: Callable[[Item], _Key]) -> list[tuple[_Key, Tally]]:
    """The same for each group, in the order in which the groups are met."""
    groups: dict[_Key, list[Counted]] = defaultdict(list)
    for one in found:
        groups[key(one.item)].append(one)
    return [(name, tally(group)) for name, group in groups.items()]


def by_week(found: Iterable[Counted], span: Span) -> list[tuple[dt.date, Tally]]:
    """The figures of every week of the span by its Monday; weeks without items too."""
    monday = span.first - dt.timedelta(days=span.first.weekday())
    weeks: dict[dt.date, list[Counted]] = {}
    while monday <= span.last:
        weeks[monday] = []
        monday += _WEEK
    for one in found:
        day = one.item.day
        if span.holds(day):
            weeks[day - dt.timedelta(days=day.weekday())].append(one)
    return [(monday, tally(group)) for monday, group in weeks.items()]
