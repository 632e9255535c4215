"""Files from a form into a folder of the server, and from there to who may open them."""

from pathlib import Path
from typing import Any

from flask import Response, current_app, send_file

from app.core.errors import NotFound
from app.core.files import Scan, keep_file

_SHOWN = ("image/jpeg", "image/png")


def folder_of(name: str) -> Path:
    """The folder of the server's own files with this name."""
    return Path(current_app.config["INSTANCE_DIR"]) / name


def taken_files(folder: str, uploads: Any, field: str) -> list[Scan]:
    """The files of a form's field put into the folder; empty when there are none [M1 M2].

    Raises Refused for what is no document or picture, or too large.
    """
    limit = current_app.config["MAX_SCAN_BYTES"]
    return [
        keep_file(folder_of(folder), one.read(limit + 1), one.filename, limit, field)
        for one in uploads or ()
        if getattr(one, "filename", "")
    ]


def file_answer(folder: str, scan: Scan) -> Response:
    """A picture is shown, anything else saved; kept by no browser; raises NotFound.

    The type is that of the content, and the browser may not guess another (nosniff).
    """
    path = folder_of(folder) / scan.key
    if not scan.key or not path.is_file():
        raise NotFound
    answer = send_file(
        path,
        mimetype=scan.type,
        as_attachment=scan.type not in _SHOWN,
        download_name=scan.name,
        conditional=False,
        max_age=0,
    )
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
