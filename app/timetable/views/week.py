"""The timetable of a class, a teacher or a room for a week, and of the school for a day [S5]."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, true

from app.classes.access import STAFF, visible_classes
from app.core import clock
from app.core.actor import Actor, current
from app.core.errors import NotFound
from app.core.pages import Page, expose
from app.school.models import AcademicYear
from app.school.queries import year_on
from app.school.rules.calendar import dates
from app.timetable.access import may_edit_timetable
from app.timetable.queries import weeks
from app.timetable.queries.making import Scope
from app.timetable.rules.due import week_kind

_DAY = dt.timedelta(1)
_WEEK = dt.timedelta(7)


@dataclass(frozen=True)
class _Of:
    """Whose timetable: «class-3», its name and its lessons."""

    key: str
    name: str
    where: Callable[[], ColumnElement[bool]]


class TimetablePage(Page):
    """Weeks and days of the timetable, with substitutions and cancelled lessons."""

    route_base = "/timetable"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """A week of one class, teacher or room."""
        actor, day = current(), _asked_day()
        year = year_on(day)
        if year is None:
            return self._nothing(_("No academic year is entered yet."))
        choices = _choices(actor, year, day)
        of = _chosen(actor, year, choices)
        if of is None:
            return self._nothing(_("There are no classes yet."))
        monday = day - (day.isoweekday() - 1) * _DAY
        days = list(dates(monday, monday + 6 * _DAY))
        grid = weeks.week_grid(actor, of.where(), days)
        if not grid.numbers and of.key.startswith("class-"):
            grid = weeks.unmade_grid(_scope(year, days, of), days)
        return self.render_template(
            "timetable/week.html",
            title=_("Timetable: %(name)s", name=of.name),
            of=of,
            choices=choices,
            grid=grid,
            headings={on: format_date(on, "EEEE, d MMMM") for on in days},
            week=_week_name(year, monday),
            monday=monday,
            before=url_for("TimetablePage.index", of=of.key, day=monday - _WEEK),
            after=url_for("TimetablePage.index", of=of.key, day=monday + _WEEK),
            today=clock.today(),
            planned=any(one.planned for ones in grid.lessons.values() for one in ones),
            editor=may_edit_timetable(actor),
            staff=actor.has(*STAFF),
        )

    @expose("/day")
    @has_access
    @permission_name("view")
    def day(self) -> ResponseReturnValue:
        """All classes on one day: a row for each class, a column for each lesson number."""
        actor, day = current(), _asked_day()
        year = year_on(day)
        if year is None:
            return self._nothing(_("No academic year is entered yet."))
        grid = weeks.week_grid(actor, true(), [day])
        classes = weeks.classes_of(year.id, visible_classes(actor, day))
        return self.render_template(
            "timetable/day.html",
            title=_("Timetable for %(day)s", day=format_date(day, "EEEE, d MMMM")),
            day=day,
            numbers=grid.numbers,
            times=grid.times,
            rows=[(c, {n: grid.of_class(day, n, c.name) for n in grid.numbers}) for c in classes],
            editor=may_edit_timetable(actor),
            before=url_for("TimetablePage.day", day=day - _DAY),
            after=url_for("TimetablePage.day", day=day + _DAY),
        )

    def _nothing(self, text: str) -> ResponseReturnValue:
        return self.render_template("timetable/empty.html", title=_("Timetable"), text=text)


def _asked_day() -> dt.date:
    """The date in the address; today when there is none or it is no date."""
    return request.args.get("day", default=clock.today(), type=dt.date.fromisoformat)


def _choices(actor: Actor, year: AcademicYear, day: dt.date) -> list[tuple[str, list[_Of]]]:
    """What the person may choose from, in groups; pupils and parents their classes only."""
    classes = weeks.classes_of(year.id, visible_classes(actor, day))
    groups = [(_("Classes"), [_of("class", c, weeks.of_class) for c in classes])]
    if actor.has(*STAFF):
        teachers = weeks.teachers_of(year.id)
        groups += [
            (_("Teachers"), [_of("teacher", t, weeks.of_teacher) for t in teachers]),
            (_("Rooms"), [_of("room", r, weeks.of_room) for r in weeks.rooms()]),
        ]
    return [(title, found) for title, found in groups if found]


def _of(kind: str, row: Any, where: Callable[[int], ColumnElement[bool]]) -> _Of:
    name = row.short_name if kind == "teacher" else str(row)
    return _Of(f"{kind}-{row.id}", name, lambda: where(row.id))


def _chosen(actor: Actor, year: AcademicYear, choices: list[tuple[str, list[_Of]]]) -> _Of | None:
    """What the address asks for; else the person's own timetable, the own class, the first."""
    known = {of.key: of for _title, group in choices for of in group}
    asked = request.args.get("of")
    if asked:
        if asked not in known:
            raise NotFound
        return known[asked]
    headed = next((c.id for c in weeks.classes_of(year.id) if c.teacher_id == actor.staff_id), 0)
    own = (f"teacher-{actor.staff_id}", f"class-{headed if actor.staff_id else 0}", *known)
    return next((known[key] for key in own if key in known), None)


def _scope(year: AcademicYear, days: list[dt.date], of: _Of) -> Scope:
    return Scope(year, days[0], days[-1], class_ids=(int(of.key.split("-")[1]),))


def _week_name(year: AcademicYear, monday: dt.date) -> str:
    """«14–20 сентября, неделя А»."""
    first, last = (format_date(day, "d MMMM") for day in (monday, monday + 6 * _DAY))
    return f"{first} – {last}, {week_kind(year.starts, monday).label}"
