"""Pages of the end of a year: check list, closing, the next year, archive, keeping [R7]."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.archive.access import may_administer, may_close, require_may_administer, require_may_close
from app.archive.jobs import archiving, making_next_year
from app.archive.operations.closing import close_year, open_year
from app.archive.operations.forgetting import forget_year, forgettable
from app.archive.queries.checks import checks_of
from app.archive.queries.next_year import classes_of, old_classes, year_after
from app.archive.rules.keeping import Stage, deletion_faults, kept_until
from app.archive.rules.next_year import planned
from app.audit.views.words import table_word
from app.classes.models import ClassMembership
from app.core import clock
from app.core.actor import current
from app.core.errors import Fault
from app.core.pages import Page, expose
from app.core.pages.door import SAVED, enter
from app.jobs.views import begun
from app.school.models import AcademicYear
from app.school.queries import get_year, year_on, years

_LONGEST_ORDER = ClassMembership.departure_order.type.length


class YearEndPage(Page):
    """The end of an academic year, step by step."""

    route_base = "/archive"
    default_view = "year_end"
    title = _l("End of the year")

    @expose("/year-end")
    @has_access
    @permission_name("view")
    def year_end(self) -> ResponseReturnValue:
        """The year of today, or the one that is over and not closed."""
        today = clock.today()
        year = _unfinished(today) or year_on(today)
        if year is None:
            text = _("No academic year is entered yet.")
            return self.render_template("archive/none.html", title=self.title, text=text)
        return redirect(url_for(".of_year", year=year.id))

    @expose("/year-end/<int:year>")
    @has_access
    @permission_name("view")
    def of_year(self, year: int) -> ResponseReturnValue:
        """The check list of a year, and what can be done with it."""
        return self._page(get_year(year))

    @expose("/close/<int:year>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def close(self, year: int) -> ResponseReturnValue:
        """Close the year."""
        status, faults = enter(
            lambda: close_year(current(), year_id=year, why=_why(), today=clock.today()), "page"
        )
        return self._answer(year, status, faults, _("The year is closed."))

    @expose("/open/<int:year>", methods=["POST"])
    @has_access
    @permission_name("administer")
    def open(self, year: int) -> ResponseReturnValue:
        """Open a closed year again."""
        status, faults = enter(lambda: open_year(current(), year_id=year, why=_why()), "page")
        return self._answer(year, status, faults, _("The year is open again."))

    @expose("/make/<int:year>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def make(self, year: int) -> ResponseReturnValue:
        """Make the archive file: long work."""
        require_may_close(current())
        of = get_year(year)
        way = url_for(".of_year", year=year)
        return begun(archiving, {"year": year}, detail=of.name, address=way)

    @expose("/next/<int:year>")
    @has_access
    @permission_name("administer")
    def next_year(self, year: int) -> ResponseReturnValue:
        """What the next year would be; nothing is written."""
        require_may_administer(current())
        of = get_year(year)
        coming = year_after(of)
        chosen = request.args.getlist("tenth", type=int)
        return self.render_template(
            "archive/next_year.html",
            title=_("The year after %(year)s", year=of.name),
            year=of,
            coming=coming,
            made=bool(coming and classes_of(coming.id)),
            plan=planned(old_classes(of), chosen),
            chosen=chosen,
            longest_order=_LONGEST_ORDER,
        )

    @expose("/next/<int:year>", methods=["POST"])
    @has_access
    @permission_name("administer")
    def make_next(self, year: int) -> ResponseReturnValue:
        """Make the next year: long work."""
        require_may_administer(current())
        asked = {
            "year": get_year(year).id,
            "to_tenth": request.form.getlist("tenth", type=int),
            "order": request.form.get("order", "").strip()[:_LONGEST_ORDER],
        }
        return begun(making_next_year, asked, address=url_for(".next_year", year=year))

    @expose("/forget/<int:year>/<stage>")
    @has_access
    @permission_name("administer")
    def forget(self, year: int, stage: str) -> ResponseReturnValue:
        """What would be deleted; nothing is."""
        return self._forgetting(get_year(year), _stage(stage), ())

    @expose("/forget/<int:year>/<stage>", methods=["POST"])
    @has_access
    @permission_name("administer")
    def forget_now(self, year: int, stage: str) -> ResponseReturnValue:
        """Delete what has been kept long enough."""
        what, today = _stage(stage), clock.today()
        status, faults = enter(
            lambda: forget_year(current(), year_id=year, stage=what, today=today), "page"
        )
        if status != SAVED:
            return self._forgetting(get_year(year), what, faults), status
        flash(_("Deleted. The history says that it was done."), "success")
        return redirect(url_for(".of_year", year=year))

    def _answer(
        self, year: int, status: int, faults: Sequence[Fault], done: str
    ) -> ResponseReturnValue:
        if status != SAVED:
            return self._page(get_year(year), faults), status
        flash(done, "success")
        return redirect(url_for(".of_year", year=year))

    def _page(self, year: AcademicYear, faults: Sequence[Fault] = ()) -> str:
        today = clock.today()
        return self.render_template(
            "archive/year_end.html",
            title=self.title,
            year=year,
            years=years(),
            checks=[] if year.closed_on else checks_of(current(), year, today),
            over=today > year.ends,
            may_close=may_close(current()),
            may_administer=may_administer(current()),
            kept=[(stage, _keeping(year, stage, today)) for stage in Stage],
            faults=faults,
            why=_why(),
        )

    def _forgetting(self, year: AcademicYear, stage: Stage, faults: Sequence[Fault]) -> str:
        counts = forgettable(current(), year_id=year.id, stage=stage)
        early = deletion_faults(year.ends, year.closed_on, stage, clock.today())
        return self.render_template(
            "archive/forget.html",
            title=_("%(year)s: time of keeping is over", year=year.name),
            year=year,
            stage=stage,
            counts={table_word(table): count for table, count in counts.items()},
            faults=faults or early,
        )


def _keeping(year: AcademicYear, stage: Stage, today: dt.date) -> dict[str, Any]:
    until = kept_until(year.ends, stage)
    return {
        "last": until - dt.timedelta(days=1),
        "over": not deletion_faults(year.ends, year.closed_on, stage, today),
    }


def _unfinished(today: dt.date) -> AcademicYear | None:
    """The latest year that is over and not closed."""
    return next((year for year in years() if year.ends < today and not year.closed_on), None)


def _why() -> str:
    return request.form.get("why", "")[:500]


def _stage(code: str) -> Stage:
    return Stage.SHEETS if code == Stage.SHEETS else Stage.JOURNALS
