"""Plans of control works: list, form, copy [R5]."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.actor import current
from app.core.errors import Fault
from app.core.pages import Page, expose
from app.core.pages.door import SAVED, enter
from app.works.access import may_change_plan
from app.works.enums import Level
from app.works.forms.sent import parse_plan
from app.works.operations import plans as operations
from app.works.queries import plans as queries
from app.works.rules.plan import (
    HIGHEST_GRADE,
    LOWEST_GRADE,
    MOST_ITEMS,
    MOST_POINTS,
    MOST_VARIANTS,
    ItemDraft,
    PlanDraft,
)
from app.works.rules.scale import Scale

_WRITERS = ("teacher", "class_teacher")  # who may have classes that write a work
_EMPTY_LINES, _SPARE_LINES = 8, 2
_NO_ITEM = ItemDraft("", "", Level.BASIC, None)
_NEW = PlanDraft("", None, None, 1, Scale(85, 65, 45, by_percent=True), ())


class WorkPlansPage(Page):
    """Plans: what a work checks, by whom so ever it is written."""

    route_base = "/works/plans"
    title = _l("Plans of control works")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The plans that the person may use."""
        actor, today = current(), clock.today()
        return self.render_template(
            "works/plans.html",
            title=self.title,
            lines=queries.plan_lines(actor, today),
            may_plan=bool(queries.subjects_to_plan(actor, today)),
            begins=actor.has(*_WRITERS),
        )

    @expose("/add", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def add(self) -> ResponseReturnValue:
        """A new plan."""
        if request.method == "GET":
            return self._form(_NEW, [])
        draft, today = parse_plan(request.form), clock.today()
        made: list[int] = []
        status, faults = enter(
            lambda: made.append(operations.add_plan(current(), draft=draft, today=today).id)
        )
        if status != SAVED:
            return self._form(draft, faults), status
        return self._saved(made[0])

    @expose("/<int:plan_id>", methods=["GET", "POST"])
    @has_access
    @permission_name("view")
    def plan(self, plan_id: int) -> ResponseReturnValue:
        """A plan; its form where the person may change it and no class has written it."""
        actor, today = current(), clock.today()
        plan = queries.seen_plan(actor, plan_id, today)
        if request.method == "GET" and (
            queries.is_used(plan_id) or not may_change_plan(actor, plan)
        ):
            return self._shown(plan)
        if request.method == "GET":
            return self._form(_draft_of(plan), [], plan)
        draft, seen = parse_plan(request.form), request.form.get("version", 0, type=int)
        status, faults = enter(
            lambda: operations.change_plan(
                actor, plan_id=plan_id, draft=draft, seen=seen, today=today
            )
        )
        if status != SAVED:
            return self._form(draft, faults, queries.seen_plan(actor, plan_id, today)), status
        return self._saved(plan_id)

    @expose("/<int:plan_id>/copy", methods=["POST"])
    @has_access
    @permission_name("edit")
    def copy(self, plan_id: int) -> ResponseReturnValue:
        """A copy, to be changed."""
        made: list[int] = []
        return self._done(
            lambda: made.append(
                operations.copy_plan(current(), plan_id=plan_id, today=clock.today()).id
            ),
            lambda: url_for(".plan", plan_id=made[0]),
        )

    @expose("/<int:plan_id>/remove", methods=["POST"])
    @has_access
    @permission_name("edit")
    def remove(self, plan_id: int) -> ResponseReturnValue:
        """Remove a plan that nobody has written."""
        return self._done(
            lambda: operations.remove_plan(current(), plan_id=plan_id, today=clock.today()),
            lambda: url_for(".index"),
        )

    def _done(self, write: Callable[[], Any], to: Callable[[], str]) -> ResponseReturnValue:
        status, faults = enter(write)
        for fault in faults:
            flash(str(fault.text), "danger")
        if status == SAVED:
            flash(_("Saved."), "success")
        return redirect(to() if status == SAVED else url_for(".index"))

    def _saved(self, plan_id: int) -> ResponseReturnValue:
        flash(_("The plan is saved. Now say in which lesson a class writes it."), "success")
        begins = current().has(*_WRITERS)
        to = url_for("WorksPage.begin", plan_id=plan_id) if begins else url_for(".index")
        return redirect(to)

    def _shown(self, plan: Any) -> str:
        actor = current()
        return self.render_template(
            "works/plan.html",
            title=plan.title,
            plan=plan,
            used=queries.is_used(plan.id),
            may_copy=bool(queries.subjects_to_plan(actor, clock.today())),
            begins=actor.has(*_WRITERS),
        )

    def _form(self, draft: PlanDraft, faults: Sequence[Fault], plan: Any = None) -> str:
        subjects = queries.subjects_to_plan(current(), clock.today())
        spare = min(_SPARE_LINES if draft.items else _EMPTY_LINES, MOST_ITEMS - len(draft.items))
        return self.render_template(
            "works/plan_form.html",
            title=_("Plan of a control work"),
            plan=plan,
            begins=current().has(*_WRITERS),
            draft=draft,
            lines=[*draft.items, *[_NO_ITEM] * spare],
            subjects=subjects,
            grades=range(LOWEST_GRADE, HIGHEST_GRADE + 1),
            levels=list(Level),
            elements=queries.elements_of([one.id for one in subjects]),
            most={"items": MOST_ITEMS, "points": MOST_POINTS, "variants": MOST_VARIANTS},
            faults=faults,
        )


def _draft_of(plan: Any) -> PlanDraft:
    items = [ItemDraft(i.number, i.element.text, i.level, i.points) for i in plan.items]
    return PlanDraft(plan.title, plan.subject_id, plan.grade, plan.variants, plan.scale, items)
