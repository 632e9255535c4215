"""Long work at the end of a year [R7]."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.archive.making import archive_name, make_archive
from app.archive.operations.next_year import make_next_year
from app.core import clock
from app.core.db import unit_of_work
from app.jobs.kinds import Made, Run, long_work
from app.school.queries import get_year


@long_work("archive", _l("Archive of a year"))
def archiving(run: Run, year: int) -> Made:
    """The archive file of a year."""
    make_archive(run.actor, year_id=year, out=run.out, today=clock.today(), progress=run.progress)
    return Made(file=archive_name(get_year(year)))


@long_work("next-year", _l("Making the next year"))
def making_next_year(run: Run, year: int, to_tenth: Sequence[int], order: str = "") -> Made:
    """The classes, subgroups and courses of the next year, all or nothing."""
    run.progress(0, 1)
    with unit_of_work("page", actor=run.actor):
        made = make_next_year(run.actor, year_id=year, to_tenth=to_tenth, order=order)
    words = _(
        "%(year)s: classes %(classes)s, pupils %(pupils)s, courses %(courses)s.",
        year=made.year.name,
        classes=made.classes,
        pupils=made.pupils,
        courses=made.courses,
    )
    return Made(words=words, address="/classes/list/")
