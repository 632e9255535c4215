"""Pages of the diary: `diary` for the family, `families` for the class teacher, `feed`."""

from app.diary.views.diary import DiaryPage
from app.diary.views.families import FamiliesPage
from app.diary.views.feed import CalendarFeedPage

__all__ = ["CalendarFeedPage", "DiaryPage", "FamiliesPage"]
