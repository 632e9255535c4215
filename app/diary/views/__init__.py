"""Pages of the diary: for the family, for the class teacher; remarks, homework handed in."""

from app.diary.views.diary import DiaryPage
from app.diary.views.families import FamiliesPage
from app.diary.views.feed import CalendarFeedPage
from app.diary.views.files import HandedInPage, HandInPage
from app.diary.views.remarks import PupilRemarkView

__all__ = [
    "CalendarFeedPage",
    "DiaryPage",
    "FamiliesPage",
    "HandInPage",
    "HandedInPage",
    "PupilRemarkView",
]
