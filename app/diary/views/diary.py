"""The diary of a pupil: week, marks, calendar [M5 P5]."""

import datetime as dt
import re
from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_appbuilder.security.decorators import has_access_api
from flask_babel import format_date
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import current
from app.core.db import attempt, unit_of_work
from app.core.errors import JournalError
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.diary import operations
from app.diary.queries.days import diary_week
from app.diary.queries.family import own_cards
from app.diary.queries.feed import feed_of
from app.diary.queries.fresh import fresh_marks
from app.diary.queries.period import diary_period
from app.journal.rules.average import format_average
from app.journal.rules.cell import DEBT
from app.timetable.forms import parse_date, parse_id

_SEEN = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")
_WEEK = dt.timedelta(7)


class DiaryPage(Page):
    """What the family sees of the journal, made for a telephone first [M5]."""

    route_base = "/diary"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """The diary of the pupil, or of the eldest child."""
        cards = own_cards(current())
        if not cards:
            return self.render_template("diary/none.html", title=_("Diary"))
        return redirect(url_for("DiaryPage.week", pupil_id=cards[0].id))

    @expose("/<int:pupil_id>")
    @has_access
    @permission_name("view")
    def week(self, pupil_id: int) -> ResponseReturnValue:
        """The week that holds `?day=` (ГГГГ-ММ-ДД), by default today."""
        actor, today = current(), clock.today()
        found = diary_week(actor, pupil_id, parse_date(request.args.get("day", ""), today), today)
        monday, sunday = found.dates[0], found.dates[-1]
        return self._page(
            "diary/week.html",
            pupil_id,
            week=found,
            fresh=fresh_marks(actor, pupil_id, today),
            parent=pupil_id != actor.pupil_id,
            today=today,
            span=f"{format_date(monday, 'd MMMM')} – {format_date(sunday, 'd MMMM')}",
            day_words=lambda on: format_date(on, "EEEE, d MMMM"),
            before=url_for("DiaryPage.week", pupil_id=pupil_id, day=monday - _WEEK),
            after=url_for("DiaryPage.week", pupil_id=pupil_id, day=monday + _WEEK),
            debt=DEBT,
        )

    @expose("/<int:pupil_id>/marks")
    @has_access
    @permission_name("view")
    def marks(self, pupil_id: int) -> ResponseReturnValue:
        """Marks and results of the period `?period=`, by default that of today."""
        wanted = request.args.get("period", type=int)
        return self._page(
            "diary/marks.html",
            pupil_id,
            found=diary_period(current(), pupil_id, wanted, clock.today()),
            average=format_average,
            debt=DEBT,
        )

    @expose("/<int:pupil_id>/seen", methods=["POST"])
    @has_access
    @permission_name("edit")
    def seen(self, pupil_id: int) -> ResponseReturnValue:
        """The person has seen the marks of the form: `mark` as «id:version»."""
        seen = [
            (int(match[1]), int(match[2]))
            for text in request.form.getlist("mark")
            if (match := _SEEN.fullmatch(text))
        ]
        _written(
            attempt(
                "page",
                lambda: operations.see_marks(
                    current(), pupil_id=pupil_id, seen=seen, now=clock.now()
                ),
            )
        )
        return redirect(self._week_of(pupil_id))

    @expose("/<int:pupil_id>/homework", methods=["POST"])
    @has_access_api
    @permission_name("edit")
    def homework(self, pupil_id: int) -> ResponseReturnValue:
        """Tick homework off, or take the tick back: `homework`, `version`, `done` (1 or 0)."""
        sent = request.form
        homework, version = (parse_id(sent.get(name, "")) for name in ("homework", "version"))
        _written(
            attempt(
                "page",
                lambda: operations.tick_homework(
                    current(),
                    pupil_id=pupil_id,
                    homework_id=homework,
                    version=version,
                    done=sent.get("done") == "1",
                    now=clock.now(),
                ),
            )
        )
        return jsonify(status=200)

    @expose("/<int:pupil_id>/calendar")
    @has_access
    @permission_name("view")
    def calendar(self, pupil_id: int) -> ResponseReturnValue:
        """The secret address of the calendar."""
        feed = feed_of(current(), pupil_id)
        return self._page(
            "diary/calendar.html",
            pupil_id,
            feed=feed,
            address=feed and url_for("CalendarFeedPage.feed", secret=feed.secret, _external=True),
            shown=shown,
        )

    @expose("/<int:pupil_id>/calendar", methods=["POST"])
    @has_access
    @permission_name("edit")
    def change_calendar(self, pupil_id: int) -> ResponseReturnValue:
        """A new address («open») or none any longer («close»)."""
        actor = current()
        with unit_of_work("page"):
            if request.form.get("choice") == "close":
                operations.close_feed(actor, pupil_id=pupil_id)
            else:
                operations.open_feed(actor, pupil_id=pupil_id, now=clock.now())
        return redirect(url_for("DiaryPage.calendar", pupil_id=pupil_id))

    def _page(self, template: str, pupil_id: int, **values: Any) -> str:
        """A page of the diary; the reads of its values have refused others' pupils."""
        cards = own_cards(current())
        pupil = next(card for card in cards if card.id == pupil_id)
        title = _("Diary: %(name)s", name=pupil.call_name)
        return self.render_template(template, title=title, pupil=pupil, cards=cards, **values)

    def _week_of(self, pupil_id: int) -> str:
        day = parse_date(request.form.get("day", ""), clock.today())
        return url_for("DiaryPage.week", pupil_id=pupil_id, day=day)


def _written(answer: object) -> None:
    """Hand a refusal on to the page of errors."""
    if isinstance(answer, JournalError):
        raise answer
