import pytest

from app.exchange.timetable.names import (
    grade_of,
    match_key,
    near_name,
    near_person,
    person_key,
    person_parts,
)

ANNA = "Иванова Анна Петровна"


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("7А", " 7а "),
        ("7А", "7-а"),
        ("7А", "7 «А»"),
        ("7А", "7A"),  # a Latin letter
        ("5-1", "5 – 1"),
        ("11и (техн.)", "11И (техн)"),
        ("Физ-ра ОЕМ", "Физ-раОЕМ"),
        ("Черчение ", "черчение"),
        ("Ёлкина", "елкина"),
    ],
)
def test_names_that_differ_in_writing_only_are_one(one, other):
    assert match_key(one) == match_key(other)


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("one", "other"), [("1-1", "11"), ("7А", "7Б"), ("11и (техн.)", "11и (ест.-научн.)"), ("", "1")]
)
def test_other_names_stay_other(one, other):
    assert match_key(one) != match_key(other)


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("name", "grade"),
    [
        ("5-1", 5),
        ("11-8", 11),
        ("7А", 7),
        ("11и (техн.)", 11),
        ("10.B", 10),
        ("«7А»", 7),
        ("З інд", None),
        ("51", None),
        ("13А", None),
    ],
)
def test_the_grade_is_read_from_the_name(name, grade):
    assert grade_of(name) == grade


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (ANNA, ("Иванова", "Анна", "Петровна")),
        ("Иванова А.П.", ("Иванова", "А.", "П.")),
        (" Иванова  А. П. ", ("Иванова", "А.", "П.")),
        ("А.П. Иванова", ("Иванова", "А.", "П.")),
        ("Иванова", ("Иванова", "", "")),
        ("Мамедов Али Гусейн оглы", ("Мамедов", "Али", "Гусейн оглы")),
    ],
)
def test_a_person_has_last_first_and_middle_name(name, parts):
    assert person_parts(name) == parts


def near(one, other):
    return near_person(person_key(*person_parts(one)), person_key(*person_parts(other)))


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    "other",
    [
        "Иванова А.П.",
        "Иванова А.",
        "Иванова",
        "Иванова Анна",
        "Иванова Анна Петрвна",
        "А. П. Иванова",
    ],
)
def test_initials_and_misspellings_may_be_the_same_person(other):
    assert near(ANNA, other)
    assert near(other, ANNA)


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    "other",
    [
        "Иванова О.П.",
        "Иванова Ольга Петровна",
        "Петрова А.П.",
        "Иванова Анна Игоревна",
        "Иванова А.И.",
    ],
)
def test_another_person_is_not_near(other):
    assert not near(ANNA, other)


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Алгебраа", "Алгебра", True),
        ("Индивидуальный прект", "Индивидуальный проект", True),
        ("АнглАВХ", "АнгАВХ", True),
        ("1 группа", "2 группа", False),
        ("каб. 101", "каб. 102", False),
        ("Физика", "Химия", False),
        ("7А", "7Б", False),
    ],
)
def test_near_names_are_misspelt_ones_and_never_other_numbers(one, other, found):
    assert near_name(match_key(one), match_key(other)) is found
