"""Generated lists and forms are doors to the same operations [J5–J8]."""

import datetime as dt

import pytest
from cssselect2 import ElementWrapper
from lxml import html
from sqlalchemy import select

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from app.journal.models import Homework, Mark, Reopening, Task
from app.people.enums import MedicalGroup
from app.results.models import Result
from tests.factories import (
    make_class,
    make_course,
    make_lesson,
    make_pupil,
    make_subject,
    make_user,
)
from tests.factories import save as store
from tests.journal.entries import NOW, as_actor

ALWAYS_OPEN = 100_000


@pytest.fixture
def world(sqlite_app, school):
    """The small school; a task and a mark of the teacher, one of somebody else."""
    school.school.entry_days = ALWAYS_OPEN
    db.session.commit()
    school.task = store(Task(lesson=school.lessons[0], kind=school.kinds["К"]))
    foreign = store(Task(lesson=school.foreign_lesson, kind=school.kinds["К"]))
    school.mark = store(Mark(task=school.task, pupil=school.pupils[0], value="5"))
    school.foreign_mark = store(Mark(task=foreign, pupil=school.foreign_pupil, value="2"))
    return school


@pytest.fixture
def teacher(world, login):
    return login(as_actor(world.teacher, "teacher").user_id)


def texts(page, selector):
    root = ElementWrapper.from_html_root(html.fromstring(page))
    return [" ".join(e.etree_element.text_content().split()) for e in root.query_all(selector)]


def values(page, selector, attribute):
    root = ElementWrapper.from_html_root(html.fromstring(page))
    return [e.etree_element.get(attribute) for e in root.query_all(selector)]


def enter(client, url, **data):
    """Fill the form at `url` and send it; status and text of the answer."""
    form = client.get(url)
    assert form.status_code == 200, form.status_code
    page = form.get_data(as_text=True)
    hidden = {
        "csrf_token": values(page, "input[name=csrf_token]", "value")[0],
        "seen": next(iter(values(page, "input[name=seen]", "value")), ""),
    }
    answer = client.post(url, data={**hidden, **data})
    return answer.status_code, answer.get_data(as_text=True)


def delete(client, url, token_from):
    page = client.get(token_from).get_data(as_text=True)
    token = values(page, "input[name=csrf_token]", "value")[0]
    return client.post(url, data={"csrf_token": token}).status_code


def rows(model):
    return db.session.scalars(select(model).order_by(model.id)).all()


@pytest.mark.req("J5", "P2")
def test_a_teacher_adds_changes_and_takes_back_a_mark_by_the_form(world, teacher):
    pupil = world.pupils[1].id
    assert enter(teacher, "/marks/add", task=world.task.id, pupil=pupil, value="4")[0] == 302
    added = rows(Mark)[-1]
    assert (added.pupil_id, added.value) == (pupil, "4")
    assert enter(teacher, f"/marks/edit/{added.id}", value="зачет")[0] == 302
    db.session.expire_all()
    assert added.value == "зач"
    assert delete(teacher, f"/marks/delete/{added.id}", "/marks/add") == 302
    db.session.expire_all()
    assert added.value is None
    ways = [e.way for e in rows(AuditEntry) if e.table_name == "mark" and e.row_id == added.id]
    assert ways == ["form"] * 3


@pytest.mark.req("P2")
def test_lists_and_pick_lists_hold_the_own_rows_only(world, teacher):
    page = teacher.get("/marks/list/").get_data(as_text=True)
    assert "Абрамов" in page
    assert "Чужой" not in page
    assert teacher.get(f"/marks/edit/{world.foreign_mark.id}").status_code == 404
    form = teacher.get("/marks/add").get_data(as_text=True)
    options = texts(form, "select[name=task] option")
    assert options == ["—", "01.09.2026, 2: 7А, Алгебра, К"]
    foreign = {"task": world.foreign_mark.task_id, "pupil": world.pupils[0].id, "value": "2"}
    assert enter(teacher, "/marks/add", **foreign)[0] == 422


@pytest.mark.req("P3", "P4")
@pytest.mark.parametrize("role", ["admin", "director", "deputy"])
def test_who_only_looks_has_no_form(world, login, role):
    client = login(make_user(role))
    for table in ("marks", "absences", "homework", "tasks", "results"):
        assert client.get(f"/{table}/list/").status_code == 200
        assert client.get(f"/{table}/add").status_code in {302, 403}
    assert client.get(f"/marks/edit/{world.mark.id}").status_code in {302, 403}


@pytest.mark.req("P5")
@pytest.mark.parametrize("role", ["secretary", "pupil", "parent"])
def test_others_have_no_lists_of_marks(world, login, role):
    client = login(make_user(role))
    for table in ("marks", "absences", "homework", "tasks", "results", "audit", "reopenings"):
        assert client.get(f"/{table}/list/").status_code in {302, 403}


@pytest.mark.req("J6")
def test_class_1_is_refused_with_the_reason_on_every_form(world, teacher):
    course = make_course(make_class(world.year, "1А"), world.algebra.subject, world.teacher)
    lesson = make_lesson(course, NOW.date())
    pupil = make_pupil(course.school_class, "Малыш")
    task = store(Task(lesson=lesson, kind=world.kinds["К"]))
    at = {"lesson": lesson.id}
    for url, data, reason in (
        ("/tasks/add", {**at, "kind": world.kinds["К"].id}, "отметки не ставятся"),
        ("/homework/add", {**at, "text": "№ 5"}, "домашнее задание не задаётся"),
        ("/marks/add", {"task": task.id, "pupil": pupil.id, "value": "5"}, "отметки не ставятся"),
        (
            "/results/add",
            {
                "course": course.id,
                "period": world.periods[0].id,
                "pupil": pupil.id,
                "value": "5",
            },
            "итоговые отметки не ставятся",
        ),
    ):
        status, page = enter(teacher, url, **data)
        assert (status, f"В 1 классе {reason}" in page) == (422, True)
    absence = {**at, "pupil": pupil.id, "kind": "ill"}
    assert enter(teacher, "/absences/add", **absence)[0] == 302


@pytest.mark.req("J7")
def test_an_exemption_from_physical_education_is_refused_on_the_form(world, teacher):
    sport = make_subject("Физкультура", physical_education=True)
    course = make_course(world.class_7a, sport, world.teacher)
    task = store(Task(lesson=make_lesson(course, NOW.date()), kind=world.kinds["О"]))
    pupil = make_pupil(world.class_7a, "Больной", medical_group=MedicalGroup.SPECIAL)
    status, page = enter(teacher, "/marks/add", task=task.id, pupil=pupil.id, value="осв")
    assert (status, "Запись «осв.» не вносится" in page) == (422, True)
    assert enter(teacher, "/marks/add", task=task.id, pupil=pupil.id, value="5")[0] == 302


@pytest.mark.req("J8")
def test_closed_lessons_and_periods_are_refused_on_every_form(world, teacher):
    world.school.entry_days = 1
    world.periods[0].closed_on = dt.date(2026, 9, 4)
    db.session.commit()
    lesson, pupil = world.lessons[0].id, world.pupils[1].id
    for url, data in (
        ("/marks/add", {"task": world.task.id, "pupil": pupil, "value": "5"}),
        (f"/marks/edit/{world.mark.id}", {"value": "4"}),
        ("/tasks/add", {"lesson": lesson, "kind": world.kinds["О"].id}),
        ("/homework/add", {"lesson": lesson, "text": "№ 5"}),
        ("/absences/add", {"lesson": lesson, "pupil": pupil, "kind": "ill"}),
        (
            "/results/add",
            {
                "course": world.algebra.id,
                "period": world.periods[0].id,
                "pupil": pupil,
                "value": "5",
            },
        ),
    ):
        status, page = enter(teacher, url, **data)
        assert (status, "Период закрыт с 04.09.2026" in page) == (422, True), url
    delete(teacher, f"/marks/delete/{world.mark.id}", "/marks/add")
    db.session.expire_all()
    assert world.mark.value == "5"
    assert (rows(Homework), rows(Absence), rows(Result)) == ([], [], [])


@pytest.mark.req("T1", "R1", "J3")
def test_absence_homework_task_and_result_by_the_form(world, teacher):
    lesson, pupil = world.lessons[1].id, world.pupils[0].id
    late = {"lesson": lesson, "pupil": pupil, "kind": "late", "minutes": "200"}
    status, page = enter(teacher, "/absences/add", **late)
    assert (status, "от 1 до 90 минут" in page) == (422, True)
    assert enter(teacher, "/absences/add", **{**late, "minutes": "20"})[0] == 302
    assert enter(teacher, f"/absences/edit/{rows(Absence)[0].id}", kind="ill", minutes="")[0] == 302
    db.session.expire_all()
    assert [(row.kind, row.minutes) for row in rows(Absence)] == [(AbsenceKind.ILL, None)]
    assert enter(teacher, "/homework/add", lesson=lesson, pupil=pupil, text="№ 5")[0] == 302
    assert [(row.pupil_id, row.text) for row in rows(Homework)] == [(pupil, "№ 5")]
    kind = world.kinds["О"].id
    assert enter(teacher, "/tasks/add", lesson=lesson, kind=kind, title="Устно")[0] == 302
    assert [row.title for row in rows(Task)][-1] == "Устно"
    result = {"course": world.algebra.id, "period": world.periods[0].id, "pupil": pupil}
    assert enter(teacher, "/results/add", **result, value="5")[0] == 302
    assert [row.value for row in rows(Result)] == ["5"]


@pytest.mark.req("J8")
def test_the_administrator_opens_lessons_by_the_form(world, login):
    client = login(make_user("admin"))
    data = {
        "course": world.algebra.id,
        "staff": world.other.id,
        "first": "2026-09-01",
        "last": "2026-09-30",
        "until": clock.today().isoformat(),
        "reason": "болезнь",
    }
    status, page = enter(client, "/reopenings/add", **data)
    assert (status, "не ведёт предмет" in page) == (422, True)
    assert enter(client, "/reopenings/add", **{**data, "staff": world.teacher.id})[0] == 302
    (row,) = rows(Reopening)
    assert enter(client, f"/reopenings/edit/{row.id}", **{**data, "staff": world.head.id})[0] == 302
    assert delete(client, f"/reopenings/delete/{row.id}", "/reopenings/add") == 302
    assert rows(Reopening) == []


@pytest.mark.req("J9")
def test_the_history_is_listed_and_has_no_form(world, login):
    client = login(make_user("deputy"))
    place = f"_flt_0_lesson_id={world.lessons[0].id}&_flt_0_pupil_id={world.pupils[0].id}"
    page = client.get(f"/audit/list/?{place}").get_data(as_text=True)
    (line,) = texts(page, "tbody tr")
    assert "Отметки" in line
    assert "Отметка: — → 5" in line
    for url in ("/audit/add", "/audit/edit/1"):
        assert client.get(url).status_code in {302, 403, 404}
    assert client.post("/audit/delete/1").status_code in {302, 400, 403, 404}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("table", ["marks", "absences", "homework", "tasks", "results"])
def test_lists_cost_the_same_at_one_and_three_rows(world, teacher, statements, table, count):
    for pupil in world.pupils[1 : 1 + count]:
        store(Mark(task=world.task, pupil=pupil, value="5"))
    for pupil in world.pupils[:count]:
        store(
            Absence(lesson=world.lessons[1], pupil=pupil, kind=AbsenceKind.ILL),
            Homework(lesson=world.lessons[0], pupil=pupil, text="№ 5", set_at=NOW),
            Result(course=world.algebra, period=world.periods[0], pupil=pupil, value="5"),
        )
    for lesson in world.lessons[1:count]:
        store(Task(lesson=lesson, kind=world.kinds["К"]))
    teacher.get(f"/{table}/list/")
    sent = statements()
    assert teacher.get(f"/{table}/list/").status_code == 200
    assert len(sent) == (8 if table == "results" else 7)
