"""The transfer screen: entries from paper, and what became of each lesson [U3]."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flask import Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import has_access_api, permission_name
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import current
from app.core.errors import Fault, Forbidden, NotFound
from app.core.pages import Page, expose
from app.core.pages.door import SAVED, enter
from app.journal.forms import read_batch
from app.journal.views.entries import answer_to
from app.outages.operations import transfers as operations
from app.outages.operations.transfers import Papers, admitted
from app.outages.queries.outages import sheet_of
from app.outages.views.transfer_page import transfer_page, usual_sheet


class TransferPage(Page):
    """Lessons of a course in an outage, laid out as their paper sheet [U3]."""

    route_base = "/outages/transfer"

    @expose("/<int:outage_id>/<int:course_id>")
    @has_access
    @permission_name("view")
    def index(self, outage_id: int, course_id: int) -> ResponseReturnValue:
        """The screen; `?sheet=` the number of the paper, by default that printed last."""
        return self._page(_papers(outage_id, course_id))

    @expose("/<int:outage_id>/<int:course_id>/entries", methods=["POST"])
    @has_access_api
    @permission_name("edit")
    def entries(self, outage_id: int, course_id: int) -> Response:
        """Up to 100 entries, as on the journal page; the history has the sheet's number [J9]."""
        actor, papers = current(), _papers(outage_id, course_id)
        person, sent = read_batch(request.get_json(silent=True))
        if person != actor.user_id:
            raise Forbidden  # the page was drawn for somebody else who has logged out since
        admit = partial(admitted, papers)
        return jsonify(
            results=[answer_to(actor, raw, None, way=papers.way, admit=admit) for raw in sent]
        )

    @expose("/<int:outage_id>/<int:course_id>/lessons", methods=["POST"])
    @has_access
    @permission_name("edit")
    def settle(self, outage_id: int, course_id: int) -> ResponseReturnValue:
        """Transferred, not held, or waiting again, as the form says."""
        papers = Papers(outage_id, course_id, request.form.get("sheet", "").strip())
        lessons = [int(key) for key in request.form.getlist("lesson") if key.isdecimal()]
        status, faults = enter(_deed(papers, lessons), papers.way)
        if status != SAVED:
            return self._page(papers, faults), status
        flash(_("Saved."), "success")
        anchor = f"lesson-{lessons[0]}" if lessons else None
        return redirect(
            url_for(
                ".index",
                outage_id=outage_id,
                course_id=course_id,
                sheet=papers.sheet,
                _anchor=anchor,
            )
        )

    def _page(self, papers: Papers, faults: Sequence[Fault] = ()) -> str:
        actor, today = current(), clock.today()
        if "sheet" not in request.values:
            sheet = usual_sheet(actor, papers, today)
            papers = Papers(papers.outage_id, papers.course_id, sheet)
        where: dict[str, Any] = {"outage_id": papers.outage_id, "course_id": papers.course_id}
        asked = request.values.get("sheet", "")
        return self.render_template(
            "outages/transfer.html",
            page=transfer_page(actor, papers, today),
            papers=papers,
            asked="" if asked == papers.sheet else asked,
            faults=faults,
            save_url=url_for(".entries", sheet=papers.sheet, **where),
            history_url=url_for("JournalPage.history"),
            news_url=url_for("JournalPage.news"),
            now=clock.now().isoformat(),
            person=actor.user_id,
        )


def _papers(outage_id: int, course_id: int) -> Papers:
    """What the address names; the number of a sheet that is not of this course is left out."""
    number = request.args.get("sheet", "").strip()
    known = sheet_of(course_id, number) if number else None
    return Papers(outage_id, course_id, str(known.number) if known else "")


def _deed(papers: Papers, lessons: list[int]) -> Callable[[], Any]:
    actor, now, form = current(), clock.now(), request.form
    if not lessons:
        raise NotFound
    one: dict[str, Any] = {"papers": papers, "lesson_id": lessons[0], "now": now}
    if form.get("deed") == "not_held":
        return partial(operations.mark_not_held, actor, reason=form.get("reason", ""), **one)
    if form.get("deed") == "back":
        return partial(operations.take_back, actor, **one)
    return partial(operations.mark_transferred, actor, papers=papers, lesson_ids=lessons, now=now)
