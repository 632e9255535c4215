"""Pages of attendance: `generated` absences one by one, `reasons` what is known beforehand,
`documents` papers on absence and day notes, `reports` what parents tell, `today` the absent,
`week_check` the weekly reconciliation, `requests` what class teachers ask for.
"""

from app.attendance.views.documents import AbsenceDocumentView, DayNoteView, DocumentPage
from app.attendance.views.generated import AbsenceView
from app.attendance.views.reasons import ReasonsPage
from app.attendance.views.reports import OwnReportPage, ReportPage
from app.attendance.views.requests import RequestPage
from app.attendance.views.today import TodayPage, WallPage
from app.attendance.views.week_check import WeekCheckPage

__all__ = [
    "AbsenceDocumentView",
    "AbsenceView",
    "DayNoteView",
    "DocumentPage",
    "OwnReportPage",
    "ReasonsPage",
    "ReportPage",
    "RequestPage",
    "TodayPage",
    "WallPage",
    "WeekCheckPage",
]
