"""The page on which a class is split into subgroups [S4]."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.classes import access, queries
from app.classes.forms import parse_day, parse_key, parse_spread
from app.classes.models import SchoolClass
from app.classes.operations import division as divisions
from app.core import clock
from app.core.actor import current
from app.core.errors import Fault, NotFound
from app.core.pages import Page, expose
from app.core.pages.door import SAVED, enter

SUBGROUPS = 4  # fields for names in the form of a new division


class DivisionPage(Page):
    """Class × division: each pupil's subgroup from a date on; makes divisions too."""

    route_base = "/division"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The class, division and date of the address; without them the first, the first, today."""
        return self._page()

    @expose("/split", methods=["POST"])
    @has_access
    @permission_name("edit")
    def split(self) -> ResponseReturnValue:
        """Make a division with its subgroups."""
        name, class_id = request.form.get("name", ""), self._class().id
        status, faults = enter(
            lambda: divisions.split_class(
                current(),
                class_id=class_id,
                division=name,
                names=request.form.getlist("subgroup"),
            )
        )
        if status != SAVED:
            return self._page(faults), status
        flash(_("The division is made. Now choose a subgroup for each pupil."), "success")
        return self._again(class_id, " ".join(name.split()))

    @expose("/spread", methods=["POST"])
    @has_access
    @permission_name("edit")
    def spread(self) -> ResponseReturnValue:
        """Put the pupils into the chosen subgroups from the date on."""
        class_id, name = self._class().id, request.form.get("division", "")
        choices = parse_spread(request.form).changed
        status, faults = enter(
            lambda: divisions.spread_pupils(
                current(),
                class_id=class_id,
                division=name,
                choices=choices,
                since=parse_day(request.form.get("on", ""), clock.today()),
                today=clock.today(),
            )
        )
        if status != SAVED:
            return self._page(faults), status
        flash(_("Saved."), "success")
        return self._again(class_id, name)

    def _class(self) -> SchoolClass:
        """The class of the request, out of those that the person may split."""
        return _wanted(queries.classes_to_split(current(), clock.today()))

    def _page(self, faults: Sequence[Fault] = ()) -> str:
        today = clock.today()
        classes = queries.classes_to_split(current(), today)
        if not classes:
            return self.render_template("classes/no_class.html", title=_("Subgroups of a class"))
        school_class = _wanted(classes)
        first, last = school_class.year.starts, school_class.year.ends
        on = parse_day(request.values.get("on", ""), min(max(today, first), last))
        found = queries.division_of(
            school_class,
            request.values.get("division", ""),
            on,
            free=access.may_transfer(current()),
            today=today,
        )
        return self.render_template(
            "classes/division.html",
            title=_("Subgroups of a class"),
            classes=classes,
            division=found,
            chosen=parse_spread(request.form).chosen,
            faults=[fault.text for fault in faults],
            new=(request.form.get("name", ""), self._names()),
        )

    def _names(self) -> list[str]:
        usual = [_("Group %(number)s", number=number) for number in (1, 2)]
        given = request.form.getlist("subgroup") or usual
        return (given + [""] * SUBGROUPS)[:SUBGROUPS]

    def _again(self, class_id: int, name: str) -> ResponseReturnValue:
        on = request.form.get("on") or None
        return redirect(url_for("DivisionPage.index", class_id=class_id, division=name, on=on))


def _wanted(classes: Sequence[SchoolClass]) -> SchoolClass:
    key = parse_key(request.values.get("class_id", ""))
    wanted = [found for found in classes if key in {None, found.id}]
    if not wanted:
        raise NotFound
    return wanted[0]
