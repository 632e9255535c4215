"""Who may be in which class and subgroup, and when [S2 S4 S6]."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.classes.enums import Leaving
from app.core.errors import Fault

LARGEST_GRADE = 12
LONGEST_NAME = 60


@dataclass(frozen=True)
class Span:
    """Days from `since` to `until`, both included; without `until` it has no end yet."""

    since: dt.date
    until: dt.date | None = None

    @property
    def last(self) -> dt.date:
        """The last day, or the end of time."""
        return self.until or dt.date.max

    def holds(self, day: dt.date) -> bool:
        """True when the day lies inside."""
        return self.since <= day <= self.last

    def meets(self, other: "Span") -> bool:
        """True when the two have a day in common."""
        return self.since <= other.last and other.since <= self.last

    def within(self, other: "Span") -> bool:
        """True when every day of this one is a day of the other."""
        return other.since <= self.since and self.last <= other.last

    def __str__(self) -> str:
        end = f"{self.until:%d.%m.%Y}" if self.until else "…"
        return f"{self.since:%d.%m.%Y} – {end}"


@dataclass(frozen=True)
class Stay:
    """A pupil's stay in the class or subgroup named `place`."""

    place: str
    span: Span


def class_faults(grade: int, name: str, capacity: int, others: Iterable[str]) -> list[Fault]:
    """A class has a grade that its name agrees with, places, and a name of its own [S2]."""
    faults = []
    if not 1 <= grade <= LARGEST_GRADE:
        faults.append(Fault(_l("The grade is a number from 1 to 12."), "grade"))
    told = re.match(r"\d+", name)
    if told and int(told[0]) != grade:
        faults.append(Fault(_l("The name of the class speaks of another grade."), "grade"))
    if capacity < 1:
        faults.append(Fault(_l("A class has at least one place."), "capacity"))
    if _same(name) in {_same(other) for other in others}:
        faults.append(Fault(_l("This year has a class with this name already."), "name"))
    return faults


def _same(name: str) -> str:
    return re.sub(r"\s+", "", name).lower().replace("ё", "е")


def stay_faults(span: Span, others: Iterable[Stay], year: Span) -> list[Fault]:
    """A stay lies in the school year and beside, not over, the pupil's other stays [S6]."""
    if span.until and span.until < span.since:
        return [Fault(_l("The last day is before the first."), "until")]
    faults = []
    inside = _l("The school year lasts from %(span)s.", span=year)
    if not year.holds(span.since):
        faults.append(Fault(inside, "since"))
    if span.until and not year.holds(span.until):
        faults.append(Fault(inside, "until"))
    whole = Span(span.since, span.until or year.until)  # without a last day: to the year's end
    return faults + [_overlap(stay) for stay in others if stay.span.meets(whole)]


@dataclass(frozen=True)
class Papers:
    """Orders on coming and leaving, where a pupil came from and went to [S6]."""

    came_from: str = ""
    arrival_order: str = ""
    leaving: Leaving | None = None
    left_to: str = ""
    departure_order: str = ""


def paper_faults(papers: Papers, span: Span) -> list[Fault]:
    """What is said of the leaving of a pupil needs the last day [S6]."""
    if span.until or not (papers.leaving or papers.left_to or papers.departure_order):
        return []
    return [Fault(_l("Enter the last day in the class."), "until")]


def _overlap(stay: Stay) -> Fault:
    text = _l(
        "The pupil is in %(place)s then (%(span)s): end that first.",
        place=stay.place,
        span=stay.span,
    )
    return Fault(text, "since")


def subgroup_stay_faults(
    span: Span, class_stays: Sequence[Span], division: Iterable[Stay], year: Span
) -> list[Fault]:
    """Only a pupil of the class is in its subgroup, and in one subgroup of a division [S4]."""
    faults = stay_faults(span, division, year)
    if not any(span.within(stay) for stay in class_stays):
        faults.append(Fault(_outside(class_stays), "since"))
    return faults


def _outside(class_stays: Sequence[Span]) -> Any:
    if not class_stays:
        return _l("The pupil is not in this class.")
    known = "; ".join(str(stay) for stay in class_stays)
    return _l("The pupil is in the class only then: %(spans)s.", spans=known)


def removal_faults(span: Span, today: dt.date, recorded: bool) -> list[Fault]:
    """A stay that began and has entries in the journal is ended, not deleted [S4 S6]."""
    if not recorded or span.since > today:
        return []
    return [Fault(_l("The journal has entries of this time: set the last day instead."))]


def closed_faults(closed_on: dt.date | None) -> list[Fault]:
    """Nobody comes to or leaves the classes of a closed year [S1]."""
    return [Fault(_l("The school year is closed."))] if closed_on else []


def division_faults(division: str, names: Sequence[str], existing: Iterable[str]) -> list[Fault]:
    """A division has a name of its own and at least two subgroups with different names [S4]."""
    faults = []
    if not division:
        faults.append(Fault(_l("Name the division, for example «English»."), "division"))
    if _same(division) in {_same(other) for other in existing}:
        faults.append(Fault(_l("The class has a division with this name already."), "division"))
    given = [name for name in names if name]
    if len(given) < 2:  # noqa: PLR2004  # two parts at least
        faults.append(Fault(_l("A division has at least two subgroups."), "names"))
    if len({_same(name) for name in given}) < len(given):
        faults.append(Fault(_l("Two subgroups have the same name."), "names"))
    if any(len(name) > LONGEST_NAME for name in (division, *given)):
        faults.append(Fault(_l("A name has at most 60 letters."), "names"))
    return faults


def transfers(touched: Iterable[Stay], place: str | None, today: dt.date) -> list[Stay]:
    """Stays in other subgroups that a move would cut though they have begun [S4].

    Such a move is a transfer. A choice that has not begun before today is still the splitting.
    """
    return [stay for stay in touched if stay.place != place and stay.span.since < today]


def move_faults(
    pupil: str, *, since: dt.date, class_stays: Iterable[Span], transferred: Iterable[Stay]
) -> list[Fault]:
    """Why a class teacher may not put this pupil into a subgroup from `since` [S4]."""
    faults = []
    if not any(stay.holds(since) for stay in class_stays):
        text = _l("%(pupil)s is not in the class on %(day)s.", pupil=pupil, day=f"{since:%d.%m.%Y}")
        faults.append(Fault(text))
    for stay in transferred:
        text = _l(
            "%(pupil)s is in %(place)s already: only the administrator moves pupils between"
            " subgroups.",
            pupil=pupil,
            place=stay.place,
        )
        faults.append(Fault(text))
    return faults
