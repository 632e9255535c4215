"""Files that people bring: their size and the encoding they really have; scans that are kept."""

import codecs
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from flask_babel import gettext as _
from PIL import Image

from app.core.errors import Fault, Refused, TooLarge

MAX_BYTES = 16 * 1024 * 1024

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ONE_BYTE = ("cp1251", "koi8_r", "cp866", "cp1250")
# How often a letter stands in Russian, Ukrainian or Belarusian text decides between code pages
# that all can read the bytes.
_FREQUENT = frozenset("оеаинтсрвлкмдпуі")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 200_000


def in_megabytes(size: int) -> str:
    """A number of bytes as a person reads it: 16, 0,5."""
    return f"{size / (1024 * 1024):.1f}".removesuffix(".0").replace(".", ",")


def require_size(data: bytes, limit: int = MAX_BYTES) -> None:
    """Refuse an empty file, or one of more than `limit` bytes."""
    if not data:
        raise Refused(_("The file is empty."))
    if len(data) > limit:
        raise TooLarge(_beyond(limit))


@dataclass(frozen=True)
class Scan:
    """A scanned paper that is kept: random name of the file, the person's name of it, MIME type."""

    key: str
    name: str
    type: str


SCAN_ENDS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_ODF_MACROS = ("basic/", "scripts/")  # folders in the document
# Type → end of the name; for those of Microsoft Office also the part that makes it one.
_OOXML_PARTS = {
    f"{_OOXML}wordprocessingml.document": ("word/document.xml", ".docx"),
    f"{_OOXML}spreadsheetml.sheet": ("xl/workbook.xml", ".xlsx"),
    f"{_OOXML}presentationml.presentation": ("ppt/presentation.xml", ".pptx"),
}
OFFICE_ENDS = {
    **{kind: ends for kind, (_part, ends) in _OOXML_PARTS.items()},
    **{f"{_ODF}{kind}": ends for kind, ends in (("text", ".odt"), ("spreadsheet", ".ods"))},
    f"{_ODF}presentation": ".odp",
}
_PDF_TAIL = 2048
_LONGEST_NAME = 200


def keep_scan(folder: Path, data: bytes, name: str, limit: int, field: str = "upload") -> Scan:
    """Put a PDF, JPEG or PNG of at most `limit` bytes into the folder, readable by the server only.

    What it is says its content, not its name. Raises Refused with the fault at the form's `field`.
    """
    kind = scan_type(_limited(data, limit, field))
    if kind is None:
        raise Refused([Fault(_("Only a PDF, JPG or PNG file can be attached."), field)])
    return _kept(folder, data, name, kind)


def keep_file(folder: Path, data: bytes, name: str, limit: int, field: str = "upload") -> Scan:
    """The same for what people send each other: documents of office programs, too [M1 M2]."""
    kind = scan_type(_limited(data, limit, field)) or office_type(data)
    if kind is None:
        text = _(
            "Only PDF, JPG, PNG and office files (DOCX, XLSX, PPTX, ODT, ODS, ODP) can be attached."
            " Save the file in one of these formats."
        )
        raise Refused([Fault(text, field)])
    return _kept(folder, data, name, kind)


def _limited(data: bytes, limit: int, field: str) -> bytes:
    if len(data) > limit:
        raise Refused([Fault(_beyond(limit), field)])
    return data


def _beyond(limit: int) -> str:
    return str(_("The file is larger than %(limit)s MB.", limit=in_megabytes(limit)))


def _kept(folder: Path, data: bytes, name: str, kind: str) -> Scan:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_hex(20)
    path = folder / key
    path.touch(mode=0o600)
    path.write_bytes(data)
    stem = PurePosixPath(name.replace("\\", "/")).stem
    shown = "".join(char for char in stem if char.isprintable())[: _LONGEST_NAME - 5]
    ends = SCAN_ENDS | OFFICE_ENDS
    return Scan(key, f"{shown.strip() or 'scan'}{ends[kind]}", kind)


def scan_type(data: bytes) -> str | None:
    """MIME type of a PDF, JPEG or PNG by its content; none for anything else."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-_PDF_TAIL:]:
        return "application/pdf"
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
            image.verify()
            # phones put a second picture into a JPEG: the library has a name of its own for that
            return "image/png" if image.format == "PNG" else "image/jpeg"
    except Exception:  # noqa: BLE001  # whatever the library says of it, it is no picture
        return None


def office_type(data: bytes) -> str | None:
    """MIME type of a document of an office program by its content; none with macros in it."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = {info.filename: info.file_size for info in archive.infolist()}
            if 0 < names.get("mimetype", 0) <= _LONGEST_NAME:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                macros = any(name.lower().startswith(_ODF_MACROS) for name in names)
                return declared if declared in OFFICE_ENDS and not macros else None
    except Exception:  # noqa: BLE001  # whatever the library says of it, it is no document
        return None
    if "[Content_Types].xml" not in names or any("vbaproject" in name.lower() for name in names):
        return None
    return next((kind for kind, (part, _ends) in _OOXML_PARTS.items() if part in names), None)


def drop_scans(folder: Path, kept: Collection[str], older_than: float) -> int:
    """Delete scans that nothing names any more; those newer than the moment (timestamp) stay.

    A file is there before the row that names it: a day is enough for the row to come.
    """
    if not folder.is_dir():
        return 0
    files = [path for path in folder.iterdir() if path.name not in kept]
    gone = [path for path in files if path.stat().st_mtime < older_than]
    for path in gone:
        path.unlink()
    return len(gone)


def decoded(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text of `data` and the encoding found; what the file declares is only a hint.

    Bytes that are valid UTF-8 are UTF-8; otherwise the one-byte encoding in which the text
    looks most like words wins.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, "replace").lstrip("\ufeff"), name.removesuffix("-sig")
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        best = max(_candidates(declared), key=lambda name: _likeness(data, name))
        return data.decode(best, "replace"), best


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte is that of Latin or Cyrillic."""
    head = data[:400]
    for name, high_bytes in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if sum(high_bytes.count(byte) for byte in (0x00, 0x04)) > 0.9 * len(high_bytes):
            return name
    return None


def _candidates(declared: str | None) -> list[str]:
    try:
        known = codecs.lookup(declared or "").name
    except LookupError:
        return list(_ONE_BYTE)
    return list(dict.fromkeys([known, *_ONE_BYTE])) if known.startswith("cp") else list(_ONE_BYTE)


def _likeness(data: bytes, encoding: str) -> float:
    """How much the non-English words of the text look like words: higher is better."""
    text = data[:_SAMPLE].decode(encoding, "replace")
    words = {word for word in _WORD.findall(text) if not word.isascii()}
    noise = sum(1 for char in set(text) if not char.isprintable() and char not in "\r\n\t")
    frames = sum(text.count(char) for char in "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓═║\ufffd")
    return sum(_word_likeness(word) for word in words) - 5 * noise - frames


def _word_likeness(word: str) -> float:
    cyrillic = sum(1 for char in word if "\u0400" <= char <= "\u04ff")
    if 0 < cyrillic < len(word):
        return -1.0
    if cyrillic:
        common = sum(1 for char in word.lower() if char in _FREQUENT)
        backwards = any(a.islower() and b.isupper() for a, b in pairwise(word))
        return 2 * common / len(word) - backwards
    return 0.5 if sum(map(str.isascii, word)) * 2 >= len(word) else -0.5
