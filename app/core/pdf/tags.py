"""Two tags of our own in printed HTML: `<jgrid ref="…">` places a grid, `<qr value="…">` a code.

The engine looks a tag up as `pisaTagNAME` in its parser and its attributes in `default.TAGS`.
That is no documented interface: the version is pinned and a test holds it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from reportlab.graphics.barcode import qr as codes
from reportlab.lib.units import mm
from reportlab.platypus import Flowable
from xhtml2pdf import default, parser
from xhtml2pdf.tags import pisaTag

from app.core.pdf.drawing import runs
from app.core.pdf.wrapping import PaperError

_MASK = 0
_placed: ContextVar[Mapping[str, Flowable]] = ContextVar("placed")


@contextmanager
def placing(flowables: Mapping[str, Flowable]) -> Iterator[None]:
    """What `<jgrid ref>` may name while one document is rendered."""
    token = _placed.set(flowables)
    try:
        yield
    finally:
        _placed.reset(token)


class _GridTag(pisaTag):  # type: ignore[misc]
    """`<jgrid ref="name"></jgrid>`."""

    def start(self, context: Any) -> None:
        """Put the named grid where the tag stands."""
        flowable = _placed.get().get(self.attr.ref)
        if flowable is None:
            raise PaperError(f"no grid «{self.attr.ref}»")
        context.addPara()
        context.addStory(flowable)


class _CodeTag(pisaTag):  # type: ignore[misc]
    """`<qr value="https://…" size="16"></qr>`, `size` in mm."""

    def start(self, context: Any) -> None:
        """Put the code where the tag stands."""
        context.addPara()
        context.addStory(QrCode(self.attr.value, self.attr.size))


class QrCode(codes.QrCode):  # type: ignore[misc]
    """A QR code of `size` mm with its own quiet margin; a seventh of it may be dirty (level M).

    Encoded once and drawn in one path.
    """

    def __init__(self, value: str, size: float) -> None:
        side = size * mm
        super().__init__(value, width=side, height=side, qrLevel="M", qrBorder=2)
        # Any of the eight masks can be read. Choosing the prettiest takes longer than the page.
        self.qr.version = self.qr.calculate_version()
        self.qr.makeImpl(False, _MASK)  # positional in the library

    def draw(self) -> None:
        """Draw the dark modules, neighbours in a row together."""
        module = self.width / (self.qr.getModuleCount() + 2 * self.qrBorder)
        path = self.canv.beginPath()
        for row, modules in enumerate(self.qr.modules):
            y = self.height - (row + self.qrBorder + 1) * module
            for first, after in runs([bool(dark) for dark in modules]):
                path.rect((first + self.qrBorder) * module, y, (after - first) * module, module)
        self.canv.drawPath(path, stroke=0, fill=1)


parser.pisaTagJGRID = _GridTag
parser.pisaTagQR = _CodeTag
default.TAGS["jgrid"] = (1, {"ref": default.STRING})
default.TAGS["qr"] = (1, {"value": default.STRING, "size": default.INT})
