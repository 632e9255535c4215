"""What families of the demo school read and do: remarks, praise, homework handed in [M5]."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from flask import current_app
from markupsafe import escape
from sqlalchemy import select

from app.accounts.queries import login_by_name
from app.classes.models import ClassMembership, SchoolClass
from app.core import clock
from app.core.actor import Actor, of_user
from app.core.db import db
from app.core.files import Scan, keep_file
from app.core.pdf.document import render
from app.diary.enums import RemarkKind
from app.diary.operations.files import FILES, hand_in
from app.diary.operations.remarks import write_remark
from app.exchange.demo.world import HOME_CLASS
from app.journal.models import Homework
from app.people.models import Pupil
from app.plan.models import Course
from app.school.models import School, Subject
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

_LARGEST = 1_000_000  # bytes
_TEACHER, _PUPIL, _SUBJECT = "uchitel", "uchenik", "Алгебра"
_REMARKS = (  # by the pupil's place: the one who logs in is the first
    (0, RemarkKind.PRAISE, "Отличный ответ у доски: решение объяснено понятно и до конца."),
    (1, RemarkKind.PRAISE, "Спасибо за помощь одноклассникам в новой теме."),
    (2, RemarkKind.REMARK, "Второй раз на уроке нет тетради и чертёжных инструментов."),
    (0, RemarkKind.REMARK, "Разговоры на уроке: задание в классе не закончено."),
)
_HAND_IN = (0, 1, 3)


def fill_diaries(today: dt.date) -> tuple[int, int]:
    """Remarks to pupils of the home class and files for its last homework: how many of each."""
    lessons = _last_lessons(today)
    pupils = _there(lessons)
    return _remarks(lessons, pupils, today), _handed_in(lessons, pupils)


def _last_lessons(today: dt.date) -> Sequence[Lesson]:
    """The last lessons of algebra that were held before today, the latest first."""
    held = (
        select(Lesson)
        .join(Lesson.course)
        .join(Course.school_class)
        .join(Course.subject)
        .where(
            SchoolClass.name == HOME_CLASS,
            Subject.name == _SUBJECT,
            Lesson.day < today,
            Lesson.status == LessonStatus.HELD,
        )
    )
    order = (Lesson.day.desc(), Lesson.number.desc())
    return db.session.scalars(held.order_by(*order).limit(len(_REMARKS))).all()


def _there(lessons: Sequence[Lesson]) -> list[Pupil]:
    """Who was in the home class at all these lessons."""
    days = [lesson.day for lesson in lessons]
    stays = db.session.scalars(
        select(ClassMembership)
        .join(ClassMembership.school_class)
        .where(SchoolClass.name == HOME_CLASS)
        .order_by(ClassMembership.pupil_id)
    )
    there = [s.pupil for s in stays if all(s.since <= day <= (s.until or day) for day in days)]
    first = _person(_PUPIL).pupil_id
    return sorted(there, key=lambda pupil: pupil.id != first)


def _remarks(lessons: Sequence[Lesson], pupils: Sequence[Pupil], today: dt.date) -> int:
    for lesson, (place, kind, text) in zip(lessons, _REMARKS, strict=False):
        write_remark(
            _person(_TEACHER),
            pupil_id=pupils[place].id,
            day=lesson.day,
            kind=kind,
            text=text,
            today=today,
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


def _person(login: str) -> Actor:
    user = login_by_name(login)
    if user is None:
        raise LookupError(login)
    return of_user(user.id)
