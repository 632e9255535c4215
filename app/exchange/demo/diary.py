"""What families read and do in the diary: remarks, praise, homework handed in as files [M5]."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from flask import current_app
from markupsafe import escape
from sqlalchemy import select

from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.files import Scan, keep_file
from app.core.pdf.document import render
from app.diary.enums import RemarkKind
from app.diary.operations.files import FILES, hand_in
from app.diary.operations.remarks import write_remark
from app.exchange.demo.world import HOME_CLASS, World
from app.journal.models import Homework
from app.people.models import Pupil
from app.school.models import School
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

_LARGEST = 1_000_000  # bytes
_TEACHER, _SUBJECT = "maths1", "Алгебра"
_REMARKS = (  # the pupil's place in the list of the class
    (0, RemarkKind.PRAISE, "Отличный ответ у доски: решение задачи объяснено понятно и до конца."),
    (1, RemarkKind.PRAISE, "Спасибо за помощь одноклассникам в новой теме."),
    (2, RemarkKind.REMARK, "Второй раз на уроке нет тетради и чертёжных инструментов."),
    (0, RemarkKind.REMARK, "Разговоры на уроке: задание в классе не закончено."),
)
_HAND_IN = (0, 1, 3)


def make_diary(world: World) -> tuple[int, int]:
    """Remarks to pupils of the home class and files for its last homework: how many of each."""
    lessons = _last_lessons(world)
    pupils = _there(world, lessons)
    return _remarks(world, lessons, pupils), _handed_in(lessons, pupils)


def _last_lessons(world: World) -> Sequence[Lesson]:
    """The last lessons of algebra that were held before today, the latest first."""
    course = next(
        row
        for taught, row in world.courses.items()
        if (taught.school_class, taught.subject) == (HOME_CLASS, _SUBJECT)
    )
    held = select(Lesson).where(
        Lesson.course_id == course.id,
        Lesson.day < world.today,
        Lesson.status == LessonStatus.HELD,
    )
    order = (Lesson.day.desc(), Lesson.number.desc())
    return db.session.scalars(held.order_by(*order).limit(len(_REMARKS))).all()


def _there(world: World, lessons: Sequence[Lesson]) -> list[Pupil]:
    """Pupils of the home class who were in it at all these lessons."""
    days = [lesson.day for lesson in lessons]
    return [
        stay.pupil
        for stay in world.members[HOME_CLASS]
        if all(stay.since <= day <= (stay.until or day) for day in days)
    ]


def _remarks(world: World, lessons: Sequence[Lesson], pupils: Sequence[Pupil]) -> int:
    teacher = world.staff[_TEACHER]
    roles = frozenset({"teacher"})
    actor = Actor(teacher.user_id, teacher.call_name, roles, staff_id=teacher.id)
    for lesson, (place, kind, text) in zip(lessons, _REMARKS, strict=False):
        write_remark(
            actor,
            pupil_id=pupils[place].id,
            day=lesson.day,
            kind=kind,
            text=text,
            today=world.today,
        )
    return min(len(lessons), len(_REMARKS))


def _handed_in(lessons: Sequence[Lesson], pupils: Sequence[Pupil]) -> int:
    """The school takes homework as files; some have handed the last one in."""
    db.session.scalars(select(School)).one().pupils_hand_in = True
    homework = db.session.scalars(
        select(Homework)
        .join(Homework.lesson)
        .where(
            Homework.lesson_id.in_([lesson.id for lesson in lessons]),
            Homework.pupil_id.is_(None),
            Homework.text != "",
        )
        .order_by(Lesson.day.desc())
    ).first()
    if homework is None:
        return 0
    evening = dt.datetime.combine(homework.lesson.day, dt.time(18, 40), clock.now().tzinfo)
    for pupil in (pupils[place] for place in _HAND_IN):
        hand_in(
            Actor(pupil.user_id, pupil.call_name, frozenset({"pupil"}), pupil_id=pupil.id),
            pupil_id=pupil.id,
            homework_id=homework.id,
            files=lambda pupil=pupil: [_file(pupil, homework)],  # type: ignore[misc]
            now=evening,
        )
    return len(_HAND_IN)


def _file(pupil: Pupil, homework: Homework) -> Scan:
    title = f"{_SUBJECT}, {homework.lesson.day:%d.%m.%Y}"
    whose = escape(f"{pupil.full_name}, {HOME_CLASS}")
    html = f"<h2>{title}</h2><p>{whose}</p><p>{escape(homework.text)}</p>"
    folder = Path(current_app.config["INSTANCE_DIR"]) / FILES
    return keep_file(folder, render(html, title=title), f"{_SUBJECT}.pdf", _LARGEST)
