"""Results of courses with all that they are proposed and justified by [R1 R2]."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from sqlalchemy import select

from app.core.db import db
from app.core.errors import Fault
from app.plan.models import Course
from app.results.models import Result
from app.results.queries.earlier import Earlier, earlier_results
from app.results.queries.entries import rounding_of
from app.results.queries.marks import NO_MARKS, Marked, Marks, marks_of
from app.results.rules import GRADE_WITHOUT_RESULTS, Rounding, departs, propose_result
from app.results.rules.justification import Basis, Least, justification_faults
from app.results.rules.year import (
    CERTIFIED_BY_TWO_YEARS,
    EXAMINED,
    certificate_average,
    final_average,
    is_due,
    propose_final,
    year_average,
)
from app.school.enums import PeriodKind
from app.school.models import GradingPeriod, School

Key = tuple[int, int, int]  # course, period, pupil


@dataclass(frozen=True)
class ResultBook:
    """Results by (course, period, pupil) of some courses; `periods` in the order of columns.

    `leavers`: the subject of each course of class 11; `earlier`: what its pupils had in class 10.
    """

    school: School
    periods: Sequence[GradingPeriod]
    values: dict[Key, str]
    marks: Marks
    leavers: dict[int, int]
    earlier: Earlier

    @cached_property
    def rounding(self) -> Rounding:
        """How the school rounds."""
        return rounding_of(self.school)

    @cached_property
    def least(self) -> Least:
        """How many marks the school asks for."""
        return Least(self.school.marks_least, self.school.marks_least_many)

    def value(self, course_id: int, period_id: int, pupil_id: int) -> str | None:
        """The result that is set."""
        return self.values.get((course_id, period_id, pupil_id))

    def marked(self, course_id: int, period: GradingPeriod, pupil_id: int) -> Marked:
        """The pupil's marks of the period."""
        return self.marks.marked.get((course_id, period.id, pupil_id), NO_MARKS)

    def average(self, course_id: int, period: GradingPeriod, pupil_id: int) -> Decimal | None:
        """What a result is proposed by; an exam is proposed by nothing [R1]."""
        marks = self.marked(course_id, period, pupil_id).average
        if period.kind.is_part:
            return marks
        if period.kind == PeriodKind.YEAR:
            parts = list(self._values(course_id, pupil_id, lambda kind: kind.is_part))
            return year_average(parts, marks, by_marks=self.school.year_by_marks)
        if period.kind == PeriodKind.FINAL:
            return self._final_average(course_id, pupil_id)
        return None

    def _final_average(self, course_id: int, pupil_id: int) -> Decimal | None:
        year = next(self._values(course_id, pupil_id, _is_year), None)
        if course_id not in self.leavers:
            return final_average(year, self.examined(course_id, pupil_id))
        parts = list(self._values(course_id, pupil_id, lambda kind: kind.is_part))
        before = self.earlier.get(pupil_id)
        same = None if before is None else before.get(self.leavers[course_id], [])
        return certificate_average(year, parts, same)

    def examined(self, course_id: int, pupil_id: int) -> str | None:
        """The result of the state attestation, else of the exam, if there is one."""
        found = list(self._values(course_id, pupil_id, lambda kind: kind in EXAMINED))
        return next((value for value in reversed(found) if value), None)

    def proposed(self, course_id: int, period: GradingPeriod, pupil_id: int) -> str | None:
        """The digit that is proposed [R1]."""
        average = self.average(course_id, period, pupil_id)
        if period.kind == PeriodKind.FINAL:
            return propose_final(average)
        return propose_result(average, self.rounding)

    def departs(self, course_id: int, period: GradingPeriod, pupil_id: int) -> bool:
        """True when another digit is set than is proposed."""
        value = self.value(course_id, period.id, pupil_id)
        return departs(value, self.proposed(course_id, period, pupil_id))

    def lacks(self, course: Course, period: GradingPeriod, pupil_id: int) -> list[Fault]:
        """What a result of a part of the year lacks to be justified [R2]."""
        if not period.kind.is_part:
            return []
        marked = self.marked(course.id, period, pupil_id)
        works = self.marks.works.get((course.id, period.id), 0)
        hours = self.marks.hours.get(course.id)
        basis = Basis(marked.marks, marked.written, works, hours)
        return justification_faults(basis, self.least)

    def due(self, course: Course, period: GradingPeriod, pupil_id: int) -> bool:
        """True when whoever is in the course at the period's end must have such a result [R1].

        A course without lessons in a period has no results in it.
        """
        grade = course.school_class.grade
        if course.subject.without_marks or grade == GRADE_WITHOUT_RESULTS:
            return False
        if period.kind.is_part and (course.id, period.id) not in self.marks.lessons:
            return False
        examined = self.examined(course.id, pupil_id) is not None
        return is_due(period.kind, grade, examined=examined)

    def _values(
        self, course_id: int, pupil_id: int, wanted: Callable[[PeriodKind], bool]
    ) -> Iterator[str | None]:
        for period in self.periods:
            if wanted(period.kind):
                yield self.value(course_id, period.id, pupil_id)


def _is_year(kind: PeriodKind) -> bool:
    return kind == PeriodKind.YEAR


def result_book(
    school: School,
    courses: Sequence[Course],
    periods: Sequence[GradingPeriod],
    *,
    shown: GradingPeriod | None = None,
) -> ResultBook:
    """The book of some courses: five statements for any number of courses and pupils.

    One more where a final result of class 11 is wanted.

    `shown`: the one period whose marks are wanted; none: of all.
    """
    rows = db.session.execute(
        select(Result.course_id, Result.period_id, Result.pupil_id, Result.value).where(
            Result.course_id.in_([course.id for course in courses]),
            Result.period_id.in_([period.id for period in periods]),
            Result.value.is_not(None),
        )
    )
    values = {(row.course_id, row.period_id, row.pupil_id): row.value for row in rows}
    wanted = [one for one in periods if shown in {None, one} and _by_marks(school, one)]
    final = any(one.kind == PeriodKind.FINAL for one in periods if shown in {None, one})
    leavers = [one for one in courses if final and one.school_class.grade == CERTIFIED_BY_TWO_YEARS]
    return ResultBook(
        school,
        periods,
        values,
        marks_of(courses, wanted),
        {one.id: one.subject_id for one in leavers},
        earlier_results([one.class_id for one in leavers]),
    )


def _by_marks(school: School, period: GradingPeriod) -> bool:
    return period.kind.is_part or (school.year_by_marks and _is_year(period.kind))
