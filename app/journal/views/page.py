"""The journal page, what it sends and what it asks [J1 J9 J10]."""

import datetime as dt

from flask import Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_appbuilder.security.decorators import has_access_api
from flask_wtf.csrf import generate_csrf

from app.core import clock
from app.core.actor import current
from app.core.errors import Forbidden
from app.core.pages import Page, expose
from app.journal.forms import read_batch
from app.journal.queries.courses import course_head, first_course, planned_topics
from app.journal.views.course_page import journal_page
from app.journal.views.entries import answer_to
from app.journal.views.history import history_of
from app.journal.views.news import news_for


class JournalPage(Page):
    """The journal of a course: pupils × lessons of a period [J1]."""

    route_base = "/journal"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The journal that is needed next: of the lesson that goes on or comes."""
        now = clock.now()
        course = first_course(current(), now.date(), now.time())
        if course is None:
            return self.render_template("journal/none.html")
        return redirect(url_for("JournalPage.course", course_id=course))

    @expose("/course/<int:course_id>")
    @has_access
    @permission_name("view")
    def course(self, course_id: int) -> ResponseReturnValue:
        """The page of a course and period (`?period=`), opened at a day (`?day=`)."""
        period, today = request.args.get("period", type=int), clock.today()
        day = request.args.get("day", default=today, type=dt.date.fromisoformat)
        page = journal_page(current(), course_id, period, today, day)
        return self.render_template(
            "journal/page.html",
            page=page,
            save_url=url_for("JournalPage.entries", period=page["period"]),
            history_url=url_for("JournalPage.history"),
            news_url=url_for("JournalPage.news"),
            now=clock.now().isoformat(),
            person=current().user_id,
        )

    @expose("/plan/<int:course_id>")
    @has_access_api
    @permission_name("view")
    def plan(self, course_id: int) -> Response:
        """Topics of the course's lesson plan, to choose one for a lesson [J4]."""
        course = course_head(current(), course_id, clock.today()).course
        return jsonify([topic._asdict() for topic in planned_topics(course)])

    @expose("/entries", methods=["POST"])
    @has_access_api
    @permission_name("edit")
    def entries(self) -> Response:
        """Up to 100 entries, each with an answer of its own [J10 U4]."""
        actor, period = current(), request.args.get("period", type=int)
        person, entries = read_batch(request.get_json(silent=True))
        if person != actor.user_id:
            raise Forbidden  # the page was drawn for somebody else who has logged out since
        return jsonify(results=[answer_to(actor, raw, period) for raw in entries])

    @expose("/token")
    @has_access_api
    @permission_name("view")
    def token(self) -> Response:
        """Who is logged in now, and the token that entries of an older page need [U4]."""
        return jsonify(person=current().user_id, token=generate_csrf())

    @expose("/news")
    @has_access_api
    @permission_name("view")
    def news(self) -> Response:
        """What others wrote into the cells of an open page [J10]."""
        return jsonify(news_for(current(), request))

    @expose("/history")
    @has_access
    @permission_name("view")
    def history(self) -> str:
        """The history of a cell, a topic, a homework, a kind of work or a result [J9]."""
        return self.render_template("journal/_history.html", lines=history_of(current(), request))
