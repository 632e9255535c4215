"""Pages of attendance: `generated` absences one by one."""

from app.attendance.views.generated import AbsenceView

__all__ = ["AbsenceView"]
