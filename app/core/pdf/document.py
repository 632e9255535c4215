"""HTML into a PDF with numbered pages, and nothing from outside in it."""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO

from reportlab import rl_config
from reportlab.platypus import Flowable
from xhtml2pdf.config.resources import ResourceAccessPolicy
from xhtml2pdf.document import pisaDocument

from app.core.pdf.fonts import printable, printable_line
from app.core.pdf.tags import placing
from app.core.pdf.wrapping import PaperError

# The same document gives the same bytes: no date of making, no random key.
rl_config.invariant = 1

# A document reaches no file and no address. The fonts are registered, not read by it.
_POLICY = ResourceAccessPolicy.server(None, allow_remote=False)
_log = logging.getLogger("xhtml2pdf")
_log.setLevel(logging.WARNING)


class _Complaints(logging.Handler):
    """Warnings of the engine in this thread: a lost letter or rule is only a warning to it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        if record.thread == self._thread:
            self.found.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[_Complaints]:
    complaints = _Complaints()
    _log.addHandler(complaints)
    try:
        yield complaints
    finally:
        _log.removeHandler(complaints)


def render(html: str, flowables: Mapping[str, Flowable] | None = None, *, title: str = "") -> bytes:
    """The PDF of `html`, with `flowables` in the places of their `<jgrid ref>`.

    Texts in `html` must be escaped. Raises `PaperError` for whatever the engine complains of:
    an unknown font or rule, a refused file, a header that does not fit its frame.
    """
    out = BytesIO()
    with placing(flowables or {}), _listening() as complaints:
        status = pisaDocument(
            printable(html),
            out,
            encoding="utf-8",
            context_meta={"title": printable_line(title)},
            resource_policy=_POLICY,
        )
    if status.err or complaints.found:
        raise PaperError("; ".join(complaints.found) or "the document cannot be rendered")
    return out.getvalue()
