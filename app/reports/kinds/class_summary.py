"""«Итоги успеваемости класса за учебный период» [R4]."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.plan.models import Course
from app.reports.access import heads_or_sees
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.pictures import Quality, distribution, quality_chart
from app.reports.kinds.shared import TALLY, class_facts, tally_values, tally_who
from app.reports.queries.results import ClassResults, class_results, teachers_on
from app.reports.queries.scope import class_and_period, with_periods_before
from app.reports.rules.document import Column, Line, Report, Section, Weight
from app.reports.rules.document import Kind as Written
from app.reports.rules.figures import Tally

_FIRST = 2  # column of a tally's first figure


def gather(actor: Actor, asked: Asked) -> Report:
    """Subjects of a class with the counts of their results: six statements and the class."""
    found = class_results(with_periods_before([class_and_period(actor, asked)]), asked.today)
    facts = found[-1]
    lines = [_line(course, facts) for course in facts.courses]
    results = [one for course in facts.courses for one in facts.counted(course, _name(course))]
    whole = Tally.of(value for value, _who in results)
    if lines:
        values = [_("Together"), "", *tally_values(whole)]
        lines.append(Line(values, Weight.GRAND, tally_who(results, _FIRST)))
    columns = [
        Column(_l("Subject"), Written.TEXT, width=5),
        Column(_l("Teacher"), Written.TEXT, width=4),
        *TALLY,
    ]
    empty = _l("The class has no courses yet.")
    return Report(
        KIND.title,
        class_facts(facts),
        [Section(columns, lines, empty=empty)],
        pictures=[
            *distribution(whole),
            *quality_chart(_l("Quality by subject"), _l("Subject"), _quality(found)),
        ],
        notes=[_l("“Together” counts every result of every subject.")],
        signed_by=[_l("Class teacher")],
    )


def _line(course: Course, facts: ClassResults) -> Line:
    counted = facts.counted(course, "")
    tally = Tally.of(value for value, _who in counted)
    values = [_name(course), teachers_on(course, facts.day), *tally_values(tally)]
    return Line(values, who=tally_who(counted, _FIRST))


def _name(course: Course) -> str:
    group = f" ({course.subgroup.name})" if course.subgroup else ""
    return f"{course.subject.name}{group}"


def _quality(found: list[ClassResults]) -> Iterator[Quality]:
    for facts in found:
        for name, courses in facts.subjects():
            results = (value for course in courses for value in facts.results(course))
            yield Quality(name, facts.period, Tally.of(results).quality)


KIND = Kind(
    name="class-summary",
    title=_l("Progress of a class in a period"),
    about=_l("Subjects of a class: how many of each result, success, quality, SOU, mean."),
    group=Group.PROGRESS,
    asks=(Ask.CLASS, Ask.PERIOD),
    gather=gather,
    may=heads_or_sees,
)
