"""The dashboard: figures by term, class, teacher, course and week [K1]."""

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.control.checks.catalogue import BY_NAME, CHECKS, TRACED
from app.control.queries.items import items_of
from app.control.rules.chosen import Chosen
from app.control.rules.item import Item, Place
from app.control.rules.tally import Tally, by_week, counted, tallies, tally
from app.core.actor import Actor
from app.core.db import db
from app.core.picture import Chart, Series
from app.people.models import Staff


@dataclass(frozen=True)
class Row:
    """A line of figures; `key` chooses it: the name of a parameter and its value."""

    title: Any
    key: tuple[str, Any]
    tally: Tally


@dataclass(frozen=True)
class Board:
    """Everything of the dashboard: figures of all, and by their parts."""

    chosen: Chosen
    whole: Tally
    checks: Sequence[Row]
    classes: Sequence[Row]
    teachers: Sequence[Row]
    courses: Sequence[Row]
    weeks: Sequence[tuple[dt.date, Tally]]
    offered: "Offered"


@dataclass(frozen=True)
class Offered:
    """What can be chosen: checks, classes and teachers of what the person may see."""

    checks: Sequence[tuple[str, Any]]
    classes: Sequence[tuple[int, str]]
    teachers: Sequence[tuple[int, str]]


def board_of(actor: Actor, chosen: Chosen, now: dt.datetime) -> Board:
    """The figures of what the person may see: at most four statements when it was read before."""
    seen = items_of(actor, now, chosen.span)
    names = staff_names({item.place.staff_id for item in seen} - {None})
    items = [item for item in seen if chosen.keeps(item)]
    figures = counted(items, now, chosen.span, TRACED)
    places = {item.place.course_id: item.place for item in items}

    def grouped(key: Callable[[Item], Hashable]) -> list[tuple[Any, Tally]]:
        return [(name, of_it) for name, of_it in tallies(figures, key) if name is not None]

    classes = grouped(lambda item: _class_key(item.place))
    teachers = grouped(lambda item: item.place.staff_id)
    courses = grouped(lambda item: item.place.course_id)
    return Board(
        chosen=chosen,
        whole=tally(figures),
        checks=_of_checks(dict(grouped(lambda item: item.check))),
        classes=[Row(key[1], ("class_id", key[2]), t) for key, t in sorted(classes)],
        teachers=_worst([Row(names[k], ("staff_id", k), t) for k, t in teachers]),
        courses=_worst([Row(_course(places[k]), ("course_id", k), t) for k, t in courses]),
        weeks=by_week(figures, chosen.span),
        offered=_offered(seen, names),
    )


def share_by_week(board: Board) -> Chart:
    """The share kept in time by week."""
    weeks = [f"{monday:%d.%m}" for monday, _tally in board.weeks]
    shares = [figures.share for _monday, figures in board.weeks]
    kept = Series(_("Kept in time, %"), shares)
    return Chart(_("Kept in time by week, %"), _("Week from"), weeks, [kept], "%", 100)


def late_items(actor: Actor, chosen: Chosen, now: dt.datetime, *, in_span: bool) -> list[Item]:
    """The single things behind a figure, the oldest first; `in_span`: what was late in it too."""
    items = [item for item in items_of(actor, now, chosen.span) if chosen.keeps(item)]
    if in_span:
        span = chosen.span
        found = [i for i in items if i.check in TRACED and span.holds(i.day) and i.late(now)]
    else:
        found = [item for item in items if item.late_now(now)]
    return sorted(found, key=lambda item: (item.due, item.day, item.key))


def staff_names(ids: Collection[int | None]) -> dict[int, str]:
    """«Иванова А. П.» by id: one statement."""
    rows = db.session.scalars(select(Staff).where(Staff.id.in_(ids)).order_by(Staff.last_name))
    return {row.id: row.short_name for row in rows}


def _of_checks(found: dict[str, Tally]) -> list[Row]:
    return [
        Row(check.title, ("check", check.name), found[check.name])
        for check in CHECKS
        if check.name in found
    ]


def _worst(rows: list[Row]) -> list[Row]:
    """Who has most late things now first, then in the span, then by name."""
    return sorted(rows, key=lambda row: (-row.tally.now, -row.tally.late, str(row.title)))


def _class_key(place: Place) -> tuple[int, str, int]:
    return (place.grade, place.school_class, place.class_id)


def _course(place: Place) -> str:
    return f"{place.school_class}, {place.subject}"


def _offered(seen: Sequence[Item], names: dict[int, str]) -> Offered:
    checks = {item.check for item in seen}
    classes = sorted({_class_key(item.place) for item in seen})
    return Offered(
        [(name, check.title) for name, check in BY_NAME.items() if name in checks],
        [(key, name) for _grade, name, key in classes],
        sorted(names.items(), key=lambda one: one[1]),
    )
