"""The analysis of a work: items, elements, marks against what the pupils have [R5 D3.2]."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.journal.rules.cell import DIGITS
from app.works.enums import Level
from app.works.rules.points import Row
from app.works.rules.scale import WHOLE, Scale, mark_for

_TENTH = Decimal("0.1")
HALF = Decimal(50)  # per cent: an element below it is taught again


@dataclass(frozen=True)
class Item:
    """An item of a plan."""

    id: int
    number: str
    element: str
    level: Level
    most: int


@dataclass(frozen=True)
class Written:
    """A pupil who wrote the work: every item has points."""

    pupil_id: int
    name: str
    row: Row
    percent: Decimal
    mark: str


@dataclass(frozen=True)
class ItemDone:
    """How an item was done: per cent of its points; who got less than half of them."""

    item: Item
    percent: Decimal | None
    failed: Sequence[str]


@dataclass(frozen=True)
class Topic:
    """An element below 50 %: its items, and the pupils to repeat it with."""

    element: str
    numbers: Sequence[str]
    percent: Decimal
    pupils: Sequence[str]


class Against(StrEnum):
    """A mark against another one of the pupil."""

    CONFIRMED = "confirmed"
    RAISED = "raised"
    LOWERED = "lowered"


def percent_of(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` in per cent, to tenths, half up; None of nothing."""
    if not whole:
        return None
    return (Decimal(part * WHOLE) / whole).quantize(_TENTH, ROUND_HALF_UP)


def written(
    rows: Mapping[tuple[int, str], Row], items: Sequence[Item], scale: Scale
) -> list[Written]:
    """Those whose points are complete, by (pupil, name), each with the mark by the scale."""
    maximum = sum(item.most for item in items)
    return [
        Written(
            pupil,
            name,
            row,
            percent_of(row.total, maximum) or Decimal(0),
            mark_for(scale, row.total, maximum),
        )
        for (pupil, name), row in rows.items()
        if row.complete
    ]


def items_done(items: Sequence[Item], works: Sequence[Written]) -> list[ItemDone]:
    """Every item with its share and those who did not manage it."""
    return [
        ItemDone(
            item,
            percent_of(sum(one.row.points[at] or 0 for one in works), item.most * len(works)),
            [one.name for one in works if _fails(one, at, item)],
        )
        for at, item in enumerate(items)
    ]


def topics_to_repeat(items: Sequence[Item], works: Sequence[Written]) -> list[Topic]:
    """Elements of which less than half was done, over all their items; who to repeat them with."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        places[item.element].append(at)
    topics = []
    for element, own in places.items():
        got = sum(one.row.points[at] or 0 for one in works for at in own)
        percent = percent_of(got, len(works) * sum(items[at].most for at in own))
        if percent is not None and percent < HALF:
            weak = [one.name for one in works if any(_fails(one, at, items[at]) for at in own)]
            topics.append(Topic(element, [items[at].number for at in own], percent, weak))
    return topics


def _fails(one: Written, at: int, item: Item) -> bool:
    return (one.row.points[at] or 0) * 2 < item.most


def against(mark: str, other: str | None) -> Against | None:
    """A work's mark against the mark that the pupil has otherwise; None where that is no digit."""
    if other not in DIGITS or mark not in DIGITS:
        return None
    if mark == other:
        return Against.CONFIRMED
    return Against.RAISED if int(mark) > int(other) else Against.LOWERED
