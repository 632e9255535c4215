"""What the families of a class have seen of the new marks, for its class teacher [M5 P3]."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.diary.queries.fresh import BACK, families, watched


class FamiliesPage(Page):
    """Which parents have seen the marks of their children."""

    route_base = "/diary/families"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The classes; for who has one only, that one."""
        classes = watched(current(), clock.today())
        if len(classes) == 1:
            return redirect(url_for("FamiliesPage.of_class", class_id=classes[0].id))
        return self.render_template(
            "diary/classes.html", title=_("What parents have seen"), classes=classes
        )

    @expose("/<int:class_id>")
    @has_access
    @permission_name("view")
    def of_class(self, class_id: int) -> ResponseReturnValue:
        """The pupils of a class with their parents."""
        school_class, found = families(current(), class_id, clock.today())
        return self.render_template(
            "diary/families.html",
            title=_("What parents have seen: %(name)s", name=school_class.name),
            families=found,
            days=BACK.days,
            shown=shown,
        )
