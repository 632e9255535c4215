"""What the first page reads: the right rows, in a fixed number of statements."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.home import queries
from app.home.rules import LessonState
from app.journal.models import Homework
from app.timetable.enums import LessonStatus
from tests.factories import (
    actor,
    make_course,
    make_guardian,
    make_lesson,
    make_pupil,
    make_room,
    make_staff,
    make_subject,
    save,
)

pytestmark = pytest.mark.usefixtures("app")  # on both databases

DAY = dt.date(2026, 9, 2)
NOON = dt.datetime(2026, 9, 2, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))
MORNING = NOON.replace(hour=8)


def give_homework(lesson, text: str, pupil=None) -> Homework:
    return save(Homework(lesson=lesson, text=text, pupil=pupil, set_at=NOON))


@pytest.mark.req("P2")
def test_a_teacher_sees_the_own_lessons_of_today_and_what_they_need(school):
    who = actor("teacher", staff_id=school.teacher.id)
    room = make_room("12")
    later = make_lesson(school.algebra, DAY, 6, room=room)
    found = queries.own_lessons(who, NOON)
    assert [(one.number, one.school_class, one.subject, one.state) for one in found] == [
        (2, "7А", "Алгебра", LessonState.NO_TOPIC),
        (6, "7А", "Алгебра", LessonState.AHEAD),
    ]
    assert (found[1].id, found[1].time, found[1].room) == (later.id, "14:00–14:40", "12")
    assert [one.state for one in queries.own_lessons(who, MORNING)] == [LessonState.AHEAD] * 2


def test_a_filled_lesson_has_topic_and_homework_or_a_word_that_there_is_none(school):
    who, lesson = actor("teacher", staff_id=school.teacher.id), school.lessons[1]
    lesson.topic = "Дроби"
    save(lesson)
    assert queries.own_lessons(who, NOON)[0].state is LessonState.NO_HOMEWORK
    lesson.no_homework = True
    save(lesson)
    assert queries.own_lessons(who, NOON)[0].state is LessonState.FILLED
    lesson.no_homework = False
    give_homework(lesson, "№ 5")
    assert queries.own_lessons(who, NOON)[0].state is LessonState.FILLED


def test_without_lessons_today_the_next_day_with_some_is_shown(school):
    who = actor("teacher", staff_id=school.other.id)
    found = queries.own_lessons(who, NOON.replace(month=8, day=20))
    assert {one.day for one in found} == {dt.date(2026, 9, 1)}
    assert [one.school_class for one in found] == ["8Б", "7А"]
    assert queries.own_lessons(who, NOON) == []


@pytest.mark.req("P2")
def test_a_lesson_given_away_is_the_substitutes(school):
    lesson = school.lessons[1]
    lesson.substitute = school.other
    save(lesson)
    usual = actor("teacher", staff_id=school.teacher.id)
    stands_in = actor("teacher", staff_id=school.other.id)
    assert [one.day for one in queries.own_lessons(usual, NOON)] == [dt.date(2026, 9, 3)]
    found = queries.own_lessons(stands_in, NOON)
    assert [(one.id, one.stands_in) for one in found] == [(lesson.id, True)]


def test_a_cancelled_lesson_is_shown_as_such_beside_held_ones(school):
    make_lesson(school.algebra, DAY, 5, status=LessonStatus.CANCELLED, topic="")
    who = actor("teacher", staff_id=school.teacher.id)
    assert [one.state for one in queries.own_lessons(who, NOON)] == [
        LessonState.NO_TOPIC,
        LessonState.CANCELLED,
    ]


def test_homework_of_class_1_is_not_missed(school):
    school.class_7a.grade = 1
    lesson = school.lessons[1]
    lesson.topic = "Буквы"
    save(lesson, school.class_7a)
    who = actor("teacher", staff_id=school.teacher.id)
    assert queries.own_lessons(who, NOON)[0].state is LessonState.FILLED


@pytest.mark.req("P3")
def test_a_class_teacher_sees_who_is_absent_and_what_is_unfilled_in_the_own_class(school):
    ill, late, both = school.pupils
    first, second = school.lessons[1], make_lesson(school.algebra, DAY, 3)
    save(
        Absence(lesson=first, pupil=ill, kind=AbsenceKind.ILL),
        Absence(lesson=first, pupil=late, kind=AbsenceKind.LATE, minutes=5),
        Absence(lesson=first, pupil=both, kind=AbsenceKind.LATE, minutes=5),
        Absence(lesson=second, pupil=both, kind=AbsenceKind.UNKNOWN),
        Absence(lesson=school.lessons[0], pupil=late, kind=AbsenceKind.ILL),
        Absence(lesson=make_lesson(school.foreign, DAY), pupil=school.foreign_pupil, kind="ill"),
    )
    (own,) = queries.own_classes(actor("class_teacher", staff_id=school.head.id), DAY)
    assert (own.name, own.absent, own.late) == (
        "7А",
        ["Абрамов Иван", "Жуков Иван"],
        ["Ёлкин Иван"],
    )
    assert own.unfilled == 2  # algebra and English of 1 September
    assert queries.own_classes(actor("teacher", staff_id=school.teacher.id), DAY) == []
    assert (
        queries.own_classes(actor("class_teacher", staff_id=school.head.id), DAY.replace(2030))
        == []
    )


@pytest.mark.req("P4")
def test_a_deputy_sees_which_lessons_are_over_and_unfilled(school):
    make_lesson(school.algebra, DAY, 6)
    make_lesson(school.foreign, DAY, 1, topic="Атомы")
    make_lesson(school.foreign, DAY, 3, status=LessonStatus.CANCELLED)
    found = queries.control_of(actor("deputy"), NOON)
    assert (found.lessons, found.filled, found.more) == (3, 1, 0)
    assert [(one.number, one.school_class, one.teacher) for one in found.unfilled] == [
        (2, "7А", "Иванова А. П.")
    ]


def test_an_office_sees_what_a_starting_school_lacks(school):
    make_pupil(None, "Ничей")
    make_course(school.class_8b, make_subject("Пение"))
    found = queries.waiting(DAY)
    assert (found.years, found.classes, found.pupils_without_class) == (1, 2, 1)
    assert (found.classes_without_teacher, found.courses_without_teacher) == (1, 1)
    assert (found.staff_without_login, found.lessons_ahead) == (3, 2)


@pytest.mark.req("P5")
def test_a_pupil_sees_the_own_lessons_and_the_homework_for_them(school):
    inside, outside = school.pupils[0], school.pupils[2]  # in and not in the English group
    make_lesson(school.english, DAY, 3)
    give_homework(school.lessons[0], "§ 1, № 5")
    give_homework(school.lessons[0], "карточка", inside)
    give_homework(school.english_lesson, "Слова")
    own, other = queries.pupil_days([inside.id, outside.id], MORNING)
    assert [(one.number, one.subject, one.homework) for one in own.lessons] == [
        (2, "Алгебра", "§ 1, № 5\nкарточка"),
        (3, "Английский язык", "Слова"),
    ]
    assert [(one.subject, one.homework) for one in other.lessons] == [("Алгебра", "§ 1, № 5")]
    assert (own.name, own.day) == ("Иван", DAY)


@pytest.mark.req("P5")
def test_homework_is_that_of_the_lesson_before_and_no_older(school):
    give_homework(school.lessons[0], "Старое")
    (day,) = queries.pupil_days([school.pupils[0].id], NOON.replace(day=3))
    assert [(one.subject, one.homework) for one in day.lessons] == [("Алгебра", "")]


@pytest.mark.req("P5")
def test_a_pupil_who_left_has_no_lessons(school):
    gone = make_pupil(school.class_7a, "Ушедший", until=dt.date(2026, 9, 1))
    assert [(one.name, one.day, one.lessons) for one in queries.pupil_days([gone.id], NOON)] == [
        ("Иван", None, [])
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_the_school(school, statements, rows):
    for number in range(rows):
        subject = make_subject(f"Предмет {number}")
        course = make_course(school.class_7a, subject, make_staff(f"Новая{number}"))
        lesson = make_lesson(course, DAY, 4 + number)
        give_homework(lesson, "читать")
        save(Absence(lesson=lesson, pupil=make_pupil(school.class_7a), kind=AbsenceKind.ILL))
    children = [pupil.id for pupil in school.pupils[:rows]]
    make_guardian(school.pupils[0])
    head = actor("class_teacher", staff_id=school.head.id)
    for read, expected in (
        (lambda: queries.own_lessons(head, NOON), 1),
        (lambda: queries.own_classes(head, DAY), 2),
        (lambda: queries.control_of(actor("deputy"), NOON), 2),
        (lambda: queries.waiting(DAY), 1),
        (lambda: queries.pupil_days(children, MORNING), 3),
    ):
        sent = statements()
        read()
        assert len(sent) == expected
