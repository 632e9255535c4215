"""What the pedagogical council decides at the end of the year, a class at once [R1]."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.core import clock
from app.core.actor import current
from app.core.errors import Fault
from app.core.pages import Page, ReadOnlyView, expose
from app.core.pages.door import SAVED, enter
from app.results import access
from app.results.enums import Decision
from app.results.forms import parse_decisions
from app.results.models import CouncilDecision
from app.results.operations.council import record_decisions
from app.results.queries.class_sheet import classes_with_sheets
from app.results.queries.council import ClassCouncil, class_council
from app.results.rules.council import Protocol, decision_faults
from app.timetable.forms import parse_date

_LONGEST_NUMBER = 40


class CouncilPage(Page):
    """Pupils of a class with their year, the proposed and the recorded decision."""

    route_base = "/results/council"
    title = _l("Decisions of the council")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The first class that the person may see."""
        classes = classes_with_sheets(current(), clock.today())
        if not classes:
            return self.render_template("results/no_class.html", title=self.title)
        return redirect(url_for("CouncilPage.of_class", class_id=classes[0].id))

    @expose("/<int:class_id>")
    @has_access
    @permission_name("view")
    def of_class(self, class_id: int) -> ResponseReturnValue:
        """The class as it is, before anything is written."""
        return self._page(class_id)

    @expose("/<int:class_id>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def record(self, class_id: int) -> ResponseReturnValue:
        """Record the decisions of the form with its protocol."""
        form, counts = request.form, []
        protocol = Protocol(
            form.get("number", "")[:_LONGEST_NUMBER], parse_date(form.get("date", ""), None)
        )
        status, faults = enter(
            lambda: counts.append(
                record_decisions(
                    current(),
                    class_id=class_id,
                    chosen=parse_decisions(form),
                    protocol=protocol,
                    today=clock.today(),
                )
            )
        )
        if status != SAVED:
            return self._page(class_id, faults), status
        text = ngettext("Recorded: %(num)s decision.", "Recorded: %(num)s decisions.", counts[0])
        flash(text, "success")
        return redirect(url_for("CouncilPage.of_class", class_id=class_id))

    def _page(self, class_id: int, faults: Sequence[Fault] = ()) -> str:
        council = class_council(current(), class_id, clock.today())
        of = council.sheet.school_class
        return self.render_template(
            "results/council.html",
            title=_("%(name)s: decisions of the council", name=of.name),
            school_class=of,
            classes=classes_with_sheets(current(), clock.today()),
            rows=[_row(council, pupil) for pupil in council.years],
            writes=access.may_record_decisions(current()) and not of.year.closed_on,
            period=council.sheet.shown,
            faults=faults,
            form=request.form,
            today=clock.today(),
        )


def _row(council: ClassCouncil, pupil: int) -> dict[str, Any]:
    year, stored = council.years[pupil], council.decided(pupil)
    values = list(year.results.values())
    return {
        "pupil": pupil,
        "name": council.sheet.roster.names[pupil],
        "counts": ", ".join(f"«{one}» — {values.count(one)}" for one in "543" if one in values),
        "debts": [f"{subject}: {year.results[subject]}" for subject in year.debts],
        "missing": year.missing,
        "proposed": council.proposed(pupil),
        "stored": stored,
        "options": [one for one in Decision if not decision_faults(one, year)],
    }


class CouncilDecisionView(ReadOnlyView):
    """Every decision of the council, to search and to export."""

    model = CouncilDecision
    visible = access.visible_decisions
    route_base = "/results/decisions"
    list_title = _l("Decisions of the council")
    list_columns: ClassVar = [
        *("school_class", "pupil", "decision", "protocol_number", "protocol_date"),
    ]
    show_columns = list_columns
    search_columns: ClassVar = ["school_class", "pupil", "decision", "protocol_date"]
    base_order = ("pupil", "asc")
    label_columns: ClassVar = {
        "school_class": _l("Class"),
        "pupil": _l("Pupil"),
        "decision": _l("Decision of the council"),
        "protocol_number": _l("Number of the protocol"),
        "protocol_date": _l("Date of the protocol"),
    }
