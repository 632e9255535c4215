import datetime as dt

import pytest

from app.people import rules
from app.people.enums import Sex
from app.people.models import Pupil

TODAY = dt.date(2026, 9, 10)

pytestmark = pytest.mark.req("P8")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Иванова ", "Иванова"),
        ("ИВАНОВА", "Иванова"),
        ("иванова-петрова", "Иванова-Петрова"),
        ("САЛТЫКОВА   ЩЕДРИНА", "Салтыкова Щедрина"),
        ("ёлкин", "Ёлкин"),
        ("д’Артаньян", "д’Артаньян"),
        ("Мамед оглы", "Мамед оглы"),
        ("МАМЕД ОГЛЫ", "Мамед оглы"),
        ("ван дер Ваальс", "ван дер Ваальс"),
        ("", ""),
    ],
)
def test_a_name_is_kept_without_the_typists_habits(typed, kept):
    assert rules.tidy_name(typed) == kept


@pytest.mark.parametrize(
    ("last", "first", "middle", "fields"),
    [
        ("Иванова", "Анна", "Петровна", []),
        ("Иванова", "Анна", "", []),
        ("Салтыков-Щедрин", "Жан Поль", "Мамед оглы", []),
        ("О'Нил", "Мария", "", []),
        ("", "Анна", "", ["last_name"]),
        ("", "", "", ["last_name", "first_name"]),
        ("Иванова1", "Анна", "Петр_овна", ["last_name", "middle_name"]),
        ("-Иванова", "Анна", "", ["last_name"]),
        ("Иванова", "7А", "", ["first_name"]),
    ],
)
def test_a_name_has_letters_and_the_two_parts_that_everybody_has(last, first, middle, fields):
    assert [fault.field for fault in rules.name_faults(last, first, middle)] == fields


@pytest.mark.parametrize(
    ("middle", "sex"),
    [
        ("Петрович", Sex.MALE),
        ("Ильич", Sex.MALE),
        ("Кузьмич", Sex.MALE),
        ("Мамед оглы", Sex.MALE),
        ("Петровна", Sex.FEMALE),
        ("Ильинична", Sex.FEMALE),
        ("Мамед КЫЗЫ", Sex.FEMALE),
        ("", None),
        ("Мария", None),
    ],
)
def test_a_patronymic_tells_the_sex(middle, sex):
    assert rules.sex_of(middle) == sex


@pytest.mark.parametrize(
    ("middle", "sex", "doubted"),
    [
        ("Петровна", Sex.MALE, ["sex"]),
        ("Петрович", Sex.FEMALE, ["sex"]),
        ("Петровна", Sex.FEMALE, []),
        ("Петрович", Sex.MALE, []),
        ("Мария", Sex.MALE, []),
        ("Петровна", None, []),
    ],
)
def test_a_patronymic_of_the_other_sex_is_a_doubt(middle, sex, doubted):
    assert [fault.field for fault in rules.sex_doubts(middle, sex)] == doubted


@pytest.mark.parametrize(
    ("sex", "birth_date", "fields"),
    [
        (Sex.MALE, None, []),
        (Sex.MALE, dt.date(2013, 5, 1), []),
        (None, None, ["sex"]),
        (Sex.FEMALE, dt.date(2021, 9, 10), []),
        (Sex.FEMALE, dt.date(2021, 9, 11), ["birth_date"]),
        (Sex.FEMALE, dt.date(2000, 9, 11), []),
        (Sex.FEMALE, dt.date(1999, 9, 10), ["birth_date"]),
        (None, dt.date(2031, 1, 1), ["sex", "birth_date"]),
    ],
)
def test_a_pupil_has_a_sex_and_the_age_of_a_pupil(sex, birth_date, fields):
    assert [fault.field for fault in rules.pupil_faults(sex, birth_date, TODAY)] == fields


@pytest.mark.parametrize(
    ("email", "fields"),
    [
        ("", []),
        ("anna@example.ru", []),
        ("anna.petrova@mail.school.ru", []),
        ("anna", ["email"]),
        ("anna@school", ["email"]),
        ("anna @example.ru", ["email"]),
        ("anna@@example.ru", ["email"]),
    ],
)
def test_an_email_address_looks_like_one(email, fields):
    assert [fault.field for fault in rules.contact_faults(email)] == fields


def test_namesakes_alone_are_told_apart_by_the_patronymic():
    people = [
        Pupil(id=1, last_name="Иванова", first_name="Анна", middle_name="Петровна"),
        Pupil(id=2, last_name="Иванова", first_name="Анна", middle_name=""),
        Pupil(id=3, last_name="Иванова", first_name="Мария", middle_name="Петровна"),
    ]
    names = {1: "Иванова Анна Петровна", 2: "Иванова Анна", 3: "Иванова Мария"}
    assert rules.told_apart(people) == names
    assert rules.told_apart([people[0], people[0]]) == {1: "Иванова Анна"}
