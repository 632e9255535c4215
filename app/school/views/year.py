"""The calendar of the year: what is when, for every class [S1]."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import format_date
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import current
from app.core.pages import Page, expose
from app.core.pages.door import SAVED, enter
from app.plan.operations import start_year
from app.school import access, queries
from app.school.models import AcademicYear
from app.school.rules.proposal import proposed_year
from app.school.rules.weekdays import SHORT_WEEKDAYS
from app.school.rules.year_grid import Look, Profile, lesson_days, months, profiles
from app.timetable.queries.weeks import classes_of

_WEEK_DAYS = {"5": 5, "6": 6}


@dataclass(frozen=True)
class _Choice:
    title: str
    url: str
    current: bool


class YearPage(Page):
    """The year on one sheet, and the proposal of a new one."""

    route_base = "/calendar"

    @expose("/")
    @has_access
    @permission_name("view")
    def index(self) -> ResponseReturnValue:
        """Months with vacations, days off, moved and shortened days; days by grading period."""
        year = self._year()
        if year is None:
            return self._empty()
        calendar = queries.calendar_of(year)
        groups = profiles(calendar, _classes(year)) or [Profile((), 5, 5)]
        chosen = groups[_asked("group", len(groups))]
        asked = {"grade": chosen.grade, "week_days": chosen.week_days}
        return self.render_template(
            "school/year.html",
            title=_("Calendar of the year %(year)s", year=year.name),
            year=year,
            years=self._choices(year),
            groups=[(_names(group), group is chosen) for group in groups],
            months=[(format_date(m.first, "LLLL"), m) for m in months(calendar, **asked)],
            periods=lesson_days(calendar, queries.periods_of_year(year.id), **asked),
            breaks=[b for b in calendar.breaks if b.first_grade <= chosen.grade <= b.last_grade],
            weekdays=SHORT_WEEKDAYS.values(),
            looks=_looks(),
            today=clock.today(),
            proposal=self._proposal(),
        )

    @expose("/propose", methods=["POST"])
    @has_access
    @permission_name("edit")
    def propose(self) -> ResponseReturnValue:
        """Enter a new year as schools usually have it."""
        autumn = request.form.get("autumn", type=int) or 0
        week_days = _WEEK_DAYS.get(request.form.get("week_days", ""), 5)
        status, faults = enter(lambda: start_year(current(), autumn=autumn, week_days=week_days))
        for fault in faults:
            flash(str(fault.text), "danger")
        if status == SAVED:
            flash(_("The year is entered. Check its vacations and periods."), "success")
        return redirect(url_for("YearPage.index", autumn=autumn))

    def _year(self) -> AcademicYear | None:
        autumn = request.args.get("autumn", type=int)
        named = [year for year in queries.years() if year.starts.year == autumn]
        return named[0] if named else queries.year_on(clock.today())

    def _choices(self, chosen: AcademicYear) -> list[_Choice]:
        return [
            _Choice(
                year.name,
                url_for("YearPage.index", autumn=year.starts.year),
                year.id == chosen.id,
            )
            for year in queries.years()
        ]

    def _empty(self) -> ResponseReturnValue:
        return self.render_template(
            "school/year.html",
            title=_("Calendar of the year"),
            year=None,
            proposal=self._proposal(),
        )

    def _proposal(self) -> Any:
        """The first year that is not entered yet, for those who may enter it."""
        if not access.may_edit_structure(current()):
            return None
        today = clock.today()
        known = {year.starts.year for year in queries.years()}
        autumn = today.year if today.month > _SPRING else today.year - 1
        while autumn in known:
            autumn += 1
        return autumn, proposed_year(autumn)


_SPRING = 5  # from June on the coming year is planned


def _classes(year: AcademicYear) -> list[tuple[str, int, int]]:
    return [(c.name, c.grade, c.days_per_week) for c in classes_of(year.id)]


def _asked(name: str, count: int) -> int:
    number = request.args.get(name, default=0, type=int)
    return number if 0 <= number < count else 0


def _names(group: Profile) -> str:
    week = _("six-day week") if group.week_days == 6 else _("five-day week")  # noqa: PLR2004
    return f"{', '.join(group.names)} · {week}" if group.names else ""


def _looks() -> list[tuple[str, str]]:
    return [
        (Look.VACATION, _("vacations")),
        (Look.HOLIDAY, _("days off and holidays")),
        (Look.SHORTENED, _("shortened days")),
        (Look.MOVED, _("moved working days")),
    ]
