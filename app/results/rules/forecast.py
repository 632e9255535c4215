"""What a pupil's result of a period will be if they go on as they do, and what would change it.

The average so far takes every mark alike; a pupil who has caught up, or slackened, goes on from
where they are now. So the coming marks are expected at the mean of the marks so far in which a mark
loses half of its say in four weeks; the result is that of the marks so far and the coming ones
together. How far it may be off is told by how the pupil's own marks scatter [R3].
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from app.results.rules.entry import Rounding, propose_result

HALF_LIFE = 28  # days
FEW = 3  # below as many marks nothing is said of the end
_USUAL_SCATTER, _SURE_AS = 0.8, 4  # a pupil's marks scatter so; worth so many marks of their own
_EIGHTY_PERCENT = 1.28  # standard deviations to both sides
_BEST, _WORST = 5, 1
_MOST = 20  # marks; more of them nobody gets in the rest of a period
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class DatedMark:
    """A digit with its weight and the day of its lesson."""

    value: int
    weight: int
    day: dt.date


@dataclass(frozen=True)
class Level:
    """Where a pupil is: the mean of the coming marks, their scatter, on how many it rests."""

    mean: float
    scatter: float
    marks: float


@dataclass(frozen=True)
class Forecast:
    """The expected average at the end with its spread (four times of five it is inside).

    `result`, `worst`, `best`: what these averages propose.
    """

    average: Decimal
    low: Decimal
    high: Decimal
    result: str | None
    worst: str | None
    best: str | None


@dataclass(frozen=True)
class Aim:
    """A higher result, and how many marks in a row, of weight 1, would lead to it.

    `fives`: marks «5»; `same`: of that very result. None: twenty are not enough, or it is «5».
    """

    result: str
    fives: int | None
    same: int | None


def level_of(marks: Sequence[DatedMark]) -> Level:
    """The level that the marks, at least one, tell of now."""
    now = max(mark.day for mark in marks)
    says = [mark.weight * 0.5 ** ((now - mark.day).days / HALF_LIFE) for mark in marks]
    mean = sum(say * mark.value for say, mark in zip(says, marks, strict=True)) / sum(says)
    squares = sum((mark.value - mean) ** 2 for mark in marks)
    scatter = sqrt((_SURE_AS * _USUAL_SCATTER**2 + squares) / (_SURE_AS + len(marks) - 1))
    return Level(mean, scatter, sum(says) ** 2 / sum(say**2 for say in says))


def weight_ahead(marks: Sequence[DatedMark], held: int, ahead: int) -> float:
    """How much weight of marks is to come when they come as they did: lessons held and ahead."""
    return sum(mark.weight for mark in marks) / held * ahead if held else 0.0


def forecast(marks: Sequence[DatedMark], ahead: float, rounding: Rounding) -> Forecast | None:
    """The end of the period; None with too few marks. `ahead`: weight of the marks to come [R3]."""
    if len(marks) < FEW:
        return None
    level = level_of(marks)
    total = sum(mark.value * mark.weight for mark in marks)
    weights = sum(mark.weight for mark in marks)
    average = (total + ahead * level.mean) / (weights + ahead)
    off = _off(level, ahead, weights, len(marks))
    expected, low, high = (_within(average + shift) for shift in (0, -off, off))
    result, worst, best = (propose_result(one, rounding) for one in (expected, low, high))
    return Forecast(expected, low, high, result, worst, best)


def _off(level: Level, ahead: float, weights: int, count: int) -> float:
    """How far the average may end from the expected one; the more is set, the less."""
    coming = ahead * count / weights  # marks to come
    if not coming:
        return 0.0
    share = ahead / (weights + ahead)
    return _EIGHTY_PERCENT * share * level.scatter * sqrt(1 / level.marks + 1 / coming)


def _within(average: float) -> Decimal:
    return Decimal(min(max(average, _WORST), _BEST)).quantize(_HUNDREDTH)


def aims(marks: Sequence[DatedMark], rounding: Rounding) -> list[Aim]:
    """What must be got for each result above the one proposed now, the next first [R3]."""
    if not marks:
        return []
    total = sum(mark.value * mark.weight for mark in marks)
    weights = sum(mark.weight for mark in marks)
    now = propose_result(_mean(total, weights), rounding)
    return [
        Aim(
            str(result),
            _needed(total, weights, _BEST, str(result), rounding),
            None if result == _BEST else _needed(total, weights, result, str(result), rounding),
        )
        for result in range(int(now or _BEST) + 1, _BEST + 1)
    ]


def _needed(total: int, weights: int, mark: int, result: str, rounding: Rounding) -> int | None:
    for count in range(1, _MOST + 1):
        average = _mean(total + mark * count, weights + count)
        if int(propose_result(average, rounding) or 0) >= int(result):
            return count
    return None


def _mean(total: int, weights: int) -> Decimal:
    return (Decimal(total) / weights).quantize(_HUNDREDTH)
