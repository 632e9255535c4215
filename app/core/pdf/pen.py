"""The text of a grid as operators of PDF: few of them for thousands of short texts.

Texts on one line in one font are one operator with the gaps between them, as words of a line are;
so a page of marks is drawn, and checked as PDF/A, in half the time.
"""

from typing import Any, NamedTuple

from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase.pdfmetrics import getFont, stringWidth


class _Written(NamedTuple):
    """A text in the codes of its font: (name of the part of the font, codes), and its width in
    thousandths of the font's size.
    """

    pieces: list[tuple[str, str]]
    width: float


class Pen:
    """Collects text for `canvas.drawText`; places are in points."""

    def __init__(self, canvas: Any) -> None:
        self._document = canvas._doc  # noqa: SLF001  # what fonts ask for, to number their letters
        self._code: list[str] = []
        self._known: dict[tuple[str, str], _Written] = {}
        self._font = ("", 0.0)
        self._line = ("", 0.0, 0.0)  # font, size and height of the texts in `_run`
        self._run: list[str] = []
        self._end = 0.0  # where the last text of `_run` ends

    def write(self, x: float, y: float, text: str, font: str, size: float) -> None:
        """A text that begins here."""
        pieces, width = self._written(text, font)
        if len(pieces) != 1:
            self._place(f"1 0 0 1 {fp_str(x, y)} Tm", pieces, size)
            return
        name, codes = pieces[0]
        gap = round((x - self._end) * 1000 / size)
        if self._run and gap >= 0 and self._line == (name, size, y):
            self._run.append(f"{-gap}({codes})")
            self._end += (gap + width) * size / 1000
            return
        self._finish()
        self._take(name, size)
        self._code.append(f"1 0 0 1 {fp_str(x, y)} Tm")
        self._line, self._run, self._end = (name, size, y), [f"({codes})"], x + width * size / 1000

    def write_upwards(self, x: float, y: float, text: str, font: str, size: float) -> None:
        """A text that begins here and is read from below."""
        self._place(f"0 1 -1 0 {fp_str(x, y)} Tm", self._written(text, font).pieces, size)

    def getCode(self) -> str:  # noqa: N802  # the name that a canvas calls
        """All operators."""
        self._finish()
        return f"BT {' '.join(self._code)} ET"

    def _written(self, text: str, font: str) -> _Written:
        """The same few marks stand in most cells of a page."""
        known = self._known.get((text, font))
        if known is None:
            face = getFont(font)
            pieces = [
                (face.getSubsetInternalName(part, self._document), escapePDF(codes))
                for part, codes in face.splitString(text, self._document)
            ]
            known = self._known[text, font] = _Written(pieces, stringWidth(text, font, 1000))
        return known

    def _place(self, matrix: str, pieces: list[tuple[str, str]], size: float) -> None:
        self._finish()
        self._code.append(matrix)
        for name, codes in pieces:
            self._take(name, size)
            self._code.append(f"({codes}) Tj")

    def _take(self, name: str, size: float) -> None:
        if self._font != (name, size):
            self._font = (name, size)
            self._code.append(f"{name} {fp_str(size)} Tf")

    def _finish(self) -> None:
        if self._run:
            one = len(self._run) == 1
            self._code.append(f"{self._run[0]} Tj" if one else f"[{''.join(self._run)}] TJ")
            self._run = []
