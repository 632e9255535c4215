"""«Отчёт учителя-предметника» [R4]."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.reports.access import teaches_or_sees
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.courses import Taught, courses_pictures, courses_section
from app.reports.kinds.shared import school_facts
from app.reports.queries.results import ClassResults, class_results, of_scope
from app.reports.queries.scope import asked_teacher, taught_classes_and_periods, with_periods_before
from app.reports.rules.document import Report


def gather(actor: Actor, asked: Asked) -> Report:
    """The courses of a teacher in a period: constant statements for any number of classes."""
    teacher = asked_teacher(actor, asked)
    scope, period = taught_classes_and_periods(teacher, asked)
    found = class_results(with_periods_before(scope), asked.today)
    rows = _taught(of_scope(found, scope), teacher.id, asked.subject_id)
    return Report(
        KIND.title,
        [*school_facts(period), (_("Teacher"), teacher.full_name)],
        [courses_section(rows, asked.today)],
        pictures=courses_pictures(rows, _taught(found, teacher.id, asked.subject_id)),
        notes=[_l("Lessons planned: all of the timetable, the cancelled ones too.")],
        signed_by=[_l("Teacher")],
    )


def _taught(found: Sequence[ClassResults], staff_id: int, subject_id: int | None) -> list[Taught]:
    return [
        (facts, course)
        for facts in found
        for course in facts.courses
        if subject_id in {None, course.subject_id}
        and any(
            link.staff_id == staff_id
            and link.since <= facts.day
            and (link.until is None or link.until >= facts.period.starts)
            for link in course.teachers
        )
    ]


KIND = Kind(
    name="teacher",
    title=_l("Report of a teacher"),
    about=_l("The courses of a teacher: results, success, quality, SOU, hours planned and given."),
    group=Group.PROGRESS,
    asks=(Ask.TEACHER, Ask.PERIOD),
    narrowed_by=(Ask.SUBJECT,),
    gather=gather,
    may=teaches_or_sees,
)
