"""A lesson plan from a file or from the clipboard: look first, then store [J4 S8]."""

from typing import Any

from flask import flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose
from app.core.pages.door import SAVED, enter
from app.plan import forms, operations, queries
from app.plan.access import require_may_place
from app.plan.models import Course
from app.timetable.operations.plans import import_plan


class PlanImportPage(Page):
    """Upload or paste, preview with the errors of every row, store all or nothing."""

    route_base = "/plans/import"

    @expose("/<int:course_id>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def index(self, course_id: int) -> ResponseReturnValue:
        """The form; after sending it what the file holds and what it would change."""
        course = self._course(course_id)
        faults: list[Any] = []
        if request.method == "POST":
            read: list[forms.ReadPlan] = []
            _status, faults = enter(lambda: read.append(_read(course)))
            if read:
                return self._preview(self._course(course_id), read[0])
        course = self._course(course_id)
        page = self.render_template(
            "plan/import.html",
            title=_("Import of a lesson plan"),
            course=course,
            columns=forms.COLUMNS,
            faults=faults,
            pasted=request.form.get("text", ""),
        )
        return page, 422 if faults else SAVED

    @expose("/<int:course_id>/store", methods=["POST"])
    @has_access
    @permission_name("edit")
    def store(self, course_id: int) -> ResponseReturnValue:
        """Store what the preview showed, for the ticked courses."""
        course = self._course(course_id)
        read = forms.plan_from_text(
            request.form.get("text", ""), queries.work_kinds(), course.school_class.grade
        )
        if read.lines.faults:
            return self._preview(course, read)
        others = [n for n in request.form.getlist("course", type=int) if n != course_id]
        done: list[Any] = []
        status, faults = enter(
            lambda: done.append(
                import_plan(
                    current(),
                    course_ids=[course_id, *others],
                    lines=read.lines.lines,
                    today=clock.today(),
                )
            )
        )
        for fault in faults:
            flash(str(fault.text), "danger")
        if status == SAVED:
            _tell(done[0])
        return redirect(url_for("CoursePlanPage.index", course_id=course_id))

    @expose("/template.<any(xlsx, csv):kind>")
    @has_access
    @permission_name("edit")
    def template(self, kind: str) -> ResponseReturnValue:
        """An empty table with the right headings and an example row."""
        name = f"{_('lesson plan')}.{kind}"
        return send_file(forms.template_file(kind), as_attachment=True, download_name=name)

    def _course(self, course_id: int) -> Course:
        course = queries.seen_course(current(), course_id, clock.today())
        require_may_place(current(), course_id, clock.today())
        return course

    def _preview(self, course: Course, read: forms.ReadPlan) -> ResponseReturnValue:
        actor, lines = current(), read.lines.lines
        kinds = queries.work_kinds()
        pairs = operations.pairs_for(actor, course, lines)
        page = self.render_template(
            "plan/preview.html",
            title=_("Import of a lesson plan"),
            course=course,
            read=read,
            hours=sum(line.hours for line in lines),
            kinds={kind.key: kind for kind in kinds},
            change=operations.plan_change(pairs),
            gone=[pair.stored for pair in pairs if pair.stored and pair.line is None],
            states={pair.line.row: _state(pair) for pair in pairs if pair.line},
            own=operations.editable_plan(actor, course) is not None,
            curriculum=queries.curriculum_of(course),
            parallel=queries.parallel_courses(actor, course, clock.today())[1:],
            text=forms.as_text(lines, kinds),
        )
        return page, 422 if read.lines.faults else SAVED


def _read(course: Course) -> forms.ReadPlan:
    """The file, or what was pasted."""
    kinds, grade = queries.work_kinds(), course.school_class.grade
    file = request.files.get("file")
    if file and file.filename:
        return forms.plan_from_file(file.read(), kinds, grade)
    return forms.plan_from_text(request.form.get("text", ""), kinds, grade)


def _state(pair: Any) -> str:
    if pair.stored is None:
        return "new"
    return "changed" if pair.changed else "same"


def _tell(done: Any) -> None:
    change = done.change
    if not change.any:
        flash(_("The plan is the same as before: nothing is changed."), "success")
        return
    numbers = {"new": change.new, "changed": change.changed, "gone": change.gone}
    flash(
        _("The plan is stored. New: %(new)s, changed: %(changed)s, removed: %(gone)s.", **numbers),
        "success",
    )
    lost = sum(done.without_lesson.values())
    if lost:
        flash(
            ngettext(
                "%(num)d hour of the plan has no lesson.",
                "%(num)d hours of the plan have no lesson.",
                lost,
            ),
            "warning",
        )
