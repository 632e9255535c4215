"""«Итоги успеваемости по предмету» [R4]."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.reports.access import require_school, sees_school
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask
from app.reports.kinds.courses import Taught, courses_section
from app.reports.kinds.shared import school_facts
from app.reports.queries.results import class_results
from app.reports.queries.scope import asked_subject, classes_and_periods
from app.reports.rules.document import Report


def gather(actor: Actor, asked: Asked) -> Report:
    """Classes and teachers of a subject, with the total of the school."""
    require_school(actor)
    subject = asked_subject(asked)
    scope, period = classes_and_periods(actor, asked)
    rows: list[Taught] = [
        (facts, course)
        for facts in class_results(scope, asked.today)
        for course in facts.courses
        if course.subject_id == subject.id
    ]
    return Report(
        KIND.title,
        [*school_facts(period), (_("Subject"), subject.name)],
        [courses_section(rows, asked.today)],
        signed_by=[_l("Deputy director")],
    )


KIND = Kind("subject", _l("Progress in a subject"), (Ask.SUBJECT, Ask.PERIOD), gather, sees_school)
