"""What the journal page asks before a lesson is marked: the reasons known already [T1]."""

from typing import Any

from flask import Response, jsonify, request
from flask_appbuilder.security.decorators import has_access_api, permission_name

from app.attendance.queries.reasons import known_reasons, seen_lesson
from app.attendance.rules import letters_of
from app.core import clock
from app.core.actor import current
from app.core.errors import NotFound
from app.core.pages import Page, expose
from app.school.queries import the_school


class ReasonsPage(Page):
    """Reasons of absence for a lesson, to be taken in one press."""

    route_base = "/attendance"

    @expose("/reasons")
    @has_access_api
    @permission_name("view")
    def index(self) -> Response:
        """By pupil: kind, letter and source of each reason, the surest first (`?lesson=`)."""
        lesson_id, school = request.args.get("lesson", type=int), the_school()
        if lesson_id is None or school is None or lesson_id > _LARGEST:
            raise NotFound
        lesson = seen_lesson(current(), lesson_id, clock.today())
        letters = letters_of(school.letters)
        found: dict[int, Any] = {
            pupil: [
                {"kind": one.kind, "letter": letters[one.kind], "text": str(one.text)}
                for one in reasons
            ]
            for pupil, reasons in known_reasons(lesson).items()
        }
        return jsonify(found)


_LARGEST = 2**31 - 1
