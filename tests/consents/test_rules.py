import datetime as dt

import pytest

from app.consents import rules

TODAY = dt.date(2026, 9, 10)


@pytest.mark.req("P8")
@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("112-233-445 95", "112-233-445 95"),
        ("11223344595", "112-233-445 95"),
        (" 112 233 445  95 ", "112-233-445 95"),
        ("112–233–445–95", "112-233-445 95"),
        ("1122334459", "1122334459"),
        ("СНИЛС 112", "СНИЛС 112"),
        ("", ""),
    ],
)
def test_a_snils_is_written_in_one_way(typed, tidy):
    assert rules.tidy_snils(typed) == tidy


@pytest.mark.req("P8")
@pytest.mark.parametrize(
    ("number", "check"),
    [("112233445", 95), ("087654303", 0), ("087654302", 0), ("123456789", 64)],
)
def test_the_control_digits_of_a_snils(number, check):
    assert rules.snils_check(number) == check


@pytest.mark.req("P8")
@pytest.mark.parametrize(
    ("snils", "wrong"),
    [
        ("", []),
        ("112-233-445 95", []),
        ("112-233-445 96", ["snils"]),
        ("113-233-445 95", ["snils"]),
        ("112-233-445", ["snils"]),
        ("112-233-445 9a", ["snils"]),
        ("001-001-997 55", []),  # such old numbers have no control digits
    ],
)
def test_a_snils_is_checked(snils, wrong):
    assert [fault.field for fault in rules.snils_faults(snils)] == wrong


@pytest.mark.req("P8")
@pytest.mark.parametrize(
    ("birth_date", "passport", "wrong"),
    [
        (None, "", [None]),
        (dt.date(1985, 5, 1), "", []),
        (dt.date(2020, 5, 1), "", ["birth_date"]),
        (dt.date(1885, 5, 1), "", ["birth_date"]),
        (None, "45 10 123456, ОВД Тверского района, 01.02.2010", []),
        (None, "есть", ["passport"]),
    ],
)
def test_papers_look_like_what_they_are(birth_date, passport, wrong):
    faults = rules.papers_faults(birth_date, passport, "", TODAY)
    assert [fault.field for fault in faults] == wrong


@pytest.mark.req("P9")
@pytest.mark.parametrize(
    ("given", "withdrawn", "is_guardian", "wrong"),
    [
        (TODAY, None, True, []),
        (TODAY, TODAY, True, []),
        (TODAY, None, False, ["guardian"]),
        (dt.date(2026, 9, 11), None, True, ["given_on"]),
        (TODAY, dt.date(2026, 9, 9), True, ["withdrawn_on"]),
        (TODAY, dt.date(2026, 9, 11), True, ["withdrawn_on"]),
    ],
)
def test_what_a_consent_must_hold(given, withdrawn, is_guardian, wrong):
    faults = rules.consent_faults(given, withdrawn, TODAY, is_guardian=is_guardian)
    assert [fault.field for fault in faults] == wrong
