"""What class teachers ask the teacher of a lesson for [T3]."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _

from app.attendance.enums import Change, Decision
from app.attendance.models import CorrectionRequest
from app.attendance.operations.requests import accept_request, decline_request
from app.attendance.queries.requests import Asked, answered_requests, waiting_requests
from app.attendance.rules import letters_of
from app.attendance.views.week_words import asked
from app.core import clock
from app.core.actor import current
from app.core.errors import Fault
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.core.pages.door import SAVED, enter
from app.journal.rules.cell import format_cell
from app.journal.views.shape import course_url
from app.messages.queries import letter_addresses
from app.school.enums import LetterProfile
from app.school.queries import the_school
from app.timetable.operations.substituting import Telling

Letters = Mapping[str, str]


class RequestPage(Page):
    """Requests of class teachers about one's own lessons: accept, or decline with a word [T3]."""

    route_base = "/attendance/requests"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """What waits for an answer, and the latest answers."""
        return self._index()

    @expose("/<int:request_id>/accept", methods=["POST"])
    @has_access
    @permission_name("edit")
    def accept(self, request_id: int) -> ResponseReturnValue:
        """Do what is asked."""
        topic = request.form.get("topic", "")
        return self._answered(
            request_id,
            lambda telling: accept_request(
                current(), request_id=request_id, topic=topic, telling=telling
            ),
            _("Done as asked; the class teacher is told."),
        )

    @expose("/<int:request_id>/decline", methods=["POST"])
    @has_access
    @permission_name("edit")
    def decline(self, request_id: int) -> ResponseReturnValue:
        """The entry stays as it is."""
        text = request.form.get("text", "")
        return self._answered(
            request_id,
            lambda telling: decline_request(
                current(), request_id=request_id, text=text, telling=telling
            ),
            _("Declined; the class teacher is told."),
        )

    def _answered(
        self, request_id: int, answer: Callable[[Telling], None], done: str
    ) -> ResponseReturnValue:
        telling = Telling(clock.now(), letter_addresses(current_app.config))
        status, faults = enter(lambda: answer(telling))
        if status != SAVED:
            return self._index(faults, request_id), status
        flash(done, "success")
        return redirect(url_for("RequestPage.index"))

    def _index(self, faults: Sequence[Fault] = (), at: int | None = None) -> str:
        actor, school = current(), the_school()
        letters = letters_of(school.letters if school else LetterProfile.USUAL)
        return self.render_template(
            "attendance/requests.html",
            title=_("Requests of class teachers"),
            waiting=[_waiting(one, letters) for one in waiting_requests(actor, clock.today())],
            answered=[_shape(one, letters) for one in answered_requests(actor)],
            faults=faults,
            at=at,
        )


def _waiting(one: Asked, letters: Letters) -> dict[str, Any]:
    row = one.request
    topic = row.change is Change.TOPIC
    return {
        **_shape(row, letters),
        "cell": format_cell(one.cell, letters),
        "stale": one.stale,
        "topic": topic,
        "planned": row.lesson.plan_topic.title if topic and row.lesson.plan_topic else "",
        "accept": _("Write the topic") if topic else _accept(row.change, letters),
    }


def _accept(change: Change, letters: Letters) -> str:
    if change.value in letters:
        return str(_("Yes: write %(letter)s", letter=letters[change.value]))
    if change is Change.PRESENT:
        return str(_("Yes: the pupil was present"))
    return str(_("Yes: take it back"))


def _shape(row: CorrectionRequest, letters: Letters) -> dict[str, Any]:
    lesson = row.lesson
    return {
        "id": row.id,
        "pupil": row.pupil.call_name if row.pupil else "",
        "course": lesson.course.title,
        "when": _("%(day)s, lesson %(number)s", day=shown(lesson.day), number=lesson.number),
        "url": course_url(lesson.course_id),
        "by": row.asked_name,
        "question": asked(row.change, letters),
        "text": row.text,
        "state": row.state.label,
        "accepted": row.state is Decision.ACCEPTED,
        "answer": row.answer,
        "at": shown(row.decided_at),
    }
