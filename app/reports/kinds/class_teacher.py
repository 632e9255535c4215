"""«Отчёт классного руководителя за учебный период», and the preliminary one [R4]."""

from collections.abc import Iterable
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from app.attendance.queries.missed import days_of_absence
from app.attendance.rules.missed import missed
from app.core.actor import Actor
from app.reports.access import heads_or_sees
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group, Standing
from app.reports.kinds.pictures import distribution
from app.reports.kinds.shared import PUPIL_RESULT, class_facts, missed_section
from app.reports.queries.averages import averages
from app.reports.queries.results import ClassResults, class_results
from app.reports.queries.scope import class_and_period
from app.reports.rules.document import Column, Line, Report, Section, Value, Who
from app.reports.rules.document import Kind as Written
from app.reports.rules.figures import Tally, mean, standing

_GROUPS = (
    Standing.EXCELLENT,
    Standing.ONE_FOUR,
    Standing.GOOD,
    Standing.ONE_THREE,
    Standing.FAILING,
    Standing.NOT_ATTESTED,
)
_NAMED = {Standing.ONE_FOUR: "4", Standing.ONE_THREE: "3", Standing.NOT_ATTESTED: "н/а"}
_LOW = ("2", "1", "н/зач")


def gather(actor: Actor, asked: Asked) -> Report:
    """Pupils × subjects with results, groups of pupils, figures and absences."""
    facts = class_results([class_and_period(actor, asked)], asked.today)[0]
    rows = facts.of_pupils
    return Report(
        KIND.title,
        class_facts(facts),
        [_sheet(facts, rows), _groups(facts, rows), _figures(rows), _missed(facts)],
        pictures=distribution(_results(rows)),
        signed_by=[_l("Class teacher")],
    )


def gather_preliminary(actor: Actor, asked: Asked) -> Report:
    """The averages to date in place of the results."""
    of, period = class_and_period(actor, asked)
    facts = class_results([(of, period)], asked.today)[0]
    found = averages([of.id], period)
    rows: dict[int, dict[str, Value]] = {
        pupil.id: {
            course.subject.name: found.get((course.id, pupil.id))
            for course in facts.courses
            if pupil in facts.taught(course)
        }
        for pupil in facts.pupils
    }
    return Report(
        PRELIMINARY.title,
        class_facts(facts),
        [_averages(facts, rows), _missed(facts)],
        notes=[_l("Weighted averages of the marks to date; results are set by the teachers.")],
        signed_by=[_l("Class teacher")],
    )


def _subjects(facts: ClassResults) -> list[str]:
    return [name for name, _courses in facts.subjects()]


def _columns(facts: ClassResults) -> list[Column]:
    return [
        Column("№", width=0.8),
        Column(_l("Pupil"), Written.TEXT, width=6),
        *(Column(name, Written.MARK, turned=True) for name in _subjects(facts)),
        Column(_l("Mean"), Written.MARK, width=1.4, turned=True),
    ]


def _sheet(facts: ClassResults, rows: dict[int, dict[str, str | None]]) -> Section:
    lines = [
        Line(
            [
                number,
                pupil.name,
                *(rows[pupil.id].get(name) for name in _subjects(facts)),
                mean(rows[pupil.id].values()),
            ]
        )
        for number, pupil in enumerate(facts.pupils, 1)
    ]
    return Section(_columns(facts), lines, _l("Results"), _l("There are no pupils in the class."))


def _averages(facts: ClassResults, rows: dict[int, dict[str, Value]]) -> Section:
    lines = [
        Line(
            [
                number,
                pupil.name,
                *(rows[pupil.id].get(name) for name in _subjects(facts)),
                _mean_of(rows[pupil.id].values()),
            ]
        )
        for number, pupil in enumerate(facts.pupils, 1)
    ]
    return Section(_columns(facts), lines, _l("Averages"), _l("There are no pupils in the class."))


def _mean_of(values: Iterable[Value]) -> Decimal | None:
    known = [value for value in values if isinstance(value, Decimal)]
    return (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.01")) if known else None


def _groups(facts: ClassResults, rows: dict[int, dict[str, str | None]]) -> Section:
    """Who is excellent, has one «4» …; with the subjects where that tells something."""
    groups = {pupil.id: standing(rows[pupil.id].values()) for pupil in facts.pupils}
    lines = []
    for group in _GROUPS:
        found = [pupil for pupil in facts.pupils if groups[pupil.id] == group]
        names = [f"{pupil.name}{_reason(group, rows[pupil.id])}" for pupil in found]
        who = {1: [Who(pupil.name, _reason(group, rows[pupil.id])) for pupil in found]}
        lines.append(Line([str(group.label), len(found), "; ".join(names)], who=who))
    columns = [
        Column(_l("Group"), Written.TEXT, width=3),
        Column(_l("Pupils")),
        Column(_l("Names"), Written.TEXT, width=14),
    ]
    return Section(columns, lines, _l("Groups of pupils"))


def _reason(group: Standing, row: dict[str, str | None]) -> str:
    wanted = _LOW if group == Standing.FAILING else (_NAMED.get(group),)
    subjects = [name for name, value in row.items() if value is not None and value in wanted]
    return f" ({', '.join(subjects)})" if subjects else ""


def _figures(rows: dict[int, dict[str, str | None]]) -> Section:
    """Success and quality by pupils, СОУ and mean by results."""
    pupils = Tally.of(PUPIL_RESULT[standing(row.values())] for row in rows.values())
    results = _results(rows)
    values = [pupils.counted, pupils.success, pupils.quality, results.sou, results.mean]
    columns = [
        Column(_l("Pupils counted")),
        Column(_l("Success, %"), Written.PERCENT),
        Column(_l("Quality, %"), Written.PERCENT),
        Column(_l("SOU, %"), Written.PERCENT),
        Column(_l("Mean"), Written.MARK),
    ]
    return Section(columns, [Line(values)], _l("Figures of the class"))


def _results(rows: dict[int, dict[str, str | None]]) -> Tally:
    return Tally.of(value for row in rows.values() for value in row.values())


def _missed(facts: ClassResults) -> Section:
    of, period = facts.school_class.id, facts.period
    found = missed(days_of_absence([of], period.starts, period.ends)[of].absences)
    mine = [(pupil.name, found.get(pupil.id)) for pupil in facts.pupils]
    return missed_section([(name, row) for name, row in mine if row])


KIND = Kind(
    name="class-teacher",
    title=_l("Report of the class teacher on a period"),
    about=_l("Results of every pupil, excellent and failing pupils, figures and absences."),
    group=Group.PROGRESS,
    asks=(Ask.CLASS, Ask.PERIOD),
    gather=gather,
    may=heads_or_sees,
)
PRELIMINARY = Kind(
    name="class-teacher-preliminary",
    title=_l("Preliminary report of the class teacher"),
    about=_l("The same before the results are set: averages to date."),
    group=Group.PROGRESS,
    asks=(Ask.CLASS, Ask.PERIOD),
    gather=gather_preliminary,
    may=heads_or_sees,
)
