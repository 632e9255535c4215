"""Remarks to pupils, as their teachers write them [M5]."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from app.core import clock
from app.core.actor import Actor, current
from app.core.pages import JournalModelView
from app.core.pages.fields import DayField
from app.diary import access
from app.diary.models import PupilRemark
from app.diary.operations import remarks


class PupilRemarkView(JournalModelView):
    """Admonitions and praise: the family reads them in the diary [M5]."""

    model = PupilRemark
    visible = access.visible_remarks
    narrow: ClassVar = {"pupil": lambda: access.addressed_pupils(current(), clock.today())}
    route_base = "/pupil-remarks"
    list_title = _l("Remarks to pupils")
    add_title = _l("A new remark to a pupil")
    base_order = ("day", "desc")
    list_columns: ClassVar = ["day", "pupil", "kind", "text", "author"]
    show_columns = list_columns
    add_columns: ClassVar = ["pupil", "day", "kind", "text"]
    edit_columns: ClassVar = ["day", "kind", "text"]
    search_columns: ClassVar = ["pupil", "day", "kind"]
    order_columns: ClassVar = ["day", "pupil", "kind"]
    label_columns: ClassVar = {
        "pupil": _l("Pupil"),
        "day": _l("Day"),
        "kind": _l("Kind"),
        "text": _l("Text"),
        "author": _l("Who wrote it"),
    }
    add_form_extra_fields: ClassVar = {
        "day": DayField(_l("Day"), [InputRequired()], default=clock.today),
        "text": TextAreaField(
            _l("Text"),
            [Length(max=500)],
            description=_l("The pupil, the parents and the class teacher read it in the diary."),
        ),
    }
    edit_form_extra_fields = add_form_extra_fields

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Write a remark."""
        return remarks.write_remark(
            actor, pupil_id=data["pupil"].id, today=clock.today(), **_said(data)
        )

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Change the own remark."""
        remarks.change_remark(actor, remark=item, today=clock.today(), **_said(data))

    def remove(self, actor: Actor, item: Any) -> None:
        """Take the own remark back."""
        remarks.take_back_remark(actor, remark=item)


def _said(data: dict[str, Any]) -> dict[str, Any]:
    return {"day": data["day"], "kind": data["kind"], "text": data["text"] or ""}
