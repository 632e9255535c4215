"""«Накопляемость отметок» [R4 R2]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.plan.models import Course
from app.reports.access import teaches_or_sees
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.shared import narrowed_facts, school_facts
from app.reports.queries.courses import Marks, course_ids, hours_a_week, marks_of
from app.reports.queries.results import ClassResults, class_results, teachers_on
from app.reports.queries.scope import classes_of_courses
from app.reports.rules.document import Column, Line, Report, Section, Who
from app.reports.rules.document import Kind as Written
from app.results.rules.justification import Least, marks_needed
from app.school.queries import the_school

_FEWER = 5  # column


def gather(actor: Actor, asked: Asked) -> Report:
    """How many marks the courses have in a period, and which pupils have too few."""
    scope, period = classes_of_courses(actor, asked)
    wanted = course_ids(actor, asked, scope[0][0].year_id) if scope else set()
    rows = [
        (facts, course)
        for facts in class_results(scope, asked.today)
        for course in facts.courses
        if course.id in wanted and not course.subject.without_marks
    ]
    marks, hours = _marks(rows), hours_a_week([course for _facts, course in rows])
    school = the_school()
    least = Least(school.marks_least, school.marks_least_many) if school else Least()
    lines = [
        _line(
            facts, course, marks[course.id], hours[course.id], marks_needed(hours[course.id], least)
        )
        for facts, course in rows
    ]
    return Report(
        KIND.title,
        [*school_facts(period), *narrowed_facts(asked)],
        [Section(_COLUMNS, lines, empty=_l("There are no courses in this period."))],
        notes=[_l("How many marks a result needs is set in “School and settings”.")],
        signed_by=[_l("Deputy director")],
    )


def _marks(rows: Sequence[tuple[ClassResults, Course]]) -> dict[int, Marks]:
    spans: dict[tuple[dt.date, dt.date], set[int]] = defaultdict(set)
    for facts, course in rows:
        spans[facts.period.starts, facts.period.ends].add(course.id)
    return marks_of([(first, last, ids) for (first, last), ids in spans.items()])


def _line(
    facts: ClassResults, course: Course, marks: Marks, hours: Decimal | None, needed: int
) -> Line:
    pupils = facts.taught(course)
    counts = {pupil: marks.by_pupil.get(pupil.id, 0) for pupil in pupils}
    fewer = [
        Who(pupil.name, _("%(marks)s of %(needed)s", marks=count, needed=needed))
        for pupil, count in counts.items()
        if count < needed
    ]
    return Line(
        [
            course.title,
            teachers_on(course, facts.day),
            hours,
            needed,
            len(pupils),
            len(fewer),
            sum(counts.values()),
            ", ".join(f"{code} {count}" for code, count in marks.works.items()),
        ],
        who={_FEWER: fewer},
    )


_COLUMNS = [
    Column(_l("Course"), Written.TEXT, width=6),
    Column(_l("Teacher"), Written.TEXT, width=4),
    Column(_l("Hours a week"), width=1.4),
    Column(_l("Marks needed"), width=1.6),
    Column(_l("Pupils"), width=1.4),
    Column(_l("with fewer marks"), width=1.6),
    Column(_l("Marks in all"), width=1.6),
    Column(_l("Kinds of work"), Written.TEXT, width=4),
]
KIND = Kind(
    name="marks",
    title=_l("Accumulation of marks"),
    about=_l("Whether the pupils have enough marks for a result, and the works there were."),
    group=Group.KEEPING,
    asks=(Ask.PERIOD,),
    narrowed_by=(Ask.CLASS, Ask.TEACHER),
    gather=gather,
    may=teaches_or_sees,
)
