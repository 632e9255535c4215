"""Messages that one got and sent, one message, a new one [M1]."""

from flask import Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.core import clock
from app.core.actor import current
from app.core.db import unit_of_work
from app.core.files import Scan
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.core.pages.forms import EntryForm
from app.core.pages.uploads import file_answer, taken_files
from app.core.text import in_lines
from app.correspondence import queries
from app.correspondence.operations import FILES, Draft, read_message, send_message
from app.correspondence.rules import LONGEST_SUBJECT, LONGEST_TEXT, answer_subject
from app.messages.queries import letter_addresses
from app.timetable.forms import parse_id


def _plain(text: str | None) -> str:
    return in_lines(text or "").strip()


class MessageForm(EntryForm):
    """A new message."""

    whom = SelectField(_l("Addressee"), [InputRequired()])
    subject = StringField(
        _l("Subject of the message"),
        [Length(max=LONGEST_SUBJECT)],
        filters=[_plain],
        render_kw={"maxlength": LONGEST_SUBJECT},
    )
    text = TextAreaField(
        _l("Text of the message"),
        [Length(max=LONGEST_TEXT)],
        filters=[_plain],
        render_kw={"maxlength": LONGEST_TEXT, "rows": 8},
    )
    files = MultipleFileField(
        _l("Files"),
        description=_l("At most five: PDF, JPG, PNG, DOCX, XLSX, PPTX, ODT, ODS, ODP."),
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.pptx,.odt,.ods,.odp"},
    )
    answers = HiddenField()


class CorrespondencePage(Page):
    """The person's own messages; nobody reads those of others [M1]."""

    private = True

    route_base = "/correspondence"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """What one got; with `?sent=1` what one sent. `?q=` searches."""
        search, own = _plain(request.args.get("q"))[:100], request.args.get("sent") == "1"
        read = queries.sent if own else queries.inbox
        return self.render_template(
            "correspondence/list.html",
            title=_("Messages"),
            messages=read(current(), search),
            search=search,
            own=own,
            most=queries.SHOWN,
            shown=shown,
        )

    @expose("/<int:message_id>")
    @has_access
    @permission_name("view")
    def message(self, message_id: int) -> ResponseReturnValue:
        """One message; opening it is reading it."""
        actor = current()
        with unit_of_work("page"):
            message = read_message(actor, message_id=message_id, now=clock.now())
        return self.render_template(
            "correspondence/message.html",
            title=message.subject,
            message=message,
            mine=message.author_id == actor.user_id,
            thread=queries.thread_of(actor, message),
            readers=queries.readers(actor, message),
            shown=shown,
        )

    @expose("/<int:message_id>/files/<int:file_id>")
    @has_access
    @permission_name("view")
    def file(self, message_id: int, file_id: int) -> Response:
        """A file of a message, for who wrote or got it."""
        row = queries.file_of(current(), message_id, file_id)
        return file_answer(FILES, Scan(row.key, row.name, row.type))

    @expose("/write")
    @has_access
    @permission_name("edit")
    def write(self) -> ResponseReturnValue:
        """A new message; `?answers=` the key of the one that is answered."""
        answered = request.args.get("answers", "")
        if not answered:
            return self._page(_form(whom=request.args.get("whom", "")))
        message = queries.message_of(current(), parse_id(answered))
        return self._page(
            _form(
                whom=f"user-{message.author_id}",
                subject=answer_subject(message.subject),
                answers=str(message.id),
            )
        )

    @expose("/write", methods=["POST"])
    @has_access
    @permission_name("edit")
    def send(self) -> ResponseReturnValue:
        """Send."""
        form = _form()
        status, faults = enter(lambda: _send(form)) if form.validate() else (422, [])
        for fault in faults:
            form.put_fault(fault.text, fault.field)
        if status != SAVED:
            return self._page(form), status
        flash(_("The message is sent."), "success")
        return redirect(url_for("CorrespondencePage.index", sent=1))

    def _page(self, form: MessageForm) -> str:
        return self.render_template("correspondence/write.html", title=_("New message"), form=form)


def _form(**values: str) -> MessageForm:
    """The form with everybody whom the person may write to."""
    form = MessageForm(**values)
    groups = queries.addressees(current(), clock.today())
    nobody = ("", [("", _("Choose whom to write to"))])
    form.whom.choices = dict([nobody, *groups]) if groups else {}
    return form


def _send(form: MessageForm) -> None:
    answers = form.answers.data
    draft = Draft(
        form.whom.data,
        form.subject.data,
        form.text.data,
        parse_id(answers) if answers else None,
        tuple(taken_files(FILES, form.files.data, "files")),
    )
    send_message(
        current(), draft=draft, now=clock.now(), letters=letter_addresses(current_app.config)
    )
