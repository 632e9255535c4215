"""A class before the pedagogical council: the year of each pupil, what is proposed [R1]."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _

from app.core.actor import Actor
from app.core.errors import NotFound
from app.results.enums import Decision
from app.results.models import CouncilDecision
from app.results.queries.class_sheet import ClassSheet, class_sheet, periods_of_class
from app.results.rules.council import PupilYear, propose_decision
from app.results.rules.year import LEAVING
from app.school.enums import PeriodKind
from app.school.models import GradingPeriod


@dataclass(frozen=True)
class ClassCouncil:
    """The class's sheet of the year, read as the council does."""

    sheet: ClassSheet

    @cached_property
    def years(self) -> dict[int, PupilYear]:
        """The year of each pupil who is in the class, by name [S6]."""
        return {pupil: self._year(pupil) for pupil in self.sheet.present}

    def proposed(self, pupil_id: int) -> Decision | None:
        """What the results propose."""
        return propose_decision(self.years[pupil_id])

    def decided(self, pupil_id: int) -> CouncilDecision | None:
        """What is decided already."""
        return self.sheet.decisions.get(pupil_id)

    def _year(self, pupil: int) -> PupilYear:
        grade = self.sheet.school_class.grade
        found: dict[str, str | None] = {}
        for subject in self.sheet.subjects:
            one = self.sheet.course_of(subject, pupil)
            if one and self.sheet.book.due(one.course, self.sheet.shown, pupil):
                found[subject] = self._result(one.course.id, pupil)
        return PupilYear(grade, found)

    def _result(self, course_id: int, pupil: int) -> str | None:
        """In classes 9 and 11 the final result where there is one, else the year's."""
        sheet, last = self.sheet, [self.sheet.shown]
        if sheet.school_class.grade in LEAVING:
            last = [*(p for p in sheet.periods if p.kind == PeriodKind.FINAL), *last]
        values = (sheet.book.value(course_id, period.id, pupil) for period in last)
        return next((value for value in values if value), None)


def class_council(actor: Actor, class_id: int, today: dt.date) -> ClassCouncil:
    """The class before the council; NotFound for whoever may not see its sheet.

    Twelve statements.
    """
    return ClassCouncil(class_sheet(actor, class_id, _year_of(class_id).id, today))


def _year_of(class_id: int) -> GradingPeriod:
    for period in periods_of_class(class_id):
        if period.kind == PeriodKind.YEAR:
            return period
    raise NotFound(_("The school has no grading periods for this class yet."))
