import pytest

from app.core.errors import Refused, TooLarge
from app.core.files import decoded, require_size

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
