"""Generated pages of results: the same operations, the same rules [R1]."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.actor import Actor, current
from app.core.pages import JournalModelView
from app.journal.access import writable_courses
from app.results import access
from app.results.models import Result
from app.results.operations import set_result


class ResultView(JournalModelView):
    """Results one by one; the journal page is the quicker way."""

    model = Result
    visible = access.visible_results
    narrow: ClassVar = {"course": lambda: writable_courses(current(), clock.today())}
    route_base = "/results"
    list_title = _l("Results of periods")
    add_title = _l("A new result")
    list_columns: ClassVar = ["course", "period", "pupil", "value"]
    show_columns: ClassVar = [*list_columns, "order_number", "order_date"]
    add_columns = list_columns
    edit_columns: ClassVar = ["value"]
    search_columns: ClassVar = ["course", "period", "pupil", "value"]
    order_columns: ClassVar = ["pupil", "value"]
    base_order = ("pupil", "asc")
    label_columns: ClassVar = {
        "course": _l("Course"),
        "period": _l("Period"),
        "pupil": _l("Pupil"),
        "value": _l("Result"),
        "order_number": _l("Number of the order"),
        "order_date": _l("Date of the order"),
    }
    description_columns: ClassVar = {"value": _l("5, 4, 3, 2, зач, н/зач, н/а or осв.")}

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Refused with every reason, as on the journal page [J6–J8]."""
        return set_result(
            actor,
            course_id=data["course"].id,
            period_id=data["period"].id,
            pupil_id=data["pupil"].id,
            value=data["value"] or "",
            today=clock.today(),
            adds=True,
        )

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Another value; an empty one takes the result back."""
        _set(actor, item, data["value"] or "")

    def remove(self, actor: Actor, item: Any) -> None:
        """The result is taken back; its history stays."""
        _set(actor, item, "")


def _set(actor: Actor, row: Result, value: str) -> None:
    set_result(
        actor,
        course_id=row.course_id,
        period_id=row.period_id,
        pupil_id=row.pupil_id,
        value=value,
        today=clock.today(),
    )
