"""«Отчёт о посещаемости класса (по месяцам)» [R4 T1]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app.attendance.enums import AbsenceKind
from app.attendance.queries.missed import ClassDays, days_of_absence
from app.attendance.rules import letters_of
from app.attendance.rules.missed import DayOfAbsence, missed
from app.core.actor import Actor
from app.reports.access import heads_or_sees
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.pictures import months_picture
from app.reports.kinds.shared import missed_section, months_of, named_class, school_facts, span_fact
from app.reports.queries.people import members_in
from app.reports.queries.scope import asked_class, asked_span
from app.reports.rules.document import Column, Line, Report, Section
from app.reports.rules.document import Kind as Written
from app.school.queries import the_school

_MOST_DAYS = 31  # that fit beside one another


def gather(actor: Actor, asked: Asked) -> Report:
    """Pupils × days with letters, what each has missed, and the sums of the months."""
    of = asked_class(actor, asked)
    first, last = asked_span(asked)
    pupils = members_in(of.id, first, last)
    found = days_of_absence([of.id], first, last)[of.id]
    rows = missed(found.absences)
    sections = [missed_section([(pupils[key], rows[key]) for key in pupils if key in rows])]
    months = months_of(found.absences, first, last)
    if len(months) > 1:
        sections.append(missed_section(months, _l("By month"), _l("Month")))
    if (last - first).days < _MOST_DAYS:
        sections.insert(0, _days(pupils, found))
    return Report(
        KIND.title,
        [
            *school_facts(None),
            *named_class(of),
            span_fact(first, last),
        ],
        sections,
        pictures=months_picture(months),
        notes=[
            _l("A letter alone: all lessons of the day; with a number: so many of them."),
            _l("A day is missed when all of its lessons are; being late is no absence."),
        ],
        signed_by=[_l("Class teacher")],
    )


def _days(pupils: Mapping[int, str], found: ClassDays) -> Section:
    cells: dict[tuple[int, dt.date], list[DayOfAbsence]] = defaultdict(list)
    for one in found.absences:
        cells[one.pupil, one.day].append(one)
    school = the_school()
    letters = letters_of(school.letters) if school else {}
    lines = [
        Line([number, name, *(_cell(cells[pupil, day], letters) for day in found.days)])
        for number, (pupil, name) in enumerate(pupils.items(), 1)
    ]
    columns = [
        Column("№", width=0.8),
        Column(_l("Pupil"), Written.TEXT, width=6),
        *(Column(f"{day:%d}", over=f"{day:%m.%Y}") for day in found.days),
    ]
    return Section(columns, lines if found.days else [], _l("By day"), _l("There were no lessons."))


def _cell(found: list[DayOfAbsence], letters: Mapping[str, str]) -> str:
    """«Б» for a whole day, «Н2» for two lessons, «О» for late."""
    return " ".join(
        letters[one.kind]
        if one.whole or one.kind == AbsenceKind.LATE
        else f"{letters[one.kind]}{one.lessons}"
        for one in found
    )


KIND = Kind(
    name="attendance",
    title=_l("Attendance of a class"),
    about=_l("Pupils and days with letters, or months; days and lessons missed by reason."),
    group=Group.ATTENDANCE,
    asks=(Ask.CLASS, Ask.SPAN),
    gather=gather,
    may=heads_or_sees,
)
