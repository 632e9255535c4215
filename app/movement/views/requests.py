"""Requests about the movement of pupils: asking, taking back, what waits, answering [S6]."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _

from app.classes.forms import parse_key
from app.core import clock
from app.core.actor import current
from app.core.errors import Fault, NotFound, Refused
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.messages.queries import letter_addresses
from app.movement.access import may_withdraw
from app.movement.enums import Answer, Wish
from app.movement.forms import AskForm, ask_form, asked_in, plain
from app.movement.operations import requests as operations
from app.movement.queries import requests as queries
from app.movement.rules import LONGEST_WORDS
from app.timetable.operations.substituting import Telling


class MovementPage(Page):
    """What class teachers and the secretary ask the administrator for, and the answers [S6]."""

    route_base = "/movement"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """What waits for an answer, and the latest answers."""
        return self._index()

    @expose("/new")
    @has_access
    @permission_name("edit")
    def new(self) -> ResponseReturnValue:
        """A new request about a class of the address."""
        if not queries.classes_to_ask_about(current(), clock.today()):
            return self.render_template("movement/no_class.html", title=_("New request"))
        school_class, wish = self._class(), _wish()
        choices = queries.choices_of(school_class, clock.today())
        return self._form_page(ask_form(wish, choices, clock.today()), school_class, wish)

    @expose("/new", methods=["POST"])
    @has_access
    @permission_name("edit")
    def ask(self) -> ResponseReturnValue:
        """Send it."""
        school_class, wish = self._class(), _wish()
        form = ask_form(wish, queries.choices_of(school_class, clock.today()), clock.today())
        status, faults = Refused.status, list[Fault]()
        if form.validate():
            asked = asked_in(form, wish, school_class)
            status, faults = enter(
                lambda: operations.ask(current(), asked=asked, telling=_telling())
            )
        for fault in faults:
            form.put_fault(fault.text, fault.field)
        if status != SAVED:
            return self._form_page(form, self._class(), wish), status
        flash(_("The administrator is told; the answer will come as a notice."), "success")
        return redirect(url_for("MovementPage.index"))

    @expose("/<int:request_id>/answer", methods=["POST"])
    @has_access
    @permission_name("answer")
    def answer(self, request_id: int) -> ResponseReturnValue:
        """Done, or declined with a word."""
        state = Answer.DONE if request.form.get("do") == Answer.DONE else Answer.DECLINED
        words = plain(request.form.get("words"))[:LONGEST_WORDS]
        status, faults = enter(
            lambda: operations.answer(
                current(), request_id=request_id, state=state, words=words, telling=_telling()
            )
        )
        if status != SAVED:
            return self._index(faults, request_id, words), status
        flash(_("Answered; who asked is told."), "success")
        return redirect(url_for("MovementPage.index"))

    @expose("/<int:request_id>/withdraw", methods=["POST"])
    @has_access
    @permission_name("edit")
    def withdraw(self, request_id: int) -> ResponseReturnValue:
        """Take an own request back."""
        status, faults = enter(
            lambda: operations.withdraw(current(), request_id=request_id, now=clock.now())
        )
        if status != SAVED:
            return self._index(faults, request_id), status
        flash(_("The request is withdrawn."), "success")
        return redirect(url_for("MovementPage.index"))

    def _index(self, faults: Sequence[Fault] = (), at: int | None = None, words: str = "") -> str:
        actor, today = current(), clock.today()
        may = self.appbuilder.sm.has_access
        return self.render_template(
            "movement/requests.html",
            title=_("Requests about movement"),
            waiting=queries.waiting_requests(actor, today),
            answered=queries.answered_requests(actor, today),
            asks=may("can_edit", "MovementPage"),
            answers=may("can_answer", "MovementPage"),
            may_withdraw=lambda row: may_withdraw(actor, row),
            faults=faults,
            at=at,
            words=words,
            Wish=Wish,
            shown=shown,
        )

    def _class(self) -> Any:
        """The class of the request, out of those that the person may ask about."""
        key = parse_key(request.values.get("class_id", ""))
        if key is not None:
            return queries.class_to_ask_about(current(), key, clock.today())
        classes = queries.classes_to_ask_about(current(), clock.today())
        if not classes:
            raise NotFound
        return classes[0]

    def _form_page(self, form: AskForm, school_class: Any, wish: Wish) -> str:
        return self.render_template(
            "movement/ask.html",
            title=_("New request"),
            form=form,
            school_class=school_class,
            wish=wish,
            wishes=Wish,
            classes=queries.classes_to_ask_about(current(), clock.today()),
        )


def _wish() -> Wish:
    """What is asked for; without a word that is known, the first."""
    known = {wish.value: wish for wish in Wish}
    return known.get(request.values.get("wish", ""), Wish.ENTER)


def _telling() -> Telling:
    return Telling(clock.now(), letter_addresses(current_app.config))
