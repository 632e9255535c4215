"""Pages of the school's structure: generated ones by table, and the calendar of the year."""

from app.school.views.bells import BellScheduleView, BellTimeView, ShiftView
from app.school.views.calendar import (
    AcademicYearView,
    CalendarDayView,
    GradingPeriodView,
    VacationView,
)
from app.school.views.structure import RoomView, SchoolView, SubjectView
from app.school.views.year import YearPage

__all__ = [
    "AcademicYearView",
    "BellScheduleView",
    "BellTimeView",
    "CalendarDayView",
    "GradingPeriodView",
    "RoomView",
    "SchoolView",
    "ShiftView",
    "SubjectView",
    "VacationView",
    "YearPage",
]
