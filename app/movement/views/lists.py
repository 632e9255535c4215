"""The lists of classes and staff that the secretary confirms by 5 September and weekly [S6]."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _

from app.classes.forms import parse_key
from app.core import clock
from app.core.actor import current
from app.core.errors import Fault, NotFound
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.movement import access
from app.movement.enums import Lists
from app.movement.operations.lists import confirm_lists
from app.movement.queries import lists as queries


class ListCheckPage(Page):
    """Lists of classes and staff: numbers, changes since they were confirmed [S6]."""

    route_base = "/list-check"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """How the lists stand."""
        return self._index()

    @expose("/<string:lists>/confirm", methods=["POST"])
    @has_access
    @permission_name("edit")
    def confirm(self, lists: str) -> ResponseReturnValue:
        """The lists are right."""
        known = {one.value: one for one in Lists}
        if lists not in known:
            raise NotFound
        seen = parse_key(request.form.get("seen", "")) or 0
        status, faults = enter(
            lambda: confirm_lists(current(), lists=known[lists], seen=seen, now=clock.now())
        )
        if status != SAVED:
            return self._index(faults), status
        flash(_("Confirmed: thank you."), "success")
        return redirect(url_for("ListCheckPage.index"))

    def _index(self, faults: Sequence[Fault] = ()) -> str:
        now = clock.now()
        year = queries.year_to_confirm(now.date())
        return self.render_template(
            "movement/lists.html",
            title=_("Check of the lists"),
            year=year,
            seen=queries.last_of_history(),
            standings=queries.standings(year, now) if year else (),
            classes=queries.class_lines(year.id, now.date()) if year else (),
            staff=queries.staff_count(now.date()),
            confirms=access.may_confirm(current()),
            today=now.date(),
            faults=faults,
            Lists=Lists,
            shown=shown,
        )
