"""Checks of journals: walked through with the remarks beside; the teacher's answers [K2]."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.audit.views.words import told_changes
from app.control.access import may_inspect
from app.control.enums import Looked, RemarkState, Way
from app.control.forms import parse_inspection, parse_remark, parse_way
from app.control.operations import inspections as operations
from app.control.operations.reminders import choose_reminders
from app.control.queries import inspections as queries
from app.control.queries.inspections import RemarkLine
from app.control.queries.reminders import choice_of
from app.control.rules.chosen import usual_span
from app.core import clock
from app.core.actor import current
from app.core.errors import Fault
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.journal.views.course_page import journal_page

_UNTOLD = frozenset({"version", "set_at", "lesson_id", "pupil_id", "task_id", "position"})


class InspectionsPage(Page):
    """Checks of journals by the deputies and the director [K2]."""

    route_base = "/control/inspections"
    title = _l("Checks of journals")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """All checks, the open ones first."""
        actor, today = current(), clock.today()
        return self.render_template(
            "control/inspections.html",
            title=self.title,
            lines=queries.inspection_lines(actor, today),
            may_inspect=may_inspect(actor),
            shown=shown,
        )

    @expose("/begin", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def begin(self) -> ResponseReturnValue:
        """A new check: of what, of which days, what is looked at."""
        now, faults, status = clock.now(), list[Fault](), SAVED
        if request.method == "POST":
            facts = parse_inspection(request.form, request.form.getlist("looked"), now.date())
            begun: list[int] = []
            status, faults = enter(
                lambda: begun.append(
                    operations.begin_inspection(current(), facts=facts, now=now).id
                )
            )
            if status == SAVED:
                return redirect(url_for(".inspection", inspection_id=begun[0]))
        return self.render_template(
            "control/begin.html",
            title=_("A new check"),
            classes=queries.classes_to_check(now.date()),
            courses=queries.courses_to_check(now.date()),
            span=usual_span(now.date()),
            parts=list(Looked),
            given=request.form,
            faults=faults,
        ), status

    @expose("/<int:inspection_id>")
    @has_access
    @permission_name("view")
    def inspection(self, inspection_id: int) -> ResponseReturnValue:
        """The journal with the remarks beside it."""
        return self._inspection(inspection_id, [])

    @expose("/<int:inspection_id>/remarks", methods=["POST"])
    @has_access
    @permission_name("edit")
    def remark(self, inspection_id: int) -> ResponseReturnValue:
        """A remark on what is chosen in the journal."""
        noted = parse_remark(request.form)
        return self._done(
            inspection_id,
            lambda: operations.add_remark(
                current(), inspection_id=inspection_id, noted=noted, now=clock.now()
            ),
        )

    @expose("/<int:inspection_id>/remarks/<int:remark_id>/<string:deed>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def settle(self, inspection_id: int, remark_id: int, deed: str) -> ResponseReturnValue:
        """Close a remark, send it back, take it back."""
        actor, now = current(), clock.now()
        deeds: dict[str, Callable[[], Any]] = {
            "close": lambda: operations.close_remark(actor, remark_id=remark_id, now=now),
            "return": lambda: operations.return_remark(actor, remark_id=remark_id, now=now),
            "remove": lambda: operations.take_back(actor, remark_id=remark_id),
        }
        return self._done(inspection_id, deeds.get(deed, deeds["close"]))

    @expose("/<int:inspection_id>/close", methods=["POST"])
    @has_access
    @permission_name("edit")
    def close(self, inspection_id: int) -> ResponseReturnValue:
        """Close the check."""
        return self._done(
            inspection_id,
            lambda: operations.close_inspection(
                current(), inspection_id=inspection_id, now=clock.now()
            ),
        )

    def _done(self, inspection_id: int, write: Callable[[], Any]) -> ResponseReturnValue:
        status, faults = enter(write)
        if status != SAVED:
            return self._inspection(inspection_id, faults), status
        flash(_("Saved."), "success")
        args: dict[str, Any] = {
            name: request.args[name] for name in ("course", "period") if name in request.args
        }
        return redirect(url_for(".inspection", inspection_id=inspection_id, **args))

    def _inspection(self, inspection_id: int, faults: Sequence[Fault]) -> str:
        actor, today = current(), clock.today()
        inspection = queries.seen_inspection(actor, inspection_id, today)
        courses = queries.courses_in(inspection)
        asked = request.args.get("course", type=int)
        course = next((one for one in courses if one.id == asked), None) or courses[0]
        period = request.args.get("period", type=int)
        page = journal_page(actor, course.id, period, today, inspection.last)
        lines = queries.remark_lines(actor, today, queries.of_inspection(inspection_id))
        return self.render_template(
            "control/inspection.html",
            title=_("Check of a journal"),
            inspection=inspection,
            courses=courses,
            course=course,
            page=page,
            columns=_columns(page, inspection.first, inspection.last),
            lines=[remark_words(line) for line in lines],
            remarked={
                line.remark.lesson_id for line in lines if line.remark.course_id == course.id
            },
            may_inspect=may_inspect(actor) and not inspection.closed_at,
            states=RemarkState,
            given=request.form,
            faults=faults,
            shown=shown,
        )


class RemarksPage(Page):
    """Remarks to the person: answer, or say that it is mended [K2]."""

    route_base = "/control/remarks"
    title = _l("Remarks to my journals")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """What waits for an answer, and what was answered."""
        return self._index([])

    @expose("/<int:remark_id>/answer", methods=["POST"])
    @has_access
    @permission_name("edit")
    def answer(self, remark_id: int) -> ResponseReturnValue:
        """Answer a remark."""
        text, mended = request.form.get("text", "").strip(), "mended" in request.form
        status, faults = enter(
            lambda: operations.answer_remark(
                current(), remark_id=remark_id, text=text, mended=mended, now=clock.now()
            )
        )
        if status != SAVED:
            return self._index(faults, remark_id), status
        flash(_("The answer is sent to the inspector."), "success")
        return redirect(url_for(".index"))

    def _index(self, faults: Sequence[Fault], of: int = 0) -> str:
        actor = current()
        lines = queries.remark_lines(actor, clock.today(), queries.to_answer(actor))
        return self.render_template(
            "control/remarks.html",
            title=self.title,
            lines=[remark_words(line) for line in lines],
            states=RemarkState,
            given=request.form,
            faults=faults,
            of=of,
            shown=shown,
        )


class RemindersPage(Page):
    """How the person wants to be reminded [K3]."""

    route_base = "/control/reminders"
    title = _l("Reminders")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The choice."""
        return self.render_template(
            "control/reminders.html",
            title=self.title,
            choice=choice_of(current()),
            ways=list(Way),
            leads=current().has("deputy", "director"),
        )

    @expose("/", methods=["POST"])
    @has_access
    @permission_name("view")
    def save(self) -> ResponseReturnValue:
        """Save the choice."""
        way, digest = parse_way(request.form.get("way", "")), "digest" in request.form
        enter(lambda: choose_reminders(current(), way=way, digest=digest))
        flash(_("Saved."), "success")
        return redirect(url_for(".index"))


def remark_words(line: RemarkLine) -> dict[str, Any]:
    """A remark as its list needs it: where it is, what was changed there since."""
    remark = line.remark
    parts = [
        remark.lesson and _("lesson of %(day)s", day=shown(remark.lesson.day)),
        remark.pupil and remark.pupil.call_name,
        remark.period and remark.period.name,
    ]
    day = remark.lesson.day if remark.lesson else remark.inspection.last
    return {
        "remark": remark,
        "teacher": line.teacher,
        "course": remark.course.title,
        "where": ", ".join(str(part) for part in parts if part),
        "url": url_for("JournalPage.course", course_id=remark.course_id, day=day.isoformat()),
        "changes": list(_told(line)),
        "before": line.before,
    }


def _told(line: RemarkLine) -> Any:
    """«19.11.2026 10:12, Иванова А. П.: Отметка: 4 → 5»."""
    for entry in line.changes:
        told = {name: value for name, value in entry.changes.items() if name not in _UNTOLD}
        words = "; ".join(f"{w}: {a} → {b}" for w, a, b in told_changes(entry.table_name, told))
        if words:
            yield f"{shown(entry.at)}, {entry.user_name}: {words}"


def _columns(page: dict[str, Any], first: dt.date, last: dt.date) -> list[tuple[int, Any]]:
    """The lessons of the checked days with their places in the rows."""
    return [(n, c) for n, c in enumerate(page["columns"]) if first <= c["date"] <= last]
