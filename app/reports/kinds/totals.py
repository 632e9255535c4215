"""«Итоговые данные по учащимся» of a period [R4]."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.core.picture import Chart, Series
from app.reports.access import require_school, sees_school
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group, Standing
from app.reports.kinds.pictures import Quality, quality_chart
from app.reports.kinds.shared import PUPIL_RESULT, by_parts, school_facts
from app.reports.queries.results import ClassResults, class_results, of_scope
from app.reports.queries.scope import classes_and_periods, with_periods_before
from app.reports.rules.document import Column, Line, Report, Section, Value, Weight, Who
from app.reports.rules.document import Kind as Written
from app.reports.rules.figures import Tally, standing

_SHOWN = (
    Standing.EXCELLENT,
    Standing.ONE_FOUR,
    Standing.GOOD,
    Standing.ONE_THREE,
    Standing.FAIR,
    Standing.FAILING,
)
_OTHERS = (Standing.NOT_ATTESTED, Standing.EXEMPT, Standing.WITHOUT)
_ALL, _ATTESTED = 1, 2  # columns; the groups follow
_PLACES = {group: place for place, group in enumerate((*_OTHERS, *_SHOWN), _ATTESTED + 1)}


def gather(actor: Actor, asked: Asked) -> Report:
    """Pupils by group for classes, parallels, levels and the school: ten statements."""
    require_school(actor)
    scope, period = classes_and_periods(actor, asked)
    found = class_results(with_periods_before(scope), asked.today)
    rows = of_scope(found, scope)
    lines = [
        _line(name or of[0].school_class.name, of, weight)
        for name, of, weight in by_parts(rows, lambda row: row.school_class.grade)
    ]
    return Report(
        KIND.title,
        school_facts(period),
        [Section(_COLUMNS, lines, empty=_l("No class has results in this period."))],
        pictures=[
            *_groups(lines),
            *quality_chart(_l("Quality by class"), _l("Class"), _quality(found)),
        ],
        notes=[
            _l("A pupil stands in one group, by the lowest of their results."),
            _l("Class 1 has no results."),
        ],
        signed_by=[_l("Deputy director")],
    )


def _line(name: str, classes: Sequence[ClassResults], weight: Weight) -> Line:
    pupils = [row for of in classes for row in of.of_pupils.values()]
    groups = Counter(standing(row.values()) for row in pupils)
    tally = Tally.of(PUPIL_RESULT[group] for group in groups.elements())
    results = Tally.of(value for row in pupils for value in row.values())
    values: list[Value] = [
        name,
        len(pupils),
        sum(groups[group] for group in _SHOWN),
        *(groups[group] for group in _PLACES),
        tally.success,
        tally.quality,
        results.sou,
        results.mean,
    ]
    return Line(values, weight, _who(classes))


def _who(classes: Sequence[ClassResults]) -> Mapping[int, Sequence[Who]]:
    found: dict[int, list[Who]] = defaultdict(list)
    for of in classes:
        rows = of.of_pupils
        for pupil in of.pupils:
            who, group = Who(pupil.name, of.school_class.name), standing(rows[pupil.id].values())
            found[_ALL].append(who)
            found[_PLACES[group]].append(who)
            if group in _SHOWN:
                found[_ATTESTED].append(who)
    return found


def _groups(lines: Sequence[Line]) -> list[Chart]:
    """How many pupils of the school stand in each group."""
    if not lines or not lines[-1].values[_ALL]:
        return []
    groups = [*_SHOWN, *_OTHERS]
    counts = [len(lines[-1].who.get(_PLACES[group], ())) for group in groups]
    names = [str(group.label) for group in groups]
    return [Chart(_l("Pupils by group"), _l("Group"), names, [Series(_l("Pupils"), counts)])]


def _quality(found: Sequence[ClassResults]) -> Iterator[Quality]:
    for of in found:
        groups = (standing(row.values()) for row in of.of_pupils.values())
        quality = Tally.of(PUPIL_RESULT[group] for group in groups).quality
        yield Quality(of.school_class.name, of.period, quality)


_OF_THEM = _l("of the attested")
_COLUMNS = [
    Column(_l("Class"), Written.TEXT, width=3),
    Column(_l("Pupils"), width=1.4),
    Column(_l("attested"), width=1.6),
    Column(Standing.NOT_ATTESTED.label, width=1.6),
    Column(Standing.EXEMPT.label, width=1.6),
    Column(Standing.WITHOUT.label, width=1.6),
    *(Column(group.label, over=_OF_THEM, width=1.5) for group in _SHOWN),
    Column(_l("Success, %"), Written.PERCENT, width=1.6),
    Column(_l("Quality, %"), Written.PERCENT, width=1.6),
    Column(_l("SOU, %"), Written.PERCENT, width=1.5),
    Column(_l("Mean"), Written.MARK, width=1.5),
]
KIND = Kind(
    name="totals",
    title=_l("Summary of the pupils"),
    about=_l("Excellent, with one “4”, failing … pupils of every class, parallel and the school."),
    group=Group.PROGRESS,
    asks=(Ask.PERIOD,),
    gather=gather,
    may=sees_school,
)
