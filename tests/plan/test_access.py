import datetime as dt

import pytest

from app.core.db import db
from app.plan import access
from app.plan.models import Course, LessonPlan, PlanTopic
from tests import factories as make

ON = dt.date(2026, 9, 2)


def seen(model, clause):
    return db.session.scalar(db.select(db.func.count(model.id)).where(clause))


@pytest.mark.req("J4", "P2", "P3", "P4", "P5")
@pytest.mark.parametrize(
    ("role", "who", "plans", "editable", "placeable"),
    [
        ("admin", None, 2, 2, 3),
        ("deputy", None, 2, 2, 3),
        ("director", None, 2, 0, 0),
        ("secretary", None, 0, 0, 0),
        ("class_teacher", "head", 2, 0, 0),
        ("teacher", "teacher", 2, 1, 1),
        ("teacher", "other", 2, 0, 2),
        ("pupil", None, 0, 0, 0),
        ("parent", None, 0, 0, 0),
    ],
)
def test_who_sees_edits_and_places_which_plans(app, school, role, who, plans, editable, placeable):
    own = make.make_plan(school.algebra, "А", author=school.teacher)
    make.make_plan(school.foreign, "Б")
    actor = make.actor(role, staff_id=who and getattr(school, who).id)
    assert seen(LessonPlan, access.visible_lesson_plans(actor, ON)) == plans
    assert seen(PlanTopic, access.visible_plan_topics(actor, ON)) == plans
    assert seen(LessonPlan, access.editable_plans(actor)) == editable
    assert seen(Course, access.placeable_courses(actor, ON)) == placeable
    assert access.may_edit_plan(actor, own) is (editable > 0)


@pytest.mark.req("P2")
def test_former_teacher_places_no_longer(app, school):
    school.algebra.teachers[0].until = dt.date(2026, 9, 1)
    make.save(school.algebra)
    actor = make.actor("teacher", staff_id=school.teacher.id)
    assert access.may_place(actor, school.algebra.id, dt.date(2026, 9, 1)) is True
    assert access.may_place(actor, school.algebra.id, ON) is False
