import datetime as dt

import pytest

from app.core.db import db
from app.timetable import access
from app.timetable.models import Lesson, Slot
from tests import factories as make

ON = dt.date(2026, 9, 2)
STAFF = ("admin", "director", "deputy", "secretary", "class_teacher", "teacher")


def seen(model, clause):
    return db.session.scalar(db.select(db.func.count(model.id)).where(clause))


@pytest.mark.req("P2", "P3", "P4", "P5")
@pytest.mark.parametrize(
    ("role", "who", "slots", "week", "lessons"),
    [
        ("admin", None, 3, 5, 5),
        ("director", None, 3, 5, 5),
        ("deputy", None, 3, 5, 5),
        ("secretary", None, 3, 5, 0),
        ("class_teacher", "head", 3, 5, 4),  # the journals of 7А
        ("teacher", "teacher", 3, 5, 3),  # algebra
        ("teacher", "other", 3, 5, 2),  # English and chemistry
        ("pupil", None, 2, 4, 0),  # the timetable of 7А
        ("parent", None, 2, 4, 0),
    ],
)
def test_who_sees_which_rows_of_the_timetable(app, school, role, who, slots, week, lessons):
    for course in (school.algebra, school.english, school.foreign):
        make.make_slot(course)
    staff = who and getattr(school, who).id
    pupil = school.pupils[0].id if role == "pupil" else None
    children = (school.pupils[1].id,) if role == "parent" else ()
    actor = make.actor(role, staff_id=staff, pupil_id=pupil, children=children)
    assert seen(Slot, access.visible_slots(actor, ON)) == slots
    assert seen(Lesson, access.visible_week(actor, ON)) == week
    assert seen(Lesson, access.visible_lessons(actor, ON)) == lessons


@pytest.mark.req("P5")
def test_pupil_who_comes_later_does_not_see_the_timetable_yet(app, school):
    late = make.make_pupil(school.class_8b, "Новый", since=dt.date(2026, 10, 1))
    actor = make.actor("pupil", pupil_id=late.id)
    assert seen(Lesson, access.visible_week(actor, ON)) == 0
    assert seen(Lesson, access.visible_week(actor, dt.date(2026, 10, 1))) == 1


@pytest.mark.req("S5", "P2", "P4")
@pytest.mark.parametrize(
    ("role", "who", "course", "allowed", "may"),
    [
        ("admin", None, "algebra", False, True),
        ("teacher", "teacher", "algebra", False, False),
        ("teacher", "teacher", "algebra", True, True),
        ("teacher", "teacher", "foreign", True, False),
        ("class_teacher", "head", "algebra", True, False),
        ("deputy", None, "algebra", True, False),
    ],
)
def test_who_enters_slots_of_a_course(app, school, role, who, course, allowed, may):
    school.school.teacher_edits_timetable = allowed
    make.save(school.school)
    actor = make.actor(role, staff_id=who and getattr(school, who).id)
    course_id = getattr(school, course).id
    assert access.may_edit_slots_of(actor, course_id, ON) is may


@pytest.mark.req("P2")
def test_teacher_enters_slots_only_in_the_dates_of_the_assignment(app, school):
    school.school.teacher_edits_timetable = True
    school.algebra.teachers[0].until = dt.date(2026, 9, 1)
    make.save(school.school, school.algebra)
    actor = make.actor("teacher", staff_id=school.teacher.id)
    assert access.may_edit_slots_of(actor, school.algebra.id, dt.date(2026, 9, 1)) is True
    assert access.may_edit_slots_of(actor, school.algebra.id, ON) is False
