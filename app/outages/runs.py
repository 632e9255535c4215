"""Printing a whole school class by class: the parts wait in a folder until they are joined [U1]."""

import datetime as dt
import secrets
import shutil
from pathlib import Path

from flask import current_app

from app.core.errors import NotFound
from app.core.pdf.joining import joined
from app.outages.folder import write_whole

_KEPT = dt.timedelta(hours=1)


def start(user_id: int, *, now: dt.datetime) -> str:
    """A new run of this person; its key. What was begun an hour ago and left is removed."""
    for old in _home().glob("*-*"):
        if old.stat().st_mtime < (now - _KEPT).timestamp():
            shutil.rmtree(old, ignore_errors=True)
    key = secrets.token_hex(16)
    (_home() / f"{user_id}-{key}").mkdir(parents=True)
    return key


def keep(user_id: int, key: str, position: int, part: bytes) -> None:
    """Keep the part of the run that stands at `position`."""
    write_whole(_folder(user_id, key) / f"{position:05}.pdf", part)


def finish(user_id: int, key: str) -> bytes:
    """All parts of the run in one file; the run is over then. 404 for somebody else's."""
    folder = _folder(user_id, key)
    whole = joined(path.read_bytes() for path in sorted(folder.glob("*.pdf")))
    shutil.rmtree(folder, ignore_errors=True)
    return whole


def _home() -> Path:
    return Path(current_app.config["INSTANCE_DIR"]) / "print"


def _folder(user_id: int, key: str) -> Path:
    folder = _home() / f"{user_id}-{key}"
    if not key.isalnum() or not folder.is_dir():
        raise NotFound
    return folder
