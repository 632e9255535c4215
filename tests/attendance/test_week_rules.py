"""What contradicts itself in a week, and which weeks wait: scenario tables [T3]."""

import datetime as dt

import pytest

from app.attendance.enums import AbsenceKind, Change, Contradiction, Decision, DocumentKind
from app.attendance.rules.changes import changed
from app.attendance.rules.documents import Paper
from app.attendance.rules.week import (
    Found,
    Step,
    Week,
    WeekLesson,
    contradictions,
    seen_of,
)
from app.attendance.rules.week_terms import Answer, Due, answer_to, due_on, monday_of, open_weeks
from app.journal.rules.cell import Cell
from app.school.enums import DayKind
from app.school.rules.calendar import Break, Calendar, OwnDay, by_date

pytestmark = pytest.mark.req("T3")

MONDAY = dt.date(2026, 9, 7)
TUESDAY = MONDAY + dt.timedelta(days=1)
PUPIL = 88
CODES = {"Н": "unknown", "Б": "ill", "У": "excused", "НП": "no_reason", "О": "late"}


def cell(text: str) -> Cell:
    """«Н», «Б 4», «4/5», «» as a cell; «О15» is late by 15 minutes."""
    words = text.split()
    minutes = int(words[0][1:]) if words and words[0][:1] == "О" and words[0][1:] else None
    code = CODES.get("О" if minutes else words[0]) if words else None
    marks = words[1:] if code else words
    return Cell(code, minutes, tuple("/".join(marks).split("/")) if marks else ())


def day(
    *texts: str, on: dt.date = MONDAY, over: bool = True, papers: tuple[Paper, ...] = ()
) -> Week:
    """One pupil's day: a text for each lesson, their ids are 1, 2, 3 …"""
    lessons = [WeekLesson(n, on, n, over=over) for n in range(1, len(texts) + 1)]
    cells = {(n, PUPIL): cell(text) for n, text in enumerate(texts, 1) if text}
    there = frozenset((lesson.id, PUPIL) for lesson in lessons)
    return Week(lessons, cells, there, {PUPIL: papers})


def short(week: Week) -> list[str]:
    """«mark 2» for each contradiction: its kind and lesson."""
    return [f"{found.about.value} {found.lesson}" for found in contradictions(week)]


def paper(kind: str, first: dt.date, last: dt.date, **values: object) -> Paper:
    known = {"id": 1, "document": DocumentKind.CERTIFICATE, "received_on": last}
    return Paper(kind=AbsenceKind(kind), first=first, last=last, **{**known, **values})


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["", "", ""], []),
        (["5", "4/5", "•"], []),
        (["Б", "Б", "Б"], []),
        # a mark beside an absence
        (["", "Б 4", ""], ["mark 2"]),
        (["Б", "Б 4", "Б"], ["mark 2"]),
        (["Б", "Б •", "Б"], []),  # a debt is no mark
        (["", "О 4", ""], []),  # late is no absence
        (["", "", "Н 4"], ["mark 3", "no_reason 3"]),
        # late recorded as absence
        (["Б 4", "", ""], ["late 1"]),
        (["Н", "", ""], ["late 1"]),
        (["Н", "О5", "5"], ["late 1"]),
        (["Н 3", "", ""], ["late 1", "no_reason 1"]),
        (["Б", "", ""], []),  # the reason is known: the pupil was at the doctor's
        (["Н", "", "Н"], ["between 2", "no_reason 1", "no_reason 3"]),
        (["", "Н", ""], ["no_reason 2"]),
        (["Н"], ["no_reason 1"]),  # the only lesson: nobody knows
        (["Н", "Н"], ["no_reason 1", "no_reason 2"]),
        # present between two absences
        (["Б", "", "Б"], ["between 2"]),
        (["Б", "", "", "У"], ["between 2", "between 3"]),
        (["Б", "О15", "Б"], ["between 2"]),
        (["Б", "4", "Б"], ["between 2"]),
        (["", "Б", ""], []),
        (["", "Б", "", "Б", ""], ["between 3"]),
    ],
)
def test_one_pupil_and_one_day(texts, expected):
    assert short(day(*texts)) == expected


def test_absences_on_two_days_have_nothing_between_them():
    lessons = [WeekLesson(1, MONDAY, 5), WeekLesson(2, TUESDAY, 1), WeekLesson(3, TUESDAY, 2)]
    cells = {(1, PUPIL): cell("Б"), (3, PUPIL): cell("Б")}
    there = frozenset((n, PUPIL) for n in (1, 2, 3))
    assert short(Week(lessons, cells, there)) == []


def test_what_is_not_over_yet_is_no_contradiction():
    assert short(day("Б", "", "Б", over=False)) == []
    assert short(day("Н", "", "", over=False)) == ["no_reason 1"]
    assert short(Week([WeekLesson(1, MONDAY, 1, over=False, filled=False)], {}, frozenset())) == []


def test_a_lesson_without_a_topic_is_not_filled_once_it_is_over():
    week = Week([WeekLesson(1, MONDAY, 1, filled=False), WeekLesson(2, MONDAY, 2)], {}, frozenset())
    (found,) = contradictions(week)
    assert found == Found(Contradiction.UNFILLED, 1, None, (), (Step(Change.TOPIC, 1),))


def test_a_cancelled_lesson_is_not_in_the_week_and_asks_nothing():
    week = day("Б", "Б 4")
    without_second = Week(week.lessons[:1], week.cells, week.there)
    assert short(without_second) == []


# documents


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("Н", (0, 0), ["document 1"]),
        ("У", (0, 0), ["document 1"]),
        ("НП", (0, 0), ["document 1"]),
        ("Б", (0, 0), []),
        ("", (0, 0), []),  # was present: the document may begin later in the day
        ("О10", (0, 0), []),
        ("Н", (-5, 0), ["document 1"]),  # its last day
        ("Н", (0, 5), ["document 1"]),  # its first day
        ("Н", (-5, -1), ["no_reason 1"]),  # ended the day before
        ("Н", (1, 5), ["no_reason 1"]),  # begins the day after
        ("Б 4", (0, 0), ["mark 1"]),
        ("Н 4", (0, 0), ["mark 1", "document 1"]),
    ],
)
def test_the_code_against_the_document(text, span, expected):
    first, last = (MONDAY + dt.timedelta(days=number) for number in span)
    assert short(day(text, papers=(paper("ill", first, last),))) == expected


def test_the_document_that_decides_is_the_one_of_the_papers_rule():
    statement = paper("excused", MONDAY, MONDAY, id=2, document=DocumentKind.STATEMENT)
    certificate = paper("ill", MONDAY, MONDAY)
    (found,) = contradictions(day("У", papers=(statement, certificate)))
    assert found.steps == (Step(Change.ILL, 1),)
    assert short(day("Б", papers=(statement, certificate))) == []


def test_a_document_of_another_pupil_says_nothing():
    week = day("Н")
    other = Week(week.lessons, week.cells, week.there, {99: [paper("ill", MONDAY, MONDAY)]})
    assert short(other) == ["no_reason 1"]


# who was there


def test_an_entry_of_a_pupil_who_was_not_in_the_list_is_taken_back():
    lessons = [WeekLesson(1, MONDAY, 1), WeekLesson(2, TUESDAY, 1)]
    arrived_on_tuesday = frozenset({(2, PUPIL)})
    for text in ("Н", "4", "О5", "Б 4"):
        cells = {(1, PUPIL): cell(text), (2, PUPIL): cell("5")}
        (found,) = contradictions(Week(lessons, cells, arrived_on_tuesday))
        assert found == Found(
            Contradiction.OUTSIDE, 1, PUPIL, (Step(Change.EMPTY, 1),), (Step(Change.EMPTY, 1),)
        )


def test_an_arrival_in_the_middle_of_the_day_begins_the_pupils_day():
    week = day("", "Н", "", "")
    arrived = Week(week.lessons, week.cells, frozenset({(2, PUPIL), (3, PUPIL), (4, PUPIL)}))
    assert short(arrived) == ["late 2"]


@pytest.mark.parametrize(
    ("texts", "there", "expected"),
    [
        (("Н", "Н"), {1, 2}, ["clash 2", "no_reason 1", "no_reason 2"]),
        (("Б", "Б"), {1}, ["clash 2"]),
        (("Б", "Б"), {2}, ["clash 1"]),
        (("Б", "5"), {1}, ["clash 2"]),
        (("5", "4"), {1, 2}, ["clash 2"]),
        (("Б", ""), {1}, []),
        (("Б", "•"), {1, 2}, []),
    ],
)
def test_entries_in_two_subgroups_at_the_same_time(texts, there, expected):
    lessons = [WeekLesson(1, MONDAY, 3), WeekLesson(2, MONDAY, 3)]
    cells = {(n, PUPIL): cell(text) for n, text in enumerate(texts, 1) if text}
    week = Week(lessons, cells, frozenset((at, PUPIL) for at in there))
    assert short(week) == expected


def test_of_a_clash_the_entry_goes_first_where_the_pupil_does_not_belong():
    lessons = [WeekLesson(1, MONDAY, 3), WeekLesson(2, MONDAY, 3)]
    cells = {(1, PUPIL): cell("Б"), (2, PUPIL): cell("Б")}
    (found,) = contradictions(Week(lessons, cells, frozenset({(2, PUPIL)})))
    assert found.steps == (Step(Change.EMPTY, 1), Step(Change.EMPTY, 2))
    assert found.as_is


def test_lessons_of_two_days_with_the_same_number_do_not_clash():
    lessons = [WeekLesson(1, MONDAY, 3), WeekLesson(2, TUESDAY, 3)]
    cells = {(n, PUPIL): cell("Б") for n in (1, 2)}
    assert short(Week(lessons, cells, frozenset({(1, PUPIL), (2, PUPIL)}))) == []


def test_a_lesson_of_the_other_subgroup_is_not_between_the_pupils_own():
    lessons = [WeekLesson(n, MONDAY, n) for n in (1, 2, 3)]
    cells = {(1, PUPIL): cell("Б"), (3, PUPIL): cell("Б")}
    assert short(Week(lessons, cells, frozenset({(1, PUPIL), (3, PUPIL)}))) == []


# what is proposed


def steps_of(week: Week, about: str) -> list[str]:
    found = next(one for one in contradictions(week) if one.about == about)
    return [step.change.value for step in found.steps]


@pytest.mark.parametrize(
    ("week", "about", "expected"),
    [
        (day("", "Б 4", ""), "mark", ["present", "late", "no_mark"]),
        (day("", "Б 4", "Б"), "mark", ["no_mark", "present", "late"]),
        (
            day("", "Б 4", papers=(paper("ill", MONDAY, MONDAY),)),
            "mark",
            ["no_mark", "present", "late"],
        ),
        (day("Б 4", "", ""), "late", ["late", "present", "no_mark"]),
        (day("Н", "", ""), "late", ["late", "ill", "excused", "no_reason"]),
        (day("Б", "", "Б"), "between", ["ill"]),
        (day("Н", "", "Б"), "between", ["ill"]),
        (day("У", "", "Б"), "between", ["excused"]),
        (day("Н", "", "Н"), "between", ["unknown"]),
        (day("Б", "4", "Б"), "between", []),
        (day("Б", "О15", "Б"), "between", []),
        (day("", "Н", ""), "no_reason", ["ill", "excused", "no_reason"]),
        (day("", "Н", "У"), "no_reason", ["excused", "ill", "no_reason"]),
        (day("Б", "Н", "НП"), "no_reason", ["ill", "excused", "no_reason"]),
    ],
)
def test_the_likeliest_settlement_comes_first(week, about, expected):
    assert steps_of(week, about) == expected


def test_an_unknown_reason_and_a_document_are_never_left_as_they_are():
    kept = {found.about: found.as_is for found in contradictions(day("", "Н 4", "", "Б", "", "Б"))}
    assert kept[Contradiction.MARK]
    assert kept[Contradiction.BETWEEN]
    assert not kept[Contradiction.NO_REASON]
    (late,) = contradictions(day("Н", "", ""))
    assert not late.as_is


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        (cell("Н 4"), Change.PRESENT, cell("4")),
        (cell("Н 4"), Change.LATE, cell("О 4")),
        (cell("Н 4"), Change.ILL, cell("Б 4")),
        (cell("Н 4/•"), Change.NO_MARK, Cell("unknown", None, (None, "•"))),
        (cell("Б 4"), Change.EMPTY, Cell(marks=(None,))),
        (cell(""), Change.UNKNOWN, cell("Н")),
        (Cell("unknown", None, (), True), Change.ILL, Cell("ill", None, (), True)),
        (Cell("unknown", None, (), True), Change.LATE, Cell("late")),
        (cell("О15"), Change.ILL, cell("Б")),
    ],
)
def test_what_a_change_makes_of_a_cell(before, change, after):
    assert changed(before, change) == after


# answers


def answer(**values: object) -> Answer:
    known = {
        "about": Contradiction.MARK,
        "lesson": 2,
        "pupil": PUPIL,
        "change": Change.NO_MARK,
        "seen": 7,
        "state": Decision.WAITING,
    }
    return Answer(**{**known, **values})


@pytest.mark.parametrize(
    ("said", "settles"),
    [
        (answer(), True),
        (answer(state=Decision.DECLINED), True),
        (answer(state=Decision.ACCEPTED), False),
        (answer(seen=8), False),  # the cell has changed since
        (answer(lesson=3), False),
        (answer(pupil=89), False),
        (answer(about=Contradiction.NO_REASON), False),
    ],
)
def test_an_answer_settles_the_very_contradiction_that_was_asked_about(said, settles):
    (found,) = contradictions(day("", "Б 4", ""))
    assert answer_to(found, 7, [said]) == (said if settles else None)


# terms

YEAR = Calendar(dt.date(2026, 9, 1), dt.date(2027, 5, 31))


@pytest.mark.parametrize(
    ("monday", "calendar", "expected"),
    [
        (MONDAY, YEAR, dt.date(2026, 9, 16)),
        # 4 November is a public day off, a Wednesday in 2026
        (dt.date(2026, 10, 26), YEAR, dt.date(2026, 11, 5)),
        # vacations are working time of teachers
        (
            dt.date(2026, 10, 19),
            Calendar(
                YEAR.starts,
                YEAR.ends,
                (Break(dt.date(2026, 10, 24), dt.date(2026, 11, 1), "Каникулы"),),
            ),
            dt.date(2026, 10, 28),
        ),
        # the school's own day off
        (
            MONDAY,
            Calendar(
                YEAR.starts,
                YEAR.ends,
                (),
                by_date([OwnDay(dt.date(2026, 9, 16), DayKind.DAY_OFF)]),
            ),
            dt.date(2026, 9, 17),
        ),
    ],
)
def test_a_week_is_due_on_the_next_working_wednesday(monday, calendar, expected):
    assert due_on(monday, calendar) == expected


@pytest.mark.parametrize(
    ("today", "confirmed", "expected"),
    [
        (dt.date(2026, 9, 13), {}, []),  # Sunday: the week is not over
        (dt.date(2026, 9, 14), {}, [(MONDAY, False, False)]),
        (dt.date(2026, 9, 16), {}, [(MONDAY, False, False)]),  # Wednesday, the last day
        (dt.date(2026, 9, 17), {}, [(MONDAY, True, False)]),
        (dt.date(2026, 9, 17), {MONDAY: False}, []),
        (dt.date(2026, 9, 17), {MONDAY: True}, [(MONDAY, True, True)]),  # changed afterwards
    ],
)
def test_weeks_that_wait(today, confirmed, expected):
    found = open_weeks([MONDAY, TUESDAY], confirmed, YEAR, today)
    assert [(week.monday, week.late, week.reopened) for week in found] == expected


def test_weeks_without_lessons_wait_for_nobody_and_the_earliest_comes_first():
    days = [MONDAY + dt.timedelta(days=14), MONDAY]
    found = open_weeks(days, {}, YEAR, dt.date(2026, 10, 1))
    assert found == [
        Due(MONDAY, dt.date(2026, 9, 16), late=True),
        Due(MONDAY + dt.timedelta(days=14), dt.date(2026, 9, 30), late=True),
    ]


def test_a_week_begins_on_monday():
    assert [monday_of(MONDAY + dt.timedelta(days=n)) for n in (0, 3, 6, 7)] == [
        MONDAY,
        MONDAY,
        MONDAY,
        MONDAY + dt.timedelta(days=7),
    ]


@pytest.mark.parametrize(
    ("about", "before", "after", "same"),
    [
        (Contradiction.MARK, "Н 4", "Б 4", True),  # the reason is another question
        (Contradiction.MARK, "Н 4", "Н 5", False),
        (Contradiction.MARK, "Н 4", "4", False),
        (Contradiction.MARK, "Н 4", "О 4", False),
        (Contradiction.NO_REASON, "Н 4", "Б 4", False),
        (Contradiction.BETWEEN, "", "Н", False),
    ],
)
def test_an_answer_holds_as_long_as_what_it_is_about_stays(about, before, after, same):
    assert (seen_of(about, cell(before)) == seen_of(about, cell(after))) is same
