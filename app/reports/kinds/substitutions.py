"""«Журнал замещения уроков» [R4 S7]."""

from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.reports.access import require_lists, sees_lists
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.shared import school_facts, span_fact
from app.reports.queries.scope import asked_span
from app.reports.rules.document import Column, Line, Report, Section
from app.reports.rules.document import Kind as Written
from app.timetable.models import Lesson
from app.timetable.queries.changes import changes_between


def gather(actor: Actor, asked: Asked) -> Report:
    """Substituted lessons of the days in the columns of the school's book."""
    require_lists(actor)
    first, last = asked_span(asked)
    lessons = changes_between(first, last, cancelled=False)
    empty = _l("No lesson was substituted on these days.")
    return Report(
        KIND.title,
        [*school_facts(None), span_fact(first, last)],
        [Section(_COLUMNS, [_line(lesson) for lesson in lessons], empty=empty)],
        signed_by=[_l("Deputy director")],
    )


def _line(lesson: Lesson) -> Line:
    return Line(
        [
            lesson.day,
            lesson.number,
            lesson.course.school_class.name,
            lesson.course.title.split(", ", 1)[1],
            lesson.teacher.short_name if lesson.teacher else "",
            lesson.substitute.short_name if lesson.substitute else "",
            lesson.topic,
            "",  # for the pen
        ]
    )


_COLUMNS = [
    Column(_l("Date"), width=2),
    Column(_l("Lesson"), width=1.3),
    Column(_l("Class"), width=1.4),
    Column(_l("Subject"), Written.TEXT, width=4.5),
    Column(_l("Who is absent"), Written.TEXT, width=3.5),
    Column(_l("Who substitutes"), Written.TEXT, width=3.5),
    Column(_l("Topic"), Written.TEXT, width=7.5),
    Column(_l("Signature"), Written.TEXT, width=3),
]
KIND = Kind(
    name="substitutions",
    title=_l("Register of substitutions"),
    about=_l("Substituted lessons: who was absent, who took the lesson, topic, signature."),
    group=Group.KEEPING,
    asks=(Ask.SPAN,),
    gather=gather,
    may=sees_lists,
)
