"""«Сводная ведомость учёта успеваемости» of a class; kept 25 years [R4 R7]."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.reports.access import heads_or_sees
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.shared import named_class, school_facts
from app.reports.queries.people import Member, members_of
from app.reports.queries.results import ClassResults, class_results
from app.reports.queries.scope import asked_class, periods_of_class
from app.reports.rules.document import Column, Line, Report, Section
from app.reports.rules.document import Kind as Written
from app.results.models import CouncilDecision
from app.results.queries.decisions import decisions_of
from app.results.rules import GRADE_WITHOUT_RESULTS
from app.school.enums import PeriodKind
from app.school.rules.periods import Period

Decisions = Mapping[tuple[int, int], CouncilDecision]


def gather(actor: Actor, asked: Asked) -> Report:
    """Pupils of the year × periods, year, exam, final by subjects, and what was decided."""
    of = asked_class(actor, asked)
    found = class_results([(of, period) for period in periods_of_class(of)], asked.today)
    pupils, decisions = members_of(of), decisions_of([of.id])
    held = [one for one in found if one.values or _always(one.period, of)]
    subjects = [name for name, _courses in held[0].subjects()] if held else []
    lines = [
        line
        for number, pupil in enumerate(pupils, 1)
        for line in _of_pupil(number, pupil, held, _decided(of, pupil, decisions))
    ]
    return Report(
        KIND.title,
        [*school_facts(None), (_("Academic year"), of.year.name), *named_class(of)],
        [Section(_columns(subjects), lines, empty=_l("There are no pupils in the class."))],
        notes=[
            *([_l("Class 1 has no results.")] if of.grade <= GRADE_WITHOUT_RESULTS else []),
            _l("Kept for 25 years."),
        ],
        signed_by=[_l("Class teacher"), _l("Director")],
    )


def _always(period: Period, of: SchoolClass) -> bool:
    """The year and its parts stand there before they have results; in class 1 the year alone."""
    if period.kind == PeriodKind.YEAR:
        return True
    return period.kind.is_part and of.grade > GRADE_WITHOUT_RESULTS


def _of_pupil(number: int, pupil: Member, held: Sequence[ClassResults], decided: str) -> list[Line]:
    """A line for each period; number, name and decision stand once."""
    return [
        Line(
            [number, pupil.name, str(facts.period.name), *_results(facts, pupil.id), decided],
            rows=0 if at else len(held),
        )
        for at, facts in enumerate(held)
    ]


def _results(facts: ClassResults, pupil: int) -> list[str | None]:
    """By subject: the result in whichever of its courses the pupil has one."""
    return [
        next(filter(None, (facts.values.get((course.id, pupil)) for course in courses)), None)
        for _name, courses in facts.subjects()
    ]


def _decided(of: SchoolClass, pupil: Member, decisions: Decisions) -> str:
    found = decisions.get((of.id, pupil.id))
    if found:
        return _(
            "%(decision)s, protocol %(number)s of %(date)s",
            decision=found.decision.label,
            number=found.protocol_number,
            date=f"{found.protocol_date:%d.%m.%Y}",
        )
    if pupil.until and pupil.until < of.year.ends:
        return _("left on %(date)s", date=f"{pupil.until:%d.%m.%Y}")
    return ""


def _columns(subjects: Sequence[str]) -> list[Column]:
    return [
        Column("№", width=0.8, joined=True),
        Column(_l("Pupil"), Written.TEXT, width=4.5, joined=True),
        Column(_l("Period"), Written.TEXT, width=2.6),
        *(Column(name, Written.MARK, turned=True) for name in subjects),
        Column(_l("Decision of the council"), Written.TEXT, width=3.6, joined=True),
    ]


KIND = Kind(
    name="progress-sheet",
    title=_l("Summary sheet of progress"),
    about=_l("All results of the year of a class, and the decisions of the pedagogical council."),
    group=Group.PROGRESS,
    asks=(Ask.CLASS,),
    gather=gather,
    may=heads_or_sees,
)
