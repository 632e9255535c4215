"""«Итоговые данные по учащимся» of a period [R4]."""

from collections import Counter
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.reports.access import require_school, sees_school
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Standing
from app.reports.kinds.shared import PUPIL_RESULT, by_parts, school_facts
from app.reports.queries.results import ClassResults, class_results
from app.reports.queries.scope import classes_and_periods
from app.reports.rules.document import Column, Line, Report, Section, Value
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


def gather(actor: Actor, asked: Asked) -> Report:
    """Pupils by group for classes, parallels, levels and the school: nine statements."""
    require_school(actor)
    scope, period = classes_and_periods(actor, asked)
    rows = class_results(scope, asked.today)
    lines = [
        Line([name or of[0].school_class.name, *_values(of)], weight)
        for name, of, weight in by_parts(rows, lambda row: row.school_class.grade)
    ]
    return Report(
        KIND.title,
        school_facts(period),
        [Section(_COLUMNS, lines, empty=_l("No class has results in this period."))],
        notes=[
            _l("A pupil stands in one group, by the lowest of their results."),
            _l("Class 1 has no results."),
        ],
        signed_by=[_l("Deputy director")],
    )


def _values(classes: Sequence[ClassResults]) -> list[Value]:
    pupils = [row for of in classes for row in of.of_pupils().values()]
    groups = Counter(standing(row.values()) for row in pupils)
    tally = Tally.of(PUPIL_RESULT[group] for group in groups.elements())
    results = Tally.of(value for row in pupils for value in row.values())
    attested = sum(groups[group] for group in _SHOWN)
    others = (Standing.NOT_ATTESTED, Standing.EXEMPT, Standing.WITHOUT)
    return [
        len(pupils),
        attested,
        *(groups[group] for group in others),
        *(groups[group] for group in _SHOWN),
        tally.success,
        tally.quality,
        results.sou,
        results.mean,
    ]


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
KIND = Kind("totals", _l("Summary of the pupils"), (Ask.PERIOD,), gather, sees_school)
