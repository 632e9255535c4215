"""The archive file: a ZIP whose list of contents has a SHA-256 of each file [R7].

The same files give the same bytes; any program that opens ZIP reads it.
"""

import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from flask_babel import gettext as _

from app.core.errors import Fault

MANIFEST, README = "manifest.json", "README.txt"
_FORMAT = "school-journal-archive-1"
_MOMENT = (1980, 1, 1, 0, 0, 0)  # of every file in it: the least that ZIP knows
_BLOCK = 1 << 20
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
# What the library says of a damaged file; a flipped byte breaks it in many ways.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, LookupError, TypeError),
    *(ValueError, RuntimeError, NotImplementedError),
)


class Writer:
    """Puts files into the archive one after the other and remembers their hashes."""

    def __init__(self, out: Path) -> None:
        self.zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.hashes: dict[str, str] = {}

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        """Add a file."""
        found = sha256()
        with self.zip.open(_entry(name), "w", force_zip64=True) as file:
            for part in parts:
                found.update(part)
                file.write(part)
        self.hashes[name] = found.hexdigest()

    def finish(self, facts: dict[str, Any]) -> None:
        """Write the list of contents last."""
        listed = {"format": _FORMAT, **facts, "files": dict(sorted(self.hashes.items()))}
        self.zip.writestr(_entry(MANIFEST), json.dumps(listed, ensure_ascii=False, indent=1))
        self.zip.close()


def differences(path: Path) -> tuple[list[Fault], str]:
    """What in an archive is not as it was made; its check number, «» when it is no archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.read(MANIFEST)
            hashes = dict(json.loads(listed)["files"])
            return list(_compared(archive, hashes)), sha256(listed).hexdigest()
    except _BROKEN:
        return [Fault(_("This is no archive of a year, or the file is damaged."))], ""


def is_archive(path: Path) -> bool:
    """True for what begins as a ZIP file."""
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def fixed_workbook(data: bytes) -> bytes:
    """A workbook without the moments of its making: the same figures give the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as book, zipfile.ZipFile(out, "w") as fixed:
        for name in sorted(book.namelist()):
            content = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z", book.read(name))
            fixed.writestr(_entry(name), content)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
    entry.external_attr = 0o644 << 16
    return entry


def _compared(archive: zipfile.ZipFile, hashes: dict[str, str]) -> Iterator[Fault]:
    names = [name for name in archive.namelist() if name != MANIFEST]
    for name in sorted(set(hashes) - set(names)):
        yield Fault(_("%(name)s: the file is missing.", name=name))
    for name in sorted(set(names) - set(hashes)):
        yield Fault(_("%(name)s: the file was added.", name=name))
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(_("%(name)s: the file is there twice.", name=name))
    for name in sorted(set(names) & set(hashes)):
        if _hash(archive, name) != hashes[name]:
            yield Fault(_("%(name)s: the file was changed.", name=name))


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    """Hash of a file in the archive; «» when it cannot be read."""
    found = sha256()
    try:
        with archive.open(name) as file:
            for block in _blocks(file):
                found.update(block)
    except _BROKEN:
        return ""
    return found.hexdigest()


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block
