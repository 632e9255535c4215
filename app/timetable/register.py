"""«Журнал замещения уроков» as PDF and XLSX [S7]; the columns are those of the school's book."""

import datetime as dt
from collections.abc import Sequence

from flask import render_template
from flask_babel import gettext as _

from app.core.pdf.document import render
from app.core.sheet import write_xlsx
from app.timetable.models import Lesson

Line = list[str]


def headings() -> Line:
    """Column headings."""
    return [
        _("Date"),
        _("Lesson"),
        _("Class"),
        _("Subject"),
        _("Who is absent"),
        _("Who substitutes"),
        _("Topic"),
        _("Signature"),
    ]


def lines(lessons: Sequence[Lesson]) -> list[Line]:
    """One line a lesson; the signature is for the pen."""
    return [
        [
            f"{lesson.day:%d.%m.%Y}",
            str(lesson.number),
            lesson.course.school_class.name,
            _subject(lesson),
            lesson.teacher.short_name if lesson.teacher else "",
            lesson.substitute.short_name if lesson.substitute else "",
            lesson.topic,
            "",
        ]
        for lesson in lessons
    ]


def register_xlsx(lessons: Sequence[Lesson], _first: dt.date, _last: dt.date) -> bytes:
    """The register as a workbook."""
    return write_xlsx(headings(), lines(lessons), _("Register of substitutions"))


def register_pdf(lessons: Sequence[Lesson], first: dt.date, last: dt.date) -> bytes:
    """The register on A4 landscape, headings repeated, pages numbered."""
    html = render_template(
        "timetable/register_pdf.html",
        headings=headings(),
        lines=lines(lessons),
        first=first,
        last=last,
    )
    return render(html, title=_("Register of substitutions"))


def _subject(lesson: Lesson) -> str:
    group = lesson.course.subgroup
    return f"{lesson.course.subject.name} ({group.name})" if group else lesson.course.subject.name
