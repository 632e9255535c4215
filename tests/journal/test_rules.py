import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from app.attendance.rules import letters_of
from app.core.errors import Fault
from app.journal.rules.average import format_average, weighted_average
from app.journal.rules.cell import Cell, beside_absence, format_cell, parse_cell
from app.journal.rules.entry import (
    EntryFacts,
    attendance_faults,
    homework_faults,
    mark_faults,
    task_faults,
    topic_faults,
)
from app.journal.rules.version import version_of, version_of_cell
from app.school.enums import LetterProfile

USUAL = letters_of(LetterProfile.USUAL)
D = dt.date
DAY = D(2026, 9, 1)
FACTS = EntryFacts(day=DAY, grade=7)
CLOSED = "The period is closed since 03.09.2026. Ask the administrator to open the lesson."
YEAR_CLOSED = "The academic year is closed: its journals can only be read."
THEORY = "“осв.” is not entered: theory is marked."
NOT_ENROLLED = "The pupil was not in the class or subgroup that day."


def until(day):
    return f"Entries were taken until {day:02}.09.2026. Ask the administrator to open the lesson."


@pytest.mark.req("J1", "J5", "T1")
@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ("", Cell()),
        ("  ", Cell()),
        ("5", Cell(marks=("5",))),
        ("4/5", Cell(marks=("4", "5"))),
        ("4 / 5", Cell(marks=("4", "5"))),
        ("4 5", Cell(marks=("4", "5"))),
        ("4.5", Cell(marks=("4", "5"))),
        ("/5", Cell(marks=(None, "5"))),
        ("–/5", Cell(marks=(None, "5"))),
        ("4/-", Cell(marks=("4",))),
        (".", Cell(marks=("•",))),
        ("•", Cell(marks=("•",))),
        ("4/.", Cell(marks=("4", "•"))),
        ("зач", Cell(marks=("зач",))),
        ("Зачёт", Cell(marks=("зач",))),
        ("н/зач", Cell(marks=("н/зач",))),
        ("незач", Cell(marks=("н/зач",))),
        ("5/н/зач", Cell(marks=("5", "н/зач"))),
        ("н/а", Cell(marks=("н/а",))),
        ("осв.", Cell(marks=("осв",))),
        ("Н", Cell("unknown")),
        ("н", Cell("unknown")),
        ("НП", Cell("no_reason")),
        ("у", Cell("excused")),
        ("Б", Cell("ill")),
        ("Н→", Cell("unknown", gone=True)),
        ("б→", Cell("ill", gone=True)),
        ("Н→ 4", Cell("unknown", None, ("4",), gone=True)),
        ("О", Cell("late")),
        ("О15", Cell("late", 15)),
        ("о15 4", Cell("late", 15, ("4",))),
        ("О 4", Cell("late", None, ("4",))),
        ("Н 4", Cell("unknown", None, ("4",))),
        ("н4", Cell("unknown", None, ("4",))),
        ("Н 4/5", Cell("unknown", None, ("4", "5"))),
        ("Н .", Cell("unknown", None, ("•",))),
    ],
)
def test_text_of_a_cell_is_read(typed, cell):
    assert parse_cell(typed, USUAL) == cell


@pytest.mark.req("J1")
@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ("y", Cell("unknown")),
        ("yg", Cell("no_reason")),
        ("e", Cell("excused")),
        (",", Cell("ill")),
        ("j15", Cell("late", 15)),
        ("pfx", Cell(marks=("зач",))),
        ("H", Cell("unknown")),
        ("O15", Cell("late", 15)),
    ],
)
def test_latin_letters_are_read_as_the_russian_keys_then_as_look_alikes(typed, cell):
    assert parse_cell(typed, USUAL) == cell


@pytest.mark.req("J1")
@pytest.mark.parametrize(
    "typed",
    [
        *("6", "0", "45", "5+", "абв", "Н Н", "4,5", "НУ", "Н15", "5/4/3/2/5", "О1234"),
        *("О→", "→", "5→", "<b>"),
    ],
)
def test_what_is_no_mark_and_no_code_gets_a_fault(typed):
    assert isinstance(parse_cell(typed, USUAL), Fault)


@pytest.mark.req("T1")
@pytest.mark.parametrize(
    ("profile", "typed", "now", "kind"),
    [
        (LetterProfile.SRO, "от", None, "unknown"),
        (LetterProfile.SRO, "оп20", None, "late"),
        (LetterProfile.SRO, "уп", None, "excused"),
        (LetterProfile.DNEVNIK, "п", None, "excused"),
        (LetterProfile.DNEVNIK, "н", None, "unknown"),
        (LetterProfile.DNEVNIK, "н", "no_reason", "no_reason"),
        (LetterProfile.KIASUO, "Н", "no_reason", "no_reason"),
        (LetterProfile.KIASUO, "Н", "ill", "unknown"),
    ],
)
def test_letters_are_those_of_the_schools_profile(profile, typed, now, kind):
    assert parse_cell(typed, letters_of(profile), now).absence == kind


@pytest.mark.req("J1")
@pytest.mark.parametrize("profile", list(LetterProfile))
@pytest.mark.parametrize("marks", [(), ("5",), ("4", "5"), (None, "зач"), ("н/зач", "•")])
@pytest.mark.parametrize("absence", [None, "unknown", "excused", "ill", "late"])
def test_what_the_grid_shows_is_read_back_the_same(profile, marks, absence):
    minutes = 15 if absence == "late" else None
    cell, letters = Cell(absence, minutes, marks), letters_of(profile)
    assert parse_cell(format_cell(cell, letters), letters) == cell


@pytest.mark.req("J1")
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(), ""),
        (Cell(marks=(None, None)), ""),
        (Cell(marks=("4", None)), "4"),
        (Cell(marks=(None, "5")), "–/5"),
        (Cell("late", 15), "О15"),
        (Cell("unknown", None, ("4",)), "Н 4"),
        (Cell("unknown", gone=True), "Н→"),
        (Cell("ill", None, ("4",), gone=True), "Б→ 4"),
    ],
)
def test_cell_is_shown(cell, text):
    assert format_cell(cell, USUAL) == text


@pytest.mark.req("T3")
@pytest.mark.parametrize(
    ("typed", "contradicts"),
    [("Н 4", True), ("Н зач", True), ("Н", False), ("4", False), ("О 4", False), ("Н .", False)],
)
def test_mark_beside_an_absence_contradicts_a_debt_does_not(typed, contradicts):
    assert parse_cell(typed, USUAL).contradicts is contradicts


@pytest.mark.req("J1", "T3")
@pytest.mark.parametrize(
    ("stored", "typed", "cell"),
    [
        ("Н", "4", "Н 4"),
        ("О15", "4", "О15 4"),
        ("Н", ".", "Н •"),
        ("Н", "Б", "Б"),
        ("Н→", "4", "Н→ 4"),
        ("Н→", "Б", "Б"),
        ("Н", "", ""),
        ("Н", "У 4", "У 4"),
        ("Н 4", "5", "5"),
        ("4", "Н", "Н"),
        ("", "4", "4"),
    ],
)
def test_marks_typed_over_an_absence_stand_beside_it(stored, typed, cell):
    made = beside_absence(parse_cell(stored, USUAL), parse_cell(typed, USUAL))
    assert format_cell(made, USUAL) == cell


@pytest.mark.req("J10")
def test_version_of_a_cell_knows_who_has_gone_for_the_day():
    assert version_of_cell(Cell("ill", gone=True)) != version_of_cell(Cell("ill"))


@pytest.mark.req("J10")
def test_version_of_a_cell_forgets_tasks_without_a_mark():
    assert version_of_cell(Cell(marks=("5", None))) == version_of_cell(Cell(marks=("5",)))
    assert version_of_cell(Cell(marks=(None, "5"))) != version_of_cell(Cell(marks=("5",)))
    assert version_of_cell(Cell("unknown")) != version_of_cell(Cell("ill"))
    assert version_of_cell(Cell(marks=(None, None))) == version_of_cell(Cell()) == 0


@pytest.mark.req("J5", "J6", "J7", "J8", "S6", "J10")
@pytest.mark.parametrize(
    ("value", "facts", "days_later", "faults"),
    [
        ("5", {}, 0, []),
        ("5", {}, 14, []),
        ("5", {}, 15, [until(15)]),
        ("5", {"entry_days": 3}, 4, [until(4)]),
        ("5", {"reopened": True}, 100, []),
        ("5", {"period_closed_on": D(2026, 9, 3)}, 2, [CLOSED]),
        ("5", {"period_closed_on": D(2026, 9, 3)}, 1, []),
        ("5", {"period_closed_on": D(2026, 9, 3), "reopened": True}, 2, []),
        ("5", {"year_closed_on": DAY, "reopened": True}, 0, [YEAR_CLOSED]),
        ("5", {}, -1, ["The lesson has not been held yet."]),
        ("5", {"cancelled": True}, 0, ["The lesson is cancelled."]),
        ("5", {"enrolled": False}, 0, [NOT_ENROLLED]),
        ("5", {"grade": 1}, 0, ["In class 1 no marks are given."]),
        ("•", {"grade": 1}, 0, ["In class 1 no marks are given."]),
        ("5", {"without_marks": True}, 0, ["No marks are given in this subject."]),
        ("1", {}, 0, ["The mark 1 is not given at this school."]),
        ("1", {"allow_one": True}, 0, []),
        ("осв", {}, 0, ["“осв” is for results only."]),
        ("н/а", {}, 0, ["“н/а” is for results only."]),
        ("осв", {"physical_education": True, "medical_group": True}, 0, [THEORY]),
        ("5", {"physical_education": True, "medical_group": True}, 0, []),
        ("5", {"grade": 1, "enrolled": False, "cancelled": True}, 0,
         ["The lesson is cancelled.", NOT_ENROLLED, "In class 1 no marks are given."]),
        (None, {"grade": 1, "enrolled": False, "cancelled": True}, -1, []),
        (None, {}, 15, [until(15)]),
    ],
)  # fmt: skip
def test_mark_is_refused_with_every_reason(value, facts, days_later, faults):
    today = DAY + dt.timedelta(days=days_later)
    found = mark_faults(value, replace(FACTS, **facts), today)
    assert [str(fault.text) for fault in found] == faults


@pytest.mark.req("J8")
@pytest.mark.parametrize(
    ("homework", "set_on", "days_later", "open_"),
    [
        (True, D(2026, 9, 4), 17, True),
        (True, D(2026, 9, 4), 18, False),
        (False, D(2026, 9, 4), 15, False),
        (True, None, 15, False),
        (True, D(2026, 8, 20), 14, True),
    ],
)
def test_span_of_a_homework_mark_runs_from_the_day_it_was_set(homework, set_on, days_later, open_):
    facts, today = replace(FACTS, homework_day=set_on), DAY + dt.timedelta(days=days_later)
    assert (mark_faults("5", facts, today, homework=homework) == []) is open_


@pytest.mark.req("J6", "J8", "T1", "S6")
@pytest.mark.parametrize(
    ("facts", "days_later", "allowed"),
    [
        ({}, 0, True),
        ({"grade": 1}, 0, True),
        ({"without_marks": True}, 0, True),
        ({"enrolled": False}, 0, False),
        ({"cancelled": True}, 0, False),
        ({}, -1, False),
        ({}, 15, False),
    ],
)
def test_absence_is_taken_in_class_1_too(facts, days_later, allowed):
    today = DAY + dt.timedelta(days=days_later)
    assert (attendance_faults(replace(FACTS, **facts), today) == []) is allowed


@pytest.mark.req("T1", "J8")
def test_an_absence_is_taken_back_until_the_lesson_closes():
    gone = replace(FACTS, enrolled=False, cancelled=True)
    later = DAY + dt.timedelta(days=15)
    assert attendance_faults(gone, DAY, takes_back=True) == []
    assert [str(f.text) for f in attendance_faults(gone, later, takes_back=True)] == [until(15)]


@pytest.mark.req("J3", "J6", "J8")
@pytest.mark.parametrize(
    ("rule", "text", "facts", "days_later", "allowed"),
    [
        (topic_faults, "Дроби", {}, 0, True),
        (topic_faults, "Дроби", {"grade": 1}, 0, True),
        (topic_faults, "Дроби", {}, -30, True),
        (topic_faults, "Дроби", {}, 15, False),
        (topic_faults, "Дроби", {"cancelled": True}, 0, False),
        (topic_faults, "т" * 1000, {}, 0, True),
        (topic_faults, "т" * 1001, {}, 0, False),
        (homework_faults, "§ 1", {}, 0, True),
        (homework_faults, "§ 1", {}, -30, True),
        (homework_faults, "§ 1", {"grade": 1}, 0, False),
        (homework_faults, "", {"grade": 1}, 0, True),
        (homework_faults, "§ 1", {"period_closed_on": DAY}, 0, False),
        (homework_faults, "д" * 4001, {}, 0, False),
    ],
)
def test_topic_and_homework(rule, text, facts, days_later, allowed):
    today = DAY + dt.timedelta(days=days_later)
    assert (rule(text, replace(FACTS, **facts), today) == []) is allowed


@pytest.mark.req("J5", "J6")
@pytest.mark.parametrize(
    ("facts", "days_later", "removes", "allowed"),
    [
        ({}, 0, False, True),
        ({}, -30, False, True),
        ({"grade": 1}, 0, False, False),
        ({"without_marks": True}, 0, False, False),
        ({"cancelled": True}, 0, False, False),
        ({"cancelled": True}, 0, True, True),
        ({}, 15, True, False),
    ],
)
def test_kind_of_work_in_a_lesson(facts, days_later, removes, allowed):
    today = DAY + dt.timedelta(days=days_later)
    assert (task_faults(replace(FACTS, **facts), today, removes=removes) == []) is allowed


@pytest.mark.req("J5")
@pytest.mark.parametrize(
    ("marks", "average", "shown"),
    [
        ([], None, ""),
        ([("зач", 1), ("•", 1), (None, 2)], None, ""),
        ([("5", 1)], Decimal("5.00"), "5,00"),
        ([("5", 1), ("4", 1), ("•", 5)], Decimal("4.50"), "4,50"),
        ([("3", 2), ("5", 1)], Decimal("3.67"), "3,67"),
        ([("4", 1)] * 7 + [("5", 1)], Decimal("4.13"), "4,13"),
        ([("4", 0)], None, ""),
    ],
)
def test_average_is_weighted_and_takes_digits_only(marks, average, shown):
    assert (weighted_average(marks), format_average(average)) == (average, shown)


@pytest.mark.req("J10")
def test_version_differs_with_the_content_and_is_zero_for_nothing():
    assert version_of() == version_of(None, "") == 0
    assert version_of("5", None) != version_of(None, "5")
    assert version_of("5") == version_of("5") != version_of("4")
