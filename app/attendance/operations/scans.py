"""Scans that no document and no report names any more [T2]."""

import datetime as dt
from pathlib import Path

from flask import current_app

from app.attendance.queries.documents import scan_keys
from app.core.files import drop_scans

_EVERY = 60  # minutes
_KEPT = dt.timedelta(days=1)


def forget_scans(now: dt.datetime) -> None:
    """Once an hour: delete files that are a day old and belong to no row; a chore."""
    if now.minute % _EVERY:
        return
    folder = Path(current_app.config["INSTANCE_DIR"]) / "scans"
    drop_scans(folder, scan_keys(), (now - _KEPT).timestamp())
