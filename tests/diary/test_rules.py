"""Which days come first, and how a calendar is written."""

import datetime as dt

import pytest

from app.diary.rules.days import leading_days, shown_days, week_of
from app.diary.rules.ical import Event, calendar_text

pytestmark = pytest.mark.req("M5")

MON, TUE, WED, THU, FRI, SAT, SUN = WEEK = week_of(dt.date(2026, 9, 3))
NEXT = SUN + dt.timedelta(1)
NOW = dt.datetime(2026, 9, 3, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=3)))


def test_a_week_begins_on_monday_whatever_the_day():
    assert [week_of(day)[0] for day in (MON, SUN, NEXT)] == [MON, MON, NEXT]
    assert len(WEEK) == 7


@pytest.mark.parametrize(
    ("taught", "today", "leading"),
    [
        ({MON, TUE, WED}, TUE, [TUE, WED]),
        ({MON, FRI, NEXT}, FRI, [FRI, NEXT]),  # the next day is of the week after
        ({MON, NEXT}, SUN, [NEXT]),
        ({MON, TUE}, WED, []),
        ({MON}, MON, [MON]),
        (set(), MON, []),
        ({MON, TUE}, NEXT, []),  # another week
    ],
)
def test_today_and_the_next_day_with_lessons_come_first(taught, today, leading):
    assert leading_days(WEEK, taught, today) == leading


def test_saturday_is_a_day_only_with_lessons():
    assert shown_days(WEEK, {MON}) == [MON, TUE, WED, THU, FRI]
    assert shown_days(WEEK, {SAT}) == [MON, TUE, WED, THU, FRI, SAT]


def event(**values) -> Event:
    defaults = {"key": "lesson-1@school", "on": THU, "title": "Алгебра"}
    times = {"starts": NOW, "ends": NOW + dt.timedelta(minutes=40)}
    return Event(**{**defaults, **times, **values})


def lines_of(*events: Event, name: str = "Уроки") -> list[str]:
    """Lines of the calendar, folded ones joined again."""
    text = calendar_text(name, events, NOW)
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_a_calendar_is_written_in_utc():
    assert lines_of(event(place="каб. 12", version=3)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Школьный журнал//RU",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Уроки",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VEVENT",
        "UID:lesson-1@school",
        "DTSTAMP:20260903T090000Z",
        "DTSTART:20260903T090000Z",
        "DTEND:20260903T094000Z",
        "SEQUENCE:3",
        "STATUS:CONFIRMED",
        "SUMMARY:Алгебра",
        "LOCATION:каб. 12",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_a_lesson_without_bells_is_an_event_of_the_day():
    found = lines_of(event(starts=None, ends=None))
    assert [line for line in found if line.startswith("DT")] == [
        "DTSTAMP:20260903T090000Z",
        "DTSTART;VALUE=DATE:20260903",
    ]


def test_a_cancelled_lesson_says_so():
    assert "STATUS:CANCELLED" in lines_of(event(cancelled=True))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Физика; химия, труд", "Физика\\; химия\\, труд"),
        ("C:\\дом", "C:\\\\дом"),
        ("строка\r\nEND:VEVENT", "строка\\nEND:VEVENT"),  # no line of its own
    ],
)
def test_signs_of_the_format_are_escaped(text, written):
    assert f"SUMMARY:{written}" in lines_of(event(title=text))


@pytest.mark.parametrize("length", [66, 67, 68, 200])
@pytest.mark.parametrize("char", ["a", "я", "😀"])
def test_long_lines_are_folded_at_75_octets_and_no_character_is_torn(char, length):
    text = calendar_text("Уроки", [event(title=char * length)], NOW)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert f"SUMMARY:{char * length}" in text.replace("\r\n ", "").split("\r\n")
