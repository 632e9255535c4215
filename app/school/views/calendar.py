"""Generated pages of academic years, grading periods, vacations and own days [S1]."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.core.pages import JournalModelView
from app.school import access, operations
from app.school.forms import weekday_field, weekday_name
from app.school.models import AcademicYear, CalendarDay, GradingPeriod, Vacation
from app.school.views.bells import AGAIN

_GRADES = {"first_grade": _l("From grade"), "last_grade": _l("To grade")}
_SPAN = {"starts": _l("First day"), "ends": _l("Last day")}


class VacationView(JournalModelView):
    """Vacations by grades; class 1 has an extra one."""

    model = Vacation
    visible = access.visible_structure
    pick_by = ("name",)
    route_base = "/vacations"
    list_title = _l("Vacations")
    add_title = _l("New vacations")
    base_order = ("starts", "asc")
    add_row_message = edit_row_message = AGAIN
    list_columns: ClassVar = ["name", "starts", "ends", "first_grade", "last_grade", "year"]
    show_columns = list_columns
    add_columns: ClassVar = ["year", "name", "starts", "ends", "first_grade", "last_grade"]
    edit_columns: ClassVar = ["name", "starts", "ends", "first_grade", "last_grade"]
    search_columns: ClassVar = ["year", "name"]
    label_columns: ClassVar = {
        "year": _l("Academic year"),
        "name": _l("Vacations"),
        **_SPAN,
        **_GRADES,
    }

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Dates in their order and inside the year."""
        return operations.save_vacation(actor, Vacation(), data)

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """The same for a change."""
        operations.save_vacation(actor, item, data)


class GradingPeriodView(JournalModelView):
    """Quarters for classes 1–9, half-years for 10–11, the year."""

    model = GradingPeriod
    visible = access.visible_structure
    pick_by = ("starts", "name")
    route_base = "/periods"
    list_title = _l("Grading periods")
    add_title = _l("A new grading period")
    base_order = ("starts", "asc")
    list_columns: ClassVar = [
        *("name", "kind", "starts", "ends", "first_grade", "last_grade", "year", "closed_on"),
    ]
    show_columns: ClassVar = [*list_columns, "results_due", "reopened_why"]
    add_columns: ClassVar = [
        *("year", "kind", "number", "name", "starts", "ends", "first_grade", "last_grade"),
        "results_due",
    ]
    edit_columns: ClassVar = [*add_columns[1:]]
    search_columns: ClassVar = ["year", "kind", "name"]
    label_columns: ClassVar = {
        "year": _l("Academic year"),
        "kind": _l("Kind of period"),
        "number": _l("Number in the year"),
        "name": _l("Grading period"),
        "results_due": _l("Results are set until"),
        "closed_on": _l("Closed on"),
        "reopened_why": _l("Why it was opened again"),
        **_SPAN,
        **_GRADES,
    }
    description_columns: ClassVar = {
        "results_due": _l("By the order of the school; empty: until the last day."),
    }

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Overlapping periods are refused."""
        return operations.save_period(actor, GradingPeriod(), data)

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """The same for a change."""
        operations.save_period(actor, item, data)


class CalendarDayView(JournalModelView):
    """Days that the school itself declares off, working or shortened."""

    model = CalendarDay
    visible = access.visible_structure
    route_base = "/special-days"
    list_title = _l("Special days")
    add_title = _l("A new special day")
    base_order = ("day", "desc")
    add_row_message = edit_row_message = AGAIN
    list_columns: ClassVar = ["day", "kind", "follows_weekday", "note"]
    show_columns = list_columns
    add_columns = list_columns
    edit_columns = list_columns
    search_columns: ClassVar = ["day", "kind"]
    label_columns: ClassVar = {
        "day": _l("Date"),
        "kind": _l("What the day is"),
        "follows_weekday": _l("Lessons as on"),
        "note": _l("Note"),
    }
    description_columns: ClassVar = {
        "follows_weekday": _l("The weekday whose timetable a moved working day has."),
        "kind": _l(
            "Public holidays and moved days off are known; enter only what the school decides."
        ),
    }
    add_form_extra_fields: ClassVar = {
        "follows_weekday": weekday_field(_l("Lessons as on"), required=False)
    }
    edit_form_extra_fields = add_form_extra_fields
    formatters_columns: ClassVar = {"follows_weekday": weekday_name}


class AcademicYearView(JournalModelView):
    """Academic years; a closed one is read only."""

    model = AcademicYear
    visible = access.visible_structure
    pick_by = ("starts",)
    route_base = "/years"
    list_title = _l("Academic years")
    add_title = _l("A new academic year")
    base_order = ("starts", "desc")
    list_columns: ClassVar = ["name", "starts", "ends", "closed_on"]
    show_columns: ClassVar = [*list_columns, "closed_why"]
    add_columns: ClassVar = ["name", "starts", "ends"]
    edit_columns = add_columns
    search_columns: ClassVar = ["name"]
    label_columns: ClassVar = {
        "name": _l("Academic year"),
        **_SPAN,
        "closed_on": _l("Closed on"),
        "closed_why": _l("Reason"),
    }
    related_views: ClassVar = [GradingPeriodView, VacationView]
