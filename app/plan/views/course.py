"""The lesson plan of a course on its lessons: plan and fact, place, shift [J4]."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose
from app.core.pages.door import SAVED, enter
from app.plan import queries
from app.plan.access import may_edit_plan, may_place
from app.timetable.operations.placing import place_plan, shift_topic
from app.timetable.operations.plans import attach_plan
from app.timetable.queries.plan_page import plan_page


class CoursePlanPage(Page):
    """Topics by lesson, with what was given, and the buttons that move them."""

    route_base = "/plans/course"

    @expose("/<int:course_id>")
    @has_access
    @permission_name("view")
    def index(self, course_id: int) -> ResponseReturnValue:
        """The plan of one course."""
        actor, today = current(), clock.today()
        course = queries.seen_course(actor, course_id, today)
        page = plan_page(course, today)
        changes = may_place(actor, course_id, today)
        return self.render_template(
            "plan/course.html",
            title=_("Lesson plan: %(course)s", course=course.title),
            course=course,
            page=page,
            months=_months(page.rows),
            today=today,
            next_lesson=next((row.lesson for row in page.rows if row.day >= today), None),
            changes=changes,
            edits=page.plan is not None and may_edit_plan(actor, page.plan),
            attachable=queries.plans_for(course) if changes else [],
        )

    @expose("/<int:course_id>/shift", methods=["POST"])
    @has_access
    @permission_name("edit")
    def shift(self, course_id: int) -> ResponseReturnValue:
        """Move one topic, or it and all after it, by one lesson."""
        lesson_id = request.form.get("lesson", default=0, type=int)
        by = -1 if request.form.get("by") == "-1" else 1
        every = "every" in request.form
        return self._done(
            course_id,
            lambda: shift_topic(
                current(),
                course_id=course_id,
                lesson_id=lesson_id,
                by=by,
                every=every,
                today=clock.today(),
            ),
            anchor=f"lesson-{lesson_id}",
        )

    @expose("/<int:course_id>/place", methods=["POST"])
    @has_access
    @permission_name("edit")
    def place(self, course_id: int) -> ResponseReturnValue:
        """Put the topics on the lessons anew, in the order of the plan."""
        return self._done(
            course_id, lambda: place_plan(current(), course_id=course_id, today=clock.today())
        )

    @expose("/<int:course_id>/attach", methods=["POST"])
    @has_access
    @permission_name("edit")
    def attach(self, course_id: int) -> ResponseReturnValue:
        """Let the course follow a plan that is there."""
        plan_id = request.form.get("plan", default=0, type=int)
        return self._done(
            course_id,
            lambda: attach_plan(
                current(), plan_id=plan_id, course_ids=[course_id], today=clock.today()
            ),
        )

    def _done(
        self, course_id: int, write: Callable[[], Any], anchor: str | None = None
    ) -> ResponseReturnValue:
        lost: list[Any] = []
        status, faults = enter(lambda: lost.append(write()))
        for fault in faults:
            flash(str(fault.text), "danger")
        if status == SAVED and lost[0]:
            flash(
                ngettext(
                    "%(num)d hour of the plan has no lesson.",
                    "%(num)d hours of the plan have no lesson.",
                    lost[0],
                ),
                "warning",
            )
        return redirect(url_for("CoursePlanPage.index", course_id=course_id, _anchor=anchor))


def _months(rows: list[Any]) -> list[tuple[str, list[Any]]]:
    """Rows by month, in their order."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(format_date(row.day, "LLLL yyyy"), []).append(row)
    return list(found.items())
