"""Pages of the timetable: weeks and days, making lessons, slots and lessons by table."""

from app.timetable.views.making import MakeLessonsPage
from app.timetable.views.rows import LessonView, SlotView
from app.timetable.views.substitutions import ChangesPage, SubstitutionPage
from app.timetable.views.week import TimetablePage

__all__ = [
    "ChangesPage",
    "LessonView",
    "MakeLessonsPage",
    "SlotView",
    "SubstitutionPage",
    "TimetablePage",
]
