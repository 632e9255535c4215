import datetime as dt

import pytest
from sqlalchemy import select

from app.core.db import db, unit_of_work
from app.core.errors import Conflict, Forbidden, NotFound, Refused
from app.journal.models import Homework, Mark, Reopening, Task
from app.journal.operations.lessons import (
    set_homework,
    write_homework,
    write_no_homework,
    write_topic,
)
from app.journal.operations.marks import set_mark
from app.journal.operations.reopenings import change_reopening, close_reopening, reopen
from app.journal.operations.tasks import add_task, change_task, remove_task, write_task
from app.journal.rules.reopening import Opened
from app.journal.rules.version import version_of
from tests.factories import actor, make_class, make_course, make_lesson, make_pupil, make_staff
from tests.factories import save as store
from tests.journal.entries import NOW, TODAY, as_actor, cell, save, sent

pytestmark = pytest.mark.usefixtures("app")
LATER = NOW + dt.timedelta(days=30)


@pytest.fixture
def teacher(school):
    return as_actor(school.teacher, "teacher")


def rows(model):
    return db.session.scalars(select(model).order_by(model.id)).all()


def entry(school, text, seen=0, **values):
    place = {"course": school.algebra.id, "lesson": school.lessons[0].id}
    return sent(text=text, seen=seen, **{**place, **values})


def write(operation, person, item, now=NOW):
    with unit_of_work("page", person):
        return operation(person, sent=item, now=now)


# topic and homework


@pytest.mark.req("J3")
def test_topic_is_written_without_stray_spaces(school, teacher):
    answer = write(write_topic, teacher, entry(school, "  Дроби \n и  степени "))
    assert answer["text"] == school.lessons[0].topic == "Дроби и степени"


@pytest.mark.req("J3")
def test_topic_and_homework_may_be_planned_ahead(school, teacher):
    lesson = make_lesson(school.algebra, TODAY + dt.timedelta(days=20))
    place = {"lesson": lesson.id}
    assert write(write_topic, teacher, entry(school, "Впереди", **place))["text"] == "Впереди"
    assert write(write_homework, teacher, entry(school, "§ 9", **place))["text"] == "§ 9"


@pytest.mark.req("J3")
def test_homework_keeps_the_moment_it_was_set_when_it_is_corrected(school, teacher):
    first = write(write_homework, teacher, entry(school, "№ 5"))
    item = entry(school, "№ 6", seen=first["version"])
    changed = write(write_homework, teacher, item, NOW + dt.timedelta(hours=1))
    assert [(h.text, h.set_at) for h in rows(Homework)] == [("№ 6", NOW)]
    gone = write(write_homework, teacher, entry(school, "", seen=changed["version"]))
    assert (gone["version"], rows(Homework)[0].text) == (0, "")


@pytest.mark.req("J3")
def test_homework_and_no_homework_exclude_each_other(school, teacher):
    homework = write(write_homework, teacher, entry(school, "№ 5"))
    with pytest.raises(Refused, match="сначала удалите"):
        write(write_no_homework, teacher, entry(school, "1"))
    write(write_homework, teacher, entry(school, "", seen=homework["version"]))
    assert write(write_no_homework, teacher, entry(school, "1"))["text"] == "1"
    assert school.lessons[0].no_homework is True
    with pytest.raises(Refused, match="сначала снимите"):
        write(write_homework, teacher, entry(school, "№ 5"))


@pytest.mark.req("J10")
@pytest.mark.parametrize(
    ("operation", "first", "second"),
    [
        (write_topic, "Дроби", "Степени"),
        (write_homework, "№ 5", "№ 6"),
        (write_no_homework, "1", ""),
    ],
)
def test_two_people_at_one_lesson_learn_of_each_other(school, teacher, operation, first, second):
    head = as_actor(school.head, "class_teacher")
    write(operation, teacher, entry(school, first))
    with pytest.raises(Conflict) as caught:
        write(operation, head, entry(school, second))
    other = caught.value.payload["other"]
    assert (other["text"], other["by"]) == (first, "Иванова Анна Петровна")
    seen = caught.value.payload["version"]
    assert write(operation, head, entry(school, second, seen=seen))["text"] == second


@pytest.mark.req("U4")
@pytest.mark.parametrize("operation", [write_topic, write_homework, write_no_homework, write_task])
def test_what_was_sent_twice_is_written_once(school, teacher, operation):
    item = entry(school, "К" if operation is write_task else "1")
    assert write(operation, teacher, item) == write(operation, teacher, item)
    assert len(rows(Task)) == (1 if operation is write_task else 0)


@pytest.mark.req("J6")
def test_class_1_has_topics_but_no_homework_and_no_kinds_of_work(school, teacher):
    course = make_course(make_class(school.year, "1А"), school.algebra.subject, school.teacher)
    place = {"course": course.id, "lesson": make_lesson(course, TODAY).id}
    assert write(write_topic, teacher, entry(school, "Счёт", **place))["text"] == "Счёт"
    with pytest.raises(Refused, match="В 1 классе домашнее задание не задаётся"):
        write(write_homework, teacher, entry(school, "№ 1", **place))
    with pytest.raises(Refused, match="В 1 классе отметки не ставятся"):
        write(write_task, teacher, entry(school, "К", **place))


@pytest.mark.req("J8")
@pytest.mark.parametrize("operation", [write_topic, write_homework, write_no_homework, write_task])
def test_a_closed_lesson_takes_no_words_either(school, teacher, operation):
    with pytest.raises(Refused, match=r"принимались до 15\.09\.2026"):
        write(operation, teacher, entry(school, "К"), LATER)


@pytest.mark.req("P2", "P3", "P4")
@pytest.mark.parametrize("operation", [write_topic, write_homework, write_no_homework, write_task])
@pytest.mark.parametrize("role", ["teacher", "director", "deputy", "admin", "secretary"])
def test_nobody_else_writes_about_a_lesson(school, operation, role):
    stranger = as_actor(make_staff("Чужая"), role)
    with pytest.raises(Forbidden):
        write(operation, stranger, entry(school, "К"))


@pytest.mark.req("J10")
@pytest.mark.parametrize("operation", [write_topic, write_homework, write_no_homework, write_task])
def test_a_form_is_bound_to_its_journal(school, teacher, operation):
    with pytest.raises(Refused, match="другого журнала"):
        write(operation, teacher, entry(school, "К", course=school.english.id))


@pytest.mark.req("J3")
def test_homework_of_one_pupil_stands_beside_that_of_the_class(school, teacher):
    lesson, pupil = school.lessons[0].id, school.pupils[0].id

    def put(text, pupil_id, **options):
        with unit_of_work("form", teacher):
            facts = {"lesson_id": lesson, "pupil_id": pupil_id, "text": text}
            return set_homework(teacher, now=NOW, **facts, **options)

    put("всем", None)
    put("ему", pupil)
    assert [(h.pupil_id, h.text) for h in rows(Homework)] == [(None, "всем"), (pupil, "ему")]
    with pytest.raises(Refused, match="уже есть"):
        put("ещё", pupil, adds=True)
    with pytest.raises(Refused, match="не числился"):
        put("чужому", school.foreign_pupil.id)


# kinds of work


@pytest.mark.req("J3", "J5")
def test_a_task_is_made_named_and_removed(school, teacher):
    made = write(write_task, teacher, entry(school, "К"))
    item = entry(school, "О", seen=made["version"], task=made["task"])
    changed = write(write_task, teacher, item)
    assert (changed["text"], changed["task"]) == ("О", made["task"])
    with pytest.raises(Conflict) as caught:
        write(write_task, teacher, entry(school, "Ч", seen=made["version"], task=made["task"]))
    assert caught.value.payload["other"]["text"] == "О"
    item = entry(school, "", seen=changed["version"], task=made["task"])
    assert write(write_task, teacher, item) == {"text": "", "version": 0}
    assert rows(Task) == []


@pytest.mark.req("J5")
def test_a_task_with_marks_stays_and_one_with_taken_back_marks_goes(school, teacher):
    made = write(write_task, teacher, entry(school, "К"))
    marked = save(teacher, cell(school, "5"))
    item = entry(school, "", seen=made["version"], task=made["task"])
    with pytest.raises(Refused, match="сначала удалите"):
        write(write_task, teacher, item)
    save(teacher, cell(school, "", seen=marked["version"]))
    write(write_task, teacher, item)
    assert (rows(Task), rows(Mark)) == ([], [])


@pytest.mark.parametrize(
    ("values", "error"),
    [({"text": "Ы"}, NotFound), ({"text": "К", "task": 999_999}, NotFound)],
)
def test_an_unknown_kind_or_task_is_refused(school, teacher, values, error):
    with pytest.raises(error):
        write(write_task, teacher, entry(school, **values))


@pytest.mark.req("J5")
def test_a_lesson_has_at_most_four_tasks(school, teacher):
    for _ in range(4):
        write(write_task, teacher, entry(school, "О"))
    with pytest.raises(Refused, match="не больше 4"):
        write(write_task, teacher, entry(school, "О"))


@pytest.mark.req("J5", "P4")
def test_tasks_by_the_form_have_title_and_weight_and_the_same_rules(school, teacher):
    facts = {"kind": school.kinds["К"], "title": "Входная", "weight": 3, "today": TODAY}
    with unit_of_work("form", teacher):
        task = add_task(teacher, lesson_id=school.lessons[0].id, **facts)
    assert (task.title, task.weight, task.position) == ("Входная", 3, 1)
    admin = as_actor(make_staff("Админ"), "admin")
    with pytest.raises(Forbidden), unit_of_work("form", admin):
        change_task(admin, task=task, **facts)
    with pytest.raises(Forbidden), unit_of_work("form", admin):
        remove_task(admin, task=task, today=TODAY)
    with unit_of_work("form", teacher):
        change_task(teacher, task=task, **{**facts, "weight": None})
    assert task.weight is None


# marks by the form


@pytest.mark.req("J5", "J7", "J8")
def test_a_mark_by_the_form_follows_the_same_rules(school, teacher):
    task = store(Task(lesson=school.lessons[0], kind=school.kinds["К"]))

    def put(value, today=TODAY, pupil=school.pupils[0], **options):
        with unit_of_work("form", teacher):
            facts = {"task_id": task.id, "pupil_id": pupil.id, "value": value}
            return set_mark(teacher, today=today, **facts, **options)

    assert put("5", adds=True).value == "5"
    with pytest.raises(Refused, match="уже есть отметка"):
        put("4", adds=True)
    assert put("4").value == "4"
    with pytest.raises(Refused) as caught:
        put("1", today=LATER.date(), pupil=school.foreign_pupil)
    assert [fault.field for fault in caught.value.faults] == ["value"] * 3
    with pytest.raises(Refused, match="одну отметку"):
        put("4/5")
    assert put("").value is None
    assert len(rows(Mark)) == 1


# reopenings


def opened(**values):
    defaults = {"first": TODAY, "last": TODAY, "until": LATER.date(), "reason": "болезнь"}
    return Opened(**{**defaults, **values})


@pytest.mark.req("J8")
def test_the_administrator_opens_changes_and_closes_again(school):
    admin = actor("admin")
    place = {"course": school.algebra, "staff": school.teacher, "today": TODAY}
    with unit_of_work("form", admin):
        row = reopen(admin, opened=opened(), **place)
    with unit_of_work("form", admin):
        change_reopening(admin, row=row, opened=opened(reason="отпуск"), **place)
    assert [r.reason for r in rows(Reopening)] == ["отпуск"]
    with unit_of_work("form", admin):
        close_reopening(admin, row=row)
    assert rows(Reopening) == []


@pytest.mark.req("J8")
@pytest.mark.parametrize("role", ["director", "deputy", "teacher", "class_teacher", "secretary"])
def test_only_the_administrator_opens(school, role):
    person = actor(role, staff_id=school.teacher.id)
    with pytest.raises(Forbidden), unit_of_work("form", person):
        reopen(person, course=school.algebra, staff=school.teacher, opened=opened(), today=TODAY)


@pytest.mark.req("J8")
@pytest.mark.parametrize(
    ("staff", "values", "fields"),
    [
        ("teacher", {}, []),
        ("head", {}, []),
        ("other", {}, ["staff"]),
        ("teacher", {"last": TODAY - dt.timedelta(days=1)}, ["last"]),
        ("teacher", {"until": TODAY - dt.timedelta(days=1)}, ["until"]),
        ("other", {"reason": " "}, ["reason", "staff"]),
    ],
)
def test_a_reopening_names_who_it_is_for_and_why(school, staff, values, fields):
    admin, found = actor("admin"), []
    try:
        with unit_of_work("form", admin):
            reopen(
                admin,
                course=school.algebra,
                staff=getattr(school, staff),
                opened=opened(**values),
                today=TODAY,
            )
    except Refused as refusal:
        found = [fault.field for fault in refusal.faults]
    assert found == fields


@pytest.mark.req("J10")
def test_version_of_the_page_is_that_of_the_topic_and_the_tick_together(school, teacher):
    answer = write(write_topic, teacher, entry(school, "Дроби"))
    assert answer["version"] == version_of("Дроби", "")
    make_pupil(school.class_7a)  # nothing of a lesson changes with its pupils
    ticked = write(write_no_homework, teacher, entry(school, "1", seen=answer["version"]))
    assert ticked["version"] == version_of("Дроби", "1")
