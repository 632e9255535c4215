"""Who sees which rows: what could leak is there [P2–P5]."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.attendance.access import visible_absences
from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.audit.access import visible_history
from app.audit.models import AuditEntry
from app.core.db import db
from app.journal import access
from app.journal.models import Homework, Mark, Reopening, Task
from app.results.access import visible_results
from app.results.models import Result
from app.timetable.models import Lesson
from tests.factories import actor, make_lesson, make_pupil, make_staff
from tests.factories import save as store
from tests.journal.entries import NOW, TODAY

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.req("P2", "P3", "P4", "P5")]
MINE, CLASSMATE, FOREIGN = "own", "classmate", "foreign"


@pytest.fixture
def world(school):
    """The same rows for a pupil of 7А, a classmate, and a pupil of 8Б; and taken-back ones."""
    algebra = store(Task(lesson=school.lessons[0], kind=school.kinds["К"]))
    english = store(Task(lesson=school.english_lesson, kind=school.kinds["К"]))
    chemistry = store(Task(lesson=school.foreign_lesson, kind=school.kinds["К"]))
    own, mate, foreign = school.pupils[0], school.pupils[1], school.foreign_pupil
    store(
        Mark(task=algebra, pupil=own, value="5"),
        Mark(task=algebra, pupil=mate, value="4"),
        Mark(task=english, pupil=own, value="3"),
        Mark(task=chemistry, pupil=foreign, value="2"),
        Mark(task=algebra, pupil=school.pupils[2], value=None),
    )
    ill = AbsenceKind.ILL
    store(
        Absence(lesson=school.lessons[1], pupil=own, kind=ill),
        Absence(lesson=school.lessons[1], pupil=mate, kind=ill),
        Absence(lesson=school.foreign_lesson, pupil=foreign, kind=ill),
        Absence(lesson=school.lessons[1], pupil=school.pupils[2], kind=None),
    )
    store(
        Homework(lesson=school.lessons[0], text="алгебра", set_at=NOW),
        Homework(lesson=school.english_lesson, text="английский", set_at=NOW),
        Homework(lesson=school.foreign_lesson, text="химия", set_at=NOW),
        Homework(lesson=school.lessons[0], pupil=mate, text="только ему", set_at=NOW),
        Homework(lesson=school.lessons[1], text="", set_at=NOW),
    )
    period = school.periods[0]
    store(
        Result(course=school.algebra, period=period, pupil=own, value="5"),
        Result(course=school.algebra, period=period, pupil=mate, value="4"),
        Result(course=school.foreign, period=period, pupil=foreign, value="2"),
        Result(course=school.english, period=period, pupil=own, value=None),
    )
    for staff, course in ((school.teacher, school.algebra), (school.other, school.foreign)):
        store(
            Reopening(course=course, staff=staff, first=TODAY, last=TODAY, until=TODAY, reason="-")
        )
    return school


def people(world):
    substitute = make_staff("Замещающая")
    world.lessons[0].substitute = substitute
    db.session.commit()
    return {
        "teacher": actor("teacher", staff_id=world.teacher.id),
        "other": actor("teacher", staff_id=world.other.id),
        "head": actor("class_teacher", staff_id=world.head.id),
        "substitute": actor("teacher", staff_id=substitute.id),
        "stranger": actor("teacher", staff_id=make_staff("Чужая").id),
        "director": actor("director", staff_id=make_staff("Директор").id),
        "deputy": actor("deputy"),
        "admin": actor("admin"),
        "secretary": actor("secretary", staff_id=make_staff("Секретарь").id),
        "pupil": actor("pupil", pupil_id=world.pupils[0].id),
        "parent": actor("parent", children=(world.pupils[0].id,)),
        "nobody": actor(),
    }


ALL = {
    "lessons": 5,
    "tasks": 3,
    "marks": {"5", "4", "3", "2"},
    "absences": 3,
    "homework": {"алгебра", "английский", "химия", "только ему"},
    "results": {"5", "4", "2"},
    "reopenings": 2,
    "history": True,
}
NOTHING = {
    "lessons": 0,
    "tasks": 0,
    "marks": set(),
    "absences": 0,
    "homework": set(),
    "results": set(),
    "reopenings": 0,
    "history": False,
}
CHILD = {
    **NOTHING,
    "marks": {"5", "3"},
    "absences": 1,
    "homework": {"алгебра", "английский"},
    "results": {"5"},
}
SEEN = {
    "teacher": {
        **NOTHING,
        "lessons": 3,
        "tasks": 1,
        "marks": {"5", "4"},
        "absences": 2,
        "homework": {"алгебра", "только ему"},
        "results": {"5", "4"},
        "reopenings": 1,
    },
    "other": {
        **NOTHING,
        "lessons": 2,
        "tasks": 2,
        "marks": {"3", "2"},
        "absences": 1,
        "homework": {"английский", "химия"},
        "results": {"2"},
        "reopenings": 1,
    },
    "head": {
        **NOTHING,
        "lessons": 4,
        "tasks": 2,
        "marks": {"5", "4", "3"},
        "absences": 2,
        "homework": {"алгебра", "английский", "только ему"},
        "results": {"5", "4"},
    },
    "substitute": {
        **NOTHING,
        "lessons": 1,
        "tasks": 1,
        "marks": {"5", "4"},
        "homework": {"алгебра", "только ему"},
    },
    "stranger": NOTHING,
    "director": ALL,
    "deputy": ALL,
    "admin": ALL,
    "secretary": NOTHING,
    "pupil": CHILD,
    "parent": CHILD,
    "nobody": NOTHING,
}


@pytest.mark.parametrize("name", SEEN)
def test_who_sees_what(world, name):
    person = people(world)[name]

    def rows(model, visible):
        return db.session.scalars(select(model).where(visible(person, TODAY))).all()

    assert {
        "lessons": len(rows(Lesson, access.visible_lessons)),
        "tasks": len(rows(Task, access.visible_tasks)),
        "marks": {mark.value for mark in rows(Mark, access.visible_marks)},
        "absences": len(rows(Absence, visible_absences)),
        "homework": {row.text for row in rows(Homework, access.visible_homework)},
        "results": {row.value for row in rows(Result, visible_results)},
        "reopenings": len(rows(Reopening, access.visible_reopenings)),
        "history": bool(rows(AuditEntry, visible_history)),
    } == SEEN[name]


def test_a_pupil_who_left_does_not_see_later_homework(world):
    left = make_pupil(world.class_7a, "Выбыл", until=dt.date(2026, 9, 1))
    later = make_lesson(world.algebra, dt.date(2026, 9, 9))
    store(Homework(lesson=later, text="потом", set_at=NOW))
    person = actor("pupil", pupil_id=left.id)
    query = select(Homework.text).where(access.visible_homework(person, TODAY))
    assert db.session.scalars(query).all() == ["алгебра"]


def lessons_where(clause):
    return set(db.session.scalars(select(Lesson.id).where(clause)))


@pytest.mark.parametrize(
    ("name", "writes", "attends"),
    [
        ("teacher", {0, 1, 2}, {0, 1, 2}),
        ("substitute", {0}, {0}),
        ("head", {0, 1, 2, 3}, {0, 1, 2, 3}),
        ("stranger", set(), set()),
        ("director", set(), set()),
        ("admin", set(), set()),
        ("pupil", set(), set()),
    ],
)
def test_which_lessons_a_form_offers(world, name, writes, attends):
    person = people(world)[name]
    ids = [lesson.id for lesson in [*world.lessons, world.english_lesson]]
    assert lessons_where(access.writable_lessons(person, TODAY)) == {ids[n] for n in writes}
    assert lessons_where(access.attended_lessons(person, TODAY)) == {ids[n] for n in attends}


def test_a_class_teacher_who_looks_only_is_offered_lessons_for_absences(world):
    world.school.class_teacher_edits_marks = False
    db.session.commit()
    head = people(world)["head"]
    assert lessons_where(access.writable_lessons(head, TODAY)) == set()
    assert len(lessons_where(access.attended_lessons(head, TODAY))) == 4
