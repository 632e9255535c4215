"""«Сводная ведомость учёта посещаемости» of a class [R4 T1]."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.attendance.enums import AbsenceKind
from app.attendance.queries.missed import days_of_absence
from app.attendance.rules.missed import Missed, missed
from app.core.actor import Actor
from app.reports.access import heads_or_sees
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.pictures import months_picture
from app.reports.kinds.shared import months_of, named_class, school_facts
from app.reports.queries.people import members_of
from app.reports.queries.scope import asked_class
from app.reports.rules.document import Column, Line, Report, Section, Weight
from app.reports.rules.document import Kind as Written
from app.school.queries import periods_of_year
from app.school.rules.periods import periods_of


def gather(actor: Actor, asked: Asked) -> Report:
    """For each pupil the days and lessons missed in the periods and in the year."""
    of = asked_class(actor, asked)
    first, last = of.year.starts, of.year.ends
    absences = days_of_absence([of.id], first, last)[of.id].absences
    parts = periods_of(periods_of_year(of.year_id), of.grade)
    spans = [(str(part.name), part.starts, part.ends) for part in parts]
    spans.append((_("Year"), first, last))
    found = [missed(a for a in absences if begins <= a.day <= ends) for _n, begins, ends in spans]
    lines = [
        Line([number, pupil.name, *_values([one.get(pupil.id, Missed()) for one in found])])
        for number, pupil in enumerate(members_of(of), 1)
    ]
    if lines:
        whole = [sum(one.values(), Missed()) for one in found]
        lines.append(Line(["", _("Together"), *_values(whole)], Weight.GRAND))
    return Report(
        KIND.title,
        [*school_facts(None), (_("Academic year"), of.year.name), *named_class(of)],
        [Section(_columns([name for name, *_days in spans]), lines, empty=_EMPTY)],
        pictures=months_picture(months_of(absences, first, min(last, asked.today))),
        notes=[_l("A day is missed when all of its lessons are; being late is no absence.")],
        signed_by=[_l("Class teacher"), _l("Director")],
    )


_EMPTY = _l("There are no pupils in the class.")


def _values(found: Sequence[Missed]) -> list[int]:
    return [
        value
        for one in found
        for value in (
            *(one.days, one.whole[AbsenceKind.ILL]),
            *(one.lessons, one.by_kind[AbsenceKind.ILL], one.late),
        )
    ]


def _columns(spans: Sequence[str]) -> list[Column]:
    titles = (
        *(_l("Days missed"), _l("of them ill, days")),
        *(_l("Lessons missed"), _l("of them ill, lessons"), _l("Times late")),
    )
    return [
        Column("№", width=0.9),
        Column(_l("Pupil"), Written.TEXT, width=5.5),
        *(Column(title, over=name, turned=True) for name in spans for title in titles),
    ]


KIND = Kind(
    name="attendance-sheet",
    title=_l("Summary sheet of attendance"),
    about=_l("Days and lessons that every pupil of a class missed in the periods of the year."),
    group=Group.ATTENDANCE,
    asks=(Ask.CLASS,),
    gather=gather,
    may=heads_or_sees,
)
