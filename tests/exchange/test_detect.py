import pytest

from app.core.errors import Refused
from app.core.sheet import write_xlsx
from app.exchange.timetable.detect import faults_of, read_timetable
from tests.exchange.files import school

TEMPLATE = "Take the template and keep its headings."
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<timetable><classes><class id="1" name="&b;"/></classes></timetable>'
)
EXTERNAL = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    '<timetable><classes><class id="1" name="&a;"/></classes></timetable>'
)
NETWORK = '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd"><timetable/>'


@pytest.mark.req("S8")
@pytest.mark.parametrize("text", [LAUGHS, EXTERNAL, NETWORK])
def test_entities_and_document_types_are_refused(text):
    with pytest.raises(Refused) as refused:
        read_timetable(text.encode())
    assert str(refused.value) == "The file has entities or a document type, which are not read."


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 \xff", "A PDF file cannot be read. Save the timetable as XML, XLSX or CSV."),
        (
            b"\xd0\xcf\x11\xe0 old",
            "A XLS file cannot be read. Save the timetable as XML, XLSX or CSV.",
        ),
        (b"<html><body/></html>", "This is a file of another kind («html»), not a timetable."),
        (
            b"<timetable><classes>\n<class",
            "The file is damaged at line 2. Export the timetable again.",
        ),
        (b"<timetable/>", "The file holds no class."),
        (b"PK\x03\x04 broken", "The Excel file is damaged. Open it and save it again as XLSX."),
        (b"just some words", f"The table lacks: «День», «Урок», «Класс», «Предмет». {TEMPLATE}"),
        (write_xlsx(["День", "Урок", "Предмет"], []), f"The table lacks: «Класс». {TEMPLATE}"),
    ],
)
def test_a_foreign_or_broken_file_gets_a_clear_message(data, message):
    with pytest.raises(Refused) as refused:
        read_timetable(data)
    assert str(refused.value) == message
    assert [str(fault.text) for fault in faults_of(data)] == [message]


@pytest.mark.req("S8")
def test_a_huge_file_is_refused_before_it_is_read():
    assert len(faults_of(b"<" * (17 * 1024 * 1024))) == 1


@pytest.mark.req("S8")
def test_a_file_cut_at_any_place_is_refused_or_read_but_never_crashes():
    data = school().encode("cp1251")
    for end in range(1, len(data), 97):
        faults_of(data[:end])


@pytest.mark.req("S8")
def test_control_characters_do_not_spoil_a_file():
    text = school().replace("Алгебра", "Алг\x0bебра")
    assert read_timetable(text.encode("cp1251")).subjects[0].name == "Алгебра"
