"""Uploaded files that wait for their commit: in the instance folder, each its owner's [S8]."""

import datetime as dt
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import current_app

from app.core import clock
from app.core.errors import NotFound

_TOKEN = re.compile(r"[A-Za-z0-9_-]{24}")
_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Kept:
    """An uploaded file: its name and bytes, and what the person asked with it."""

    token: str
    name: str
    data: bytes
    asked: Mapping[str, Any] = field(default_factory=dict)


def keep(owner: int, *, name: str, data: bytes, asked: Mapping[str, Any], token: str = "") -> str:
    """Keep a file for its preview; returns the random name under which its owner finds it.

    With `token` what is kept there is replaced. Files older than a day go.
    """
    folder = _folder()
    _clean(folder)
    token = token or secrets.token_urlsafe(18)
    head = json.dumps({"owner": owner, "name": name, "asked": dict(asked)})
    half = folder / f"{token}.{secrets.token_hex(4)}.half"
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(head.encode("ascii") + b"\n" + data)
    half.replace(folder / token)
    return token


def kept(owner: int, token: str) -> Kept:
    """What `keep` has under the name; 404 when it is gone or another person's."""
    path = _path(token)
    try:
        head, _newline, data = path.read_bytes().partition(b"\n")
    except FileNotFoundError as error:
        raise NotFound from error
    known = json.loads(head)
    if known["owner"] != owner:
        raise NotFound
    return Kept(token, known["name"], data, known["asked"])


def forget(token: str) -> None:
    """Remove a kept file."""
    _path(token).unlink(missing_ok=True)


def forget_old(_now: dt.datetime) -> None:
    """A chore: files with people's data do not lie about after a day [S8 P9]."""
    _clean(_folder())


def _path(token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise NotFound
    return _folder() / token


def _folder() -> Path:
    folder = Path(current_app.config["INSTANCE_DIR"]) / "previews"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _clean(folder: Path) -> None:
    oldest = clock.now().timestamp() - _KEPT_SECONDS
    for path in folder.iterdir():
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:  # another process was faster
            continue
