"""PDF/A-2b: a file that is read in 25 years as it is read now [R6 R7]."""

import datetime as dt
from io import BytesIO

from app.core.pdf.wrapping import PaperError

_FLAVOUR = "2b"


def as_pdfa(pdf: bytes, *, made_on: dt.date) -> bytes:
    """The file as PDF/A-2b, dated `made_on`; the same file and day give the same bytes.

    Raises `PaperError` for what the validator does not approve.
    """
    import pikepdf  # noqa: PLC0415  # 30 MB and a second, for who prints a bound journal
    from pikepdf import pdfa  # noqa: PLC0415

    moment = f"{made_on.isoformat()}T00:00:00+00:00"
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        for page in file.pages:
            if "/Trans" in page:  # an animation between pages, which ReportLab writes
                del page.Trans
        pdfa.prepare(file, _FLAVOUR)
        with file.open_metadata(set_pikepdf_as_editor=False) as facts:
            for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
                facts[name] = moment
        try:
            pdfa.save(file, out, _FLAVOUR, repair=False, deterministic_id=True)
        except pdfa.PdfaError as fault:
            raise PaperError(f"no PDF/A: {fault}") from fault
    return out.getvalue()
