"""Pictures of absences, declared: of those that the person may see [K1 P2 P3 P5]."""

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from app.attendance.access import visible_absences
from app.attendance.models import Absence
from app.core import clock
from app.core.pages.charts import CountedChart, month_of, month_words
from app.school.queries import in_year
from app.timetable.models import Lesson


class AbsenceChart(CountedChart):
    """Missed lessons and latenesses of this year by reason and by month."""

    model = Absence
    visible = visible_absences
    joins = (Absence.lesson,)
    route_base = "/pictures/absences"
    chart_title = _l("Absences of the year, lessons")
    definitions: ClassVar = [
        {"label": _l("Month"), "group": month_of(Lesson.day), "formatter": month_words},
        {"label": _l("Reason"), "group": Absence.kind},
    ]

    def narrowed(self) -> ColumnElement[bool]:
        """Those of the lessons of this year."""
        return in_year(Lesson.day, clock.today())
