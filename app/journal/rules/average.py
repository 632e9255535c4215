"""The weighted average of marks [J5]."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from app.journal.rules.cell import DIGITS

_HUNDREDTH = Decimal("0.01")


def weighted_average(
    marks: Iterable[tuple[str | None, int]], others: tuple[int, int] = (0, 0)
) -> Decimal | None:
    """Σ(mark · weight) / Σ(weight) of pairs (mark, weight), to hundredths; digits only [J5].

    `others`: both sums of further marks. None when there is nothing to take an average of.
    """
    total, weights = others
    for mark, weight in marks:
        if mark in DIGITS:
            total += int(mark) * weight
            weights += weight
    if not weights:
        return None
    return (Decimal(total) / weights).quantize(_HUNDREDTH, ROUND_HALF_UP)


def format_average(average: Decimal | None) -> str:
    """«4,50», as a Russian reader writes it; empty when there is none."""
    return "" if average is None else f"{average:.2f}".replace(".", ",")
