"""Papers on absence: generated pages, then the lessons that a paper changes; day notes [T2 T1]."""

from typing import Any, ClassVar

from flask import Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField
from markupsafe import Markup
from wtforms.validators import InputRequired

from app.attendance import access
from app.attendance.enums import AbsenceKind
from app.attendance.models import AbsenceDocument, DayNote
from app.attendance.operations import day_notes
from app.attendance.operations import documents as operations
from app.attendance.operations.documents import PaperCard
from app.attendance.queries.documents import concerned_lessons, kept_document, seen_document
from app.attendance.queries.dues import Due, uncorrected_documents
from app.attendance.rules.documents import EXCUSES
from app.attendance.views.scans import scan_answer, taken
from app.classes.access import kept_cards
from app.core import clock
from app.core.actor import Actor, current
from app.core.pages import JournalModelView, Page, back_to, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.core.pages.fields import CodeField, DayField


class ExcuseField(CodeField):
    """Illness or another good reason: what a paper, report or note may tell of."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, kind=AbsenceKind, blank=False, **kwargs)
        self.choices = [(kind.value, kind.label) for kind in EXCUSES]


def scan_link(scan: tuple[int, str] | None) -> Any:
    """The name of the file as a link, for those who may open it; others learn that it is there."""
    if scan is None:
        return ""
    key, name = scan
    if not current().has("admin", "secretary", "class_teacher"):
        return _("attached")
    address = url_for("DocumentPage.scan", document_id=key)
    return Markup('<a href="{}">{}</a>').format(address, name)


def _dues() -> dict[int | None, Due]:
    """What is uncorrected, read once for all rows of a list."""
    if "uncorrected" not in g:
        dues = uncorrected_documents(current(), clock.today())
        g.uncorrected = {due.document_id: due for due in dues}
    found: dict[int | None, Due] = g.uncorrected
    return found


def _in_journal(document_id: int) -> Any:
    """How far the lessons have the reason of a document, with the term when they have not."""
    due = _dues().get(document_id)
    if due is None:
        return _("agrees")
    words = _("correct %(count)s until %(day)s", count=due.count, day=shown(due.by))
    kind = "no_topic" if due.late(clock.today()) else "due"
    address = url_for("DocumentPage.lessons", document_id=document_id)
    return Markup('<a class="state {}" href="{}">{}</a>').format(kind, address, words)


class AbsenceDocumentView(JournalModelView):
    """Certificates, statements and orders; saving one leads to the lessons that it concerns."""

    model = AbsenceDocument
    visible = access.visible_documents
    narrow: ClassVar = {"pupil": lambda: kept_cards(current(), clock.today())}
    route_base = "/attendance/documents"
    show_template = "attendance/document.html"
    list_title = _l("Documents on absence")
    add_title = _l("A new document on absence")
    add_row_message = _l("The document is saved. The lessons have not changed yet.")
    edit_row_message = _l("The document is saved. The lessons have not changed yet.")
    delete_row_message = _l("The document is deleted. The lessons stay as they are.")
    base_order = ("received_on", "desc")
    list_columns: ClassVar = [
        *("pupil", "document", "kind", "first", "last", "received_on", "id", "scan"),
    ]
    show_columns: ClassVar = [*list_columns, "note"]
    add_columns: ClassVar = [
        *("pupil", "document", "kind", "first", "last", "received_on", "note", "upload"),
    ]
    edit_columns: ClassVar = [
        *("document", "kind", "first", "last", "received_on", "note", "upload"),
    ]
    search_columns: ClassVar = ["pupil", "received_on", "first", "document", "kind"]
    order_columns: ClassVar = ["pupil", "document", "kind", "first", "last", "received_on"]
    formatters_columns: ClassVar = {"scan": scan_link, "id": _in_journal}
    label_columns: ClassVar = {
        "pupil": _l("Pupil"),
        "document": _l("Document"),
        "kind": _l("Reason"),
        "first": _l("First day"),
        "last": _l("Last day"),
        "received_on": _l("Received on"),
        "id": _l("In the journal"),
        "note": _l("Note"),
        "scan": _l("Scan"),
        "scan_name": _l("Scan"),
        "upload": _l("Scan"),
    }
    description_columns: ClassVar = {
        "last": _l("The last day of absence: the pupil comes on the next one."),
    }
    add_form_extra_fields: ClassVar = {
        "kind": ExcuseField(_l("Reason"), default=AbsenceKind.ILL),
        "received_on": DayField(_l("Received on"), [InputRequired()], default=clock.today),
        "upload": FileField(
            _l("Scan"),
            description=_l("PDF, JPG or PNG. Only those who keep the documents can open it."),
            render_kw={"accept": ".pdf,.jpg,.jpeg,.png"},
        ),
    }
    edit_form_extra_fields: ClassVar = {
        **add_form_extra_fields,
        "upload": FileField(
            _l("Another scan"),
            description=_l("Without a file the one that is there stays."),
            render_kw={"accept": ".pdf,.jpg,.jpeg,.png"},
        ),
    }

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Put a paper on record [T2]."""
        return operations.receive_document(
            actor, pupil_id=data["pupil"].id, card=_card(data), today=clock.today()
        )

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Correct what is recorded of a paper [T2]."""
        operations.correct_document(actor, document=item, card=_card(data), today=clock.today())

    def remove(self, actor: Actor, item: Any) -> None:
        """Take a paper off the record; no lesson changes [T2]."""
        operations.remove_document(actor, document=item, today=clock.today())

    def after_saving(self, row: Any, way: str) -> str:
        """The lessons that the paper concerns; from there on where the person wanted to go."""
        return url_for("DocumentPage.lessons", document_id=row.id, next=way)


def _card(data: dict[str, Any]) -> PaperCard:
    names = ("document", "kind", "first", "last", "received_on")
    card = {name: data[name] for name in names}
    return PaperCard(**card, note=data["note"] or "", scan=taken(data["upload"]))


class DocumentPage(Page):
    """What a document changes in the journal, and its scan [T2]."""

    route_base = "/attendance/document"

    @expose("/<int:document_id>/lessons")
    @has_access
    @permission_name("view")
    def lessons(self, document_id: int) -> ResponseReturnValue:
        """The lessons of its days: what changes, what does not and why."""
        return self._lessons(document_id)

    @expose("/<int:document_id>/lessons", methods=["POST"])
    @has_access
    @permission_name("edit")
    def apply(self, document_id: int) -> ResponseReturnValue:
        """Change them all, unless the list is another one by now."""
        changed: list[int] = []
        seen = request.form.get("seen", default=-1, type=int)
        status, faults = enter(
            lambda: changed.append(
                operations.apply_document(
                    current(), document_id=document_id, seen=seen, today=clock.today()
                )
            ),
            way="document",
        )
        if status != SAVED:
            for fault in faults:
                flash(str(fault.text), "warning")
            return self._lessons(document_id), status
        text = ngettext(
            "%(num)s lesson is corrected.", "%(num)s lessons are corrected.", changed[0]
        )
        flash(text, "success")
        return redirect(back_to(url_for("AbsenceDocumentView.list")))

    @expose("/<int:document_id>/scan")
    @has_access
    @permission_name("edit")
    def scan(self, document_id: int) -> Response:
        """The scan, for those who keep the document."""
        return scan_answer(kept_document(current(), document_id, clock.today()))

    def _lessons(self, document_id: int) -> str:
        actor, today = current(), clock.today()
        document = seen_document(actor, document_id, today)
        return self.render_template(
            "attendance/document_lessons.html",
            title=_("Lessons of the document"),
            document=document,
            concerns=concerned_lessons(actor, document, today),
            back=back_to(url_for("AbsenceDocumentView.list")),
            may_edit=self.appbuilder.sm.has_access("can_edit", "DocumentPage"),
        )


class DayNoteView(JournalModelView):
    """What is known beforehand of a pupil's day: proposed to the teacher of each lesson [T1]."""

    model = DayNote
    visible = access.visible_notes
    narrow: ClassVar = {"pupil": lambda: kept_cards(current(), clock.today())}
    route_base = "/attendance/notes"
    list_title = _l("Day notes")
    add_title = _l("A new day note")
    base_order = ("day", "desc")
    list_columns: ClassVar = ["pupil", "day", "kind", "note"]
    show_columns = list_columns
    add_columns = list_columns
    edit_columns: ClassVar = ["day", "kind", "note"]
    search_columns: ClassVar = ["pupil", "day", "kind"]
    order_columns: ClassVar = ["pupil", "day", "kind"]
    label_columns: ClassVar = {
        "pupil": _l("Pupil"),
        "day": _l("Day"),
        "kind": _l("Reason"),
        "note": _l("Words"),
    }
    description_columns: ClassVar = {
        "note": _l("Subject teachers see the reason only, not these words."),
    }
    add_form_extra_fields: ClassVar = {
        "kind": ExcuseField(_l("Reason"), default=AbsenceKind.EXCUSED)
    }
    edit_form_extra_fields = add_form_extra_fields

    def create(self, actor: Actor, data: dict[str, Any]) -> Any:
        """Write a note; one that is there of the same day is replaced [T1]."""
        return day_notes.note_day(
            actor,
            pupil_id=data["pupil"].id,
            day=data["day"],
            kind=data["kind"],
            note=data["note"] or "",
        )

    def change(self, actor: Actor, item: Any, data: dict[str, Any]) -> None:
        """Change a note."""
        day_notes.change_note(
            actor, row=item, day=data["day"], kind=data["kind"], note=data["note"] or ""
        )

    def remove(self, actor: Actor, item: Any) -> None:
        """Take a note back."""
        day_notes.remove_note(actor, row=item)
