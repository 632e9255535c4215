"""Pictures of marks, declared: of those that the person may see [K1 P2 P3 P5]."""

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from app.core import clock
from app.core.pages.charts import CountedChart, month_of, month_words
from app.journal.access import visible_marks
from app.journal.models import Mark, Task
from app.school.queries import in_year
from app.timetable.models import Lesson


class MarkChart(CountedChart):
    """Marks of this year by their value and by month."""

    model = Mark
    visible = visible_marks
    joins = (Mark.task, Task.lesson)
    route_base = "/pictures/marks"
    chart_title = _l("Marks of the year")
    definitions: ClassVar = [
        {"label": _l("Mark"), "group": Mark.value},
        {"label": _l("Month"), "group": month_of(Lesson.day), "formatter": month_words},
    ]

    def narrowed(self) -> ColumnElement[bool]:
        """Those of the lessons of this year."""
        return in_year(Lesson.day, clock.today())
