import datetime as dt
import shutil
import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.core.errors import Refused
from app.core.pdf.cells import Cell
from app.core.pdf.lines import Lines
from app.core.pdf.pages import Pages
from app.core.pdf.signing import certificates, signed
from app.core.pdf.verifying import signatures
from tests.binding.certificates import PASSWORD, issued

pytestmark = pytest.mark.req("R6")

NOW = dt.datetime(2026, 11, 22, 12, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def director():
    return issued()


@pytest.fixture(scope="module")
def pdf():
    pages = Pages(title="Журнал", foot="Журнал", empty="Пусто")
    pages.flow([Lines(Cell("слово " * 3000))])
    return pages.pdf()


def sign(pdf, of, password=PASSWORD, now=NOW):
    return signed(pdf, p12=of.p12, password=password, now=now)


def test_a_signed_file_says_who_signed_it_and_is_whole(sqlite_app, director, pdf):
    (found,) = signatures(sign(pdf, director), [director.authority])
    assert (found.holder, found.whole, found.trusted) == ("Соколова Вера Павловна", True, True)
    assert abs(found.at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)


def test_the_stamp_can_be_read_on_the_last_page(sqlite_app, director, pdf):
    made = sign(pdf, director)
    field = PdfReader(BytesIO(made)).pages[-1]["/Annots"][0].get_object()
    assert field["/FT"] == "/Sig"
    look = field["/AP"]["/N"].get_object()
    (stamp,) = look["/Resources"]["/XObject"].values()
    assert "/Font" in stamp.get_object()["/Resources"]


def test_the_signature_of_somebody_else_is_whole_but_not_trusted(sqlite_app, director, pdf):
    (found,) = signatures(sign(pdf, issued("Самозванец")), [director.authority])
    assert (found.holder, found.whole, found.trusted) == ("Самозванец", True, False)


def test_without_a_known_authority_nobody_is_trusted(sqlite_app, director, pdf):
    (found,) = signatures(sign(pdf, director))
    assert (found.whole, found.trusted) == (True, False)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6])
def test_one_changed_byte_is_found(sqlite_app, director, pdf, share):
    changed = bytearray(sign(pdf, director))
    changed[int(len(pdf) * share)] ^= 1
    try:
        (found,) = signatures(bytes(changed), [director.authority])
    except Refused:
        return
    assert not found.whole


def test_what_is_added_after_the_signature_is_found(sqlite_app, director, pdf):
    (found,) = signatures(sign(pdf, director) + b"\n% more", [director.authority])
    assert not found.whole


def test_a_file_without_a_signature_has_none(sqlite_app, pdf):
    assert signatures(pdf) == []


def test_what_is_no_pdf_is_refused(sqlite_app):
    with pytest.raises(Refused):
        signatures(b"PK\x03\x04")


@pytest.mark.parametrize("password", ["", "другой"])
def test_a_wrong_password_is_refused(sqlite_app, director, pdf, password):
    with pytest.raises(Refused, match="пароль"):
        sign(pdf, director, password)


def test_what_is_no_certificate_is_refused(sqlite_app, pdf):
    with pytest.raises(Refused, match="Сертификат не открывается"):
        signed(pdf, p12=b"junk", password="", now=NOW)


@pytest.mark.parametrize("year", [2025, 2031])
def test_a_certificate_out_of_its_time_is_refused(sqlite_app, director, pdf, year):
    with pytest.raises(Refused, match=r"действует только 01.01.2026–01.01.2030"):
        sign(pdf, director, now=NOW.replace(year=year))


def test_a_file_is_signed_once(sqlite_app, director, pdf):
    with pytest.raises(Refused, match="уже подписан"):
        sign(sign(pdf, director), director)


def test_the_certificates_of_the_file_are_its_owners_and_the_authoritys(sqlite_app, director, pdf):
    own = certificates(director.p12, PASSWORD)
    assert len(own) == 2
    assert [one.trusted for one in signatures(sign(pdf, director), own)] == [True]


def test_another_program_finds_the_signature_valid(sqlite_app, director, pdf, tmp_path):
    if shutil.which("pdfsig") is None:  # poppler is not installed: nothing to compare with
        return
    file = tmp_path / "signed.pdf"
    file.write_bytes(sign(pdf, director))
    said = subprocess.run(["pdfsig", file], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
