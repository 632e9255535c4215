import datetime as dt

import pytest

from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, Refused
from app.school import operations, queries
from app.school.enums import DayKind, PeriodKind
from app.school.models import AcademicYear, CalendarDay, GradingPeriod, Vacation
from app.school.rules.bells import bells_for
from app.school.rules.calendar import school_day
from tests import factories

D = dt.date
ADMIN = factories.actor("admin")


@pytest.mark.req("S1")
def test_proposed_year_is_entered_with_vacations_and_periods(app):
    with unit_of_work("page", ADMIN):
        year = operations.propose_year(ADMIN, autumn=2025)
    assert (year.name, year.starts, year.ends) == ("2025/2026", D(2025, 9, 1), D(2026, 5, 26))
    assert [
        (v.name, v.starts, v.ends, v.last_grade)
        for v in db.session.scalars(db.select(Vacation).order_by(Vacation.starts))
    ] == [
        ("Осенние каникулы", D(2025, 10, 25), D(2025, 11, 2), 11),
        ("Зимние каникулы", D(2025, 12, 31), D(2026, 1, 11), 11),
        ("Дополнительные каникулы", D(2026, 2, 14), D(2026, 2, 22), 1),
        ("Весенние каникулы", D(2026, 3, 28), D(2026, 4, 5), 11),
    ]
    assert [p.name for p in queries.periods_of_year(year.id) if p.kind.is_part] == [
        "I четверть",
        "I полугодие",
        "II четверть",
        "III четверть",
        "II полугодие",
        "IV четверть",
    ]


@pytest.mark.req("S1")
@pytest.mark.parametrize("autumn", [0, 99, 99999, -1])
def test_a_year_that_is_none_is_refused(app, autumn):
    with pytest.raises(Refused):
        operations.propose_year(factories.actor("admin"), autumn=autumn)


@pytest.mark.req("S1")
def test_the_same_year_is_not_proposed_twice(app):
    with unit_of_work("page", ADMIN):
        operations.propose_year(ADMIN, autumn=2025)
    with pytest.raises(Refused) as refused, unit_of_work("page", ADMIN):
        operations.propose_year(ADMIN, autumn=2025)
    assert [fault.field for fault in refused.value.faults] == ["autumn"]
    assert db.session.scalar(db.select(db.func.count(AcademicYear.id))) == 1


@pytest.mark.req("P4")
@pytest.mark.parametrize(
    "role", ["director", "deputy", "secretary", "class_teacher", "teacher", "pupil", "parent"]
)
def test_only_the_administrator_changes_the_structure(sqlite_app, role):
    with pytest.raises(Forbidden):
        operations.propose_year(factories.actor(role), autumn=2025)
    with pytest.raises(Forbidden):
        operations.save_period(factories.actor(role), GradingPeriod(), {})


@pytest.mark.req("S1")
def test_overlapping_period_is_refused_and_a_fitting_one_is_saved(school):
    values = {
        "year": school.year,
        "kind": PeriodKind.QUARTER,
        "number": 5,
        "name": "Лето",
        "first_grade": 1,
        "last_grade": 9,
        "starts": D(2027, 5, 20),
        "ends": D(2027, 5, 31),
    }
    with pytest.raises(Refused) as refused:
        operations.save_period(ADMIN, GradingPeriod(), values)
    assert [fault.field for fault in refused.value.faults] == ["starts"]
    with unit_of_work("page", ADMIN):
        operations.save_period(ADMIN, GradingPeriod(), {**values, "starts": D(2027, 5, 27)})
    assert db.session.scalar(db.select(GradingPeriod.starts).where(GradingPeriod.number == 5)) == D(
        2027, 5, 27
    )


@pytest.mark.req("S1")
def test_period_does_not_overlap_with_itself(school):
    quarter = school.periods[0]
    with unit_of_work("page", ADMIN):
        row = db.session.get(GradingPeriod, quarter.id)
        operations.save_period(ADMIN, row, {"ends": D(2026, 10, 25)})
    assert db.session.get(GradingPeriod, quarter.id).ends == D(2026, 10, 25)


@pytest.mark.req("S1")
def test_calendar_of_a_year_has_its_vacations_and_own_days(school):
    factories.save(
        Vacation(year=school.year, name="Осенние", starts=D(2026, 10, 26), ends=D(2026, 11, 1)),
        CalendarDay(day=D(2026, 9, 12), kind=DayKind.WORKING, follows_weekday=1),
        CalendarDay(day=D(2028, 9, 12), kind=DayKind.DAY_OFF),
    )
    calendar = queries.calendar_of(school.year)
    assert list(calendar.own_days) == [D(2026, 9, 12)]
    day = school_day(calendar, D(2026, 9, 12), grade=7, week_days=5)
    assert (day.works, day.weekday) == (True, 1)
    assert not school_day(calendar, D(2026, 10, 28), grade=7, week_days=5).works


@pytest.mark.req("S1")
@pytest.mark.parametrize(
    ("on", "name"),
    [
        (D(2026, 9, 1), "2026/2027"),
        (D(2027, 7, 1), "2027/2028"),  # summer: the coming year
        (D(2025, 1, 1), "2026/2027"),
        (D(2030, 1, 1), "2027/2028"),
    ],
)
def test_year_on_a_date(sqlite_app, on, name):
    factories.make_year()
    factories.make_year(name="2027/2028", starts=D(2027, 9, 1), ends=D(2028, 5, 31))
    assert queries.year_on(on).name == name


@pytest.mark.req("S1")
def test_class_follows_the_bells_of_its_shift_and_the_narrower_range_of_grades(sqlite_app):
    usual = factories.make_bells()
    factories.make_bells(first=10, first_grade=1, last_grade=4)
    factories.make_bells(first=9, shortened=True)
    second = factories.make_bells("2 смена", first=13)
    schedules = queries.bells()

    def first_lesson(shift, grade, shortened=False):
        found = bells_for(schedules, shift=shift, grade=grade, shortened=shortened)
        return found[1][0].hour if found else None

    assert first_lesson(usual.shift_id, 7) == 9
    assert first_lesson(None, 7) == 9
    assert first_lesson(usual.shift_id, 2) == 11
    assert first_lesson(usual.shift_id, 2, shortened=True) == 10
    assert first_lesson(second.shift_id, 7) == 14
    assert first_lesson(second.shift_id, 7, shortened=True) is None
