"""A chart laid out as bars: groups side by side, in rows of panels where there are many."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap

from app.core.picture.chart import Chart, Figure, written
from app.core.picture.shapes import Box, Drawing, Label, Rule

WIDTH = 760.0  # points, as A4 has lying
NARROW = 360.0  # as a telephone has
_LEFT, _RIGHT = 40.0, 6.0
_PLOT = 130.0  # height of the bars of a panel
_TOP = 18.0  # room for the value over the highest bar
_BAR, _WIDEST, _GAP = 11.0, 34.0, 12.0
_LETTER = 5.1  # mean width of a letter of size 9
_LINE = 10.5
_TICKS = 5
_LONG = 14  # letters of a name that is broken into two lines where it is turned


@dataclass(frozen=True)
class _Scale:
    """From 0 to `end` in equal steps; `unit` stands after the numbers."""

    end: float
    step: float
    unit: str

    def height(self, value: int | Decimal) -> float:
        """Points of a bar."""
        return _PLOT * float(value) / self.end


def drawn(chart: Chart, width: float = WIDTH) -> list[Drawing]:
    """The panels of a chart, one below the other; without figures they have the scale only."""
    scale, room = _scale(chart), _BAR * len(chart.series) + _GAP
    most = max(1, int((width - _LEFT - _RIGHT) // room))
    size = math.ceil(len(chart.groups) / math.ceil(len(chart.groups) / most or 1)) or 1
    found: list[Drawing] = []
    for first in range(0, max(1, len(chart.groups)), size):
        drawing = Drawing(width)
        top = 0 if found else _legend(drawing, chart)
        _panel(drawing, chart, scale, range(first, min(first + size, len(chart.groups))), top)
        found.append(drawing)
    return found


def _scale(chart: Chart) -> _Scale:
    known = [float(v) for one in chart.series for v in one.values if v is not None]
    most = chart.most or max([1.0, *known])
    rough = most / _TICKS
    power = 10 ** math.floor(math.log10(rough))
    step = max(1.0, next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= rough))
    return _Scale(math.ceil(most / step) * step, step, chart.unit)


def _legend(drawing: Drawing, chart: Chart) -> float:
    """The names of the series, as many in a line as there is room for; none for one series."""
    if len(chart.series) == 1:
        return 0
    x, y = _LEFT, 12.0
    for at, one in enumerate(chart.series):
        name = str(one.name)
        wide = 22 + len(name) * _LETTER + 14
        if x + wide > drawing.width and x > _LEFT:
            x, y = _LEFT, y + 15
        drawing.boxes.append(Box(x, y - 9, 16, 10, at))
        drawing.labels.append(Label(x + 21, y, name, "start"))
        x += wide
    return y + 6


def _panel(drawing: Drawing, chart: Chart, scale: _Scale, groups: range, top: float) -> None:
    """One row of groups below `top`."""
    base = top + _TOP + _PLOT
    _ticks(drawing, scale, base)
    room = (drawing.width - _LEFT - _RIGHT) / max(1, len(groups))
    bar = min(_WIDEST, max(_BAR, (room - _GAP) / len(chart.series)))
    for place, group in enumerate(groups):
        middle = _LEFT + room * (place + 0.5)
        x = middle - bar * len(chart.series) / 2
        for at, one in enumerate(chart.series):
            _bar(drawing, scale, one.values[group], Box(x + at * bar, base, bar - 1, 0, at))
    names = [chart.groups[group] for group in groups]
    drawing.height = base + _names(drawing, names, room, base)


def _ticks(drawing: Drawing, scale: _Scale, base: float) -> None:
    for number in range(round(scale.end / scale.step) + 1):
        value = number * scale.step
        y = base - _PLOT * value / scale.end
        drawing.rules.append(Rule(_LEFT, y, drawing.width - _RIGHT, y, faint=number > 0))
        drawing.labels.append(Label(_LEFT - 4, y + 3, f"{value:g}{scale.unit}", "end", size=8))


def _bar(drawing: Drawing, scale: _Scale, value: Figure, place: Box) -> None:
    """A bar with its value over it; nothing where there is no figure."""
    if value is None:
        return
    height = scale.height(value)
    drawing.boxes.append(place._replace(y=place.y - height, height=height))
    text, middle = written(value), place.x + place.width / 2
    if len(text) * _LETTER <= place.width + 2:
        drawing.labels.append(Label(middle, place.y - height - 3, text, size=8))
    else:
        drawing.labels.append(
            Label(middle + 3, place.y - height - 3, text, "start", turned=True, size=8)
        )


def _names(drawing: Drawing, names: Sequence[str], room: float, base: float) -> float:
    """The names below the bars, level where they fit; how much room they take."""
    if max((len(name) for name in names), default=0) * _LETTER <= room:
        middles = ((_LEFT + room * (at + 0.5), name) for at, name in enumerate(names))
        drawing.labels += [Label(x, base + 12, name) for x, name in middles]
        return 22
    lines = [_broken(name) for name in names]
    for at, parts in enumerate(lines):
        x = _LEFT + room * (at + 0.5) + 3 - _LINE * (len(parts) - 1) / 2
        drawing.labels += [
            Label(x + _LINE * n, base + 6, part, "end", turned=True) for n, part in enumerate(parts)
        ]
    return max(len(part) for parts in lines for part in parts) * _LETTER + 16


def _broken(name: str) -> list[str]:
    """A long name in two lines, or more where its words do not fall into two."""
    return wrap(name, max(_LONG, math.ceil(len(name) * 0.6)), break_long_words=False) or [name]
