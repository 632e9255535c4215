"""What pictures are drawn of; x grows to the right, y downwards, in points."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Style(NamedTuple):
    """How the bars of a series look: colour, and the slopes and distance of their hatching."""

    fill: str
    slopes: tuple[int, ...] = ()  # 1 rising, -1 falling, 0 level
    step: float = 5


# In this order neighbours differ on a black and white print too.
STYLES = (
    Style("#2f5d8a"),
    Style("#ffffff", (1,)),
    Style("#b9d0e6"),
    Style("#ffffff", (1, -1)),
    Style("#ffffff", (0,), 3.5),
    Style("#e8e8e8", (-1,), 3.5),
)


class Box(NamedTuple):
    """A bar in the style of its series."""

    x: float
    y: float
    width: float
    height: float
    series: int

    @property
    def style(self) -> Style:
        """The look of its series."""
        return STYLES[self.series % len(STYLES)]


class Rule(NamedTuple):
    """A thin line; a `faint` one is of the scale."""

    x1: float
    y1: float
    x2: float
    y2: float
    faint: bool = False


class Label(NamedTuple):
    """A text: `x`, `y` is the baseline's start, middle or end; a `turned` one reads upwards."""

    x: float
    y: float
    text: str
    anchor: str = "middle"  # start, middle, end
    turned: bool = False
    size: float = 9


@dataclass
class Drawing:
    """A picture laid out."""

    width: float
    height: float = 0
    boxes: list[Box] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def hatching(box: Box) -> Iterator[Rule]:
    """The lines inside a bar."""
    for slope in box.style.slopes:
        yield from _level(box) if slope == 0 else _sloping(box, slope)


def _level(box: Box) -> Iterator[Rule]:
    y = box.y + box.style.step
    while y < box.y + box.height:
        yield Rule(box.x, y, box.x + box.width, y)
        y += box.style.step


def _sloping(box: Box, slope: int) -> Iterator[Rule]:
    """Lines at 45°; each is cut where it leaves the bar."""
    along = box.style.step
    while along < box.width + box.height:
        x1, y1 = max(0.0, along - box.height), min(along, box.height)
        x2, y2 = min(along, box.width), max(0.0, along - box.width)
        if slope < 0:
            y1, y2 = box.height - y1, box.height - y2
        yield Rule(box.x + x1, box.y + y1, box.x + x2, box.y + y2)
        along += box.style.step
