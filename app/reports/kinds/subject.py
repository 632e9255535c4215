"""«Итоги успеваемости по предмету» [R4]."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.reports.access import require_school, sees_school
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.courses import Taught, courses_pictures, courses_section
from app.reports.kinds.shared import school_facts
from app.reports.queries.results import ClassResults, class_results, of_scope
from app.reports.queries.scope import asked_subject, classes_and_periods, with_periods_before
from app.reports.rules.document import Report


def gather(actor: Actor, asked: Asked) -> Report:
    """Classes and teachers of a subject, with the total of the school or of a parallel."""
    require_school(actor)
    subject = asked_subject(asked)
    scope, period = classes_and_periods(actor, asked)
    scope = [(of, own) for of, own in scope if asked.grade in {None, of.grade}]
    found = class_results(with_periods_before(scope), asked.today)
    rows = _taught(of_scope(found, scope), subject.id)
    facts = [*school_facts(period), (_("Subject"), subject.name)]
    if asked.grade:
        facts.append((_("Parallel"), str(asked.grade)))
    return Report(
        KIND.title,
        facts,
        [courses_section(rows, asked.today)],
        pictures=courses_pictures(rows, _taught(found, subject.id)),
        signed_by=[_l("Deputy director")],
    )


def _taught(found: Sequence[ClassResults], subject_id: int) -> list[Taught]:
    return [
        (facts, course)
        for facts in found
        for course in facts.courses
        if course.subject_id == subject_id
    ]


KIND = Kind(
    name="subject",
    title=_l("Progress in a subject"),
    about=_l("A subject in all classes, with their teachers, hours planned and given."),
    group=Group.PROGRESS,
    asks=(Ask.SUBJECT, Ask.PERIOD),
    narrowed_by=(Ask.GRADE,),
    gather=gather,
    may=sees_school,
)
