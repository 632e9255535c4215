"""Generated pages of shifts and bells [S1]."""

from typing import ClassVar

from flask_babel import lazy_gettext as _l

from app.core.pages import JournalModelView
from app.school import access
from app.school.models import BellSchedule, BellTime, Shift

AGAIN = _l("Saved. If lessons are made already, make them again: Timetable → Make lessons.")


class ShiftView(JournalModelView):
    """Shifts of the school day."""

    model = Shift
    visible = access.visible_structure
    pick_by = ("name",)
    route_base = "/shifts"
    list_title = _l("Shifts")
    add_title = _l("A new shift")
    base_order = ("name", "asc")
    list_columns: ClassVar = ["name"]
    show_columns: ClassVar = ["name"]
    add_columns: ClassVar = ["name"]
    edit_columns: ClassVar = ["name"]
    search_columns: ClassVar[list[str]] = []
    label_columns: ClassVar = {"name": _l("Shift")}


class BellTimeView(JournalModelView):
    """When the numbered lessons begin and end."""

    model = BellTime
    visible = access.visible_structure
    route_base = "/bell-times"
    list_title = _l("Bells")
    add_title = _l("A new bell")
    base_order = ("lesson_number", "asc")
    add_row_message = edit_row_message = AGAIN
    list_columns: ClassVar = ["schedule", "lesson_number", "starts", "ends"]
    show_columns = list_columns
    add_columns = list_columns
    edit_columns = list_columns
    search_columns: ClassVar = ["schedule"]
    label_columns: ClassVar = {
        "schedule": _l("Bell schedule"),
        "lesson_number": _l("Lesson"),
        "starts": _l("Begins"),
        "ends": _l("Ends"),
    }
    description_columns: ClassVar = {"lesson_number": _l("0 is the lesson before the first.")}


class BellScheduleView(JournalModelView):
    """Bell schedules: usual and shortened days, by shift and grades."""

    model = BellSchedule
    visible = access.visible_structure
    pick_by = ("name",)
    route_base = "/bells"
    list_title = _l("Bell schedules")
    add_title = _l("A new bell schedule")
    base_order = ("name", "asc")
    add_row_message = edit_row_message = AGAIN
    list_columns: ClassVar = ["name", "shift", "shortened", "first_grade", "last_grade"]
    show_columns = list_columns
    add_columns = list_columns
    edit_columns = list_columns
    search_columns: ClassVar = ["name", "shift", "shortened"]
    label_columns: ClassVar = {
        "name": _l("Bell schedule"),
        "shift": _l("Shift"),
        "shortened": _l("For shortened days"),
        "first_grade": _l("From grade"),
        "last_grade": _l("To grade"),
    }
    related_views: ClassVar = [BellTimeView]
