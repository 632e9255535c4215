"""A picture for a page: SVG in the page itself, without scripts, styles and outside addresses."""

from collections.abc import Iterator

from markupsafe import Markup

from app.core.picture.bars import WIDTH, drawn
from app.core.picture.chart import Chart
from app.core.picture.shapes import Box, Drawing, Label, Rule, hatching

_INK, _FAINT = "#1d2733", "#c4ccd6"
_WHOLE = Markup('<div class="picture" role="img" aria-label="{title}">{inside}</div>')
_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"'
    ' width="{width:.0f}" height="{height:.0f}" aria-hidden="true"'
    ' font-family="PT Sans, Arial, sans-serif" fill="{ink}">{inside}</svg>'
)
_BOX = Markup(
    '<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"'
    ' stroke="{ink}" stroke-width="0.7"/>'
)
_PATH = Markup('<path d="{lines}" stroke="{ink}" stroke-width="{width}" fill="none"/>')
_LABEL = Markup('<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"{turn}>')
_TURN = Markup(' transform="rotate(-90 {x:.1f} {y:.1f})"')


def svg(chart: Chart, width: float = WIDTH) -> Markup:
    """The chart as SVG; its title is what a screen reader says, the figures are in `table_of`."""
    inside = Markup("").join(map(_panel, drawn(chart, width)))
    return _WHOLE.format(title=str(chart.title), inside=inside)


def _panel(drawing: Drawing) -> Markup:
    scale = [rule for rule in drawing.rules if rule.faint]
    axes = [rule for rule in drawing.rules if not rule.faint]
    parts = [
        *_path(scale, _FAINT, 0.7),
        *map(_box, drawing.boxes),
        *_path([rule for box in drawing.boxes for rule in hatching(box)], _INK, 0.6),
        *_path(axes, _INK, 1),
        *map(_label, drawing.labels),
    ]
    inside = Markup("").join(parts)
    return _SVG.format(width=drawing.width, height=drawing.height, ink=_INK, inside=inside)


def _path(rules: list[Rule], ink: str, width: float) -> Iterator[Markup]:
    if rules:
        lines = "".join(f"M{r.x1:.1f} {r.y1:.1f}L{r.x2:.1f} {r.y2:.1f}" for r in rules)
        yield _PATH.format(lines=lines, ink=ink, width=width)


def _box(box: Box) -> Markup:
    return _BOX.format(
        x=box.x, y=box.y, width=box.width, height=box.height, fill=box.style.fill, ink=_INK
    )


def _label(label: Label) -> Markup:
    turn = _TURN.format(x=label.x, y=label.y) if label.turned else ""
    begin = _LABEL.format(x=label.x, y=label.y, size=label.size, anchor=label.anchor, turn=turn)
    return begin + label.text + Markup("</text>")
