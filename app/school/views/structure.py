"""Generated pages of the school, its rooms and subjects [S2]."""

from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.core.errors import Fault, Refused
from app.core.pages import JournalModelView
from app.school import access, queries
from app.school.models import Room, School, Subject


class SchoolView(JournalModelView):
    """The school and its settings: one record."""

    model = School
    visible = access.visible_structure
    route_base = "/school"
    base_permissions: ClassVar = ["can_list", "can_show", "can_add", "can_edit"]
    list_title = _l("School and settings")
    add_title = _l("The school")
    list_columns: ClassVar = ["short_name", "name"]
    show_fieldsets: ClassVar = [
        (None, {"fields": ["name", "short_name"]}),
        (
            _l("Marks"),
            {
                "fields": [
                    "entry_days",
                    "allow_mark_one",
                    "round_up_from",
                    "round_up_to_three_from",
                    "marks_least",
                    "marks_least_many",
                    "year_by_marks",
                    "letters",
                ]
            },
        ),
        (
            _l("Rights"),
            {"fields": ["class_teacher_edits_marks", "teacher_edits_timetable", "pupils_hand_in"]},
        ),
    ]
    add_fieldsets = show_fieldsets
    edit_fieldsets = show_fieldsets
    search_columns: ClassVar[list[str]] = []
    label_columns: ClassVar = {
        "name": _l("Full name"),
        "short_name": _l("Short name"),
        "entry_days": _l("Days in which a lesson can be filled"),
        "allow_mark_one": _l("The mark 1 is given"),
        "round_up_from": _l("A period mark is rounded up from"),
        "round_up_to_three_from": _l("From 2 to 3 it is rounded up from"),
        "marks_least": _l("Marks for a result, up to 2 hours a week"),
        "marks_least_many": _l("Marks for a result, above 2 hours a week"),
        "year_by_marks": _l("The year is proposed by all its marks"),
        "letters": _l("Letters of absence"),
        "class_teacher_edits_marks": _l("The class teacher edits marks of the own class"),
        "teacher_edits_timetable": _l("Teachers enter the timetable of their own lessons"),
        "pupils_hand_in": _l("Pupils hand in homework as files"),
    }
    description_columns: ClassVar = {
        "entry_days": _l("Calendar days from the lesson; afterwards the administrator opens it."),
        "year_by_marks": _l("Otherwise by the results of its quarters or half-years."),
        "round_up_from": _l("The fraction of the weighted average, 0.50 to 0.60 as a rule."),
    }

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """The first and only record."""
        access.require_may_edit_structure(actor)
        if queries.the_school():
            raise Refused([Fault(_("The school is entered already: change its record."))])
        return super().create(actor, data)


class RoomView(JournalModelView):
    """Rooms where lessons are held."""

    model = Room
    visible = access.visible_structure
    pick_by = ("name",)
    route_base = "/rooms"
    list_title = _l("Rooms")
    add_title = _l("A new room")
    base_order = ("name", "asc")
    page_size = 50
    list_columns: ClassVar = ["name", "seats"]
    show_columns: ClassVar = ["name", "seats"]
    add_columns: ClassVar = ["name", "seats"]
    edit_columns: ClassVar = ["name", "seats"]
    search_columns: ClassVar = ["name"]
    label_columns: ClassVar = {"name": _l("Room"), "seats": _l("Seats")}


class SubjectView(JournalModelView):
    """Taught subjects."""

    model = Subject
    visible = access.visible_structure
    pick_by = ("name",)
    route_base = "/subjects"
    list_title = _l("Subjects")
    add_title = _l("A new subject")
    base_order = ("name", "asc")
    page_size = 50
    list_columns: ClassVar = ["name", "short_name", "physical_education", "without_marks"]
    show_columns = list_columns
    add_columns = list_columns
    edit_columns = list_columns
    search_columns: ClassVar = ["name", "physical_education", "without_marks"]
    label_columns: ClassVar = {
        "name": _l("Subject"),
        "short_name": _l("Short name"),
        "physical_education": _l("Physical education"),
        "without_marks": _l("Without marks"),
    }
    description_columns: ClassVar = {
        "physical_education": _l("Medical groups are observed; classes may share the gym."),
        "without_marks": _l("For example extracurricular courses."),
    }
