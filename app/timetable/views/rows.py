"""Generated pages of slots and of single lessons [S5 S7]."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.actor import Actor, current
from app.core.pages import JournalModelView
from app.people.models import Staff
from app.school.forms import weekday_field, weekday_name
from app.timetable import access
from app.timetable.models import Lesson, Slot
from app.timetable.operations import lessons, slots


def _short_name(person: Staff | None) -> str:
    return person.short_name if person else ""


def _short_names(people: list[Staff]) -> str:
    return ", ".join(person.short_name for person in people)


class SlotView(JournalModelView):
    """The timetable as it is entered: weekday and number of each course, with dates."""

    model = Slot
    visible = access.visible_slots
    eager = (joinedload(Slot.course),)
    pick_by = ("weekday", "lesson_number")
    route_base = "/slots"
    list_title = _l("Slots of the timetable")
    add_title = _l("A new slot")
    base_order = ("weekday", "asc")
    page_size = 50
    list_columns: ClassVar = [
        *("course.school_class.name", "weekday", "lesson_number", "course.subject.name"),
        *("course.subgroup.name", "teachers", "room", "week", "valid_from", "valid_to"),
    ]
    show_columns: ClassVar = [
        *("course", "weekday", "lesson_number", "week", "teachers", "room"),
        *("valid_from", "valid_to"),
    ]
    add_columns = show_columns
    edit_columns = show_columns
    search_columns: ClassVar = ["course", "weekday", "room", "week", "teachers", "valid_from"]
    order_columns: ClassVar = [
        *("course.school_class.name", "weekday", "lesson_number", "course.subject.name"),
        *("room", "week", "valid_from", "valid_to"),
    ]
    label_columns: ClassVar = {
        "course": _l("Course"),
        "course.school_class.name": _l("Class"),
        "course.subject.name": _l("Subject"),
        "course.subgroup.name": _l("Subgroup"),
        "weekday": _l("Weekday"),
        "lesson_number": _l("Lesson"),
        "week": _l("Weeks"),
        "teachers": _l("Teachers"),
        "room": _l("Room"),
        "valid_from": _l("In force from"),
        "valid_to": _l("In force to"),
    }
    description_columns: ClassVar = {
        "teachers": _l("Empty: the teachers of the course."),
        "valid_to": _l("Empty: to the end of the year."),
        "weekday": _l("Lessons to come follow at once; those that were held stay."),
    }
    add_form_extra_fields: ClassVar = {
        "weekday": weekday_field(_l("Weekday"), required=True, last=6)
    }
    edit_form_extra_fields = add_form_extra_fields
    formatters_columns: ClassVar = {"weekday": weekday_name, "teachers": _short_names}

    def may(self, permission: str) -> bool:
        """Teachers are offered the forms only where the school lets them use them [S5]."""
        reads = permission in {"can_list", "can_show", "can_export"}
        return super().may(permission) and (reads or access.may_edit_some_slots(current()))

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Clashes are refused with who, where and when."""
        return slots.add_slot(actor, values=data, today=clock.today())

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """The same for a change; a slot with held lessons stays in its place."""
        slots.change_slot(actor, slot=item, values=data, today=clock.today())

    def remove(self, actor: Actor, item: Any) -> None:
        """A slot entered by mistake, with its lessons."""
        slots.remove_slot(actor, slot=item, today=clock.today())


class LessonView(JournalModelView):
    """Dated lessons: extra ones are added, single ones moved, cancelled, substituted."""

    model = Lesson
    visible = access.visible_lessons
    eager = (joinedload(Lesson.course),)
    pick_by = ("day", "number")
    route_base = "/lessons"
    list_title = _l("Lessons")
    add_title = _l("An extra lesson")
    base_order = ("day", "desc")
    page_size = 50
    list_columns: ClassVar = [
        *("day", "number", "course", "teacher", "substitute", "room", "status", "topic"),
    ]
    show_columns: ClassVar = [
        *("course", "day", "number", "starts", "ends", "teacher", "substitute", "room"),
        *("status", "topic", "plan_topic.title"),
    ]
    add_columns: ClassVar = ["course", "day", "number", "room", "substitute"]
    edit_columns: ClassVar = ["day", "number", "room", "substitute", "status"]
    search_columns: ClassVar = ["day", "course", "teacher", "substitute", "room", "status", "topic"]
    order_columns: ClassVar = ["day", "number", "teacher", "substitute", "room", "status"]
    label_columns: ClassVar = {
        "course": _l("Course"),
        "day": _l("Date"),
        "number": _l("Lesson"),
        "starts": _l("Begins"),
        "ends": _l("Ends"),
        "teacher": _l("Teacher"),
        "substitute": _l("Substitute"),
        "room": _l("Room"),
        "status": _l("State"),
        "topic": _l("Topic"),
        "plan_topic.title": _l("Topic by plan"),
    }
    description_columns: ClassVar = {
        "day": _l("A lesson with records is neither moved nor cancelled."),
    }

    formatters_columns: ClassVar = {"teacher": _short_name, "substitute": _short_name}

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """An extra lesson gets bells and teacher of its place; clashes are refused."""
        course = data.pop("course")
        return lessons.add_lesson(actor, course=course, values=data)

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Moved, cancelled, substituted; plans follow."""
        lessons.change_lesson(actor, lesson=item, values=data)

    def remove(self, actor: Actor, item: Any) -> None:
        """Only an extra lesson without records."""
        lessons.remove_lesson(actor, lesson=item)
