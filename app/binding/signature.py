"""The director's electronic signature: whose certificate signs, whose signatures are believed [R6].

The certificate is a file that the settings name, or one that is given each time; neither it nor
its password is stored.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _

from app.core.actor import Actor
from app.core.errors import Fault, Forbidden, Refused
from app.core.pdf.signing import certificates, signed


def may_sign(actor: Actor) -> bool:
    """The director certifies and signs, nobody else [P4]."""
    return actor.has("director")


def require_may_sign(actor: Actor) -> None:
    """Raise `Forbidden` for anybody else."""
    if not may_sign(actor):
        raise Forbidden


def is_configured() -> bool:
    """True when the settings name the director's certificate."""
    return bool(current_app.config["SIGNING_P12"])


def signed_by_settings(pdf: bytes, *, now: dt.datetime) -> bytes:
    """The file signed with the certificate of the settings; raises Refused."""
    p12, password = _configured()
    return signed(pdf, p12=p12, password=password, now=now)


def signed_or_faults(
    pdf: bytes, *, p12: bytes, password: str, now: dt.datetime
) -> tuple[bytes, list[Fault]]:
    """The file signed with a certificate that is given, or what is wrong."""
    try:
        return signed(pdf, p12=p12, password=password, now=now), []
    except Refused as refusal:
        return b"", refusal.faults


def believed() -> Sequence[bytes]:
    """Certificates of the settings' file: what they signed is the school's."""
    return certificates(*_configured()) if is_configured() else ()


def _configured() -> tuple[bytes, str]:
    config = current_app.config
    path = Path(config["SIGNING_P12"])
    if not is_configured() or not path.is_file():
        raise Refused(_("No certificate is named in the settings, or its file is not there."))
    return path.read_bytes(), config["SIGNING_PASSWORD"]
