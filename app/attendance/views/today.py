"""Who is absent today: the own class, the whole school, and the sheet for the wall [T4]."""

from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.attendance.access import may_see_names
from app.attendance.enums import AbsenceKind
from app.attendance.operations.day_notes import note_day
from app.attendance.queries.dues import uncorrected_documents, unknown_reasons
from app.attendance.queries.reports import waiting_count
from app.attendance.queries.today import classes_today
from app.attendance.rules.documents import EXCUSES
from app.classes.queries import class_list
from app.core import clock
from app.core.actor import current
from app.core.errors import Forbidden
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.core.text import in_lines
from app.timetable.forms import parse_date

_NOTE = 300


class TodayPage(Page):
    """Who is absent now, by class, since which lesson and why [T4]."""

    route_base = "/attendance/today"
    title = _l("Who is absent today")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The own class, or the whole school with totals; what still waits for a reason."""
        actor, now = current(), clock.now()
        keeps = _may("can_edit", "TodayPage")
        classes = classes_today(actor, now)
        return self.render_template(
            "attendance/today.html",
            title=self.title,
            now=now,
            day=format_date(now.date(), "EEEE, d MMMM"),
            classes=classes,
            shown=shown,
            today=now.date(),
            waiting=waiting_count(actor, now.date()) if keeps else 0,
            uncorrected=uncorrected_documents(actor, now.date()),
            unknown=unknown_reasons(actor, now.date()),
            keeps=keeps,
            sees_weeks=_may("can_view", "WeekCheckPage"),
            noted=_noted(classes) if keeps else None,
        )

    @expose("/note", methods=["POST"])
    @has_access
    @permission_name("edit")
    def note(self) -> ResponseReturnValue:
        """The quick form: what is known of a pupil's day."""
        form, today = request.form, clock.today()
        pupil, code = form.get("pupil", 0, type=int), form.get("kind", "")
        kind = next((kind for kind in EXCUSES if kind == code), AbsenceKind.EXCUSED)
        day = parse_date(form.get("day", ""), today)
        words = in_lines(form.get("note", "")).strip()[:_NOTE]
        status, faults = enter(
            lambda: note_day(current(), pupil_id=pupil, day=day, kind=kind, note=words)
        )
        for fault in faults:
            flash(str(fault.text), "danger")
        if status == SAVED:
            flash(_("Noted: the reason is proposed to the teachers of that day."), "success")
        return redirect(url_for("TodayPage.index"))


class WallPage(Page):
    """The whole school on one page that can hang on a wall [T4]."""

    route_base = "/attendance/wall"
    title = _l("Attendance today")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """Counts by class; names (`?names=1`) for those who see all people. No reasons."""
        return self.render_template("attendance/wall.html", title=self.title, **_wall())

    @expose("/part")
    @has_access
    @permission_name("view")
    def part(self) -> ResponseReturnValue:
        """What the page fetches anew every minute."""
        return self.render_template("attendance/_wall.html", **_wall())


def _wall() -> dict[str, Any]:
    actor, now = current(), clock.now()
    names = request.args.get("names") == "1"
    if names and not may_see_names(actor):
        raise Forbidden
    return {
        "classes": classes_today(actor, now, reasons=False, everybody=True),
        "names": names,
        "may_see_names": may_see_names(actor),
        "now": now,
        "day": format_date(now.date(), "EEEE, d MMMM"),
    }


def _may(permission: str, page: str) -> bool:
    return bool(current_app.extensions["appbuilder"].sm.has_access(permission, page))


def _noted(classes: list[Any]) -> dict[str, Any] | None:
    """What the quick form offers: the pupils of the own class, when it is one."""
    if len(classes) != 1:
        return None
    pupils = class_list(classes[0].id, clock.today())
    return {"pupils": pupils, "kinds": EXCUSES}
