"""The history as a list that can be searched; nobody changes it [J9]."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from app.audit import access
from app.audit.models import AuditEntry
from app.audit.views.words import ACTIONS, changes_words, table_word, way_words
from app.core.pages import ReadOnlyView


class AuditEntryView(ReadOnlyView):
    """Who changed what, when, from what to what, by which way [J9]."""

    model = AuditEntry
    visible = access.visible_history
    route_base = "/audit"
    list_title = _l("History of changes")
    show_title = _l("A change")
    list_columns: ClassVar = ["at", "user_name", "way", "action", "table_name", "row_id", "changes"]
    show_columns: ClassVar = [
        *("at", "user_name", "way", "action", "table_name", "row_id", "course_id", "lesson_id"),
        *("pupil_id", "changes"),
    ]
    search_columns: ClassVar = [
        *("at", "user_name", "row_id", "course_id", "lesson_id", "pupil_id"),
    ]
    order_columns: ClassVar = ["at", "user_name"]
    base_order = ("id", "desc")
    page_size = 50
    label_columns: ClassVar = {
        "at": _l("When"),
        "user_name": _l("Who"),
        "way": _l("By which way"),
        "action": _l("What was done"),
        "table_name": _l("Where"),
        "row_id": _l("№ of the record"),
        "course_id": _l("№ of the course"),
        "lesson_id": _l("№ of the lesson"),
        "pupil_id": _l("№ of the pupil"),
        "changes": _l("From what to what"),
    }
    formatters_columns: ClassVar = {
        "way": way_words,
        "action": lambda action: str(ACTIONS[action]),
        "table_name": table_word,
    }

    def cell(self, row: Any, column: str) -> Any:
        """Changes are told in the words of the table that they were made in."""
        if column == "changes":
            return changes_words(row.table_name, row.changes)
        return super().cell(row, column)
