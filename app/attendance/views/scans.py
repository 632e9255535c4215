"""Scans from a form into the folder, and from the folder to those who may open them [T2]."""

from pathlib import Path
from typing import Any

from flask import Response, current_app, send_file

from app.core.errors import NotFound
from app.core.files import Scan, keep_scan

_PDF = "application/pdf"


def taken(upload: Any, field: str = "upload") -> Scan | None:
    """The file of a form field put into the folder; none when there is none.

    Raises Refused for what is no PDF, JPEG or PNG, or too large.
    """
    if not upload or not getattr(upload, "filename", ""):
        return None
    limit = current_app.config["MAX_SCAN_BYTES"]
    return keep_scan(_folder(), upload.read(limit + 1), upload.filename, limit, field)


def scan_answer(row: Any) -> Response:
    """The scan of a document or report: a picture is shown, a PDF saved; kept by no browser.

    The type is that of the content, and the browser may not guess another (nosniff).
    """
    path = _folder() / row.scan_key
    if not row.scan_key or not path.is_file():
        raise NotFound
    answer = send_file(
        path,
        mimetype=row.scan_type,
        as_attachment=row.scan_type == _PDF,
        download_name=row.scan_name,
        conditional=False,
        max_age=0,
    )
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _folder() -> Path:
    return Path(current_app.config["INSTANCE_DIR"]) / "scans"
