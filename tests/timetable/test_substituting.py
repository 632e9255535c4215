"""Substitutions [S7]."""

import datetime as dt

import pytest

from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, Refused
from app.messages.models import Notice, OutboxLetter
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson, TeacherAbsence
from app.timetable.operations.lessons import swap_lessons
from app.timetable.operations.substituting import (
    Telling,
    merge_lessons,
    record_teacher_absence,
    remove_teacher_absence,
    substitute_lesson,
    take_back_substitution,
)
from app.timetable.queries.substituting import affected_lessons
from app.timetable.rules.substituting import (
    Candidate,
    merge_faults,
    ranked,
    substitution_faults,
    swap_faults,
)
from tests import factories

pytestmark = pytest.mark.req("S7")
DAY = dt.date(2026, 9, 1)
DEPUTY = factories.actor("deputy")
TELLING = Telling(dt.datetime(2026, 8, 31, 9, tzinfo=dt.UTC), {})


def test_the_subject_comes_before_the_class_and_the_class_before_the_least_busy():
    busy, knows = Candidate(1, "А", lessons=5), Candidate(2, "Б", knows_class=True)
    subject, idle = Candidate(3, "В", teaches_subject=True, lessons=6), Candidate(4, "Г", lessons=1)
    assert [c.staff for c in ranked([busy, knows, subject, idle])] == [3, 2, 4, 1]


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ({"cancelled": False, "free": True, "own": False, "away": False}, 0),
        ({"cancelled": True, "free": True, "own": False, "away": False}, 1),
        ({"cancelled": False, "free": False, "own": False, "away": False}, 1),
        ({"cancelled": False, "free": False, "own": False, "away": False, "joint": True}, 0),
        ({"cancelled": False, "free": False, "own": True, "away": True}, 3),
    ],
)
def test_every_reason_against_a_substitute_is_named(facts, count):
    assert len(substitution_faults(**facts)) == count


def test_reasons_against_a_swap_and_a_merge_are_all_named():
    assert len(swap_faults(same_lesson=False, same_class=True, held=True, records=False)) == 0
    assert len(swap_faults(same_lesson=True, same_class=False, held=False, records=True)) == 4
    assert len(merge_faults(same_lesson=True, same_time=False, held=False)) == 3


def away(staff, first=DAY, last=DAY, reason="болезнь"):
    with unit_of_work("form", DEPUTY):
        return record_teacher_absence(
            DEPUTY, staff_id=staff.id, first=first, last=last, reason=reason
        )


def give(lesson, staff, actor=DEPUTY, telling=TELLING):
    with unit_of_work("form", actor):
        substitute_lesson(
            actor, lesson_id=lesson.id, staff_id=staff.id, reason="болезнь", telling=telling
        )


def test_busy_and_absent_teachers_are_never_proposed(app, school):
    free = factories.make_staff("Яковлева")
    factories.make_course(school.class_8b, factories.make_subject("Физика"), free)
    absence = away(school.teacher, DAY, DAY + dt.timedelta(2))
    found = affected_lessons(absence)
    assert [row.lesson.day.day for row in found] == [1, 2, 3]
    # on 1 September Петрова has the second lesson in 8Б; on the 2nd she is free and knows 7А
    assert [[c.name for c in row.candidates] for row in found] == [
        ["Яковлева А. П."],
        ["Петрова А. П.", "Яковлева А. П."],
        ["Петрова А. П.", "Яковлева А. П."],
    ]
    away(free)
    assert affected_lessons(db.session.get(TeacherAbsence, absence.id))[0].candidates == []


def test_the_substitute_stands_in_the_lesson_and_is_told_once_with_a_letter(app, school):
    user = factories.make_user("teacher")
    school.other.user_id = user
    db.session.commit()
    away(school.teacher, DAY, DAY + dt.timedelta(2))
    give(school.lessons[1], school.other, telling=Telling(TELLING.now, {user: "p@school.example"}))
    lesson = db.session.get(Lesson, school.lessons[1].id)
    assert (lesson.substitute_id, lesson.teacher_id) == (school.other.id, school.teacher.id)
    notice = db.session.scalars(db.select(Notice)).one()
    assert (notice.user_id, "Алгебра" in notice.text) == (user, True)
    assert db.session.scalars(db.select(OutboxLetter)).one().recipient == "p@school.example"


def test_a_busy_teacher_is_refused(app, school):
    with pytest.raises(Refused):
        give(school.lessons[0], school.other)
    assert db.session.get(Lesson, school.lessons[0].id).substitute_id is None


@pytest.mark.parametrize("role", ["director", "secretary", "class_teacher", "teacher", "pupil"])
def test_only_the_administrator_and_deputies_arrange_substitutions(app, school, role):
    with pytest.raises(Forbidden):
        give(school.lessons[1], school.other, actor=factories.actor(role))


def test_merged_lessons_have_one_teacher_and_one_room(app, school):
    group = factories.make_subgroup(school.class_7a, "2 группа", division="Английский язык")
    third = factories.make_staff("Третьякова")
    course = factories.make_course(school.class_7a, school.english.subject, third, group)
    room = factories.make_room()
    lesson = factories.make_lesson(course, DAY, 3, room=room)
    found = affected_lessons(away(school.other))
    merges = {row.lesson.id: [m.id for m in row.merges] for row in found}
    assert merges[school.english_lesson.id] == [lesson.id]
    with unit_of_work("form", DEPUTY):
        merge_lessons(
            DEPUTY,
            lesson_id=school.english_lesson.id,
            with_id=lesson.id,
            reason="болезнь",
            telling=TELLING,
        )
    merged = db.session.get(Lesson, school.english_lesson.id)
    assert (merged.substitute_id, merged.room_id, merged.merged_with_id) == (
        third.id,
        room.id,
        lesson.id,
    )


def test_a_substitution_is_taken_back_until_the_lesson_is_filled(app, school):
    give(school.lessons[1], school.other)
    with unit_of_work("form", DEPUTY):
        take_back_substitution(DEPUTY, lesson_id=school.lessons[1].id, telling=TELLING)
    assert db.session.get(Lesson, school.lessons[1].id).substitute_id is None
    give(school.lessons[1], school.other)
    db.session.get(Lesson, school.lessons[1].id).topic = "Повторение"
    db.session.commit()
    with pytest.raises(Refused), unit_of_work("form", DEPUTY):
        take_back_substitution(DEPUTY, lesson_id=school.lessons[1].id, telling=TELLING)


def test_an_absence_is_entered_once_and_stays_while_lessons_are_substituted(app, school):
    absence = away(school.teacher, DAY, DAY + dt.timedelta(2))
    with pytest.raises(Refused):
        away(school.teacher)
    give(school.lessons[1], school.other)
    with pytest.raises(Refused), unit_of_work("form", DEPUTY):
        remove_teacher_absence(DEPUTY, absence_id=absence.id)


def swap(school, actor=DEPUTY):
    one, other = school.lessons[0], school.english_lesson
    school.foreign_lesson.status = LessonStatus.CANCELLED  # keeps Петрова free for the swap
    db.session.commit()
    with unit_of_work("form", actor):
        swap_lessons(actor, lesson_id=one.id, with_id=other.id)


def test_two_lessons_of_a_class_change_places(app, school):
    one, other = school.lessons[0], school.english_lesson
    swap(school)
    places = {x: db.session.get(Lesson, x).number for x in (one.id, other.id)}
    assert places == {one.id: 3, other.id: 2}


def test_a_swap_that_clashes_or_moves_records_is_refused_and_nothing_is_moved(app, school):
    busy = factories.make_lesson(school.foreign, DAY, 3, teacher=school.teacher)
    with pytest.raises(Refused):
        swap(school)
    db.session.delete(db.session.get(Lesson, busy.id))
    db.session.get(Lesson, school.lessons[0].id).topic = "Дроби"
    db.session.commit()
    with pytest.raises(Refused):
        swap(school)
    assert db.session.get(Lesson, school.english_lesson.id).number == 3


def test_nobody_is_proposed_for_a_cancelled_lesson(app, school):
    school.lessons[0].status = LessonStatus.CANCELLED
    db.session.commit()
    assert affected_lessons(away(school.teacher))[0].candidates == []


def test_the_reads_do_not_grow_with_the_lessons(app, school, statements):
    absence = away(school.teacher)
    db.session.expire_all()
    few = statements()
    affected_lessons(db.session.merge(absence))
    one = len(few)
    more = away(school.head, DAY, DAY)
    for number in range(4, 8):
        factories.make_lesson(
            factories.make_course(
                school.class_8b, factories.make_subject(f"Предмет {number}"), school.head
            ),
            DAY,
            number,
        )
    db.session.expire_all()
    many = statements()
    affected_lessons(db.session.merge(more))
    assert (one, len(many)) == (6, 6)
