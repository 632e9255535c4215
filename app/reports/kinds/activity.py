"""«Отчёт об активности пользователей» [R4 P10]."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.control.queries.usage import People, Person, people_on
from app.core import clock
from app.core.actor import Actor
from app.core.picture import Chart, Series
from app.reports.access import require_school, sees_school
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.shared import school_facts, span_fact
from app.reports.queries.activity import (
    ENTRIES,
    Entered,
    entered_between,
    logins_between,
)
from app.reports.queries.scope import asked_span
from app.reports.rules.document import Column, Line, Report, Section, Value, Weight, Who
from app.reports.rules.document import Kind as Written
from app.reports.rules.figures import share


def gather(actor: Actor, asked: Asked) -> Report:
    """Who has a login and has come, by group and class; what every teacher entered, in time."""
    require_school(actor)
    first, last = asked_span(asked)
    last = max(first, min(last, asked.today))
    zone = clock.now().tzinfo
    since = dt.datetime.combine(first, dt.time(), zone)
    before = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
    people, entered = people_on(last), entered_between(since, before, zone)
    days = _days(people, logins_between(first, last))
    return Report(
        KIND.title,
        [*school_facts(None), span_fact(first, last)],
        [_users(people), days, _teachers(people.staff, entered), _classes(people)],
        pictures=_picture(days),
        notes=[
            _l("Whether a person ever came: by their successful logins."),
            _l("Logins by day: each person once a day."),
            _l("In time: entered on the day of the lesson or before it."),
            _l("What was entered from paper or by the command line is not a teacher's entry."),
        ],
        signed_by=[_l("Deputy director")],
    )


def _users(people: People) -> Section:
    groups = (
        (_("Staff"), people.staff),
        (_("Pupils"), people.pupils),
        (_("Parents"), people.parents),
    )
    lines = [_used(name, found) for name, found in groups]
    return Section([Column(_l("Who"), Written.TEXT, width=4), *_USED], lines, _l("Users"))


def _days(people: People, came: Mapping[dt.date, set[int]]) -> Section:
    """How many of each group came in on each day."""
    groups = [{one.user_id: one for one in found} for found in people]
    lines = []
    for day in sorted(came):
        found = [[group[key] for key in came[day] if key in group] for group in groups]
        who = {at: [Who(p.name, p.of) for p in some] for at, some in enumerate(found, 1)}
        lines.append(Line([f"{day:%d.%m.%Y}", *(len(some) for some in found)], who=who))
    return Section(_DAYS, lines, _l("Logins by day"), _l("No logins are recorded on these days."))


def _picture(days: Section) -> list[Chart]:
    if len(days.lines) <= 1:
        return []
    series = [
        Series(column.title, [line.values[at] for line in days.lines])  # type: ignore[misc]
        for at, column in enumerate(days.columns)
        if at
    ]
    names = [str(line.values[0])[:5] for line in days.lines]
    return [Chart(_l("Logins by day"), _l("Day"), names, series)]


def _classes(people: People) -> Section:
    """Parents of each class: who has never come."""
    of = groupby(people.parents, key=lambda person: person.of)
    lines = [_used(name, list(found)) for name, found in of]
    columns = [Column(_l("Class"), Written.TEXT, width=4), *_USED]
    empty = _l("No parents are entered.")
    return Section(columns, lines, _l("Parents by class"), empty)


def _used(name: str, people: Sequence[Person]) -> Line:
    """All, with a login, who have come, who have never come; a person of two classes once."""
    once = list({one.key: one for one in people}.values())
    known = [one for one in once if one.user_id is not None]
    came, never = [one for one in once if one.came], [one for one in once if not one.came]
    groups = (once, known, came, never)
    who = {at: [Who(one.name, one.of) for one in found] for at, found in enumerate(groups, 1)}
    values = [name, *(len(found) for found in groups), share(len(came), len(once))]
    return Line(values, who=who)


def _teachers(staff: Sequence[Person], entered: Mapping[int, Entered]) -> Section:
    rows = [(one.name, row) for one in staff if (row := entered.get(one.user_id or 0))]
    lines = [Line([name, *_shares(row)]) for name, row in rows]
    if len(rows) > 1:
        whole = rows[0][1]
        for _name, row in rows[1:]:
            whole = Entered(whole.all + row.all, whole.in_time + row.in_time)
        lines.append(Line([_("Together"), *_shares(whole)], Weight.GRAND))
    empty = _l("Nobody entered anything on these days.")
    return Section(_ENTERED, lines, _l("What teachers entered"), empty)


def _shares(row: Entered) -> list[Value]:
    return [
        value
        for table in ENTRIES
        for value in (row.all[table], share(row.in_time[table], row.all[table]))
    ]


_DAYS = [
    Column(_l("Day"), Written.TEXT, width=4),
    Column(_l("Staff"), width=1.6),
    Column(_l("Pupils"), width=1.6),
    Column(_l("Parents"), width=1.6),
]
_USED = [
    Column(_l("In all"), width=1.6),
    Column(_l("have a login"), width=1.6),
    Column(_l("have come"), width=1.6),
    Column(_l("never came"), width=1.6),
    Column(_l("came, %"), Written.PERCENT, width=1.6),
]
_ENTERED = [
    Column(_l("Teacher"), Written.TEXT, width=6),
    *(
        column
        for name in (_l("Topics"), _l("Homework"), _l("Marks"), _l("Absences"))
        for column in (
            Column(_l("entered"), over=name, width=1.5),
            Column(_l("in time, %"), Written.PERCENT, over=name, width=1.5),
        )
    ),
]
KIND = Kind(
    name="activity",
    title=_l("Activity of users"),
    about=_l("Who has come to the journal, what teachers enter and how much of it in time."),
    group=Group.KEEPING,
    asks=(Ask.SPAN,),
    gather=gather,
    may=sees_school,
)
