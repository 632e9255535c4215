"""The page of activation codes: slips for a class or for the staff, blocks [P6]."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.accounts import operations as accounts
from app.accounts.queries import codes_of, logins
from app.accounts.rules import code_shown
from app.accounts.views.form_page import visit
from app.classes import access, queries
from app.classes.forms import parse_key
from app.classes.operations import codes as operations
from app.classes.operations.codes import PersonSlip
from app.core import clock
from app.core.actor import current
from app.core.db import unit_of_work
from app.core.errors import NotFound
from app.core.pages import Page, expose
from app.core.pages.display import at_school, shown
from app.core.pages.door import SAVED, enter
from app.core.pdf.document import render
from app.messages.operations import Mailed, mail_codes
from app.messages.queries import code_addresses

_STAFF = 0
_ON_PAGE = 10  # slips on a sheet of A4: two columns, five rows


class CodesPage(Page):
    """Activation codes of the families of a class, and of the staff."""

    route_base = "/codes"

    @expose("/")
    @has_access
    @permission_name("edit")
    def index(self) -> ResponseReturnValue:
        """Who has a login, a code that waits, a block."""
        return self._page()

    @expose("/print", methods=["POST"])
    @has_access
    @permission_name("edit")
    def print(self) -> ResponseReturnValue:
        """New codes for whom is ticked, as slips to cut."""
        slips: list[PersonSlip] = []
        chosen, keys = _chosen(), request.form.getlist("who")
        status, faults = enter(
            lambda: slips.extend(
                operations.give_codes(current(), class_id=chosen, keys=keys, now=clock.now())
            ),
            way="page",
        )
        if status == SAVED:
            return slips_answer(slips)
        for fault in faults:
            flash(str(fault.text), "danger")
        return redirect(url_for(".index", class_id=chosen or _STAFF))

    @expose("/send", methods=["POST"])
    @has_access
    @permission_name("edit")
    def send(self) -> ResponseReturnValue:
        """New codes by e-mail for whom is ticked and has an address on the card."""
        chosen, keys, done = _chosen(), request.form.getlist("who"), list[Mailed]()
        status, faults = enter(
            lambda: done.append(mail_codes(current(), class_id=chosen, keys=keys, visit=visit())),
            way="page",
        )
        if status == SAVED:
            flash(_said(done[0]), "success" if done[0].sent else "warning")
        for fault in faults:
            flash(str(fault.text), "danger")
        return redirect(url_for(".index", class_id=chosen or _STAFF))

    @expose("/block", methods=["POST"])
    @has_access
    @permission_name("edit")
    def block(self) -> ResponseReturnValue:
        """Block the logins that are ticked, or open them again."""
        chosen, active = _chosen(), request.form.get("do") == "open"
        status, faults = enter(
            lambda: operations.block_logins(
                current(),
                class_id=chosen,
                keys=request.form.getlist("who"),
                active=active,
                now=clock.now(),
            ),
            way="page",
        )
        for fault in faults:
            flash(str(fault.text), "danger")
        if status == SAVED:
            flash(_("The logins are open.") if active else _("The logins are blocked."), "success")
        return redirect(url_for(".index", class_id=chosen or _STAFF))

    @expose("/person/<int:user_id>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def person(self, user_id: int) -> ResponseReturnValue:
        """A new code for one login, for the administrator."""
        access.require_may_give_codes(current(), None)
        user = logins([user_id]).get(user_id)
        if user is None:
            raise NotFound
        with unit_of_work(way="page"):
            user = logins([user_id])[user_id]
            given = accounts.give_code(current(), user=user, now=clock.now())
            name = f"{user.last_name} {user.first_name}"
        return slips_answer([PersonSlip(name, "", given.username, given.code, given.expires_at)])

    def _page(self) -> str:
        actor, now = current(), clock.now()
        classes, staff = queries.coded_classes(actor), actor.has("admin")
        chosen = parse_key(request.args.get("class_id", ""))
        if chosen is None and classes:
            chosen = classes[0].id
        letters = bool(current_app.config["SMTP_HOST"])
        rows: list[Any] = []
        if chosen is not None and (classes or staff):
            access.require_may_give_codes(actor, chosen or None)
            rows = _rows(queries.code_holders(chosen or None, now.date()), now, letters)
        return self.render_template(
            "classes/codes.html",
            title=_("Activation codes"),
            classes=classes,
            staff=staff,
            chosen=chosen,
            rows=rows,
            letters=letters,
        )


def _chosen() -> int | None:
    """The class of the form; none for the staff."""
    return parse_key(request.form.get("class_id", "")) or None


def _said(mailed: Mailed) -> str:
    """What came of a press: those without an address are to be given slips."""
    text = _("Sent: %(sent)s, without an address: %(without)s.", **asdict(mailed))
    return f"{text} {_('Print slips for those without one.')}" if mailed.without else text


def _rows(
    holders: list[queries.CodeHolder], now: dt.datetime, letters: bool
) -> list[dict[str, Any]]:
    ids = [one.person.user_id for one in holders if one.person.user_id is not None]
    users, codes = logins(ids), codes_of(ids)
    addresses = code_addresses(holders) if letters else {}
    return [
        {
            "holder": one,
            "login": users.get(one.person.user_id),
            "address": addresses.get(one.key, ""),
            **_state(one, users, codes, now),
        }
        for one in holders
    ]


def _state(one: Any, users: Any, codes: Any, now: dt.datetime) -> dict[str, Any]:
    """What to say of a login, and whether its person waits for a slip."""
    user, code = users.get(one.person.user_id), codes.get(one.person.user_id)
    if user is None:
        return {"words": _("no login yet"), "waits": True}
    if not user.active:
        return {"words": _("blocked"), "waits": False}
    if code and not code.used_at and code.expires_at > now:
        day = at_school(code.expires_at).strftime("%d.%m.%Y")
        return {"words": _("code given, works until %(day)s", day=day), "waits": False}
    if user.last_login:
        return {"words": _("logged in %(day)s", day=shown(user.last_login.date())), "waits": False}
    return {"words": _("never logged in"), "waits": not user.password}


def slips_answer(slips: list[PersonSlip]) -> Response:
    """The slips as a PDF to print and cut; no browser keeps it."""
    address = current_app.config["PUBLIC_URL"].rstrip("/")
    pages = [slips[at : at + _ON_PAGE] for at in range(0, len(slips), _ON_PAGE)]
    html = render_template(
        "classes/slips_pdf.html", pages=pages, address=address, code_shown=code_shown, day=_day
    )
    answer = Response(render(html, title=_("Activation codes")), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = "attachment; filename=codes.pdf"
    return answer


def _day(moment: dt.datetime) -> str:
    return at_school(moment).strftime("%d.%m.%Y")
