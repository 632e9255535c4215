"""«Итоги успеваемости класса за учебный период» [R4]."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.plan.models import Course
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask
from app.reports.kinds.shared import (
    TALLY,
    class_facts,
    has_classes,
    tally_values,
)
from app.reports.queries.results import ClassResults, class_results, teachers_on
from app.reports.queries.scope import class_and_period
from app.reports.rules.document import Column, Line, Report, Section, Weight
from app.reports.rules.document import Kind as Written
from app.reports.rules.figures import Tally


def gather(actor: Actor, asked: Asked) -> Report:
    """Subjects of a class with the counts of their results: six statements and the class."""
    facts = class_results([class_and_period(actor, asked)], asked.today)[0]
    tallies = [(course, Tally.of(facts.results(course))) for course in facts.courses]
    lines = [_line(course, facts, tally) for course, tally in tallies]
    whole = sum((tally for _course, tally in tallies), Tally())
    if lines:
        lines.append(Line([_("Together"), "", *tally_values(whole)], Weight.GRAND))
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
        notes=[_l("“Together” counts every result of every subject.")],
        signed_by=[_l("Class teacher")],
    )


def _line(course: Course, facts: ClassResults, tally: Tally) -> Line:
    group = f" ({course.subgroup.name})" if course.subgroup else ""
    name = f"{course.subject.name}{group}"
    return Line([name, teachers_on(course, facts.day), *tally_values(tally)])


KIND = Kind(
    "class-summary",
    _l("Progress of a class in a period"),
    (Ask.CLASS, Ask.PERIOD),
    gather,
    has_classes,
)
