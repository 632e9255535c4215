"""Pages of attendance: `generated` absences one by one, `reasons` what is known beforehand."""

from app.attendance.views.generated import AbsenceView
from app.attendance.views.reasons import ReasonsPage

__all__ = ["AbsenceView", "ReasonsPage"]
