"""Several PDF files as one."""

from collections.abc import Iterable
from io import BytesIO

from pypdf import PdfWriter


def joined(parts: Iterable[bytes]) -> bytes:
    """The pages of all parts, in order, in one file."""
    with PdfWriter() as writer:
        for part in parts:
            writer.append(BytesIO(part), import_outline=False)
        out = BytesIO()
        writer.write(out)
    return out.getvalue()
