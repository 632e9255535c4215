"""Pages of outages: the desk, registration with a look at the lessons, one outage [U3]."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import Any, ClassVar

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.actor import current
from app.core.errors import Fault, NotFound
from app.core.pages import Page, ReadOnlyView, expose
from app.core.pages.display import at_school, shown
from app.core.pages.door import SAVED, enter
from app.outages import access
from app.outages.access import may_manage, require_may_manage
from app.outages.forms import OutageForm, beginning
from app.outages.models import Outage, ServerGap, Transfer
from app.outages.operations import heartbeat
from app.outages.operations import outages as operations
from app.outages.queries import lessons as queries
from app.outages.queries.lines import class_parts, teacher_lines
from app.outages.queries.outages import (
    classes_of_year,
    open_gap,
    open_gaps,
    outage_lines,
    seen_outage,
)
from app.outages.rules.outages import deadline_of


def span_words(row: Outage | ServerGap) -> str:
    """«12.09.2026 с 9:10 до 10:25», or both days."""
    starts, ends = at_school(row.starts), at_school(row.ends)
    if starts.date() == ends.date():
        return _(
            "%(day)s from %(starts)s to %(ends)s",
            day=shown(starts.date()),
            starts=f"{starts:%H:%M}",
            ends=f"{ends:%H:%M}",
        )
    return _("from %(starts)s to %(ends)s", starts=shown(starts), ends=shown(ends))


class OutagesPage(Page):
    """Outages of the journal: what is proposed, what waits, what is late [U3]."""

    route_base = "/outages"
    title = _l("Outages and transfer from paper")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The desk: silences of the server, own lessons, late ones, outages."""
        actor, today = current(), clock.today()
        manages = may_manage(actor)
        sees_all = manages or actor.has("director")
        own = queries.due_lessons(actor, today, own=True) if actor.staff_id else []
        late = [due for due in queries.due_lessons(actor, today) if due.late] if sees_all else []
        return self.render_template(
            "outages/desk.html",
            title=self.title,
            manages=manages,
            sees_all=sees_all,
            gaps=open_gaps() if manages else [],
            own=_by_course(own),
            late=_by_course(late),
            lines=outage_lines(actor, today),
            span_words=span_words,
        )

    @expose("/register", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def register(self) -> ResponseReturnValue:
        """A new outage; its lessons are shown before it is saved."""
        gap = open_gap(request.args.get("gap", type=int))
        form = _form(None, gap)
        write = partial(operations.register_outage, gap_id=gap.id if gap else None)
        return self._entered(form, write, _("Register an outage"))

    @expose("/outage/<int:outage_id>/edit", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def edit(self, outage_id: int) -> ResponseReturnValue:
        """The same for an outage that is registered."""
        outage = seen_outage(current(), outage_id, clock.today())
        write = partial(operations.change_outage, outage_id=outage_id)
        return self._entered(_form(outage, None), write, _("Change the outage"))

    @expose("/outage/<int:outage_id>")
    @has_access
    @permission_name("view")
    def outage(self, outage_id: int) -> ResponseReturnValue:
        """The transfer list of an outage."""
        return self._outage(outage_id)

    @expose("/outage/<int:outage_id>/<deed>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def settle(self, outage_id: int, deed: str) -> ResponseReturnValue:
        """Close, reopen or remove the outage."""
        actor = current()
        deeds: dict[str, tuple[Callable[[], Any], str]] = {
            "close": (
                lambda: operations.close_outage(actor, outage_id=outage_id, now=clock.now()),
                _("The outage is closed."),
            ),
            "reopen": (
                lambda: operations.reopen_outage(actor, outage_id=outage_id),
                _("The outage is open again."),
            ),
            "remove": (
                lambda: operations.remove_outage(actor, outage_id=outage_id),
                _("The outage is removed."),
            ),
        }
        if deed not in deeds:
            raise NotFound
        write, said = deeds[deed]
        status, faults = enter(write)
        if status != SAVED:
            return self._outage(outage_id, faults), status
        flash(said, "success")
        if deed == "remove":
            return redirect(url_for(".index"))
        return redirect(url_for(".outage", outage_id=outage_id))

    @expose("/gap/<int:gap_id>/dismiss", methods=["POST"])
    @has_access
    @permission_name("edit")
    def dismiss(self, gap_id: int) -> ResponseReturnValue:
        """The silence of the server hindered nobody."""
        enter(lambda: heartbeat.dismiss_gap(current(), gap_id=gap_id))
        return redirect(url_for(".index"))

    def _entered(
        self, form: OutageForm, write: Callable[..., Outage], title: str
    ) -> ResponseReturnValue:
        """The form, with the lessons once it is right; saved by its second button."""
        require_may_manage(current())
        status, lessons, saved = SAVED, None, []
        if request.method == "POST" and form.validate():
            facts = form.facts
            if "save" in request.form:
                status, faults = enter(
                    lambda: saved.append(write(current(), facts=facts, now=clock.now()))
                )
                for fault in faults:
                    form.put_fault(fault.text, fault.field)
            if saved:
                flash(_("Saved."), "success")
                return redirect(url_for(".outage", outage_id=saved[0].id))
            lessons = queries.lessons_in(facts.starts, facts.ends, facts.class_ids)
        page = self.render_template(
            "outages/register.html", title=title, form=form, lessons=_by_class(lessons)
        )
        return page, 422 if form.errors or status != SAVED else SAVED

    def _outage(self, outage_id: int, faults: Sequence[Fault] = ()) -> str:
        actor, today = current(), clock.today()
        outage = seen_outage(actor, outage_id, today)
        lessons = queries.transfers_of(actor, outage_id, today)
        ended_on = at_school(outage.ends).date()
        deadline = deadline_of(ended_on, queries.terms_calendar(today))
        waits = sum(lesson.waits for lesson in lessons)
        return self.render_template(
            "outages/outage.html",
            title=_("Outage of %(span)s", span=span_words(outage)),
            outage=outage,
            faults=faults,
            manages=may_manage(actor),
            class_parts=class_parts(actor, lessons),
            teachers=teacher_lines(lessons),
            waits=waits,
            total=len(lessons),
            deadline=deadline,
            late=waits > 0 and today > deadline,
            closed=shown(outage.closed_at),
        )


def _form(outage: Outage | None, gap: ServerGap | None) -> OutageForm:
    form = OutageForm(**beginning(outage, gap))
    form.offer(classes_of_year(clock.today()))
    return form


def _by_class(lessons: list[queries.PaperLesson] | None) -> Any:
    """Lessons by class; None where there is nothing to show yet."""
    if lessons is None:
        return None
    return [(name, list(own)) for name, own in groupby(lessons, lambda one: one.school_class)]


def _by_course(due: list[queries.Due]) -> list[dict[str, Any]]:
    """One line for each course of an outage, the most urgent first."""
    found: dict[Any, list[queries.Due]] = {}
    for item in due:
        found.setdefault((item.lesson.outage_id, item.lesson.course_id), []).append(item)
    return [
        {
            "lesson": items[0].lesson,
            "days": list(dict.fromkeys(item.lesson.day for item in items)),
            "count": len(items),
            "deadline": items[0].deadline,
            "late": items[0].late,
        }
        for items in found.values()
    ]


class OutageView(ReadOnlyView):
    """All outages, to search and export [U3]."""

    model = Outage
    visible = access.visible_outages
    route_base = "/outages/all"
    list_title = _l("Outages")
    base_order = ("starts", "desc")
    pick_by = ("starts",)
    list_columns: ClassVar = ["starts", "ends", "classes", "reason", "closed_at"]
    show_columns = list_columns
    search_columns: ClassVar = ["starts", "reason"]
    order_columns: ClassVar = ["starts", "ends", "closed_at"]
    label_columns: ClassVar = {
        "starts": _l("From"),
        "ends": _l("Until"),
        "classes": _l("Classes"),
        "reason": _l("What happened"),
        "closed_at": _l("Closed"),
    }


class TransferView(ReadOnlyView):
    """Lessons of outages one by one: who transferred which when, from which sheet [U3]."""

    model = Transfer
    visible = access.visible_transfers
    route_base = "/outages/lessons"
    list_title = _l("Lessons of outages")
    base_order = ("lesson.day", "desc")
    page_size = 50
    list_columns: ClassVar = [
        *("lesson.day", "lesson.number", "lesson.course", "state", "sheet", "done_name"),
        "done_at",
    ]
    show_columns: ClassVar = ["outage", "lesson", "state", "sheet", "done_name", "done_at"]
    search_columns: ClassVar = ["outage", "state", "done_name", "done_at"]
    order_columns: ClassVar = ["lesson.day", "state", "done_name", "done_at"]
    label_columns: ClassVar = {
        "outage": _l("Outage"),
        "lesson": _l("Lesson"),
        "lesson.day": _l("Date"),
        "lesson.number": _l("№"),
        "lesson.course": _l("Course"),
        "state": _l("State"),
        "sheet": _l("Sheet"),
        "done_name": _l("Who"),
        "done_at": _l("When"),
    }
