"""The calendar of a pupil for telephones and mail programs: no login, a secret address [M5]."""

from flask import Response
from flask_babel import gettext as _

from app.core import clock
from app.core.pages import Page, expose
from app.diary.queries.feed import events, feed_at
from app.diary.rules.ical import calendar_text


class CalendarFeedPage(Page):
    """Lessons and works ahead, without marks; whoever knows the address reads it."""

    route_base = "/calendar"
    public = frozenset({"feed"})

    @expose("/<secret>.ics")
    def feed(self, secret: str) -> Response:
        """The calendar as text/calendar; 404 when the address is none any longer."""
        now = clock.now()
        actor, pupil = feed_at(secret)
        name = _("Lessons: %(name)s", name=pupil.first_name)
        text = calendar_text(name, events(actor, pupil.id, now), now)
        answer = Response(text, mimetype="text/calendar")
        answer.headers["Cache-Control"] = "no-store"
        return answer
