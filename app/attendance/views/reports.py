"""Parents report an absence; the class teacher accepts or declines it [T1]."""

from typing import Any

from flask import Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.attendance.enums import AbsenceKind, Decision
from app.attendance.operations import reports as operations
from app.attendance.operations.reports import ReportCard, Telling
from app.attendance.queries import reports as queries
from app.attendance.rules.reports import AHEAD, BACK
from app.attendance.views.documents import ExcuseField
from app.attendance.views.scans import scan_answer, taken
from app.core import clock
from app.core.actor import current
from app.core.errors import NotFound
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.core.pages.fields import DayField
from app.core.pages.forms import EntryForm
from app.core.text import in_lines
from app.messages.queries import letter_addresses
from app.timetable.forms import parse_date

_WORDS = 500


class ReportForm(EntryForm):
    """What a parent tells of an absence."""

    pupil = SelectField(_l("Child"), [InputRequired()], coerce=int)
    kind = ExcuseField(_l("Reason"), default=AbsenceKind.ILL)
    first = DayField(_l("First day"), [InputRequired()])
    last = DayField(_l("Last day"), [InputRequired()])
    text = TextAreaField(
        _l("Words for the class teacher"),
        [Length(max=_WORDS)],
        filters=[lambda text: text and in_lines(text).strip()],
        render_kw={"maxlength": _WORDS, "rows": 3},
    )
    upload = FileField(
        _l("Certificate or statement"),
        description=_l("PDF, JPG or PNG, when you have one. Only the school can open it."),
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png"},
    )


class OwnReportPage(Page):
    """A parent tells why the child is absent, and sees what the school answered [T1 P5]."""

    route_base = "/attendance/report"
    title = _l("Report an absence")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The form, prefilled for the child and day of the address, and what was reported."""
        return self._page(_form())

    @expose("/", methods=["POST"])
    @has_access
    @permission_name("edit")
    def add(self) -> ResponseReturnValue:
        """Report."""
        form = _form()
        status, faults = enter(lambda: _report(form)) if form.validate() else (422, [])
        for fault in faults:
            form.put_fault(fault.text, fault.field)
        if status != SAVED:
            return self._page(form), status
        flash(
            _("The class teacher is told. The answer will stand here and in your notices."),
            "success",
        )
        return redirect(url_for("OwnReportPage.index"))

    @expose("/<int:report_id>/withdraw", methods=["POST"])
    @has_access
    @permission_name("edit")
    def withdraw(self, report_id: int) -> ResponseReturnValue:
        """Take it back while nobody has answered."""
        _flash_faults(
            lambda: operations.withdraw_report(current(), report_id=report_id, now=clock.now()),
            _("The report is withdrawn."),
        )
        return redirect(url_for("OwnReportPage.index"))

    @expose("/<int:report_id>/scan")
    @has_access
    @permission_name("view")
    def scan(self, report_id: int) -> Response:
        """The own file."""
        return scan_answer(queries.seen_report(current(), report_id, clock.today()))

    def _page(self, form: ReportForm) -> str:
        actor = current()
        return self.render_template(
            "attendance/report.html",
            title=self.title,
            form=form,
            groups=[(None, {"fields": [f.name for f in form if f.name != "csrf_token"]})],
            reports=queries.own_reports(actor),
            actor=actor,
            shown=shown,
            waiting=Decision.WAITING,
        )


class ReportPage(Page):
    """Reports of parents that wait for the class teacher or the office [T1]."""

    route_base = "/attendance/reports"
    title = _l("Reports of parents")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The waiting ones first, then what was answered lately."""
        return self.render_template(
            "attendance/reports.html",
            title=self.title,
            reports=queries.reports_to_decide(current(), clock.today()),
            shown=shown,
            waiting=Decision.WAITING,
        )

    @expose("/<int:report_id>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def answer(self, report_id: int) -> ResponseReturnValue:
        """Accept («accept»), accept as a statement («document»), decline («decline»)."""
        choice, words = request.form.get("choice", ""), _said(request.form.get("answer", ""))
        if choice == "document":
            return self._as_document(report_id, words)
        decision = Decision.ACCEPTED if choice == "accept" else Decision.DECLINED
        _flash_faults(
            lambda: operations.answer_report(
                current(), report_id=report_id, decision=decision, words=words, telling=_telling()
            ),
            _("The parents are told."),
        )
        return redirect(url_for("ReportPage.index"))

    @expose("/<int:report_id>/scan")
    @has_access
    @permission_name("view")
    def scan(self, report_id: int) -> Response:
        """The file of the parents, for those who decide about it; not of what was withdrawn."""
        report = queries.decided_report(current(), report_id, clock.today())
        if report.state == Decision.WITHDRAWN:
            raise NotFound
        return scan_answer(report)

    def _as_document(self, report_id: int, words: str) -> ResponseReturnValue:
        made: list[Any] = []
        _flash_faults(
            lambda: made.append(
                operations.accept_as_document(
                    current(), report_id=report_id, words=words, telling=_telling()
                )
            ),
            _("The parents are told, the statement stands among the documents."),
        )
        if not made:
            return redirect(url_for("ReportPage.index"))
        return redirect(
            url_for(
                "DocumentPage.lessons", document_id=made[0].id, next=url_for("ReportPage.index")
            )
        )


def _form() -> ReportForm:
    """The form with the person's children; the child and day of the address are prefilled."""
    children, today = queries.children_of(current()), clock.today()
    given = request.args.get("pupil", type=int)
    known = [child.id for child in children]
    day = parse_date(request.args.get("day", ""), today)
    form = ReportForm(
        pupil=given if given in known else next(iter(known), None), first=day, last=day
    )
    form.pupil.choices = [(child.id, child.call_name) for child in children]
    form.first.description = _(
        "Up to %(back)s days back and %(ahead)s days ahead.", back=BACK, ahead=AHEAD
    )
    return form


def _report(form: ReportForm) -> None:
    card = ReportCard(
        form.kind.data,
        form.first.data,
        form.last.data,
        form.text.data or "",
        taken(form.upload.data),
    )
    operations.report_absence(current(), pupil_id=form.pupil.data, card=card, telling=_telling())


def _telling() -> Telling:
    return Telling(clock.now(), letter_addresses(current_app.config))


def _said(text: str) -> str:
    return in_lines(text).strip()[:_WORDS]


def _flash_faults(write: Any, done: str) -> None:
    """Run a write; say that it is done, or what is wrong."""
    status, faults = enter(write)
    for fault in faults:
        flash(str(fault.text), "danger")
    if status == SAVED:
        flash(done, "success")
