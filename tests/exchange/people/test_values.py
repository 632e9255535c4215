import datetime as dt

import pytest

from app.core.errors import Refused
from app.exchange.people import values
from app.people.enums import MedicalGroup, Sex

FIRST = dt.date(2013, 9, 1)


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (values.day, "01.09.2013", FIRST),
        (values.day, "1.9.2013", FIRST),
        (values.day, "01/09/2013", FIRST),
        (values.day, "2013-09-01", FIRST),
        (values.day, "2013-09-01 00:00:00", FIRST),
        (values.day, "01.09.2013 г.", FIRST),
        (values.day, "41518", FIRST),
        (values.sex, "Мужской", Sex.MALE),
        (values.sex, "ж.", Sex.FEMALE),
        (values.medical_group, "Специальная А", MedicalGroup.SPECIAL),
        (values.medical_group, "основная", None),
        (values.yes_or_no, "Да", True),
        (values.yes_or_no, "-", False),
        (values.code, "17", 17),
        (values.words(10), " а  б ", "а б"),
        (values.lines(10), "а \n\nб", "а\nб"),
    ],
)
def test_a_cell_is_read(read, text, value):
    assert read(text) == value


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("read", "text"),
    [
        (values.day, "01.09.13"),
        (values.day, "31.02.2013"),
        (values.day, "сентябрь"),
        (values.day, "9999999"),
        (values.sex, "?"),
        (values.medical_group, "хорошая"),
        (values.yes_or_no, "может быть"),
        (values.code, "17,5"),
        (values.code, "-1"),
        (values.words(10), "а" * 11),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused(read, text):
    with pytest.raises(Refused):
        read(text)


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("read", "value"),
    [
        (values.day, FIRST),
        (values.sex, Sex.MALE),
        (values.sex, Sex.FEMALE),
        *((values.medical_group, group) for group in MedicalGroup),
        (values.yes_or_no, True),
        (values.yes_or_no, False),
    ],
)
def test_what_is_written_is_read_again_as_the_same(read, value):
    assert read(values.written(value)) == value
