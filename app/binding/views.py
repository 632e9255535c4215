"""Pages: the journal of a class on paper, the director's signature, weekly slips [R6 R8]."""

import datetime as dt
from io import BytesIO
from typing import Any

from flask import redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.binding.forms import BookForm, SignForm
from app.binding.jobs import binding
from app.binding.paper.slips import PER_PAGE, slips_pdf
from app.binding.queries.choices import bindable_class, classes_of, pupils_of_class
from app.binding.queries.slips import applied, class_slips
from app.binding.rules.slip import WEEK, monday_of
from app.binding.signature import is_configured, may_sign, require_may_sign, signed_or_faults
from app.core import clock
from app.core.actor import current
from app.core.errors import Fault, NotFound, Refused
from app.core.pages import Page, expose
from app.core.text import one_line
from app.jobs.views import begun
from app.school.queries import year_on, years
from app.timetable.forms import parse_date, parse_id

_PDF = "application/pdf"


class BindingPage(Page):
    """The journal of a class for the year as one file: choose, print, sign."""

    route_base = "/binding"
    title = _l("Journal on paper")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """Classes of a year; who has one class comes to it at once."""
        actor, today = current(), clock.today()
        known = years()
        asked = parse_id(request.args.get("year", ""), 0)
        year = next((one for one in known if one.id == asked), None) or year_on(today)
        found = classes_of(actor, year.id, today) if year else []
        if len(found) == 1 and not asked:
            return redirect(url_for(".book", class_id=found[0].id))
        return self.render_template(
            "binding/classes.html", title=self.title, years=known, year=year, classes=found
        )

    @expose("/<int:class_id>", methods=["GET", "POST"])
    @has_access
    @permission_name("view")
    def book(self, class_id: int) -> ResponseReturnValue:
        """What of the journal is printed; the printing is long work."""
        actor = current()
        of = bindable_class(actor, class_id, clock.today())
        form = BookForm()
        form.offer(pupils_of_class(of), may_sign=may_sign(actor) and is_configured())
        if form.validate_on_submit():
            return begun(binding, _asked(class_id, form), detail=of.name, address=request.path)
        page = self.render_template(
            "binding/book.html",
            title=_("Journal of class %(name)s on paper", name=of.name),
            form=form,
            of=of,
            may_sign=may_sign(actor),
        )
        return page, Refused.status if form.is_submitted() else 200

    @expose("/sign", methods=["GET", "POST"])
    @has_access
    @permission_name("sign")
    def sign(self) -> ResponseReturnValue:
        """A made file gets the director's signature; neither certificate nor password is kept."""
        actor, form = current(), SignForm()
        require_may_sign(actor)
        status = Refused.status if form.is_submitted() else 200
        if form.validate_on_submit():
            pdf, faults = _signed(form)
            if not faults:
                name = (form.file.data.filename or "").removesuffix(".pdf")
                download = _("%(name)s, signed.pdf", name=name)
                return send_file(BytesIO(pdf), _PDF, as_attachment=True, download_name=download)
            for fault in faults:
                form.put_fault(fault.text, fault.field)
        title = _("Electronic signature of the director")
        return self.render_template("binding/sign.html", title=title, form=form), status


class SlipsPage(Page):
    """Weekly slips for parents without the internet who applied in writing [R8]."""

    route_base = "/slips"
    title = _l("Weekly slips for parents")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """Classes of this year; who has one class comes to it at once."""
        actor, today = current(), clock.today()
        year = year_on(today)
        found = classes_of(actor, year.id, today) if year else []
        if len(found) == 1:
            return redirect(url_for(".of_class", class_id=found[0].id))
        return self.render_template("binding/slip_classes.html", title=self.title, classes=found)

    @expose("/<int:class_id>")
    @has_access
    @permission_name("view")
    def of_class(self, class_id: int) -> ResponseReturnValue:
        """Whose parents applied, and the week to print."""
        today = clock.today()
        of = bindable_class(current(), class_id, today)
        monday = monday_of(parse_date(request.args.get("week", ""), today))
        return self.render_template(
            "binding/slips.html",
            title=_("Weekly slips: %(name)s", name=of.name),
            of=of,
            monday=monday,
            sunday=monday + WEEK - dt.timedelta(days=1),
            week=WEEK,
            applied=applied(of, monday),
            per_page=PER_PAGE,
        )

    @expose("/<int:class_id>/file")
    @has_access
    @permission_name("view")
    def file(self, class_id: int) -> ResponseReturnValue:
        """The slips of `?week=` as PDF, `?per_page=` of them on a page."""
        day = parse_date(request.args.get("week", ""), clock.today())
        asked = parse_id(request.args.get("per_page", ""), PER_PAGE[0])
        found = class_slips(current(), class_id, day)
        if not found.slips or asked not in PER_PAGE:
            raise NotFound
        name = _("Slips %(name)s %(day)s.pdf", name=found.of.name, day=found.monday.isoformat())
        pdf = BytesIO(slips_pdf(found, asked))
        return send_file(pdf, _PDF, as_attachment=True, download_name=one_line(name))


def _asked(class_id: int, form: BookForm) -> dict[str, Any]:
    sign = form.sign is not None and form.sign.data
    return {
        "class_id": class_id,
        "parts": list(form.parts.data or ()),
        "pupil_id": form.pupil.data or None,
        "sign": bool(sign),
    }


def _signed(form: SignForm) -> tuple[bytes, list[Fault]]:
    return signed_or_faults(
        form.file.data.read(),
        p12=form.certificate.data.read(),
        password=form.password.data or "",
        now=clock.now(),
    )
