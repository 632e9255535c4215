"""A year is closed and opened again [R7]."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.archive.operations.closing import close_year, open_year
from app.archive.queries.checks import checks_of
from app.archive.rules.closing import Check, closing_faults, opening_faults
from app.attendance.models import WeekCheck
from app.audit.models import AuditEntry
from app.core.actor import SYSTEM
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.results.enums import Decision
from app.results.models import CouncilDecision, Result
from app.school.enums import PARTS, PeriodKind
from tests import factories as make

pytestmark = pytest.mark.req("R7")
D = dt.date
ENDS, SUMMER = D(2027, 5, 31), D(2027, 6, 10)
DONE, LEFT = Check("Уроки", 0, "/"), Check("Уроки", 2, "/")


@pytest.mark.parametrize(
    ("closed_on", "checks", "why", "today", "fields"),
    [
        (None, [DONE], "", SUMMER, []),
        (None, [DONE], "", ENDS + dt.timedelta(days=1), []),
        (None, [DONE], "", ENDS, [None]),
        (SUMMER, [DONE], "", SUMMER, [None]),
        (None, [DONE, LEFT], "", SUMMER, ["why"]),
        (None, [DONE, LEFT], "  да ", SUMMER, ["why"]),
        (None, [DONE, LEFT], "Учитель болен", SUMMER, []),
    ],
)
def test_when_a_year_may_be_closed(closed_on, checks, why, today, fields):
    faults = closing_faults(ENDS, closed_on, checks, why, today)
    assert [fault.field for fault in faults] == fields


@pytest.mark.parametrize(
    ("closed_on", "why", "fields"),
    [(SUMMER, "Ошибка в оценке", []), (SUMMER, "", ["why"]), (None, "Ошибка в оценке", [None])],
)
def test_when_a_year_may_be_opened(closed_on, why, fields):
    assert [fault.field for fault in opening_faults(closed_on, why)] == fields


def left(school, today=SUMMER):
    return [check.left for check in checks_of(SYSTEM, school.year, today)]


def test_the_check_list_counts_what_is_left(app, school):
    """Three pupils in 7А and one in 8Б, five lessons, four quarters and two half-years."""
    topics, _papers, _requests, weeks, periods, results, decisions = left(school)
    assert (topics, periods, decisions) == (5, 6, 4)
    with unit_of_work("page"):
        for lesson in (*school.lessons, school.english_lesson, school.foreign_lesson):
            lesson.topic = "Дроби"
        for period in school.periods:
            period.closed_on = SUMMER if period.kind in PARTS else None
        year = next(p for p in school.periods if p.kind is PeriodKind.YEAR)
        pupil = school.pupils[0]
        db.session.add(Result(course=school.algebra, period=year, pupil=pupil, value="4"))
        db.session.add(
            CouncilDecision(
                school_class=school.class_7a,
                pupil=pupil,
                decision=Decision.PROMOTED,
                protocol_number="1",
                protocol_date=ENDS,
            )
        )
        db.session.add(
            WeekCheck(
                school_class=school.class_7a,
                monday=D(2026, 8, 31),
                confirmed_at=dt.datetime(2027, 6, 1, tzinfo=dt.UTC),
            )
        )
    after = left(school)
    assert after[:3] == [0, 0, 0]
    assert (after[3], after[4:]) == (weeks - 1, [0, results - 1, decisions - 1])


def test_the_check_list_takes_a_fixed_number_of_statements(app, school, statements):
    counted = statements()
    left(school)
    before = len(counted)
    for name in ("9А", "9Б"):
        make.make_pupil(make.make_class(school.year, name))
    counted.clear()
    left(school)
    assert (before, len(counted)) == (12, 12)


@pytest.mark.parametrize("role", ["director", "secretary", "class_teacher", "teacher", "parent"])
def test_who_may_not_close_a_year(app, school, role):
    with pytest.raises(Forbidden), unit_of_work("page"):
        close_year(make.actor(role), year_id=school.year.id, why="Пусть так", today=SUMMER)


def test_a_year_is_closed_with_its_reason_and_opened_by_the_administrator_only(app, school):
    deputy, admin = make.actor("deputy"), make.actor("admin")
    with pytest.raises(Refused), unit_of_work("page", actor=deputy):
        close_year(deputy, year_id=school.year.id, why="", today=SUMMER)
    with unit_of_work("page", actor=deputy):
        close_year(deputy, year_id=school.year.id, why="Учитель болен", today=SUMMER)
    with pytest.raises(Forbidden), unit_of_work("page", actor=deputy):
        open_year(deputy, year_id=school.year.id, why="Ошибка в оценке")
    with unit_of_work("page", actor=admin):
        open_year(admin, year_id=school.year.id, why="Ошибка в оценке")
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.table_name == "academic_year").order_by(AuditEntry.id)
    ).all()
    assert [entry.changes for entry in entries[-2:]] == [
        {"closed_on": [None, "2027-06-10"], "closed_why": ["", "Учитель болен"]},
        {
            "closed_on": ["2027-06-10", None],
            "closed_why": ["Учитель болен", "Ошибка в оценке"],
        },
    ]


def test_a_year_that_is_not_there(app, school):
    with pytest.raises(NotFound), unit_of_work("page"):
        close_year(SYSTEM, year_id=99, why="", today=SUMMER)
