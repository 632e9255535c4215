"""Missed days and lessons: one calculation for every screen and report [T1]."""

import datetime as dt
from collections import Counter

import pytest

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.attendance.queries.missed import days_of_absence
from app.attendance.rules.missed import DayOfAbsence, Missed, missed
from app.timetable.enums import LessonStatus
from tests import factories as make

pytestmark = pytest.mark.req("T1")
MONDAY, TUESDAY = dt.date(2026, 9, 7), dt.date(2026, 9, 8)
UNKNOWN, NO, EXCUSED, ILL, LATE = AbsenceKind


@pytest.mark.parametrize(
    ("absences", "days", "lessons", "late"),
    [
        ([], None, None, None),
        ([(MONDAY, ILL, 6, 6)], 1, 6, 0),
        ([(MONDAY, ILL, 5, 6)], 0, 5, 0),
        ([(MONDAY, ILL, 4, 6), (MONDAY, UNKNOWN, 2, 6)], 1, 6, 0),  # two reasons of one day
        ([(MONDAY, LATE, 1, 6), (MONDAY, ILL, 5, 6)], 0, 5, 1),  # late is there
        ([(MONDAY, LATE, 1, 1)], 0, 0, 1),
        ([(MONDAY, ILL, 6, 6), (TUESDAY, NO, 1, 5)], 1, 7, 0),
    ],
)
def test_a_day_is_missed_when_all_its_lessons_are(absences, days, lessons, late):
    found = missed(DayOfAbsence(1, *one) for one in absences).get(1)
    assert (found and (found.days, found.lessons, found.late)) == (
        None if days is None else (days, lessons, late)
    )


def test_sums_add_up():
    both = Missed(1, Counter({ILL: 2}), 3) + Missed(2, Counter({ILL: 1, NO: 4}), 1)
    assert (both.days, both.lessons, both.late) == (3, 7, 4)


@pytest.mark.usefixtures("app")
def test_lessons_of_the_other_subgroup_and_cancelled_ones_are_not_expected(school):
    """7А has algebra and English of a subgroup: whoever is not in it should be at algebra only."""
    inside, outside = school.pupils[0], school.pupils[2]
    day = school.lessons[0].day
    for lesson, pupil in (
        (school.lessons[0], inside),
        (school.english_lesson, inside),
        (school.lessons[0], outside),
    ):
        make.save(Absence(lesson=lesson, pupil=pupil, kind=ILL))
    make.make_lesson(school.algebra, day, 7, status=LessonStatus.CANCELLED)
    of = school.algebra.class_id
    found = missed(days_of_absence([of], day, day)[of].absences)
    assert {key: (row.days, row.lessons) for key, row in found.items()} == {
        inside.id: (1, 2),
        outside.id: (1, 1),
    }


@pytest.mark.usefixtures("app")
def test_the_statements_do_not_grow_with_the_classes(school, statements):
    sent = statements()
    days_of_absence([school.algebra.class_id], TUESDAY, TUESDAY)
    days_of_absence(range(1, 20), TUESDAY, TUESDAY)
    assert len(sent) == 6
