"""A year is closed, and opened again [R7]."""

import datetime as dt

from app.archive.access import require_may_administer, require_may_close
from app.archive.queries.checks import checks_of
from app.archive.rules.closing import closing_faults, opening_faults
from app.core.actor import Actor
from app.core.errors import refuse_if
from app.school.models import AcademicYear
from app.school.queries import locked_year


def close_year(actor: Actor, *, year_id: int, why: str, today: dt.date) -> AcademicYear:
    """Close a year: from now on nothing of it is changed by any door [R7].

    `why` is needed when something of the check list is left. Raises NotFound, Forbidden, Refused.
    """
    require_may_close(actor)
    year = locked_year(year_id)
    checks = checks_of(actor, year, today)
    refuse_if(closing_faults(year.ends, year.closed_on, checks, why, today))
    year.closed_on, year.closed_why = today, why.strip()
    return year


def open_year(actor: Actor, *, year_id: int, why: str) -> AcademicYear:
    """Open a closed year again; the history keeps the reason [R7]. Raises as `close_year`."""
    require_may_administer(actor)
    year = locked_year(year_id)
    refuse_if(opening_faults(year.closed_on, why))
    year.closed_on, year.closed_why = None, why.strip()
    return year
