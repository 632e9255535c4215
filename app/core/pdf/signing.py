"""Electronic signature of a PDF (PAdES) with a PKCS#12 certificate, and its visible stamp [R6].

The libraries take 30 MB and a second to load, so they are loaded when somebody signs.
"""

import datetime as dt
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.errors import Refused
from app.core.pdf.cells import Cell, Row
from app.core.pdf.fonts import SANS, face
from app.core.pdf.grid import JournalGrid
from app.core.pdf.wrapping import PaperError

PLACE = (110.0, 24.0, 86.0, 27.0)  # mm on the last page: left, lower edge, width, height
UNREADABLE = _l("The file cannot be read as PDF: it is damaged or of another kind.")
_SIZE, _FIELD = 8.0, "Signature"


@dataclass(frozen=True)
class Holder:
    """Whose certificate it is, its number, and the days on which it is valid."""

    name: str
    serial: str
    since: dt.date
    until: dt.date


def signed(pdf: bytes, *, p12: bytes, password: str, now: dt.datetime) -> bytes:
    """The file with a signature and its visible stamp at `PLACE` of the last page.

    Raises Refused for a wrong password, a file that is no certificate, and one whose time is over.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415
    from pyhanko.stamp import StaticStampStyle  # noqa: PLC0415

    signer = _signer(p12, password)
    holder = _holder(signer.signing_cert)
    _require_valid(holder, now.date())
    left, lower, width, height = (value * mm for value in PLACE)
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        signed_before = writer.prev.embedded_signatures
    except Exception as damaged:  # whatever the damaged part makes the reader stumble on
        raise Refused(str(UNREADABLE)) from damaged
    if signed_before:
        raise Refused(_("The file is signed already."))
    pages = int(writer.root["/Pages"]["/Count"])
    with tempfile.NamedTemporaryFile(suffix=".pdf") as stamp:
        stamp.write(_stamp(holder, now))
        stamp.flush()
        signer_of_file = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name="Signature",
                subfilter=fields.SigSeedSubFilter.PADES,
                md_algorithm="sha256",
            ),
            signer=signer,
            stamp_style=StaticStampStyle.from_pdf_file(stamp.name, border_width=0),
            new_field_spec=fields.SigFieldSpec(
                _FIELD,
                on_page=pages - 1,
                box=(round(left), round(lower), round(left + width), round(lower + height)),
            ),
        )
        return bytes(apart(signer_of_file.sign_pdf, writer).getvalue())


def apart(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Do it in a thread of its own: the library runs an event loop, and so may the caller."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work, *given, **named).result()


def certificates(p12: bytes, password: str) -> list[bytes]:
    """The certificates in a PKCS#12 file (DER): its owner's and those who issued it."""
    signer = _signer(p12, password)
    return [one.dump() for one in (signer.signing_cert, *signer.cert_registry)]


def _signer(p12: bytes, password: str) -> Any:
    from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415

    try:
        return SimpleSigner.load_pkcs12_data(p12, other_certs=(), passphrase=password.encode())
    except ValueError as wrong:
        text = _("The certificate cannot be opened: check the file (.p12, .pfx) and its password.")
        raise Refused(text) from wrong


def _holder(certificate: Any) -> Holder:
    span = certificate["tbs_certificate"]["validity"].native
    subject = certificate.subject.native
    name = subject.get("common_name") or certificate.subject.human_friendly
    return Holder(
        str(name),
        f"{certificate.serial_number:X}",
        span["not_before"].date(),
        span["not_after"].date(),
    )


def _require_valid(holder: Holder, today: dt.date) -> None:
    if not holder.since <= today <= holder.until:
        days = f"{holder.since:%d.%m.%Y}–{holder.until:%d.%m.%Y}"
        raise Refused(_("The certificate is valid on %(days)s only.", days=days))


def _stamp(holder: Holder, now: dt.datetime) -> bytes:
    """The visible part of a signature as a PDF of one page."""
    _left, _lower, width, height = PLACE
    valid = f"{holder.since:%d.%m.%Y} – {holder.until:%d.%m.%Y}"
    lines = (
        _("The document is signed electronically"),
        _("Certificate: %(serial)s", serial=holder.serial),
        _("Owner: %(name)s", name=holder.name),
        _("Valid: %(days)s", days=valid),
        _("Signed: %(moment)s", moment=f"{now:%d.%m.%Y %H:%M}"),
    )
    grid = JournalGrid([width - 1], [Row({0: Cell("\n".join(lines), size=_SIZE)}, height - 1)])
    out = BytesIO()
    canvas = Canvas(out, pagesize=(width * mm, height * mm), initialFontName=face(SANS))
    if grid.wrap(width * mm, height * mm)[1] > height * mm:
        raise PaperError("the stamp is higher than its place")
    grid.drawOn(canvas, mm / 2, mm / 2)
    canvas.save()
    return out.getvalue()
