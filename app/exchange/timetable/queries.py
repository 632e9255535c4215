"""Which year and date an import is for, and what it would do: nothing is written here [S8]."""

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext as _

from app.core.errors import Fault, refuse_if
from app.exchange.timetable.change import TimetableChange
from app.exchange.timetable.document import Document
from app.exchange.timetable.plan import plan_import
from app.exchange.timetable.stored import stored_timetable, usual_since
from app.school.models import AcademicYear
from app.school.queries import year_on, years
from app.school.rules.proposal import proposed_year

_SUMMER = 6


def preview_timetable(
    document: Document,
    *,
    autumn: int | None = None,
    since: dt.date | None = None,
    decisions: Mapping[str, str] | None = None,
    today: dt.date,
) -> TimetableChange:
    """What importing the document would do [S8]; arguments as `import_timetable` has them."""
    year = the_year(autumn, today) or _coming_year(autumn or autumn_of(today))
    stored = stored_timetable(year, the_date(year, since, today))
    return plan_import(document, stored, decisions)


def the_year(autumn: int | None, today: dt.date) -> AcademicYear | None:
    """The year that begins in `autumn`, by default the one of today or the coming one."""
    if autumn is None:
        found = year_on(today)
        return found if found and found.ends >= today else None
    return next((year for year in years() if year.starts.year == autumn), None)


def autumn_of(today: dt.date) -> int:
    """The calendar year in whose September the academic year of a date begins; June looks ahead."""
    return today.year if today.month >= _SUMMER else today.year - 1


def the_date(year: AcademicYear, since: dt.date | None, today: dt.date) -> dt.date:
    """From when the import holds; refuses a closed year and a date outside of it [S5]."""
    refuse_if([Fault(_("The academic year is closed."), "year")] if year.closed_on else [])
    if since is None:
        return usual_since(year, today)
    outside = _("The date must lie in the academic year %(year)s.", year=year.name)
    refuse_if([] if year.starts <= since <= year.ends else [Fault(outside, "since")])
    return since


def _coming_year(autumn: int) -> AcademicYear:
    """The year that the import will make; not stored yet."""
    proposal = proposed_year(autumn)
    return AcademicYear(name=proposal.name, starts=proposal.starts, ends=proposal.ends)
