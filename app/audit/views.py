"""The history as a list that can be searched; nobody changes it [J9]."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from app.audit import access
from app.audit.models import AuditEntry
from app.core.pages import ReadOnlyView

_ACTIONS = {"insert": _l("added"), "update": _l("changed"), "delete": _l("deleted")}
WAYS = {
    "page": _l("journal page"),
    "form": _l("form"),
    "import": _l("import"),
    "cli": _l("command line"),
    "temporary": _l("temporary journal"),
    "direct": _l("set-up"),
}


def _changes(changes: dict[str, list[Any]]) -> str:
    return "; ".join(
        f"{name}: {_value(before)} → {_value(after)}" for name, (before, after) in changes.items()
    )


def _value(value: Any) -> str:
    return "—" if value in {None, ""} else str(value)


class AuditEntryView(ReadOnlyView):
    """Who changed what, when, from what to what, by which way [J9]."""

    model = AuditEntry
    visible = access.visible_history
    route_base = "/audit"
    list_title = _l("History of changes")
    list_columns: ClassVar = ["at", "user_name", "way", "action", "table_name", "row_id", "changes"]
    show_columns: ClassVar = [
        *("at", "user_name", "way", "action", "table_name", "row_id", "course_id", "lesson_id"),
        *("pupil_id", "changes"),
    ]
    search_columns: ClassVar = [
        *("at", "user_name", "way", "table_name", "row_id", "course_id", "lesson_id", "pupil_id"),
    ]
    order_columns: ClassVar = ["at", "user_name", "table_name"]
    base_order = ("id", "desc")
    page_size = 50
    label_columns: ClassVar = {
        "at": _l("When"),
        "user_name": _l("Who"),
        "way": _l("By which way"),
        "action": _l("What was done"),
        "table_name": _l("Table"),
        "row_id": _l("№ of the record"),
        "course_id": _l("№ of the course"),
        "lesson_id": _l("№ of the lesson"),
        "pupil_id": _l("№ of the pupil"),
        "changes": _l("From what to what"),
    }
    formatters_columns: ClassVar = {
        "way": lambda way: str(WAYS.get(way, way)),
        "action": lambda action: str(_ACTIONS[action]),
        "changes": _changes,
    }
