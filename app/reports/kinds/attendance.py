"""«Отчёт о посещаемости класса (по месяцам)» [R4 T1]."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.attendance.enums import AbsenceKind
from app.attendance.queries.missed import ClassDays, days_of_absence
from app.attendance.rules import letters_of
from app.attendance.rules.missed import DayOfAbsence, Missed, missed
from app.core.actor import Actor
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask
from app.reports.kinds.shared import has_classes, missed_section, school_facts
from app.reports.queries.people import members_in
from app.reports.queries.scope import asked_class
from app.reports.rules.document import Column, Line, Report, Section
from app.reports.rules.document import Kind as Written
from app.school.queries import the_school

_MOST_DAYS = 31  # that fit beside one another


def gather(actor: Actor, asked: Asked) -> Report:
    """Pupils × days with letters, what each has missed, and the sums of the months."""
    of = asked_class(actor, asked)
    first, last = _span(asked)
    pupils = members_in(of.id, first, last)
    found = days_of_absence([of.id], first, last)[of.id]
    rows = missed(found.absences)
    sections = [missed_section([(pupils[key], rows[key]) for key in pupils if key in rows])]
    if (last - first).days < _MOST_DAYS:
        sections.insert(0, _days(pupils, found))
    else:
        sections.append(_months(found, first, last))
    return Report(
        KIND.title,
        [
            *school_facts(None),
            (_("Class"), of.name),
            (_("Class teacher"), of.teacher.full_name if of.teacher else ""),
            (_("Span"), f"{first:%d.%m.%Y}–{last:%d.%m.%Y}"),
        ],
        sections,
        notes=[
            _l("A letter alone: all lessons of the day; with a number: so many of them."),
            _l("A day is missed when all of its lessons are; being late is no absence."),
        ],
        signed_by=[_l("Class teacher")],
    )


def _span(asked: Asked) -> tuple[dt.date, dt.date]:
    """The asked days, else the month of today."""
    first = asked.first or asked.today.replace(day=1)
    end = calendar.monthrange(first.year, first.month)[1]
    return first, max(first, asked.last or first.replace(day=end))


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


def _months(found: ClassDays, first: dt.date, last: dt.date) -> Section:
    rows = []
    for begins, ends in _month_spans(first, last):
        of_month = missed(one for one in found.absences if begins <= one.day <= ends)
        rows.append((f"{begins:%m.%Y}", sum(of_month.values(), Missed())))
    return missed_section(rows, _l("By month"), _l("Month"))


def _month_spans(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    begins = first
    while begins <= last:
        end = begins.replace(day=calendar.monthrange(begins.year, begins.month)[1])
        yield begins, min(end, last)
        begins = end + dt.timedelta(days=1)


KIND = Kind("attendance", _l("Attendance of a class"), (Ask.CLASS, Ask.SPAN), gather, has_classes)
