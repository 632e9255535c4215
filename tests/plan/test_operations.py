import datetime as dt

import pytest

from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.plan import queries
from app.plan.forms import plan_from_file
from app.plan.models import Course, LessonPlan, PlanTopic, WorkKind
from app.plan.operations import start_year
from app.plan.rules.lines import PlanLine
from app.school.models import School
from app.timetable.models import Lesson
from app.timetable.operations import plans
from app.timetable.operations.placing import place_plan, shift_topic
from tests import factories
from tests.conftest import shared_file

D = dt.date
TODAY = D(2026, 9, 1)
ADMIN = factories.actor("admin")


def teacher_of(staff):
    return factories.actor("teacher", staff_id=staff.id)


def lines(*titles, **values):
    return [PlanLine(row, "", title, **values) for row, title in enumerate(titles, 2)]


def import_(actor, courses, *titles, rows=None):
    with unit_of_work("import", actor):
        return plans.import_plan(
            actor,
            course_ids=[course.id for course in courses],
            lines=rows or lines(*titles),
            today=TODAY,
        )


def planned(course):
    rows = db.session.scalars(
        db.select(Lesson).where(Lesson.course_id == course.id).order_by(Lesson.day, Lesson.number)
    )
    return [lesson.plan_topic and lesson.plan_topic.title for lesson in rows]


def counts(done):
    change = done.change
    return (change.new, change.changed, change.gone, change.same)


@pytest.mark.req("J4", "S8")
def test_teacher_imports_the_plan_of_the_own_course(app, school):
    teacher = teacher_of(school.teacher)
    done = import_(teacher, [school.algebra], "А", "Б", "В", "Г")
    assert (counts(done), done.without_lesson) == ((4, 0, 0, 0), {school.algebra.id: 1})
    plan = db.session.get(LessonPlan, done.plan_id)
    assert (plan.name, plan.grade, plan.author_id) == ("Алгебра, 7 класс", 7, school.teacher.id)
    assert planned(school.algebra) == ["А", "Б", "В"]


@pytest.mark.req("S8")
def test_same_plan_again_changes_nothing_not_even_shifts(app, school, statements):
    import_(ADMIN, [school.algebra], "А", "Б")
    with unit_of_work("page", ADMIN):
        shift_topic(
            ADMIN,
            course_id=school.algebra.id,
            lesson_id=school.lessons[0].id,
            by=1,
            every=True,
            today=TODAY,
        )
    sent = statements()
    done = import_(ADMIN, [school.algebra], "А", "Б")
    assert (counts(done), planned(school.algebra)) == ((0, 0, 0, 2), [None, "А", "Б"])
    assert [s for s in sent if s.startswith(("INSERT", "UPDATE", "DELETE"))] == []


@pytest.mark.req("J4", "S8")
def test_corrected_plan_changes_just_what_it_corrects(app, school):
    import_(ADMIN, [school.algebra], "А", "Б", "В")
    before = {topic.title: topic.id for topic in db.session.scalars(db.select(PlanTopic))}
    done = import_(ADMIN, [school.algebra], "А", "Новая", "Б")
    after = {topic.title: topic.id for topic in db.session.scalars(db.select(PlanTopic))}
    assert counts(done) == (1, 1, 1, 1)
    assert (after["А"], after["Б"]) == (before["А"], before["Б"])
    assert planned(school.algebra) == ["А", "Новая", "Б"]


@pytest.mark.req("J4")
def test_topic_that_was_given_can_leave_the_plan_and_stays_in_the_lesson(app, school):
    import_(ADMIN, [school.algebra], "А", "Б")
    lesson = db.session.get(Lesson, school.lessons[0].id)
    lesson.topic = "А, как дано"
    db.session.commit()
    import_(ADMIN, [school.algebra], "Б")
    lesson = db.session.get(Lesson, school.lessons[0].id)
    assert (lesson.topic, lesson.plan_topic_id) == ("А, как дано", None)
    assert planned(school.algebra) == [None, "Б", None]


@pytest.mark.req("J4")
def test_one_plan_serves_the_courses_of_a_parallel(app, school):
    class_7b = factories.make_class(school.year, "7Б")
    other = factories.make_course(class_7b, school.algebra.subject, school.teacher)
    factories.make_lesson(other, D(2026, 9, 4))
    teacher = teacher_of(school.teacher)
    assert [c.id for c in queries.parallel_courses(teacher, school.algebra, TODAY)] == [
        school.algebra.id,
        other.id,
    ]
    done = import_(teacher, [school.algebra, other], "А", "Б")
    assert planned(other) == ["А"]
    import_(teacher, [school.algebra], "В", "Б")
    assert (planned(other), planned(school.algebra)) == (["В"], ["В", "Б", None])
    with pytest.raises(Refused):
        import_(ADMIN, [school.algebra, school.foreign], "А")
    with unit_of_work("page", ADMIN), pytest.raises(Refused):
        plans.attach_plan(ADMIN, plan_id=done.plan_id, course_ids=[school.foreign.id], today=TODAY)


@pytest.mark.req("J4")
def test_attached_plan_is_placed_at_once(app, school):
    plan = factories.make_plan(school.algebra, "А", "Б")
    class_7b = factories.make_class(school.year, "7Б")
    other = factories.make_course(class_7b, school.algebra.subject, school.other)
    factories.make_lesson(other, D(2026, 9, 4))
    actor = teacher_of(school.other)
    with unit_of_work("page", actor):
        plans.attach_plan(actor, plan_id=plan.id, course_ids=[other.id], today=TODAY)
    assert planned(other) == ["А"]


@pytest.mark.req("J4", "P2")
def test_import_for_a_plan_of_somebody_else_makes_an_own_one(app, school):
    plan = factories.make_plan(school.algebra, "А", author=school.other)
    done = import_(teacher_of(school.teacher), [school.algebra], "Б")
    assert done.plan_id != plan.id
    assert [topic.title for topic in db.session.get(LessonPlan, plan.id).topics] == ["А"]
    assert db.session.get(Course, school.algebra.id).lesson_plan_id == done.plan_id


@pytest.mark.req("J4", "P2", "P3", "P4", "P5")
@pytest.mark.parametrize(
    ("role", "who", "error"),
    [
        ("teacher", "other", NotFound),
        ("class_teacher", "head", Forbidden),
        ("director", None, Forbidden),
        ("secretary", None, NotFound),
        ("pupil", None, NotFound),
        ("parent", None, NotFound),
    ],
)
def test_others_import_no_plan_for_the_course(school, role, who, error):
    staff = who and getattr(school, who).id
    with pytest.raises(error):
        import_(factories.actor(role, staff_id=staff), [school.algebra], "А")
    assert db.session.scalar(db.select(db.func.count(LessonPlan.id))) == 0


@pytest.mark.req("J4")
def test_dates_of_a_file_decide_which_lesson_a_topic_takes(app, school):
    rows = [
        PlanLine(2, "", "А", on=D(2026, 9, 2)),
        PlanLine(3, "", "Б", on=D(2026, 9, 1)),
        PlanLine(4, "", "В"),
    ]
    import_(ADMIN, [school.algebra], rows=rows)
    assert planned(school.algebra) == ["Б", "А", "В"]


@pytest.mark.req("J4")
def test_plan_and_topics_are_deleted_without_a_trace_on_free_lessons(app, school):
    import_(ADMIN, [school.algebra], "А", "Б")
    with unit_of_work("page", ADMIN):
        topic = db.session.scalars(db.select(PlanTopic).where(PlanTopic.title == "А")).one()
        plans.remove_topics(ADMIN, topics=[topic])
    assert planned(school.algebra) == [None, "Б", None]
    with unit_of_work("page", ADMIN):
        plan = db.session.scalars(db.select(LessonPlan)).one()
        plans.remove_plan(ADMIN, plan=plan)
    assert planned(school.algebra) == [None, None, None]
    assert db.session.get(Course, school.algebra.id).lesson_plan_id is None


@pytest.mark.req("J4", "P2")
def test_only_author_administrator_and_deputy_delete_topics(school):
    factories.make_plan(school.algebra, "А", author=school.teacher)
    topic = db.session.scalars(db.select(PlanTopic)).one()
    with pytest.raises(Forbidden):
        plans.remove_topics(teacher_of(school.other), topics=[topic])


@pytest.mark.req("J4", "S8")
def test_real_plan_fills_a_year_of_lessons(app, school):
    data = shared_file("ktp/lessons_russkij-yazyk-ooo_7.csv").read_bytes()
    kinds = queries.work_kinds()
    read = plan_from_file(data, kinds, 7)
    course = factories.make_course(
        school.class_7a, factories.make_subject("Русский язык"), school.teacher
    )
    factories.save(
        *(Lesson(course=course, day=D(2026, 9, 1) + dt.timedelta(n), number=1) for n in range(140))
    )
    done = import_(ADMIN, [course], rows=read.lines.lines)
    assert (counts(done), done.without_lesson) == ((136, 0, 0, 0), {})
    assert planned(course) == [line.title for line in read.lines.lines] + [None] * 4
    again = import_(ADMIN, [course], rows=read.lines.lines)
    assert counts(again) == (0, 0, 0, 136)


@pytest.mark.req("J4")
@pytest.mark.parametrize("topics", [1, 3])
def test_plan_is_placed_by_as_many_statements_for_three_topics_as_for_one(
    app, school, statements, topics
):
    factories.make_plan(school.algebra, *"АБВ"[:topics])
    course = school.algebra.id
    sent = statements()
    with unit_of_work("page", ADMIN):
        place_plan(ADMIN, course_id=course, today=TODAY)
    reads = [s for s in sent if s.startswith("SELECT") and "audit" not in s]
    assert len(reads) == 4


@pytest.mark.req("S1", "J5")
def test_the_first_year_gives_the_school_its_settings_and_kinds_of_work_once(app):
    for autumn in (2026, 2027):
        with unit_of_work("page", ADMIN):
            start_year(ADMIN, autumn=autumn)
    assert [s.short_name for s in db.session.scalars(db.select(School))] == ["Наша школа"]
    kinds = db.session.scalars(db.select(WorkKind).order_by(WorkKind.position)).all()
    assert "".join(kind.code for kind in kinds) == "ОДСПЛТНИЧРВПРЗК"
    assert [kind.code for kind in kinds if kind.weight == 2] == ["К"]
    assert [kind.code for kind in kinds if kind.needs_week] == ["Ч"]
