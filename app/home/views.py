"""The first page of each role."""

from typing import Any

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from app.core import clock
from app.core.actor import Actor, current
from app.core.pages import Page, expose
from app.home import queries
from app.messages.queries import unread_count


class HomePage(Page):
    """What is today, and what waits for me [P1]."""

    route_base = ""
    public = frozenset({"index"})

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """A part for each role that the person has; before login the login page."""
        if not current_user.is_authenticated:
            return redirect(url_for("LoginPage.login"))
        actor, now = current(), clock.now()
        pupils = (*filter(None, (actor.pupil_id,)), *actor.children)
        office = actor.has("admin", "secretary")
        return self.render_template(
            "home/page.html",
            title=_("Today"),
            now=now,
            today=format_date(now.date(), "EEEE, d MMMM y\u00a0'г.'"),
            unread=unread_count(actor),
            teaches=actor.has("teacher", "class_teacher"),
            lessons=queries.own_lessons(actor, now) if actor.staff_id else (),
            classes=queries.own_classes(actor, now.date()) if actor.staff_id else (),
            control=queries.control_of(actor, now) if actor.has("director", "deputy") else None,
            waiting=_waiting(actor, queries.waiting(now.date())) if office else None,
            children=queries.pupil_days(pupils, now) if pupils else (),
            day_words=lambda day: format_date(day, "EEEE, d MMMM"),
        )


def _may(permission: str, page: str) -> bool:
    return bool(current_app.extensions["appbuilder"].sm.has_access(permission, page))


def _waiting(actor: Actor, found: queries.Waiting) -> list[tuple[str, str]]:
    """What waits, as (sentence, address); only what the person can do something about."""
    steps: list[tuple[Any, str, str, str]] = [
        (
            not found.years and _("Enter the academic year with its periods and vacations"),
            "AcademicYearView",
            "can_add",
            "list",
        ),
        (
            not found.classes and _("Import the timetable: it makes classes, courses and teachers"),
            "TimetableImportPage",
            "can_view",
            "index",
        ),
        (
            found.classes
            and not found.lessons_ahead
            and _("There are no lessons for the coming week: make them from the timetable"),
            "MakeLessonsPage",
            "can_edit",
            "index",
        ),
        (
            found.pupils_without_class
            and ngettext(
                "%(num)s pupil is in no class",
                "%(num)s pupils are in no class",
                found.pupils_without_class,
            ),
            "PupilView",
            "can_edit",
            "list",
        ),
        (
            found.classes_without_teacher
            and ngettext(
                "%(num)s class has no class teacher",
                "%(num)s classes have no class teacher",
                found.classes_without_teacher,
            ),
            "SchoolClassView",
            "can_edit",
            "list",
        ),
        (
            found.courses_without_teacher
            and ngettext(
                "%(num)s course has no teacher",
                "%(num)s courses have no teacher",
                found.courses_without_teacher,
            ),
            "CourseTeacherView",
            "can_edit",
            "list",
        ),
        (
            found.staff_without_login
            and actor.has("admin")
            and ngettext(
                "%(num)s member of staff has no login",
                "%(num)s members of staff have no login",
                found.staff_without_login,
            ),
            "StaffView",
            "can_list",
            "list",
        ),
    ]
    return [
        (text, url_for(f"{page}.{route}"))
        for text, page, permission, route in steps
        if text and _may(permission, page)
    ]
