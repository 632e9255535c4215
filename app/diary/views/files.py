"""Homework handed in as files: the family's page and the teacher's [M5]."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access, permission_name
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import current
from app.core.db import unit_of_work
from app.core.files import OFFICE_ENDS, SCAN_ENDS, Scan
from app.core.pages import Page, expose
from app.core.pages.door import SAVED, enter
from app.core.pages.uploads import file_answer, taken_files
from app.diary.models import HandedIn
from app.diary.operations.files import FILES, hand_in, take_back_file
from app.diary.queries import homework as queries

_ACCEPT = ",".join([*SCAN_ENDS.values(), ".jpeg", *OFFICE_ENDS.values()])


class HandInPage(Page):
    """Files that a pupil hands in for homework; the family sees the own ones only [M5 P5]."""

    route_base = "/diary/<int:pupil_id>/homework/<int:homework_id>/files"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self, pupil_id: int, homework_id: int) -> ResponseReturnValue:
        """What is handed in, and the form."""
        files = queries.own_files(current(), pupil_id, homework_id)
        return self.render_template(
            "diary/hand_in.html",
            title=_("Homework as files"),
            pupil_id=pupil_id,
            homework=queries.homework_of(pupil_id, homework_id),
            files=files,
            taken=queries.files_are_taken(),
            accept=_ACCEPT,
        )

    @expose("/", methods=["POST"])
    @has_access
    @permission_name("edit")
    def add(self, pupil_id: int, homework_id: int) -> ResponseReturnValue:
        """Hand files in."""
        status, faults = enter(
            lambda: hand_in(
                current(),
                pupil_id=pupil_id,
                homework_id=homework_id,
                files=lambda: taken_files(FILES, request.files.getlist("files"), "files"),
                now=clock.now(),
            ),
            way="page",
        )
        for fault in faults:
            flash(str(fault.text), "danger")
        if status == SAVED:
            flash(_("The work is handed in."), "success")
        return redirect(url_for(".index", pupil_id=pupil_id, homework_id=homework_id))

    @expose("/<int:file_id>")
    @has_access
    @permission_name("view")
    def file(self, pupil_id: int, homework_id: int, file_id: int) -> Response:
        """The own file."""
        return _sent(queries.own_file(current(), pupil_id, homework_id, file_id))

    @expose("/<int:file_id>/back", methods=["POST"])
    @has_access
    @permission_name("edit")
    def take_back(self, pupil_id: int, homework_id: int, file_id: int) -> ResponseReturnValue:
        """Take the own file back."""
        with unit_of_work("page"):
            take_back_file(current(), pupil_id=pupil_id, homework_id=homework_id, file_id=file_id)
        return redirect(url_for(".index", pupil_id=pupil_id, homework_id=homework_id))


class HandedInPage(Page):
    """Who has handed in homework, for the teacher of the course and the class teacher [M5 P2]."""

    route_base = "/handed-in"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """Homework for which files came lately."""
        return self.render_template(
            "diary/handed_in_list.html",
            title=_("Homework handed in"),
            rows=queries.homework_with_files(current(), clock.today()),
            taken=queries.files_are_taken(),
        )

    @expose("/<int:homework_id>")
    @has_access
    @permission_name("view")
    def homework(self, homework_id: int) -> ResponseReturnValue:
        """Who has handed in, and who has not."""
        return self.render_template(
            "diary/handed_in.html",
            title=_("Homework handed in"),
            found=queries.handed_in(current(), homework_id, clock.today()),
        )

    @expose("/<int:homework_id>/<int:file_id>")
    @has_access
    @permission_name("view")
    def file(self, homework_id: int, file_id: int) -> Response:
        """A pupil's file."""
        return _sent(queries.file_for_teacher(current(), homework_id, file_id, clock.today()))


def _sent(row: HandedIn) -> Response:
    return file_answer(FILES, Scan(row.key, row.name, row.type))
