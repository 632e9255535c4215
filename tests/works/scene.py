"""A control work of 7А with figures that are worked out by hand [R5]."""

import datetime as dt
from itertools import cycle

from app.journal.models import Task
from app.works.enums import Level
from app.works.models import CheckedElement, ControlWork, PupilWork, WorkItem, WorkPlan
from tests import factories as make

TODAY = dt.date(2026, 9, 3)
ELEMENTS = ("Линейные уравнения", "Степени", "Линейные уравнения", "Задача на движение")
LEVELS = (Level.BASIC, Level.BASIC, Level.RAISED, Level.HIGH)
POINTS = (2, 2, 3, 3)  # 10 in all


def make_plan(subject, author=None, *, grade=7, elements=ELEMENTS, **values) -> WorkPlan:
    """A plan, usually of four items and 10 points: «5» from 9, «4» from 7, «3» from 5."""
    known = {text: CheckedElement(subject_id=subject.id, text=text) for text in elements}
    rows = zip(elements, cycle(LEVELS), cycle(POINTS), strict=False)
    items = [
        WorkItem(position=at, number=str(at), element=known[text], level=level, points=points)
        for at, (text, level, points) in enumerate(rows, 1)
    ]
    defaults = {"title": "Контрольная работа № 1", "variants": 2, "five": 9, "four": 7, "three": 5}
    return make.save(
        WorkPlan(
            subject=subject,
            grade=grade,
            author=author,
            made_on=TODAY,
            items=items,
            **{**defaults, **values},
        )
    )


def make_work(plan, lesson, kind, course=None) -> ControlWork:
    """A class writes the plan in a lesson."""
    task = Task(lesson=lesson, kind=kind, position=1, title=plan.title)
    course = course or lesson.course
    return make.save(ControlWork(plan=plan, course=course, task=task, day=lesson.day))


def give(work, pupil, points="", **values) -> PupilWork:
    """A pupil's row: «2 2 3 2», «2 – – –»."""
    return make.save(PupilWork(work_id=work.id, pupil=pupil, points=points, **values))


def as_teacher(staff, **values):
    return make.actor("teacher", staff_id=staff.id, name=str(staff), **values)
