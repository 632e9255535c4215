"""A year of 7А to bind: two quarters, marks, absences, homework, a pupil who left."""

import datetime as dt
import re
import subprocess

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.binding.paper.book import Order, drawn_journal
from app.core.actor import SYSTEM
from app.journal.models import Homework, Mark, Task
from app.results.models import Result
from tests import factories as make

MADE_ON = dt.date(2026, 12, 30)
AT = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)


def mark(lesson, pupil, value, kind):
    task = Task(lesson=lesson, kind=kind, position=1)
    return make.save(Mark(task=task, pupil=pupil, value=value), task)


@make.together()
def filled(school):
    """Entries of the small school's algebra and English; Жуков left on 12 October."""
    first, second, third = school.pupils
    monday, other, last = school.lessons
    monday.topic, other.topic = "Рациональные числа", "Контрольная работа № 1"
    task = Task(lesson=other, kind=school.kinds["К"], position=1)
    make.save(
        monday,
        Homework(lesson=monday, text="§ 1, № 17", set_at=AT),
        Homework(lesson=monday, pupil=second, text="карточка 5", set_at=AT),
        task,
        Mark(task=task, pupil=first, value="5"),
        Mark(task=task, pupil=second, value="2"),
        Absence(lesson=other, pupil=third, kind=AbsenceKind.ILL),
        Absence(lesson=last, pupil=second, kind=AbsenceKind.LATE, minutes=15),
    )
    mark(school.english_lesson, first, "4", school.kinds["О"])
    quarter = school.periods[0]
    for pupil, value in ((first, "5"), (second, "3"), (third, "н/а")):
        make.save(Result(course=school.algebra, period=quarter, pupil=pupil, value=value))
    return school


def book(school_class, made_on=MADE_ON, actor=SYSTEM, make_it=drawn_journal, **order):
    """The journal of the class as it is drawn."""
    return make_it(actor, Order(school_class.id, **order), made_on=made_on)


def texts(pdf, *options):
    """The text of each page as `pdftotext` reads it, hyphenated words whole again."""
    said = subprocess.run(
        ["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    pages = (" ".join(page.split()) for page in said.split("\f")[:-1])
    return [re.sub(r"(\w)[-\u00ad]\s(?=[а-яё])", r"\1", page) for page in pages]
