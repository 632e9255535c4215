"""Works of courses: their list, beginning, grid of points, marks for the journal [R5]."""

import datetime as dt
from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_appbuilder.security.decorators import has_access_api
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.core import clock
from app.core.actor import current
from app.core.db import attempt
from app.core.errors import Fault, JournalError
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.school.queries import year_on, years
from app.works.access import may_enter, require_may_enter
from app.works.forms.sent import parse_place, parse_seen, parse_typed
from app.works.operations import marks, works
from app.works.queries import plans
from app.works.queries import works as queries
from app.works.rules.marks import shown_of
from app.works.rules.points import Row, variant_text
from app.works.rules.summary import summary

_BACK, _AHEAD = dt.timedelta(days=60), dt.timedelta(days=14)


class WorksPage(Page):
    """Control works of the courses that the person teaches, heads or controls."""

    route_base = "/works"
    title = _l("Control works")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """Works of a year."""
        actor, today = current(), clock.today()
        known, year = years(), year_on(today)
        asked = request.args.get("year_id", type=int) or (year.id if year else None)
        return self.render_template(
            "works/list.html",
            title=self.title,
            years=known,
            asked=asked,
            lines=queries.work_lines(actor, today, asked),
            shown=shown,
        )

    @expose("/begin/<int:plan_id>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def begin(self, plan_id: int) -> ResponseReturnValue:
        """Choose the lesson in which a course writes the plan."""
        actor, today = current(), clock.today()
        plan, faults, status = plans.seen_plan(actor, plan_id, today), list[Fault](), SAVED
        if request.method == "POST":
            lesson, task = parse_place(request.form.get("lesson", ""))
            begun: list[int] = []
            status, faults = enter(
                lambda: begun.append(
                    works.begin_work(
                        actor, plan_id=plan_id, lesson_id=lesson, task_id=task, today=today
                    ).id
                )
            )
            if status == SAVED:
                return redirect(url_for(".work", work_id=begun[0]))
            plan = plans.seen_plan(actor, plan_id, today)
        days = (today - _BACK, today + _AHEAD)
        return self.render_template(
            "works/begin.html",
            title=_("Who writes the work"),
            plan=plan,
            options=queries.lessons_to_choose(actor, plan, today, days),
            faults=faults,
            shown=shown,
        ), status

    @expose("/<int:work_id>")
    @has_access
    @permission_name("view")
    def work(self, work_id: int) -> ResponseReturnValue:
        """The grid of points."""
        actor, today = current(), clock.today()
        work = queries.seen_work(actor, work_id, today)
        plan = work.plan
        return self.render_template(
            "works/work.html",
            title=_("Points of the work"),
            work=work,
            plan=plan,
            sittings=queries.sittings(work),
            may_enter=may_enter(actor, work.course_id, today),
            summary=lambda row: summary(row, plan.scale, plan.maximum),
            variant_text=variant_text,
            shown=shown,
        )

    @expose("/<int:work_id>/points", methods=["POST"])
    @has_access_api
    @permission_name("edit")
    def points(self, work_id: int) -> ResponseReturnValue:
        """One cell of the grid: saved, refused, or written by somebody else meanwhile."""
        actor, today = current(), clock.today()
        require_may_enter(actor, queries.seen_work(actor, work_id, today).course_id, today)
        typed = parse_typed(request.get_json(silent=True))
        write = partial(works.write_cell, actor, work_id=work_id, typed=typed, today=today)
        outcome: Any = attempt("page", write)
        if isinstance(outcome, JournalError):
            raise outcome
        return _row_json(queries.seen_work(actor, work_id, today), outcome)

    @expose("/<int:work_id>/marks", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def marks(self, work_id: int) -> ResponseReturnValue:
        """What would go to the journal; after sending it is there."""
        actor, today = current(), clock.today()
        require_may_enter(actor, queries.seen_work(actor, work_id, today).course_id, today)
        faults, status = list[Fault](), SAVED
        if request.method == "POST":
            put: list[int] = []
            seen = parse_seen(request.form)
            status, faults = enter(
                lambda: put.append(marks.put_marks(actor, work_id=work_id, seen=seen, today=today)),
                way="page",
            )
            if status == SAVED:
                _tell_put(put[0])
                return redirect(url_for(".work", work_id=work_id))
        work = queries.seen_work(actor, work_id, today)
        return self.render_template(
            "works/marks.html",
            title=_("Marks for the journal"),
            work=work,
            lines=queries.proposed_marks(actor, work, today),
            shown_of=shown_of,
            faults=faults,
            shown=shown,
        ), status

    @expose("/<int:work_id>/remove", methods=["POST"])
    @has_access
    @permission_name("edit")
    def remove(self, work_id: int) -> ResponseReturnValue:
        """Remove the work with its points; the journal stays as it is."""
        status, faults = enter(
            lambda: works.remove_work(current(), work_id=work_id, today=clock.today())
        )
        for fault in faults:
            flash(str(fault.text), "danger")
        if status == SAVED:
            flash(_("The work and its points are removed; the marks in the journal stay."))
        return redirect(url_for(".index"))


def _row_json(work: Any, row: Row) -> dict[str, Any]:
    """The cells of a row and its end, as the grid shows them."""
    places = [works.VARIANT, *(str(item.id) for item in work.plan.items)]
    end = summary(row, work.plan.scale, work.plan.maximum)
    return {
        "cells": {place: works.cell_text(work, row, place) for place in places},
        "end": list(end),
    }


def _tell_put(count: int) -> None:
    if not count:
        flash(_("Nobody was ticked: nothing is put into the journal."), "warning")
        return
    text = ngettext(
        "%(num)d mark is put into the journal.", "%(num)d marks are put into the journal.", count
    )
    flash(text, "success")
