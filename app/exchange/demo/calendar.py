"""The academic year of the demo school, so laid that the week of today has lessons [S1].

Usually it is the year that a school would have. A vacation that holds today begins next Monday
instead; a week of public days off is worked; in summer the last year goes on.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.school.enums import DayKind
from app.school.rules.calendar import Break, Calendar, OwnDay, by_date, dates, school_day
from app.school.rules.proposal import ProposedYear, proposed_year

_ONE_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(days=7)
_USUAL_WEEKS, _WORKING_WEEK = 34, 5  # of a school year; days
_NEW_YEAR_SINCE = (9, 15)  # month and day: earlier in September the last year still goes on
_SHORTENED = (2, 22), (3, 7), (4, 30), (6, 11), (12, 30)  # eves of public holidays


@dataclass(frozen=True)
class DemoYear:
    """The year as rows will have it; `notes` say in Russian what was moved for the demo."""

    today: dt.date
    proposed: ProposedYear
    own_days: tuple[OwnDay, ...]
    notes: tuple[str, ...]

    @property
    def calendar(self) -> Calendar:
        """For the rules of the school calendar."""
        return Calendar(
            self.proposed.starts, self.proposed.ends, self.proposed.breaks, by_date(self.own_days)
        )

    def days(self, grade: int, week_days: int, first: dt.date, last: dt.date) -> list[dt.date]:
        """School days of a grade from `first` to `last` inclusive."""
        found = dates(max(first, self.proposed.starts), min(last, self.proposed.ends))
        return [on for on in found if self.works(on, grade, week_days)]

    def works(self, on: dt.date, grade: int = 7, week_days: int = 5) -> bool:
        """True when the grade has lessons on the date."""
        return school_day(self.calendar, on, grade=grade, week_days=week_days).works

    @property
    def weeks(self) -> int:
        """Weeks of lessons in the year: 34, more when it was prolonged."""
        days = self.days(7, _WORKING_WEEK, self.proposed.starts, self.proposed.ends)
        return max(_USUAL_WEEKS, -(-len(days) // _WORKING_WEEK))

    def last_day(self, on: dt.date) -> dt.date:
        """The last school day up to a date."""
        return [day for day in dates(self.proposed.starts, on) if self.works(day)][-1]

    def current_day(self) -> dt.date:
        """Today when it is a school day, else the next one."""
        return next(on for on in dates(self.today, self.proposed.ends) if self.works(on))


def demo_year(today: dt.date) -> DemoYear:
    """The year around `today`."""
    new_year_since = dt.date(today.year, *_NEW_YEAR_SINCE)
    proposed = proposed_year(today.year if today >= new_year_since else today.year - 1)
    notes: list[str] = []
    if today > proposed.ends - _WEEK:
        proposed = _prolonged(proposed, today)
        notes.append(
            f"Учебный год демонстрационной школы продлён до {proposed.ends:%d.%m.%Y},"
            " чтобы на этой неделе были уроки."
        )
    held = next((b for b in proposed.breaks if _holds(b, today)), None)
    if held:
        proposed = _put_off(proposed, held, _monday(today) + _WEEK)
        notes.append(
            f"{held.name} демонстрационной школы перенесены на следующую неделю,"
            " чтобы на этой были уроки."
        )
    year = DemoYear(today, proposed, tuple(_shortened(proposed)), tuple(notes))
    return year if _week_has_lessons(year) else _working_week(year)


def _holds(vacation: Break, on: dt.date) -> bool:
    return vacation.first_grade == 1 < vacation.last_grade and vacation.holds(on, 7)


def _prolonged(year: ProposedYear, today: dt.date) -> ProposedYear:
    """The same year with a summer vacation that ended two weeks ago and lessons after it."""
    ends = _monday(today) + 3 * _WEEK - 3 * _ONE_DAY  # Friday in two weeks
    vacation = Break(year.ends + _ONE_DAY, _monday(today) - 2 * _WEEK - _ONE_DAY, "Летние каникулы")
    breaks = (*year.breaks, vacation) if vacation.starts <= vacation.ends else year.breaks
    periods = tuple(replace(p, ends=ends) if p.ends == year.ends else p for p in year.periods)
    return replace(year, ends=ends, breaks=breaks, periods=periods)


def _put_off(year: ProposedYear, held: Break, monday: dt.date) -> ProposedYear:
    """The vacation begins on `monday`, as long as before; the periods around it follow."""
    moved = replace(held, starts=monday, ends=monday + (held.ends - held.starts))
    after = min(p.starts for p in year.periods if p.starts > held.ends)
    edges = {held.starts - _ONE_DAY: moved.starts - _ONE_DAY, after: moved.ends + _ONE_DAY}
    periods = tuple(
        replace(p, starts=edges.get(p.starts, p.starts), ends=edges.get(p.ends, p.ends))
        for p in year.periods
    )
    return replace(
        year, breaks=tuple(moved if b == held else b for b in year.breaks), periods=periods
    )


def _shortened(year: ProposedYear) -> Iterator[OwnDay]:
    """Eves of holidays have shortened lessons."""
    for on in dates(year.starts, year.ends):
        if (on.month, on.day) in _SHORTENED:
            yield OwnDay(on, DayKind.SHORTENED, note="Предпраздничный день")


def _week_has_lessons(year: DemoYear) -> bool:
    return any(year.works(on) for on in _working_days(year.today))


def _working_week(year: DemoYear) -> DemoYear:
    """The five days of this week are school days, whatever the public calendar says."""
    note = "Учебный день демонстрационной школы"
    worked = {on: OwnDay(on, DayKind.WORKING, note=note) for on in _working_days(year.today)}
    kept = [own for own in year.own_days if own.on not in worked]
    told = "Праздничная неделя: в демонстрационной школе её будни учебные."
    return replace(year, own_days=(*kept, *worked.values()), notes=(*year.notes, told))


def _working_days(today: dt.date) -> Sequence[dt.date]:
    return list(dates(_monday(today), _monday(today) + 4 * _ONE_DAY))


def _monday(on: dt.date) -> dt.date:
    return on - (on.isoweekday() - 1) * _ONE_DAY
