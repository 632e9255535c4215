import datetime as dt
import json

import pytest
from defusedxml import ElementTree

from app.school.enums import DayKind, PeriodKind
from app.school.rules.calendar import (
    Break,
    Calendar,
    OwnDay,
    add_working_days,
    by_date,
    dates,
    is_working_day,
    previous_school_day,
    school_day,
    school_days,
)
from app.school.rules.periods import Period, period_faults, period_near, period_on
from app.school.rules.proposal import proposed_year
from tests.conftest import shared_file

D = dt.date
YEAR = Calendar(
    D(2025, 9, 1),
    D(2026, 5, 26),
    breaks=(
        Break(D(2025, 10, 25), D(2025, 11, 2), "Осенние"),
        Break(D(2025, 12, 31), D(2026, 1, 11), "Зимние"),
        Break(D(2026, 2, 14), D(2026, 2, 22), "Дополнительные", 1, 1),
    ),
    own_days=by_date(
        [
            OwnDay(D(2025, 9, 15), DayKind.DAY_OFF, note="Выборы"),
            OwnDay(D(2025, 9, 20), DayKind.WORKING, follows=1),
            OwnDay(D(2025, 9, 19), DayKind.SHORTENED),
            OwnDay(D(2025, 11, 1), DayKind.SHORTENED),
        ]
    ),
)


@pytest.mark.req("S1")
@pytest.mark.parametrize(
    ("on", "grade", "week_days", "works", "weekday", "note"),
    [
        (D(2025, 9, 1), 5, 5, True, 1, ""),
        (D(2025, 8, 29), 5, 5, False, 5, "Outside the academic year"),
        (D(2025, 9, 6), 5, 5, False, 6, "Day off"),
        (D(2025, 9, 6), 5, 6, True, 6, ""),
        (D(2025, 9, 7), 5, 6, False, 7, "Day off"),
        (D(2025, 9, 15), 5, 5, False, 1, "Выборы"),
        (D(2025, 9, 20), 5, 5, True, 1, "working day"),
        (D(2025, 9, 19), 5, 5, True, 5, "shortened day"),
        (D(2025, 10, 27), 5, 5, False, 1, "Осенние"),
        # a working Saturday inside the vacation stays vacation
        (D(2025, 11, 1), 5, 6, False, 6, "Осенние"),
        (D(2025, 11, 3), 5, 5, False, 1, "Выходной (перенесено с 01.11.2025)"),
        (D(2025, 11, 4), 5, 6, False, 2, "День народного единства"),
        (D(2026, 2, 16), 1, 5, False, 1, "Дополнительные"),
        (D(2026, 2, 16), 2, 5, True, 1, ""),
        (D(2026, 3, 9), 2, 5, False, 1, "Международный женский день (выходной)"),
    ],
)
def test_school_day_of_a_class(on, grade, week_days, works, weekday, note):
    day = school_day(YEAR, on, grade=grade, week_days=week_days)
    assert (day.works, day.weekday, str(day.note)) == (works, weekday, note)


@pytest.mark.req("S1")
@pytest.mark.parametrize(("week_days", "weekday"), [(5, 1), (6, 6)])
def test_working_saturday_has_the_lessons_of_the_day_off_it_was_exchanged_for(week_days, weekday):
    year = Calendar(D(2023, 9, 1), D(2024, 5, 26))
    day = school_day(year, D(2024, 4, 27), grade=5, week_days=week_days)
    assert (day.works, day.weekday) == (True, weekday)


@pytest.mark.req("S1")
def test_shortened_day_is_told_from_a_usual_one():
    assert [
        day.shortened
        for day in school_days(YEAR, D(2025, 9, 18), D(2025, 9, 19), grade=5, week_days=5)
    ] == [False, True]


@pytest.mark.req("S1")
@pytest.mark.parametrize("year", range(2020, 2026))
def test_working_days_are_those_of_the_official_production_calendar(year):
    official = ElementTree.parse(shared_file(f"calendar/ru_production_calendar_{year}.xml"))
    decreed = {h.get("id") for h in official.iter("holiday") if "Указ" in h.get("title")}
    kinds = {}
    for day in official.iter("day"):
        month, number = map(int, day.get("d").split("."))
        kinds[D(year, month, number)] = "decree" if day.get("h") in decreed else day.get("t")
    everywhere = Calendar(D(year, 1, 1), D(year, 12, 31))
    wrong = [
        on
        for on in dates(D(year, 1, 1), D(year, 12, 31))
        if kinds.get(on) != "decree"
        and is_working_day(everywhere, on) != _works(kinds.get(on), on.isoweekday())
    ]
    assert wrong == []


def _works(kind, weekday):
    """Plain weekends are not listed; t=2 is shortened or a working Saturday before a holiday."""
    return {"1": False, "2": True, "3": True, None: weekday < 6}[kind]


@pytest.mark.req("S1", "K1")
@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (D(2025, 9, 3), 0, D(2025, 9, 3)),
        (D(2025, 9, 3), 2, D(2025, 9, 5)),
        (D(2025, 9, 5), 1, D(2025, 9, 8)),
        (D(2025, 9, 12), 1, D(2025, 9, 16)),  # over the school's own day off
        (D(2025, 10, 30), 2, D(2025, 11, 1)),  # a vacation and a Saturday that the staff work
        (D(2025, 12, 30), 1, D(2026, 1, 12)),
    ],
)
def test_terms_are_counted_in_working_days(start, count, expected):
    assert add_working_days(YEAR, start, count) == expected


@pytest.mark.req("S1")
@pytest.mark.parametrize(
    ("before", "expected"),
    [(D(2025, 11, 5), D(2025, 10, 24)), (D(2025, 9, 9), D(2025, 9, 8)), (D(2025, 9, 1), None)],
)
def test_previous_school_day_skips_vacations(before, expected):
    assert previous_school_day(YEAR, before, grade=5, week_days=5) == expected


PROPOSED = proposed_year(2025)


@pytest.mark.req("S1")
@pytest.mark.parametrize(
    ("grade", "on", "inside", "near"),
    [
        (5, D(2025, 9, 1), (PeriodKind.QUARTER, 1), (PeriodKind.QUARTER, 1)),
        (5, D(2025, 10, 30), None, (PeriodKind.QUARTER, 1)),
        (5, D(2025, 11, 4), None, (PeriodKind.QUARTER, 1)),  # a moved day off and a holiday
        (5, D(2025, 11, 5), (PeriodKind.QUARTER, 2), (PeriodKind.QUARTER, 2)),
        (10, D(2025, 11, 5), (PeriodKind.HALF_YEAR, 1), (PeriodKind.HALF_YEAR, 1)),
        (11, D(2026, 5, 26), (PeriodKind.HALF_YEAR, 2), (PeriodKind.HALF_YEAR, 2)),
        (9, D(2025, 8, 20), None, (PeriodKind.QUARTER, 1)),
        (9, D(2026, 7, 1), None, (PeriodKind.QUARTER, 4)),
    ],
)
def test_period_fits_grade_and_date(grade, on, inside, near):
    assert _key(period_on(PROPOSED.periods, grade, on)) == inside
    assert _key(period_near(PROPOSED.periods, grade, on)) == near


def _key(period):
    return period and (period.kind, period.number)


@pytest.mark.req("S1")
def test_proposed_vacations_are_those_of_a_real_school():
    schools = json.loads(shared_file("calendar/academic_calendars_2025_26.json").read_text())
    real = next(s for s in schools if s["id"] == "krasnoyarsk144")["breaks"]
    by_name = {b["name"]: (b["start"], b["end"]) for b in real if b["grades"] == "2-8"}
    ours = {
        name: (f"{b.starts:%d.%m.%Y}", f"{b.ends:%d.%m.%Y}")
        for name, b in zip(
            ("осенние", "зимние", "весенние"),
            (b for b in PROPOSED.breaks if b.last_grade == 11),
            strict=True,
        )
    }
    assert ours == by_name


@pytest.mark.req("S1")
def test_six_day_week_goes_on_vacation_a_day_later():
    schools = json.loads(shared_file("calendar/academic_calendars_2025_26.json").read_text())
    real = next(s for s in schools if s["id"] == "krasnoyarsk144")["breaks"]
    starts = [b["start"] for b in real if b["grades"] == "7М,7С,8М,8С"]
    ours = [b for b in proposed_year(2025, week_days=6).breaks if b.last_grade == 11]
    assert [f"{b.starts:%d.%m.%Y}" for b in ours] == starts


@pytest.mark.req("S1")
@pytest.mark.parametrize("autumn", range(2020, 2035))
def test_proposed_year_begins_and_ends_on_working_days_without_faults(autumn):
    proposed = proposed_year(autumn)
    calendar = Calendar(proposed.starts, proposed.ends, proposed.breaks)
    for period in proposed.periods:
        others = [other for other in proposed.periods if other is not period]
        assert period_faults(period, others, (proposed.starts, proposed.ends)) == []
        assert school_day(calendar, period.starts, grade=5, week_days=5).works
    assert [p.number for p in proposed.periods] == [1, 2, 3, 4, 1, 2, 1, 1, 1, 1, 1]


QUARTER = Period(1, PeriodKind.QUARTER, 1, "I четверть", D(2025, 9, 1), D(2025, 10, 24), 1, 9)
SPAN = (D(2025, 9, 1), D(2026, 5, 26))


@pytest.mark.req("S1")
@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"starts": D(2025, 11, 5), "ends": D(2025, 12, 30)}, []),
        ({"starts": D(2025, 10, 24), "ends": D(2025, 12, 30)}, ["starts"]),
        ({"starts": D(2025, 10, 24), "ends": D(2025, 12, 30), "first_grade": 10}, ["last_grade"]),
        (
            {"starts": D(2025, 9, 1), "ends": D(2025, 12, 30), "first_grade": 10, "last_grade": 11},
            [],
        ),
        ({"starts": D(2025, 12, 30), "ends": D(2025, 11, 5)}, ["ends"]),
        ({"starts": D(2026, 5, 1), "ends": D(2026, 6, 1)}, ["starts"]),
        ({"kind": PeriodKind.YEAR, "starts": SPAN[0], "ends": SPAN[1]}, []),
    ],
)
def test_faults_of_a_period(values, fields):
    defaults = {"kind": PeriodKind.QUARTER, "first_grade": 1, "last_grade": 9}
    period = Period(**{"key": 2, "number": 2, "name": "II", **defaults, **values})
    assert [fault.field for fault in period_faults(period, [QUARTER], SPAN)] == fields
