"""Generated pages of absences: the same operations, the same rules [T1]."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from app.attendance import access
from app.attendance.models import Absence
from app.attendance.operations.absences import record_absence
from app.core import clock
from app.core.actor import Actor, current
from app.core.pages import JournalModelView
from app.journal.access import attended_lessons


class AbsenceView(JournalModelView):
    """Absences one by one; the journal page is the quicker way."""

    model = Absence
    visible = access.visible_absences
    narrow: ClassVar = {"lesson": lambda: attended_lessons(current(), clock.today())}
    route_base = "/absences"
    list_title = _l("Absences")
    add_title = _l("A new absence")
    list_columns: ClassVar = [
        "lesson.day",
        "lesson.number",
        "lesson.course",
        "pupil",
        "kind",
        "minutes",
    ]
    show_columns: ClassVar = ["lesson", "pupil", "kind", "minutes", "gone"]
    add_columns: ClassVar = ["lesson", "pupil", "kind", "minutes"]
    edit_columns: ClassVar = ["kind", "minutes"]
    search_columns: ClassVar = ["lesson", "pupil", "kind"]
    order_columns: ClassVar = ["lesson.day", "lesson.number", "pupil", "kind", "minutes"]
    base_order = ("lesson.day", "desc")
    label_columns: ClassVar = {
        "lesson": _l("Lesson"),
        "lesson.day": _l("Date"),
        "lesson.number": _l("Lesson"),
        "lesson.course": _l("Course"),
        "pupil": _l("Pupil"),
        "kind": _l("Absence"),
        "minutes": _l("Late, minutes"),
        "gone": _l("Until the end of the day"),
    }

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Refused with every reason, as on the journal page [J8 S6]."""
        return record_absence(
            actor,
            lesson_id=data["lesson"].id,
            pupil_id=data["pupil"].id,
            kind=data["kind"],
            minutes=data["minutes"],
            today=clock.today(),
            adds=True,
        )

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Another kind or other minutes; without a kind the absence is taken back."""
        _record(actor, item, data["kind"], data["minutes"])

    def remove(self, actor: Actor, item: Any) -> None:
        """The absence is taken back; its history stays."""
        _record(actor, item, None, None)


def _record(actor: Actor, row: Absence, kind: Any, minutes: int | None) -> None:
    record_absence(
        actor,
        lesson_id=row.lesson_id,
        pupil_id=row.pupil_id,
        kind=kind,
        minutes=minutes,
        today=clock.today(),
    )
