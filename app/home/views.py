"""The first page of each role."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from app.attendance.queries import reports
from app.attendance.queries.dues import uncorrected_documents, unknown_reasons
from app.attendance.queries.requests import waiting_count
from app.attendance.queries.week_lists import unreconciled
from app.board.queries.announcements import current_announcements
from app.board.queries.papers import unread_papers
from app.control.queries.inspections import waiting_remarks
from app.control.queries.items import own_items
from app.control.views.dashboard import lines_of
from app.core import clock
from app.core.actor import Actor, current
from app.core.backup.copies import is_due
from app.core.pages import Page, expose
from app.correspondence.queries import unread_messages
from app.home import queries
from app.messages.queries import unread_count
from app.movement.queries.lists import standings, year_to_confirm
from app.outages.queries.todo import paper_work

# (sentence, page, its route, permission that is needed to do something about it)
Step = tuple[str, str, str, str]


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
        classes = queries.own_classes(actor, now.date()) if actor.staff_id else []
        weeks = unreconciled(actor, now.date(), own=True) if classes else ()
        return self.render_template(
            "home/page.html",
            title=_("Today"),
            now=now,
            today=format_date(now.date(), "EEEE, d MMMM y\u00a0'г.'"),
            unread=unread_count(actor),
            letters=unread_messages(actor),
            announcements=current_announcements(actor, now.date()),
            papers=unread_papers(actor),
            paper=paper_work(actor, now.date()),
            teaches=actor.has("teacher", "class_teacher"),
            due=_due(actor, now),
            remarks=waiting_remarks(actor),
            lessons=queries.own_lessons(actor, now) if actor.staff_id else (),
            classes=classes,
            weeks={one.school_class.id: one for one in weeks},
            requests=waiting_count(actor, now.date()),
            reasons=_reasons(actor, now.date()) if classes else (),
            sees_today=_may("can_view", "TodayPage"),
            reports_absence=_may("can_edit", "OwnReportPage"),
            control=queries.control_of(actor, now) if actor.has("director", "deputy") else None,
            waiting=_waiting(actor, now) if office else None,
            children=queries.pupil_days(pupils, now) if pupils else (),
            day_words=lambda day: format_date(day, "EEEE, d MMMM"),
        )


def _may(permission: str, page: str) -> bool:
    return bool(current_app.extensions["appbuilder"].sm.has_access(permission, page))


def _due(actor: Actor, now: dt.datetime) -> list[dict[str, Any]]:
    """What waits for a teacher, the nearest term first [K1 K3]."""
    return lines_of(own_items(actor, now)) if actor.has("teacher", "class_teacher") else []


def _reasons(actor: Actor, today: dt.date) -> Iterator[tuple[str, str, bool]]:
    """Reasons of absence that wait for the class teacher: (sentence, address, late) [T1 T2]."""
    if count := reports.waiting_count(actor, today):
        text = ngettext(
            "%(num)s report of parents waits for an answer",
            "%(num)s reports of parents wait for an answer",
            count,
        )
        yield text, url_for("ReportPage.index"), False
    found = uncorrected_documents(actor, today)
    if found:
        lessons = sum(due.count for due in found)
        text = _("Reasons to correct by documents, lessons: %(count)s", count=lessons)
        yield text, url_for("TodayPage.index"), any(due.late(today) for due in found)
    if unknown := unknown_reasons(actor, today):
        lessons = sum(due.count for due in unknown)
        text = _("Absences without a known reason, lessons: %(count)s", count=lessons)
        yield text, url_for("TodayPage.index"), True


def _waiting(actor: Actor, now: dt.datetime) -> list[tuple[str, str]]:
    """What waits, as (sentence, address); only what the person can do something about."""
    found = queries.waiting(now.date())
    lists = _lists(now) if actor.has("secretary") else ()
    people = _gaps(found, staff=actor.has("admin"))
    steps = (*_beginnings(found), *lists, *_requests(found), *people, *_backup())
    return [
        (text, url_for(f"{page}.{route}"))
        for text, page, route, permission in steps
        if text and _may(permission, page)
    ]


def _beginnings(found: queries.Waiting) -> Iterator[Step]:
    """What a school that starts does first."""
    if not found.years:
        text = _("Enter the academic year with its periods and vacations")
        yield text, "AcademicYearView", "list", "can_add"
    if not found.classes:
        text = _("Import the timetable: it makes classes, courses and teachers")
        yield text, "TimetableImportPage", "index", "can_view"
    elif not found.lessons_ahead:
        text = _("There are no lessons for the coming week: make them from the timetable")
        yield text, "MakeLessonsPage", "index", "can_edit"


def _lists(now: dt.datetime) -> Iterator[Step]:
    """Lists that the secretary confirms by 5 September, and later when they have changed [S6]."""
    year = year_to_confirm(now.date())
    for one in standings(year, now) if year else ():
        if one.due is None:
            continue
        words = {"lists": one.lists.label, "day": f"{one.due:%d.%m.%Y}"}
        if one.late(now.date()):
            text = _("%(lists)s: the confirmation is overdue since %(day)s", **words)
        else:
            text = _("%(lists)s: confirm by %(day)s", **words)
        yield text, "ListCheckPage", "index", "can_edit"


def _requests(found: queries.Waiting) -> Iterator[Step]:
    """Pupils whom somebody asks to enter or remove [S6]."""
    if count := found.requests:
        text = ngettext(
            "%(num)s request about the movement of pupils",
            "%(num)s requests about the movement of pupils",
            count,
        )
        yield text, "MovementPage", "index", "can_answer"


def _backup() -> Iterator[Step]:
    """A backup that should have been made long ago."""
    config = current_app.config
    if is_due(Path(config["BACKUP_DIR"]), 2 * config["BACKUP_HOURS"], clock.now()):
        yield _("There is no recent backup: make one"), "BackupPage", "index", "can_edit"


def _gaps(found: queries.Waiting, *, staff: bool) -> Iterator[Step]:
    """Who and what still lacks something."""
    if count := found.pupils_without_class:
        text = ngettext("%(num)s pupil is in no class", "%(num)s pupils are in no class", count)
        yield text, "PupilView", "list", "can_edit"
    if count := found.classes_without_teacher:
        text = ngettext(
            "%(num)s class has no class teacher", "%(num)s classes have no class teacher", count
        )
        yield text, "SchoolClassView", "list", "can_edit"
    if count := found.courses_without_teacher:
        text = ngettext("%(num)s course has no teacher", "%(num)s courses have no teacher", count)
        yield text, "CourseTeacherView", "list", "can_edit"
    if staff and (count := found.staff_without_login):
        text = ngettext(
            "%(num)s member of staff has no login", "%(num)s members of staff have no login", count
        )
        yield text, "StaffView", "list", "can_list"
