"""A chart on paper: the same shapes as on the page, drawn into the PDF."""

from collections.abc import Iterable

from reportlab.lib.colors import HexColor, black
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from app.core.pdf.fonts import SANS, face, printable_line
from app.core.picture import Chart, drawn
from app.core.picture.shapes import Box, Drawing, Label, Rule, hatching

_FAINT = HexColor("#c4ccd6")
_FONT = face(SANS)


def pictures(chart: Chart) -> list["Picture"]:
    """The panels of a chart, one below the other."""
    return [Picture(drawing) for drawing in drawn(chart)]


class Picture(Flowable):  # type: ignore[misc]
    """A panel of a chart: as wide as the page, never larger than it was laid out."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self.drawing, self.scale = drawing, 1.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Size on a page of this width, points."""
        self.scale = min(1.0, width / self.drawing.width)
        return self.drawing.width * self.scale, self.drawing.height * self.scale

    def draw(self) -> None:
        """Draw scale, bars, hatching and texts."""
        canvas = self.canv
        canvas.saveState()
        canvas.scale(self.scale, self.scale)
        canvas.setStrokeColor(_FAINT)
        self._lines([rule for rule in self.drawing.rules if rule.faint], 0.5)
        canvas.setStrokeColor(black)
        for box in self.drawing.boxes:
            self._box(box)
        self._lines((rule for box in self.drawing.boxes for rule in hatching(box)), 0.4)
        self._lines([rule for rule in self.drawing.rules if not rule.faint], 0.7)
        canvas.setFillColor(black)
        for label in self.drawing.labels:
            self._label(label)
        canvas.restoreState()

    def _box(self, box: Box) -> None:
        self.canv.setFillColor(HexColor(box.style.fill))
        self.canv.setLineWidth(0.5)
        y = self.drawing.height - box.y - box.height
        self.canv.rect(box.x, y, box.width, box.height, stroke=1, fill=1)

    def _lines(self, rules: Iterable[Rule], width: float) -> None:
        self.canv.setLineWidth(width)
        path = self.canv.beginPath()
        for rule in rules:
            path.moveTo(rule.x1, self.drawing.height - rule.y1)
            path.lineTo(rule.x2, self.drawing.height - rule.y2)
        self.canv.drawPath(path)

    def _label(self, label: Label) -> None:
        text = printable_line(label.text)
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
        before = -shift * stringWidth(text, _FONT, label.size)
        self.canv.saveState()
        self.canv.translate(label.x, self.drawing.height - label.y)
        if label.turned:
            self.canv.rotate(90)
        self.canv.setFont(_FONT, label.size)
        self.canv.drawString(before, 0, text)
        self.canv.restoreState()
