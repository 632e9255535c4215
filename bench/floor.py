"""The floor: a bare Flask + SQLAlchemy application that shows the same tables with 3 queries.

No login, no rights, no menu, no scripts: what remains is reading the rows and making the table.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from flask import Flask, render_template, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import and_, or_, select

from app import create_app
from app.attendance.models import Absence
from app.classes.models import ClassMembership, SubgroupMembership
from app.journal.models import Homework, Mark, Task
from app.people.models import Pupil, Staff
from app.plan.models import Course, PlanTopic, WorkKind
from app.results.models import Result
from app.school.models import Subject
from app.timetable.models import Lesson
from config import Config
from run import Server

_LETTERS = {"unknown": "Н", "no_reason": "НП", "excused": "У", "ill": "Б", "late": "О"}
db = SQLAlchemy()


def lessons_in(*where: Any) -> Sequence[Any]:
    """First query: lessons with topic, plan, homework, task and kind of work."""
    return db.session.execute(
        select(
            *(Lesson.id, Lesson.course_id, Lesson.day, Lesson.number, Lesson.topic),
            *(Lesson.no_homework, Course.subgroup_id, Subject.short_name, Staff.last_name),
            *(PlanTopic.title, Homework.text, Task.id.label("task"), WorkKind.code),
        )
        .join(Course, Course.id == Lesson.course_id)
        .join(Subject, Subject.id == Course.subject_id)
        .outerjoin(Staff, Staff.id == Lesson.teacher_id)
        .outerjoin(PlanTopic, PlanTopic.id == Lesson.plan_topic_id)
        .outerjoin(Homework, and_(Homework.lesson_id == Lesson.id, Homework.pupil_id.is_(None)))
        .outerjoin(Task, Task.lesson_id == Lesson.id)
        .outerjoin(WorkKind, WorkKind.id == Task.kind_id)
        .where(*where)
        .order_by(Lesson.day, Lesson.number, Lesson.course_id)
    ).all()


def cells_in(lessons: Sequence[Any]) -> dict[tuple[int, int], str]:
    """Second query: marks and absences by lesson and pupil."""
    ids = {lesson.id for lesson in lessons}
    marks = select(Task.lesson_id, Mark.pupil_id, Mark.value).join(Mark, Mark.task_id == Task.id)
    away = select(Absence.lesson_id, Absence.pupil_id, Absence.kind)
    cells: dict[tuple[int, int], str] = defaultdict(str)
    both = marks.where(Task.lesson_id.in_(ids)).union_all(away.where(Absence.lesson_id.in_(ids)))
    for lesson, pupil, value in db.session.execute(both):
        cells[lesson, pupil] += _LETTERS.get(value, value)
    return cells


def pupils_in(stay: Any, owner: Any, first: dt.date, last: dt.date, result: Any) -> Sequence[Any]:
    """Third query: who was there in the span, with the result of the period."""
    return db.session.execute(
        select(Pupil.id, Pupil.last_name, Pupil.first_name, stay.since, stay.until, Result.value)
        .join(stay, stay.pupil_id == Pupil.id)
        .outerjoin(Result, and_(Result.pupil_id == Pupil.id, result))
        .where(owner, stay.since <= last, or_(stay.until.is_(None), stay.until >= first))
        .order_by(Pupil.last_name, Pupil.first_name)
    ).all()


def average(marks: list[str]) -> str:
    """«4,50»."""
    digits = [int(mark) for mark in marks if mark.isdigit()]
    return f"{sum(digits) / len(digits):.2f}".replace(".", ",") if digits else ""


def journal(course: int, period: int) -> str:
    """Pupils × lessons of a period, averages, results; topics and homework below."""
    first, last = (dt.date.fromisoformat(request.args[name]) for name in ("first", "last"))
    lessons = lessons_in(Lesson.course_id == course, Lesson.day.between(first, last))
    result = and_(Result.course_id == course, Result.period_id == period)
    owner = ClassMembership.class_id == request.args.get("class", type=int)
    pupils = pupils_in(ClassMembership, owner, first, last, result)
    cells = cells_in(lessons)
    averages = {p.id: average([cells[lesson.id, p.id] for lesson in lessons]) for p in pupils}
    return render_template(
        "floor.html", lessons=lessons, pupils=pupils, cells=cells, averages=averages, groups={}
    )


def week(class_id: int) -> str:
    """Pupils × all lessons of a week."""
    monday = dt.date.fromisoformat(request.args["day"])
    sunday = monday + dt.timedelta(days=6)
    lessons = lessons_in(Course.class_id == class_id, Lesson.day.between(monday, sunday))
    stays = db.session.execute(
        select(
            *(Pupil.id, Pupil.last_name, Pupil.first_name, ClassMembership.since),
            *(ClassMembership.until, SubgroupMembership.subgroup_id),
        )
        .join(ClassMembership, ClassMembership.pupil_id == Pupil.id)
        .outerjoin(SubgroupMembership, SubgroupMembership.pupil_id == Pupil.id)
        .where(ClassMembership.class_id == class_id)
        .order_by(Pupil.last_name, Pupil.first_name)
    ).all()
    groups: dict[int, set[int | None]] = defaultdict(set)
    for stay in stays:
        groups[stay.id].add(stay.subgroup_id)
    return render_template(
        "floor.html",
        lessons=lessons,
        pupils={stay.id: stay for stay in stays}.values(),
        cells=cells_in(lessons),
        averages=None,
        groups=groups,
    )


def floor() -> Flask:
    """The application; `app` is only asked for the tables' descriptions."""
    create_app()
    bare = Flask(__name__)
    bare.config.from_object(Config)
    db.init_app(bare)
    bare.add_url_rule("/journal/<int:course>/<int:period>", view_func=journal)
    bare.add_url_rule("/week/<int:class_id>", view_func=week)
    bare.add_url_rule("/health", view_func=lambda: "ok", endpoint="health")
    return bare


if __name__ == "__main__":
    Server(floor()).run()
