"""The week grid of a class [J2]."""

import datetime as dt

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name

from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose
from app.journal.queries.courses import seen_classes
from app.journal.views.week_page import week_grid


class WeekPage(Page):
    """A class's week: pupils × all lessons by day [J2]."""

    route_base = "/journal/week"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The own class's week, else that of the first class that the person may see."""
        classes = seen_classes(current(), clock.today())
        if not classes:
            return self.render_template("journal/none.html")
        return redirect(url_for("WeekPage.week", class_id=classes[0].id))

    @expose("/<int:class_id>")
    @has_access
    @permission_name("view")
    def week(self, class_id: int) -> ResponseReturnValue:
        """The week of a class that holds `?day=` (ГГГГ-ММ-ДД), by default today."""
        today = clock.today()
        day = request.args.get("day", default=today, type=dt.date.fromisoformat)
        return self.render_template(
            "journal/week.html",
            page=week_grid(current(), class_id, day, today),
            save_url=url_for("JournalPage.entries"),
            history_url=url_for("JournalPage.history"),
            news_url=url_for("JournalPage.news"),
            now=clock.now().isoformat(),
            person=current().user_id,
        )
