"""Generated pages of the journal's tables: the same operations, the same rules [J5–J8].

Nobody, the administrator included, has a form that goes around them.
"""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.actor import Actor, current
from app.core.pages import JournalModelView
from app.journal import access
from app.journal.models import Homework, Mark, Reopening, Task
from app.journal.operations import lessons, marks, reopenings, tasks
from app.journal.rules.reopening import Opened
from app.timetable.models import Lesson


def _writable() -> Any:
    return access.writable_lessons(current(), clock.today())


def _tasks_to_mark() -> Any:
    return Task.lesson.has(_writable())


class TaskView(JournalModelView):
    """Kinds of work of lessons, with a title and a weight of their own."""

    model = Task
    visible = access.visible_tasks
    eager = (joinedload(Task.lesson).joinedload(Lesson.course),)
    pick_by = ("lesson.day", "position")
    narrow: ClassVar = {"lesson": _writable}
    route_base = "/tasks"
    list_title = _l("Works in lessons")
    add_title = _l("A new work")
    list_columns: ClassVar = ["lesson.day", "lesson.course", "kind", "title", "weight"]
    show_columns: ClassVar = ["lesson", "kind", "title", "weight"]
    add_columns: ClassVar = ["lesson", "kind", "title", "weight"]
    edit_columns: ClassVar = ["kind", "title", "weight"]
    search_columns: ClassVar = ["lesson", "kind", "title"]
    order_columns: ClassVar = ["lesson.day", "kind", "title"]
    base_order = ("lesson.day", "desc")
    label_columns: ClassVar = {
        "lesson": _l("Lesson"),
        "lesson.day": _l("Date"),
        "lesson.course": _l("Course"),
        "kind": _l("Kind of the work"),
        "title": _l("Title"),
        "weight": _l("Weight"),
    }
    description_columns: ClassVar = {"weight": _l("Empty: the weight of the kind of work.")}

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Class 1, subjects without marks and closed lessons get none [J6 J8]."""
        lesson = data.pop("lesson")
        return tasks.add_task(actor, lesson_id=lesson.id, today=clock.today(), **data)

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Another kind, title or weight; the work stays in its lesson."""
        tasks.change_task(actor, task=item, today=clock.today(), **data)

    def remove(self, actor: Actor, item: Any) -> None:
        """A work that nobody has a mark for."""
        tasks.remove_task(actor, task=item, today=clock.today())


class MarkView(JournalModelView):
    """Marks one by one; the journal page is the quicker way."""

    model = Mark
    visible = access.visible_marks
    narrow: ClassVar = {"task": _tasks_to_mark}
    route_base = "/marks"
    list_title = _l("Marks")
    add_title = _l("A new mark")
    list_columns: ClassVar = [
        "task.lesson.day",
        "task.lesson.course",
        "task.kind",
        "pupil",
        "value",
    ]
    show_columns: ClassVar = ["task", "pupil", "value"]
    add_columns: ClassVar = ["task", "pupil", "value"]
    edit_columns: ClassVar = ["value"]
    search_columns: ClassVar = ["task", "pupil", "value"]
    order_columns: ClassVar = ["task.lesson.day", "pupil", "value"]
    base_order = ("task.lesson.day", "desc")
    label_columns: ClassVar = {
        "task": _l("Work"),
        "task.lesson.day": _l("Date"),
        "task.lesson.course": _l("Course"),
        "task.kind": _l("Kind of the work"),
        "pupil": _l("Pupil"),
        "value": _l("Mark"),
    }
    description_columns: ClassVar = {
        "value": _l("5, 4, 3, 2, зач, н/зач, or a full stop for a debt."),
    }

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Refused with every reason, as on the journal page [J5–J8]."""
        return marks.set_mark(
            actor,
            task_id=data["task"].id,
            pupil_id=data["pupil"].id,
            value=data["value"] or "",
            today=clock.today(),
            adds=True,
        )

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """The same for another value; an empty one takes the mark back."""
        _set(actor, item, data["value"] or "")

    def remove(self, actor: Actor, item: Any) -> None:
        """The mark is taken back; its history stays."""
        _set(actor, item, "")


def _set(actor: Actor, mark: Mark, value: str) -> None:
    marks.set_mark(
        actor, task_id=mark.task_id, pupil_id=mark.pupil_id, value=value, today=clock.today()
    )


class HomeworkView(JournalModelView):
    """Homework of a class, and of single pupils [J3]."""

    model = Homework
    visible = access.visible_homework
    narrow: ClassVar = {"lesson": _writable}
    route_base = "/homework"
    list_title = _l("Homework")
    add_title = _l("New homework")
    list_columns: ClassVar = ["lesson.day", "lesson.course", "pupil", "text", "set_at"]
    show_columns: ClassVar = ["lesson", "pupil", "text", "set_at"]
    add_columns: ClassVar = ["lesson", "pupil", "text"]
    edit_columns: ClassVar = ["text"]
    search_columns: ClassVar = ["lesson", "pupil", "text"]
    order_columns: ClassVar = ["lesson.day", "pupil", "set_at"]
    base_order = ("lesson.day", "desc")
    label_columns: ClassVar = {
        "lesson": _l("Lesson"),
        "lesson.day": _l("Date"),
        "lesson.course": _l("Course"),
        "pupil": _l("Pupil"),
        "text": _l("Homework"),
        "set_at": _l("Set on"),
    }
    description_columns: ClassVar = {"pupil": _l("Empty: for the whole class.")}

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Class 1 has none [J6]; a closed lesson gets none [J8]."""
        pupil = data.get("pupil")
        return lessons.set_homework(
            actor,
            lesson_id=data["lesson"].id,
            pupil_id=pupil.id if pupil else None,
            text=data["text"] or "",
            now=clock.now(),
            adds=True,
        )

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Another text; an empty one takes the homework back."""
        _set_homework(actor, item, data["text"] or "")

    def remove(self, actor: Actor, item: Any) -> None:
        """The homework is taken back; its history stays."""
        _set_homework(actor, item, "")


def _set_homework(actor: Actor, row: Homework, text: str) -> None:
    lessons.set_homework(
        actor, lesson_id=row.lesson_id, pupil_id=row.pupil_id, text=text, now=clock.now()
    )


class ReopeningView(JournalModelView):
    """Closed lessons that the administrator opens to a teacher again [J8]."""

    model = Reopening
    visible = access.visible_reopenings
    route_base = "/reopenings"
    list_title = _l("Opened lessons")
    add_title = _l("Open closed lessons")
    list_columns: ClassVar = ["course", "staff", "first", "last", "until", "reason"]
    show_columns = list_columns
    add_columns = list_columns
    edit_columns = list_columns
    search_columns: ClassVar = ["course", "staff", "first", "until", "reason"]
    order_columns: ClassVar = ["staff", "first", "last", "until"]
    base_order = ("until", "desc")
    label_columns: ClassVar = {
        "course": _l("Course"),
        "staff": _l("Teacher"),
        "first": _l("Lessons from"),
        "last": _l("Lessons to"),
        "until": _l("Open until the end of"),
        "reason": _l("Reason"),
    }

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """For a named teacher, course and span, with a reason."""
        course, staff = data.pop("course"), data.pop("staff")
        return reopenings.reopen(
            actor, course=course, staff=staff, opened=Opened(**data), today=clock.today()
        )

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Another span, day or reason."""
        course, staff = data.pop("course"), data.pop("staff")
        reopenings.change_reopening(
            actor, row=item, course=course, staff=staff, opened=Opened(**data), today=clock.today()
        )

    def remove(self, actor: Actor, item: Any) -> None:
        """The lessons are closed again; what was entered stays."""
        reopenings.close_reopening(actor, row=item)
