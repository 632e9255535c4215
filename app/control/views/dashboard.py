"""The dashboard of journal keeping, down to the single thing and the page that mends it [K1]."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.control.access import may_inspect, sees_school
from app.control.checks.catalogue import BY_NAME, CHECKS
from app.control.forms import parse_chosen, parse_terms
from app.control.operations.terms import set_terms
from app.control.queries.board import board_of, late_items, share_by_week, staff_names
from app.control.queries.items import own_items, settings
from app.control.rules.chosen import Chosen
from app.control.rules.item import Item
from app.core import clock
from app.core.actor import current
from app.core.errors import NotFound
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.core.picture import svg, table_of

_MOST = 300  # things on a page


class ControlPage(Page):
    """What is late now and was late in a span [K1]."""

    route_base = "/control"
    title = _l("Keeping of journals")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """Figures by term, class, teacher and course, and the share kept in time by week."""
        actor, now = current(), clock.now()
        chosen = parse_chosen(request.args, now.date())
        board = board_of(actor, chosen, now)
        return self.render_template(
            "control/dashboard.html",
            title=self.title,
            board=board,
            chosen=chosen,
            args=chosen_args(chosen),
            picture=share_by_week(board),
            sees_school=sees_school(actor),
            may_inspect=may_inspect(actor),
            untraced=_untraced(),
            now=now,
            shown=shown,
            svg=svg,
            table_of=table_of,
        )

    @expose("/items/<string:when>")
    @has_access
    @permission_name("view")
    def items(self, when: str) -> ResponseReturnValue:
        """The single things behind a figure: `now` late at the moment, `span` in the span."""
        if when not in {"now", "span"}:
            raise NotFound
        actor, now = current(), clock.now()
        chosen = parse_chosen(request.args, now.date())
        found = late_items(actor, chosen, now, in_span=when == "span")
        return self.render_template(
            "control/items.html",
            title=_("Late now") if when == "now" else _("Late in the span"),
            of=_of(chosen, found),
            lines=lines_of(found[:_MOST]),
            more=max(0, len(found) - _MOST),
            args=chosen_args(chosen),
            span=chosen.span if when == "span" else None,
            now=now,
            shown=shown,
        )

    @expose("/mine")
    @has_access
    @permission_name("view")
    def mine(self) -> ResponseReturnValue:
        """What waits for the person, the nearest term first [K3]."""
        now = clock.now()
        found = own_items(current(), now)
        return self.render_template(
            "control/mine.html",
            title=_("What waits for me"),
            lines=lines_of(found[:_MOST]),
            more=max(0, len(found) - _MOST),
            now=now,
            shown=shown,
        )


class TermsPage(Page):
    """Which terms the school watches, and with which numbers [K1]."""

    route_base = "/control/terms"
    title = _l("Terms of filling")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """All terms."""
        return self._page({}, [])

    @expose("/", methods=["POST"])
    @has_access
    @permission_name("edit")
    def save(self) -> ResponseReturnValue:
        """Save all of them."""
        wanted = parse_terms(request.form)
        status, faults = enter(lambda: set_terms(current(), wanted=wanted))
        if status != SAVED:
            return self._page(request.form.to_dict(), faults), status
        flash(_("Saved."), "success")
        return redirect(url_for(".index"))

    def _page(self, given: Any, faults: Any) -> str:
        return self.render_template(
            "control/terms.html",
            title=self.title,
            settings=settings(),
            given=given,
            faults=faults,
            may_edit=current().has("admin", "deputy"),
        )


def _untraced() -> str:
    """The terms of which nothing is told but what is late now, as they stand in a sentence."""
    titles = (str(check.title) for check in CHECKS if not check.traced)
    return "; ".join(title[0].lower() + title[1:] for title in titles)


def lines_of(items: list[Item]) -> list[dict[str, Any]]:
    """Things as their tables need them."""
    names = staff_names({item.place.staff_id for item in items} - {None})
    return [
        {
            "item": item,
            "check": BY_NAME[item.check].title,
            "teacher": names.get(item.place.staff_id or 0, ""),
            "url": url_for(item.address.route, **item.address.values),
        }
        for item in items
    ]


def chosen_args(chosen: Chosen) -> dict[str, Any]:
    """The choice as parameters of an address."""
    values = {
        "first": chosen.span.first.isoformat(),
        "last": chosen.span.last.isoformat(),
        "check": chosen.check,
        "class_id": chosen.class_id,
        "staff_id": chosen.staff_id,
        "course_id": chosen.course_id,
    }
    return {name: value for name, value in values.items() if value}


def _of(chosen: Chosen, found: list[Item]) -> list[str]:
    """What was chosen, in words."""
    words = [str(BY_NAME[chosen.check].title)] if chosen.check else []
    if found and (chosen.class_id or chosen.course_id):
        place = found[0].place
        course = f"{place.school_class}, {place.subject}"
        words.append(course if chosen.course_id else place.school_class)
    if chosen.staff_id:
        words += staff_names({chosen.staff_id}).values()
    return words
