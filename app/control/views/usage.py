"""Who uses the journal, by role, class and person; slips for those who never came [P10]."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.classes.queries import coded_classes
from app.control.access import sees_school
from app.control.forms import parse_span
from app.control.queries import usage
from app.control.rules.tally import Span
from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.picture import svg, table_of


class UsagePage(Page):
    """Use of the journal over a span [P10]."""

    route_base = "/control/usage"
    title = _l("Use of the journal")

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The school by role, class and teacher; a class teacher gets the own class."""
        actor, today = current(), clock.today()
        span = parse_span(request.args, today)
        if not sees_school(actor):
            classes = usage.classes_seen(actor, today)
            if len(classes) == 1:
                return redirect(url_for(".of_class", class_id=classes[0].id, **_days(span)))
            return self.render_template(
                "control/usage_classes.html", title=self.title, classes=classes
            )
        people, used = usage.people_on(today), usage.use_of(span)
        return self._page(
            "control/usage.html",
            span,
            picture=usage.logins_picture(span),
            roles=usage.use_by_role(span),
            pupils=usage.use_by_class(people.pupils, used),
            parents={one.class_id: one for one in usage.use_by_class(people.parents, used)},
            staff=people.staff,
            used=used,
            taught=usage.taught_in(span, today),
        )

    @expose("/<int:class_id>")
    @has_access
    @permission_name("view")
    def of_class(self, class_id: int) -> ResponseReturnValue:
        """The pupils and parents of a class: when each came last, how often in the span."""
        actor, today = current(), clock.today()
        school_class = usage.class_seen(actor, class_id, today)
        span = parse_span(request.args, today)
        found = usage.families_of(school_class.id, today)
        return self._page(
            "control/usage_class.html",
            span,
            title=_("Use of the journal: %(name)s", name=school_class.name),
            school_class=school_class,
            picture=usage.logins_picture(span, usage.of_people(found.pupils + found.parents)),
            groups=(
                (_("Parents"), found.parents, _("Slips for parents who never came")),
                (_("Pupils"), found.pupils, _("Slips for pupils who never came")),
            ),
            used=usage.use_of(span),
            sees_school=sees_school(actor),
            gives_codes=any(one.id == class_id for one in coded_classes(actor)),
        )

    def _page(self, template: str, span: Span, **values: Any) -> str:
        return self.render_template(
            template,
            **{"title": self.title, **values},
            span=span,
            days=_days(span),
            nothing=usage.NOTHING,
            shown=shown,
            svg=svg,
            table_of=table_of,
        )


def _days(span: Span) -> dict[str, Any]:
    """The span as parameters of an address."""
    return {"first": span.first.isoformat(), "last": span.last.isoformat()}
