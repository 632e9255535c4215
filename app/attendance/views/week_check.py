"""The weekly reconciliation of a class, and the list of weeks that wait for it [T3]."""

import datetime as dt
from collections.abc import Callable, Sequence

from flask import current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _
from flask_babel import ngettext

from app.attendance.enums import Change
from app.attendance.operations import weeks
from app.attendance.operations.weeks import Chosen
from app.attendance.queries.week_lists import unreconciled
from app.attendance.queries.weeks import class_week
from app.attendance.views.week_shape import shape, week_url
from app.core import clock
from app.core.actor import current
from app.core.errors import Fault, NotFound
from app.core.pages import Page, expose
from app.core.pages.door import SAVED, enter
from app.messages.queries import letter_addresses
from app.timetable.forms import parse_date, parse_id
from app.timetable.operations.substituting import Telling

_MOST = 500  # lines of one press


class WeekCheckPage(Page):
    """A class's week: absences, contradictions and what settles them [T3]."""

    route_base = "/attendance/week"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """Weeks that are not reconciled, by class."""
        actor = current()
        found = unreconciled(actor, clock.today())
        return self.render_template(
            "attendance/weeks.html",
            title=_("Weeks to reconcile"),
            classes=found,
            today=clock.today(),
            week_url=week_url,
        )

    @expose("/<int:class_id>")
    @has_access
    @permission_name("view")
    def week(self, class_id: int) -> ResponseReturnValue:
        """The week of a class that holds `?day=` (ГГГГ-ММ-ДД), by default today."""
        return self._week(class_id, request.args.get("day", ""))

    @expose("/<int:class_id>/settle", methods=["POST"])
    @has_access
    @permission_name("edit")
    def settle(self, class_id: int) -> ResponseReturnValue:
        """Do with the lines of the form what its button says: a change, «ask», «leave»."""
        chosen = _chosen(class_id)
        done: list[int] = []
        deed = _deed(request.form.get("do", ""), chosen)
        status, faults = enter(lambda: done.append(deed()))
        if status != SAVED:
            return self._week(class_id, chosen.day.isoformat(), faults), status
        flash(ngettext("Settled: %(num)s line.", "Settled: %(num)s lines.", done[0]), "success")
        return redirect(week_url(class_id, chosen.day))

    @expose("/<int:class_id>/confirm", methods=["POST"])
    @has_access
    @permission_name("edit")
    def confirm(self, class_id: int) -> ResponseReturnValue:
        """«Неделя выверена»."""
        chosen = _chosen(class_id)
        status, faults = enter(lambda: weeks.confirm(current(), chosen=chosen, now=clock.now()))
        if status != SAVED:
            return self._week(class_id, chosen.day.isoformat(), faults), status
        flash(_("The week is reconciled."), "success")
        return redirect(week_url(class_id, chosen.day))

    @expose("/<int:class_id>/requests/<int:request_id>/back", methods=["POST"])
    @has_access
    @permission_name("edit")
    def take_back(self, class_id: int, request_id: int) -> ResponseReturnValue:
        """The question is taken back, or the own word."""
        chosen = _chosen(class_id)
        status, faults = enter(
            lambda: weeks.take_back(
                current(), chosen=chosen, request_id=request_id, now=clock.now()
            )
        )
        if status != SAVED:
            return self._week(class_id, chosen.day.isoformat(), faults), status
        return redirect(week_url(class_id, chosen.day))

    def _week(self, class_id: int, day: str, faults: Sequence[Fault] = ()) -> str:
        now, actor = clock.now(), current()
        week = class_week(actor, class_id, parse_date(day, now.date()), now)
        everybody = request.args.get("all", "") == "1"
        return self.render_template(
            "attendance/week_check.html",
            page=shape(actor, week, now.date(), everybody=everybody),
            faults=faults,
        )


def _chosen(class_id: int) -> Chosen:
    form, today = request.form, clock.today()
    day: dt.date = parse_date(form.get("day", ""), today)
    return Chosen(class_id, day, form.getlist("line")[:_MOST], form.get("text", ""))


def _deed(do: str, chosen: Chosen) -> Callable[[], int]:
    """What the pressed button does: «ill», «empty-12» (in lesson 12), «ask», «leave»."""
    actor, now = current(), clock.now()
    if do == "ask":
        telling = Telling(now, letter_addresses(current_app.config))
        return lambda: weeks.ask(actor, chosen=chosen, telling=telling)
    if do == "leave":
        return lambda: weeks.leave(actor, chosen=chosen, now=now)
    code, _dash, lesson = do.partition("-")
    if code not in {change.value for change in Change}:
        raise NotFound
    at = parse_id(lesson) if lesson else None
    return lambda: weeks.settle(actor, chosen=chosen, change=Change(code), at=at, now=now)
