from io import BytesIO
from zipfile import ZipFile

import pytest

from app.core.errors import Refused, TooLarge
from app.core.files import OFFICE_ENDS, decoded, keep_file, office_type, require_size

RUSSIAN = "День;Урок;Класс;Предмет\nПонедельник;1;7А;Алгебра\nПОНЕДЕЛЬНИК;2;7А;ФИЗИКА\n"
UKRAINIAN = "Понеділок;1;7-А;Українська література\n"
HUNGARIAN = "Hétfő;1;7.A;Magyar nyelv;Kovács Tünde\n"


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
        (RUSSIAN.upper(), "cp1251"),
        (UKRAINIAN, "cp1251"),
        (HUNGARIAN, "cp1250"),
        (HUNGARIAN, "utf-8"),
        ("7А", "cp1251"),
    ],
)
def test_the_encoding_is_found_out(text, encoding):
    assert decoded(text.encode(encoding)) == (text, encoding)


@pytest.mark.req("S8")
@pytest.mark.parametrize("declared", ["utf-8", "windows-1252", "koi8-r", "no-such-thing", None])
def test_a_declared_encoding_is_not_believed(declared):
    assert decoded(RUSSIAN.encode("cp1251"), declared) == (RUSSIAN, "cp1251")


@pytest.mark.req("S8")
@pytest.mark.parametrize(("encoding", "name"), [("utf-8-sig", "utf-8"), ("utf-16", "utf-16")])
def test_a_byte_order_mark_decides_and_goes(encoding, name):
    assert decoded(RUSSIAN.encode(encoding)) == (RUSSIAN, name)


@pytest.mark.req("S8")
def test_bytes_that_are_no_utf8_never_stop_the_reading():
    text, _encoding = decoded(b"\x98\x00\xff" * 50)
    assert isinstance(text, str)


@pytest.mark.req("S8")
def test_an_empty_file_is_refused():
    with pytest.raises(Refused):
        require_size(b"")


@pytest.mark.req("S8")
def test_a_file_over_the_limit_is_too_large():
    require_size(b"123", limit=3)
    with pytest.raises(TooLarge):
        require_size(b"1234", limit=3)


def office(**parts: bytes) -> bytes:
    """A ZIP with these parts."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


TYPES = {"[Content_Types].xml": b"<Types/>"}
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text"}


@pytest.mark.req("M1", "M2")
@pytest.mark.parametrize(
    ("data", "ends"),
    [
        (office(**TYPES, **{"word/document.xml": b"<w/>"}), ".docx"),
        (office(**TYPES, **{"xl/workbook.xml": b"<x/>"}), ".xlsx"),
        (office(**TYPES, **{"ppt/presentation.xml": b"<p/>"}), ".pptx"),
        (office(**ODT), ".odt"),
        (office(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), ".ods"),
        (office(**TYPES, **{"word/document.xml": b"", "word/vbaProject.bin": b"x"}), None),
        (office(**ODT, **{"Basic/Standard/script-lb.xml": b"<x/>"}), None),
        (office(**ODT, **{"Scripts/python/a.py": b"x"}), None),
        (office(**{"word/document.xml": b"<w/>"}), None),
        (office(mimetype=b"application/java-archive", **TYPES), None),
        (office(**{"a.exe": b"MZ"}), None),
        (b"PK\x03\x04 broken", None),
        (b"MZ", None),
    ],
)
def test_a_document_of_an_office_program_is_known_by_its_content(tmp_path, data, ends):
    assert OFFICE_ENDS.get(office_type(data)) == ends
    if ends:
        kept = keep_file(tmp_path, data, "../План.exe", 10_000)
        assert (kept.name, (tmp_path / kept.key).read_bytes()) == (f"План{ends}", data)
    else:
        with pytest.raises(Refused):
            keep_file(tmp_path, data, "План.docx", 10_000)
