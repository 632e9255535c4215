"""The final result of class 11 rests on class 10 too [R1]."""

import datetime as dt

import pytest

from app.core.db import db
from app.results.models import Result
from app.results.queries.book import result_book
from app.school.enums import PeriodKind
from app.school.models import GradingPeriod
from tests import factories as make

pytestmark = pytest.mark.req("R1")


class Leavers:
    """Two pupils of 11А with a year «5» in algebra; only the first was in our 10А."""

    @make.together()
    def __init__(self):
        self.school = make.make_school()
        before = make.make_year(
            name="2025/2026", starts=dt.date(2025, 9, 1), ends=dt.date(2026, 5, 31)
        )
        year = make.make_year()
        then = self.period(before, PeriodKind.YEAR, 10)
        now = self.period(year, PeriodKind.YEAR, 11)
        self.final = self.period(year, PeriodKind.FINAL, 11)
        self.periods = [self.final, now]  # in no order
        tenth, self.eleventh = make.make_class(before, "10А"), make.make_class(year, "11А")
        self.ours, self.new = make.make_pupil(self.eleventh), make.make_pupil(self.eleventh)
        algebra, astronomy = make.make_subject(), make.make_subject("Астрономия")
        old = make.make_course(tenth, algebra)
        self.courses = [make.make_course(self.eleventh, one) for one in (algebra, astronomy)]
        self.result(old, then, self.ours, "4")
        for course in self.courses:
            self.result(course, now, self.ours, "5")
            self.result(course, now, self.new, "5")

    def period(self, year, kind, grade):
        return make.save(
            GradingPeriod(year=year, kind=kind, name=str(kind), starts=year.starts,
                          ends=year.ends, first_grade=grade, last_grade=grade)
        )  # fmt: skip

    def result(self, course, period, pupil, value):
        make.save(Result(course=course, period=period, pupil=pupil, value=value))

    def proposed(self, course, pupil):
        book = result_book(self.school, self.courses, self.periods, shown=self.final)
        average = book.average(course.id, self.final, pupil.id)
        return average and str(average), book.proposed(course.id, self.final, pupil.id)


@pytest.fixture
def leavers(app):
    return Leavers()


def test_class_10_counts_by_its_subject(leavers):
    algebra, new_subject = leavers.courses
    assert leavers.proposed(algebra, leavers.ours) == ("4.50", "5")
    assert leavers.proposed(new_subject, leavers.ours) == ("5.00", "5")


def test_nothing_is_proposed_to_whom_we_did_not_teach_in_class_10(leavers):
    assert leavers.proposed(leavers.courses[0], leavers.new) == (None, None)


def test_class_10_is_one_statement_more_and_only_of_class_11(leavers, statements):
    def count():
        [course.school_class.grade for course in leavers.courses]
        sent = statements()
        leavers.proposed(leavers.courses[0], leavers.ours)
        return len(sent)

    eleventh = count()
    leavers.eleventh.grade = 9
    db.session.commit()
    assert (eleventh, count()) == (6, 5)
