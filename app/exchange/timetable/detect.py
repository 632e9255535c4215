"""Which kind of timetable file it is, by looking into it: names and declarations may lie [S8]."""

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from flask_babel import gettext as _

from app.core.errors import Fault, Refused, TooLarge
from app.core.files import decoded, require_size
from app.core.sheet import is_workbook
from app.exchange.timetable.asc import read_asc
from app.exchange.timetable.document import Document
from app.exchange.timetable.exchange_sgo import read_sgo
from app.exchange.timetable.settle import settled
from app.exchange.timetable.table import read_table

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(rb"""\A[^<]*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']""")
_MOST_REASONS = 10
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)


def read_timetable(data: bytes) -> Document:
    """The document of a timetable file of any kind; `Refused` says what is wrong with it [S8]."""
    require_size(data)
    for magic, kind in _FOREIGN:
        if data.startswith(magic):
            raise Refused(
                _(
                    "A %(kind)s file cannot be read. Save the timetable as XML, XLSX or CSV.",
                    kind=kind,
                )
            )
    document = read_table(data) if is_workbook(data) else _read_text(data)
    if not document.classes:
        raise Refused(_nothing_in(document))
    return settled(document)


def _nothing_in(document: Document) -> list[Fault]:
    """Why nothing was taken: the first reasons, line by line."""
    reasons = [f"{item.what}: {item.reason}" for item in document.skipped[:_MOST_REASONS]]
    return [Fault(_("The file holds no class.")), *map(Fault, reasons)]


def faults_of(data: bytes) -> list[Fault]:
    """Why the file cannot be read, for the upload form; nothing when it can."""
    try:
        read_timetable(data)
    except Refused as error:
        return error.faults
    except TooLarge as error:
        return [Fault(error.text)]
    return []


def _read_text(data: bytes) -> Document:
    declared = _DECLARED.match(data[:400])
    text, encoding = decoded(data, declared[1].decode("ascii") if declared else None)
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return read_table(data)
    root = _parsed(_NOT_XML.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"))).strip())
    name = root.tag.rpartition("}")[2]
    if name == "timetable":
        return read_asc(root, encoding)
    if name == "TimeTableExchange":
        return read_sgo(root, encoding)
    raise Refused(
        _("This is a file of another kind («%(name)s»), not a timetable.", name=name[:40])
    )


def _parsed(text: str) -> Element:
    """The XML tree; no document type, entities or network [S8]."""
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused(_("The file has entities or a document type, which are not read.")) from error
    except ParseError as error:
        line = error.position[0]
        raise Refused(
            _("The file is damaged at line %(line)s. Export the timetable again.", line=line)
        ) from error
    return root
