"""«Учёт пройденного материала» [R4 J3]."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.plan.models import Course
from app.reports.access import teaches_or_sees
from app.reports.asked import Asked, Kind
from app.reports.enums import Ask, Group
from app.reports.kinds.shared import narrowed_facts, school_facts, span_fact
from app.reports.queries.courses import Kept, LackingLesson, kept_journals, lacking_lessons
from app.reports.queries.results import teachers_on
from app.reports.queries.scope import asked_span
from app.reports.rules.document import Column, Line, Report, Section, Value, Weight
from app.reports.rules.document import Kind as Written
from app.results.rules import GRADE_WITHOUT_RESULTS

_MOST_LESSONS = 500


def gather(actor: Actor, asked: Asked) -> Report:
    """Courses with how many lessons lack something; the lessons where they are not too many."""
    first, last = asked_span(asked)
    last = max(first, min(last, asked.today))
    rows = kept_journals(actor, asked, first, last)
    sections = [_courses(rows, asked)]
    lacking = sum(max(kept.no_topic, kept.no_homework) for _course, kept in rows)
    notes = [
        _l("A lesson without absences: nobody was absent, or nothing was entered."),
        _l("“No homework” is an entry too: such lessons lack none. Class 1 has no homework."),
    ]
    if lacking <= _MOST_LESSONS:
        found = lacking_lessons(actor, asked, first, last, GRADE_WITHOUT_RESULTS)
        sections.append(_lessons(found))
    else:
        notes.append(_l("To see the lessons themselves, choose a class, a teacher or fewer days."))
    return Report(
        KIND.title,
        [*school_facts(None), span_fact(first, last), *narrowed_facts(asked)],
        sections,
        notes=notes,
        signed_by=[_l("Deputy director")],
    )


def _courses(rows: list[tuple[Course, Kept]], asked: Asked) -> Section:
    lines = [
        Line([course.title, teachers_on(course, asked.today), *_values(course, kept)])
        for course, kept in rows
    ]
    if len(lines) > 1:
        sums = [
            sum(value for value in values if isinstance(value, int))
            for values in zip(*(line.values[2:] for line in lines), strict=True)
        ]
        lines.append(Line([_("Together"), "", *sums], Weight.GRAND))
    empty = _l("No lessons were held on these days.")
    return Section(_COURSES, lines, _l("Courses"), empty)


def _values(course: Course, kept: Kept) -> list[Value]:
    """Nothing is missing where nothing is set: homework and marks of class 1."""
    first_class = course.school_class.grade <= GRADE_WITHOUT_RESULTS
    without_marks = first_class or course.subject.without_marks
    return [
        kept.lessons,
        kept.no_topic,
        None if first_class else kept.no_homework,
        None if without_marks else kept.no_marks,
        kept.no_absences,
    ]


def _lessons(found: list[LackingLesson]) -> Section:
    return Section(
        _LESSONS,
        [_lesson(one) for one in found],
        _l("Lessons without a topic or homework"),
        _l("Every lesson has its topic and homework."),
    )


def _lesson(one: LackingLesson) -> Line:
    lacks = (one.no_topic, one.no_homework, one.no_marks, one.no_absences)
    return Line(
        [
            one.lesson.day,
            one.lesson.number,
            one.lesson.course.title,
            one.teacher.short_name if one.teacher else "",
            *(_("not there") if lacking else _("there") for lacking in lacks),
        ]
    )


_WITHOUT = _l("of them without")
_COURSES = [
    Column(_l("Course"), Written.TEXT, width=6),
    Column(_l("Teacher"), Written.TEXT, width=4),
    Column(_l("Lessons held"), width=1.8),
    *(
        Column(name, over=_WITHOUT, width=1.8)
        for name in (_l("topic"), _l("homework_of"), _l("marks_of"), _l("absences_of"))
    ),
]
_LESSONS = [
    Column(_l("Date"), width=2),
    Column(_l("Lesson"), width=1.2),
    Column(_l("Course"), Written.TEXT, width=6),
    Column(_l("Teacher"), Written.TEXT, width=4),
    *(
        Column(name, width=1.8)
        for name in (_l("Topic"), _l("Homework"), _l("Marks"), _l("Absences"))
    ),
]
KIND = Kind(
    name="taught",
    title=_l("Record of the material taught"),
    about=_l("Lessons without topic, homework, marks or attendance."),
    group=Group.KEEPING,
    asks=(Ask.SPAN,),
    narrowed_by=(Ask.CLASS, Ask.TEACHER),
    gather=gather,
    may=teaches_or_sees,
)
