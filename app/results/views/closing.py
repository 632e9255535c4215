"""Grading periods before and after they are closed [J8 K1]."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.attendance.queries.week_lists import unreconciled
from app.core import clock
from app.core.actor import Actor, current
from app.core.errors import Fault
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.messages.queries import letter_addresses
from app.outages.queries.lessons import due_lessons
from app.results import access
from app.results.operations.periods import close_period, open_period
from app.results.queries.closing import (
    ClassGaps,
    closings_of,
    period_gaps,
    period_to_close,
    periods_to_close,
)
from app.results.rules.closing import PeriodFacts, closing_faults
from app.results.views.class_page import class_url, sheet_url
from app.school.models import GradingPeriod

_LONGEST_REASON = 500
_WEEK = dt.timedelta(days=6)


class ClosingPage(Page):
    """What a period lacks; closing it; opening it again."""

    route_base = "/results/closing"
    title = _l("Closing of periods")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The periods of the year."""
        today = clock.today()
        periods = periods_to_close(today)
        return self.render_template(
            "results/periods.html", title=self.title, periods=periods, today=today
        )

    @expose("/<int:period_id>")
    @has_access
    @permission_name("view")
    def period(self, period_id: int) -> ResponseReturnValue:
        """What the period lacks by class and course."""
        return self._page(period_id)

    @expose("/<int:period_id>/close", methods=["POST"])
    @has_access
    @permission_name("edit")
    def close(self, period_id: int) -> ResponseReturnValue:
        """Close it."""
        actor, now, letters = _who_and_when()
        return self._done(
            period_id,
            lambda: close_period(actor, period_id=period_id, now=now, letters=letters),
            _("The period is closed. Teachers were told."),
        )

    @expose("/<int:period_id>/open", methods=["POST"])
    @has_access
    @permission_name("edit")
    def open(self, period_id: int) -> ResponseReturnValue:
        """Open it again, with a reason."""
        actor, now, letters = _who_and_when()
        reason = request.form.get("reason", "")[:_LONGEST_REASON]
        return self._done(
            period_id,
            lambda: open_period(
                actor, period_id=period_id, reason=reason, now=now, letters=letters
            ),
            _("The period is open again. Teachers were told."),
        )

    def _done(self, period_id: int, work: Any, said: str) -> ResponseReturnValue:
        status, faults = enter(work)
        if status != SAVED:
            return self._page(period_id, faults), status
        flash(said, "success")
        return redirect(url_for("ClosingPage.period", period_id=period_id))

    def _page(self, period_id: int, faults: Sequence[Fault] = ()) -> str:
        actor, today = current(), clock.today()
        period = period_to_close(period_id)
        gaps = period_gaps(period, today)
        facts = PeriodFacts(period.ends, period.closed_on, period.year.closed_on)
        not_yet = closing_faults(facts, today)
        return self.render_template(
            "results/closing.html",
            title=_("%(period)s: closing", period=period),
            period=period,
            rows=_rows(actor, period, gaps, today),
            not_yet=not_yet[0].text if not_yet else None,
            may_close=access.may_close_periods(actor),
            may_open=access.may_open_periods(actor) and not period.year.closed_on,
            history=closings_of(period.id),
            faults=faults,
            class_url=class_url,
            sheet_url=sheet_url,
            shown=shown,
        )


def _who_and_when() -> tuple[Actor, dt.datetime, dict[int, str]]:
    return current(), clock.now(), letter_addresses(current_app.config)


def _rows(
    actor: Actor, period: GradingPeriod, gaps: Sequence[ClassGaps], today: dt.date
) -> list[dict[str, Any]]:
    """Classes with the weeks and paper transfers of the period that wait, too [T3 U3]."""
    weeks = _weeks(actor, period, today) if period.kind.is_part else {}
    paper = _paper(actor, period, today) if period.kind.is_part else {}
    rows = [
        {
            "gaps": one,
            "weeks": weeks.get(one.school_class.id, 0),
            "paper": paper.get(one.school_class.id, 0),
        }
        for one in gaps
    ]
    return [{**row, "ready": _is_ready(row)} for row in rows]


def _is_ready(row: dict[str, Any]) -> bool:
    return not (row["gaps"].courses or row["weeks"] or row["paper"])


def _weeks(actor: Actor, period: GradingPeriod, today: dt.date) -> dict[int, int]:
    return {
        one.school_class.id: sum(
            week.monday <= period.ends and week.monday + _WEEK >= period.starts
            for week in one.weeks
        )
        for one in unreconciled(actor, today)
    }


def _paper(actor: Actor, period: GradingPeriod, today: dt.date) -> dict[int, int]:
    found: dict[int, int] = {}
    for due in due_lessons(actor, today):
        if period.starts <= due.lesson.day <= period.ends:
            found[due.lesson.class_id] = found.get(due.lesson.class_id, 0) + 1
    return found
