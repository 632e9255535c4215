"""What a picture shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Figure = int | Decimal | None


@dataclass(frozen=True)
class Series:
    """Figures of one kind, one for each group; None: there is none."""

    name: Any
    values: Sequence[Figure]


@dataclass(frozen=True)
class Chart:
    """Bars of every series in each of the `groups`; `of` is what the groups are, e.g. «Класс».

    `unit` stands after the figures of the scale, e.g. «%»; `most` is the end of a scale that has
    one, e.g. 100.
    """

    title: Any
    of: Any
    groups: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    most: int | None = None

    @property
    def empty(self) -> bool:
        """True when there is nothing to draw."""
        return all(value is None for one in self.series for value in one.values)


def table_of(chart: Chart) -> tuple[list[str], list[list[str | Figure]]]:
    """The same figures as headings and rows, for those who cannot see the picture."""
    headings = [str(chart.of), *(str(one.name) for one in chart.series)]
    rows: list[list[str | Figure]] = [
        [group, *(one.values[at] for one in chart.series)] for at, group in enumerate(chart.groups)
    ]
    return headings, rows


def written(value: int | Decimal) -> str:
    """A figure on a picture: «66,7», «100»."""
    return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
