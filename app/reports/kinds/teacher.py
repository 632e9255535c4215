"""«Отчёт учителя-предметника» [R4]."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.reports.access import sees_school
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask
from app.reports.kinds.courses import Taught, courses_section
from app.reports.kinds.shared import school_facts
from app.reports.queries.results import class_results
from app.reports.queries.scope import asked_teacher, taught_classes_and_periods
from app.reports.rules.document import Report


def gather(actor: Actor, asked: Asked) -> Report:
    """The courses of a teacher in a period: constant statements for any number of classes."""
    teacher = asked_teacher(actor, asked)
    scope, period = taught_classes_and_periods(teacher, asked)
    rows: list[Taught] = [
        (facts, course)
        for facts in class_results(scope, asked.today)
        for course in facts.courses
        if any(
            link.staff_id == teacher.id
            and link.since <= facts.day
            and (link.until is None or link.until >= facts.period.starts)
            for link in course.teachers
        )
    ]
    return Report(
        KIND.title,
        [*school_facts(period), (_("Teacher"), teacher.full_name)],
        [courses_section(rows, asked.today)],
        notes=[_l("Lessons planned: all of the timetable, the cancelled ones too.")],
        signed_by=[_l("Teacher")],
    )


def may(actor: Actor) -> bool:
    """Leaders for everybody, a teacher for oneself [P2]."""
    return sees_school(actor) or actor.has("teacher", "class_teacher")


KIND = Kind("teacher", _l("Report of a teacher"), (Ask.TEACHER, Ask.PERIOD), gather, may)
