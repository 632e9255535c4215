"""What is signed in a PDF: by whom, when, whether it was changed since [R6 R7]."""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from app.core.errors import Refused
from app.core.pdf.signing import UNREADABLE, apart

# What it finds wrong is in its answer; its log of it would only frighten.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Signature:
    """A signature in a file.

    `whole`: the signature is right, and nothing was changed or added since; `trusted`: its
    certificate leads to one that is believed.
    """

    holder: str
    serial: str
    at: dt.datetime | None
    whole: bool
    trusted: bool


def is_pdf(file: Path) -> bool:
    """True for a file that begins as PDF does."""
    with file.open("rb") as head:
        return head.read(5) == b"%PDF-"


def signatures(pdf: bytes, trusted: Sequence[bytes] = ()) -> list[Signature]:
    """The signatures of a file; `trusted`: certificates (PEM or DER) that are believed.

    Nothing is asked from the network. Raises Refused for what cannot be read as PDF.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415  # 30 MB: for who verifies

    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_signatures
        return [_looked_at(one, trusted) for one in found]
    except Exception as damaged:  # whatever the damaged part makes the reader stumble on
        raise Refused(str(UNREADABLE)) from damaged


def _looked_at(embedded: Any, trusted: Sequence[bytes]) -> Signature:
    from pyhanko.keys import load_certs_from_pemder_data  # noqa: PLC0415
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415
    from pyhanko.sign.validation.settings import KeyUsageConstraints  # noqa: PLC0415
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    status = apart(
        validate_pdf_signature,
        embedded,
        ValidationContext(
            trust_roots=[one for data in trusted for one in load_certs_from_pemder_data(data)],
            allow_fetching=False,
        ),
        key_usage_settings=KeyUsageConstraints(
            key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
        ),
    )
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    certificate = status.signing_cert
    return Signature(
        str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly),
        f"{certificate.serial_number:X}",
        status.signer_reported_dt,
        bool(status.intact and status.valid and whole),
        bool(status.trusted),
    )
