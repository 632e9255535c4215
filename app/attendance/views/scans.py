"""Scans from a form into the folder, and from the folder to those who may open them [T2]."""

from typing import Any

from flask import Response, current_app

from app.core.files import Scan, keep_scan
from app.core.pages.uploads import file_answer, folder_of

_FOLDER = "scans"


def taken(upload: Any, field: str = "upload") -> Scan | None:
    """The file of a form field put into the folder; none when there is none.

    Raises Refused for what is no PDF, JPEG or PNG, or too large.
    """
    if not upload or not getattr(upload, "filename", ""):
        return None
    limit = current_app.config["MAX_SCAN_BYTES"]
    return keep_scan(folder_of(_FOLDER), upload.read(limit + 1), upload.filename, limit, field)


def scan_answer(row: Any) -> Response:
    """The scan of a document or report: a picture is shown, a PDF saved; kept by no browser."""
    return file_answer(_FOLDER, Scan(row.scan_key, row.scan_name, row.scan_type))
