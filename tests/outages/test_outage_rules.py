"""Which lessons fall into an outage, which silences matter, when a transfer is late [U3]."""

import datetime as dt

import pytest

from app.outages.enums import TransferState
from app.outages.rules.outages import (
    Hours,
    Progress,
    closing_faults,
    deadline_of,
    falls_into,
    gap_matters,
    is_late,
    outage_faults,
    progress_by,
    sheet_faults,
    transfer_faults,
)
from app.school.enums import DayKind
from app.school.rules.calendar import Break, Calendar, OwnDay, by_date

pytestmark = pytest.mark.req("U3")

DAY = dt.date(2026, 9, 14)  # a Monday
FIVE = dt.timedelta(minutes=5)


def at(text, day=DAY):
    return dt.datetime.combine(day, dt.time.fromisoformat(text))


def hours(starts=None, ends=None, day=DAY):
    times = (dt.time.fromisoformat(text) if text else None for text in (starts, ends))
    return Hours(day, *times)


@pytest.mark.parametrize(
    ("starts", "ends", "lesson", "falls"),
    [
        ("09:10", "10:25", hours("09:00", "09:40"), True),  # began before
        ("09:10", "10:25", hours("09:50", "10:30"), True),  # ended after
        ("09:10", "10:25", hours("09:20", "09:30"), True),  # wholly inside
        ("09:10", "10:25", hours("08:00", "11:00"), True),  # wholly around
        ("09:40", "10:25", hours("09:00", "09:40"), False),  # ends when the outage begins
        ("09:10", "09:50", hours("09:50", "10:30"), False),  # begins when the outage ends
        ("09:10", "10:25", hours("12:00", "12:40"), False),
        ("09:10", "10:25", hours("09:20", "09:30", dt.date(2026, 9, 15)), False),
        ("09:10", "10:25", hours(), True),  # without bells the day decides
        ("09:10", "10:25", hours(day=dt.date(2026, 9, 15)), False),
        ("09:10", "10:25", hours("09:20"), True),  # an end that is not known is none
    ],
)
def test_a_lesson_falls_into_an_outage_by_its_bells(starts, ends, lesson, falls):
    assert falls_into(lesson, at(starts), at(ends)) is falls


def test_an_outage_that_ends_at_midnight_does_not_reach_the_next_day():
    assert (
        falls_into(hours(day=dt.date(2026, 9, 15)), at("09:00"), at("00:00", dt.date(2026, 9, 15)))
        is False
    )


SCHOOL_DAY = hours("08:30", "15:00")


@pytest.mark.parametrize(
    ("starts", "ends", "matters"),
    [
        (at("09:10"), at("10:25"), True),
        (at("09:10"), at("09:15"), False),  # as long as allowed
        (at("09:10"), at("09:15:01"), True),
        (at("15:10"), at("23:00"), False),  # after the lessons
        (at("14:56"), at("23:00"), False),  # four minutes of it in school time
        (at("14:54"), at("23:00"), True),
        (at("06:00"), at("08:34"), False),
        (at("20:00", dt.date(2026, 9, 13)), at("08:40"), True),  # switched on too late
        (at("09:00", dt.date(2026, 9, 13)), at("20:00", dt.date(2026, 9, 13)), False),  # Sunday
    ],
)
def test_a_silence_matters_in_school_time_only(starts, ends, matters):
    assert gap_matters(starts, ends, [SCHOOL_DAY], FIVE) is matters


@pytest.mark.parametrize(
    ("starts", "ends", "matters"),
    [("07:00", "07:50", False), ("14:00", "14:30", True), ("19:00", "23:00", False)],
)
def test_without_bells_the_usual_hours_count(starts, ends, matters):
    assert gap_matters(at(starts), at(ends), [hours()], FIVE) is matters


def test_without_lessons_no_silence_matters():
    assert gap_matters(at("09:00"), at("15:00"), [], FIVE) is False


YEAR = Calendar(
    dt.date(2026, 9, 1),
    dt.date(2027, 5, 31),
    (Break(dt.date(2026, 10, 26), dt.date(2026, 11, 1), "Осенние каникулы"),),
    by_date([OwnDay(dt.date(2026, 9, 16), DayKind.DAY_OFF)]),
)


@pytest.mark.parametrize(
    ("ended_on", "deadline"),
    [
        (dt.date(2026, 9, 7), dt.date(2026, 9, 9)),  # Monday → Wednesday
        (dt.date(2026, 9, 10), dt.date(2026, 9, 14)),  # Thursday → Monday
        (dt.date(2026, 9, 11), dt.date(2026, 9, 15)),  # Friday → Tuesday
        (dt.date(2026, 9, 12), dt.date(2026, 9, 15)),  # Saturday → Tuesday
        (dt.date(2026, 9, 14), dt.date(2026, 9, 17)),  # the school's own day off between
        (dt.date(2026, 10, 23), dt.date(2026, 10, 27)),  # teachers work in the vacation
        (dt.date(2026, 11, 3), dt.date(2026, 11, 6)),  # a holiday between
    ],
)
def test_the_term_is_two_working_days_after_the_end(ended_on, deadline):
    assert deadline_of(ended_on, YEAR) == deadline


@pytest.mark.parametrize(
    ("state", "today", "late"),
    [
        (TransferState.WAITING, dt.date(2026, 9, 9), False),
        (TransferState.WAITING, dt.date(2026, 9, 10), True),
        (TransferState.TRANSFERRED, dt.date(2026, 9, 10), False),
        (TransferState.NOT_HELD, dt.date(2026, 9, 10), False),
    ],
)
def test_what_waits_is_late_when_the_last_day_is_over(state, today, late):
    assert is_late(state, dt.date(2026, 9, 9), today) is late


@pytest.mark.parametrize(
    ("starts", "ends", "reason", "fields"),
    [
        (at("09:00"), at("10:00"), "Сеть", []),
        (at("10:00"), at("10:00"), "Сеть", ["ends"]),
        (at("10:00"), at("09:00"), "Сеть", ["ends"]),
        (at("09:00"), at("10:00"), "  ", ["reason"]),
        (at("09:00"), at("09:00", DAY + dt.timedelta(62)), "Ремонт", ["ends"]),
        (at("09:00", DAY - dt.timedelta(40)), at("09:01", DAY + dt.timedelta(22)), "Р", ["ends"]),
        (at("09:00", DAY + dt.timedelta(30)), at("12:00", DAY + dt.timedelta(30)), "Ремонт", []),
        (
            at("09:00", DAY + dt.timedelta(31)),
            at("12:00", DAY + dt.timedelta(31)),
            "Ремонт",
            ["ends"],
        ),
    ],
)
def test_what_is_wrong_with_an_outage_is_said_at_its_field(starts, ends, reason, fields):
    assert [fault.field for fault in outage_faults(starts, ends, reason, at("11:00"))] == fields


@pytest.mark.parametrize(
    ("held", "topic", "day", "text"),
    [
        (True, "Дроби", DAY, None),
        (True, "", DAY, "14.09.2026: сначала впишите тему урока."),
        (False, "Дроби", DAY, "14.09.2026: урок не проводился."),
        (True, "Дроби", dt.date(2026, 9, 15), "15.09.2026: урок ещё не проведён."),
    ],
)
def test_a_lesson_is_transferred_when_it_was_held_and_has_its_topic(
    sqlite_app, held, topic, day, text
):
    with sqlite_app.test_request_context():
        faults = [str(f.text) for f in transfer_faults(held=held, topic=topic, day=day, today=DAY)]
    assert faults == ([text] if text else [])


def test_closing_names_everything_that_is_left(sqlite_app):
    with sqlite_app.test_request_context():
        texts = [str(fault.text) for fault in closing_faults(["7А, Алгебра (2)", "8Б, Химия (1)"])]
    assert texts == ["Ещё не перенесено: 7А, Алгебра (2).", "Ещё не перенесено: 8Б, Химия (1)."]


@pytest.mark.parametrize(
    ("number", "known", "count"), [("", False, 0), ("12", True, 0), ("12", False, 1)]
)
def test_a_sheet_is_known_or_none(number, known, count):
    assert len(sheet_faults(number, known=known)) == count


def test_progress_counts_what_no_longer_waits():
    class Item:
        def __init__(self, name, state):
            self.name, self.state = name, state

    items = [
        Item("7А", TransferState.WAITING),
        Item("8Б", TransferState.TRANSFERRED),
        Item("7А", TransferState.NOT_HELD),
    ]
    found = progress_by(items, lambda item: item.name)
    assert found == {"7А": Progress(1, 2), "8Б": Progress(1, 1)}
    assert [part.complete for part in found.values()] == [False, True]
