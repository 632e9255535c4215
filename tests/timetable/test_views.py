import datetime as dt
import re

import pytest

from app.core import clock
from app.core.db import db
from app.jobs.running import do_next
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson, Slot
from tests import factories as make
from tests.people.test_views import fill, person

D = dt.date
ROLES = "admin director deputy secretary class_teacher teacher pupil parent"
PAGES = ["/make-lessons/", "/slots/list/", "/slots/add", "/lessons/list/", "/lessons/add"]
WEEK = "/timetable/?day=2026-09-02"


@pytest.fixture(autouse=True)
def wednesday(sqlite_app, monkeypatch):
    """It is Wednesday, 2 September 2026, of the small school's first week."""
    moment = dt.datetime(2026, 9, 2, 9, 0, tzinfo=clock.now().tzinfo)
    monkeypatch.setattr(clock, "now", lambda: moment)


def lessons_of(page):
    """Subjects of the wide table, without its phone copy."""
    table = re.search(r'<table class="week.*?</table>', page, re.DOTALL)
    found = re.findall(
        r'<span class="what">(.*?)</span>\s*<span class="where">', table[0], re.DOTALL
    )
    return [" ".join(re.sub("<[^>]*>", "", text).split()) for text in found]


@pytest.mark.req("S5")
def test_week_of_a_class_shows_lessons_rooms_and_teachers(school, login):
    page = person(login, "secretary").get(f"{WEEK}&of=class-{school.class_7a.id}").text
    assert lessons_of(page) == ["Алгебра", "Алгебра", "Алгебра", "Английский язык 1 группа"]
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Расписание: 7А"]
    assert ("Иванова А. П." in page, "неделя Б" in page) == (True, True)


@pytest.mark.req("S5")
def test_week_of_a_teacher_and_of_a_room(school, login):
    room = make.make_room("12")
    school.lessons[0].room = room
    make.save(school.lessons[0])
    client = person(login, "secretary")
    page = client.get(f"{WEEK}&of=teacher-{school.other.id}").text
    assert lessons_of(page) == ["8Б Химия", "7А Английский язык 1 группа"]
    assert lessons_of(client.get(f"{WEEK}&of=room-{room.id}").text) == ["7А Алгебра"]


@pytest.mark.req("S5", "S7")
def test_week_shows_substitutions_and_cancelled_lessons(school, login):
    school.lessons[2].substitute = school.other
    school.lessons[1].status = LessonStatus.CANCELLED
    make.save(*school.lessons)
    page = person(login, "secretary").get(f"{WEEK}&of=class-{school.class_7a.id}").text
    assert page.count("замена: за Иванова А. П.") == 2  # the wide table and the phone's list
    assert page.count('<div class="lesson cancelled">') == 2
    mine = person(login, "teacher", staff=school.other).get(f"{WEEK}").text
    assert lessons_of(mine) == ["8Б Химия", "7А Алгебра", "7А Английский язык 1 группа"]


@pytest.mark.req("P2", "P3", "P5")
def test_timetable_opens_at_the_own_one(school, login):
    def heading(*who, **values):
        page = person(login, *who, **values).get(WEEK).text
        return re.search(r"<h1>(.*?)</h1>", page)[1]

    assert heading("teacher", staff=school.teacher) == "Расписание: Иванова А. П."
    assert heading("class_teacher", staff=school.head) == "Расписание: 7А"
    assert heading("admin") == "Расписание: 7А"


@pytest.mark.req("P5")
def test_pupil_and_parent_see_the_own_class_and_no_other(school, login):
    pupil, parent = make.make_user("pupil"), make.make_user("parent")
    school.pupils[0].user_id = pupil
    guardian = make.make_guardian(school.pupils[1])
    guardian.user_id = parent
    make.save(school.pupils[0], guardian)
    make.make_lesson(school.foreign, D(2026, 9, 1), 7)
    for user in (pupil, parent):
        client = login(user)
        page = client.get(WEEK).text
        assert len(lessons_of(page)) == 4
        assert re.findall(r'<option value="(.*?)"', page) == [f"class-{school.class_7a.id}"]
        for of in (f"class-{school.class_8b.id}", f"teacher-{school.teacher.id}"):
            assert client.get(f"{WEEK}&of={of}").status_code == 404
        day = client.get("/timetable/day?day=2026-09-01").text
        assert ("7А" in day, "8Б" in day, "Химия" in day) == (True, False, False)
        assert re.findall(r'<th scope="col">(\d)', day) == ["2", "3"]


@pytest.mark.req("S5")
def test_week_without_lessons_shows_the_timetable_they_will_be_made_from(school, login):
    make.make_slot(school.algebra, 1, 3)
    page = (
        person(login, "admin").get(f"/timetable/?day=2026-10-05&of=class-{school.class_7a.id}").text
    )
    assert lessons_of(page) == ["Алгебра"]
    assert "Уроки этой недели ещё не созданы" in page
    assert db.session.scalar(db.select(db.func.count(Lesson.id)).where(Lesson.number == 3)) == 1


@pytest.mark.req("S5")
def test_day_of_the_school_has_a_row_for_each_class(school, login):
    page = person(login, "deputy").get("/timetable/day?day=2026-09-01").text
    assert lessons_of(page) == ["Алгебра", "Английский язык 1 группа", "Химия"]
    assert re.findall(r'<th scope="row"><a[^>]*>(.*?)</a>', page) == ["7А", "8Б"]


@pytest.mark.req("S5")
@pytest.mark.parametrize("classes", [1, 3])
def test_week_page_takes_as_many_statements_for_three_classes_as_for_one(
    school, login, statements, classes
):
    for name in ("5А", "5Б", "5В")[:classes]:
        course = make.make_course(
            make.make_class(school.year, name), school.algebra.subject, school.teacher
        )
        make.make_lesson(course, D(2026, 9, 2), 5)
    client = person(login, "teacher", staff=school.teacher)
    client.get(WEEK)
    sent = statements()
    page = client.get(WEEK)
    assert (len(lessons_of(page.text)), len(sent)) == (3 + classes, 9)


@pytest.mark.req("P1", "P4")
@pytest.mark.parametrize("role", ROLES.split())
def test_who_opens_which_page_of_the_timetable(school, login, role):
    client = person(login, role)
    opened = [
        url
        for url in (
            "/make-lessons/",
            "/slots/list/",
            "/slots/add",
            "/lessons/list/",
            "/lessons/add",
        )
        if client.get(url).status_code == 200
    ]
    expected = {
        "admin": PAGES,
        "director": ["/slots/list/", "/lessons/list/"],
        "deputy": ["/slots/list/", "/lessons/list/"],
        "secretary": ["/slots/list/"],
        "class_teacher": ["/slots/list/", "/slots/add", "/lessons/list/"],
        "teacher": ["/slots/list/", "/slots/add", "/lessons/list/"],
    }
    assert opened == expected.get(role, [])


@pytest.mark.req("P2")
def test_teacher_finds_the_lessons_of_the_own_courses_only(school, login):
    page = person(login, "teacher", staff=school.teacher).get("/lessons/list/").text
    told = re.sub("<select.*?</select>", "", page, flags=re.DOTALL)
    assert ("7А, Алгебра" in told, "8Б, Химия" in told) == (True, False)


def slot(course, **values):
    return {
        "course": course.id,
        "weekday": "1",
        "lesson_number": "3",
        "week": "every",
        "valid_from": "2026-09-01",
        **values,
    }


@pytest.mark.req("S5")
def test_clashing_slot_is_refused_by_the_generated_form_with_who_and_when(school, login):
    make.make_slot(school.english, 1, 3)
    answer = fill(person(login, "admin"), "/slots/add", **slot(school.foreign))
    assert answer.status_code == 422
    assert (
        "Понедельник, 3-й урок: учитель Петрова А. П. нужен дважды: "
        "8Б Химия и 7А Английский язык (1 группа)."
    ) in answer.text
    assert db.session.scalar(db.select(db.func.count(Slot.id))) == 1


@pytest.mark.req("S5", "P2")
@pytest.mark.parametrize(("allowed", "status"), [(True, 302), (False, 403)])
def test_teacher_enters_a_slot_only_where_the_school_allows_it(school, login, allowed, status):
    school.school.teacher_edits_timetable = allowed
    make.save(school.school)
    client = person(login, "teacher", staff=school.teacher)
    assert ('href="/slots/add' in client.get("/slots/list/").text) is allowed
    answer = fill(client, "/slots/add", **slot(school.algebra))
    assert answer.status_code == status
    assert fill(client, "/slots/add", **slot(school.foreign)).status_code == 422


@pytest.mark.req("S5")
def test_lesson_is_moved_by_the_generated_form_and_refused_with_records(school, login):
    client, lesson = person(login, "admin"), school.lessons[2]
    values = {"day": "2026-09-04", "number": "4", "status": "held", "seen": "1"}
    assert fill(client, f"/lessons/edit/{lesson.id}", **values).status_code == 302
    moved = db.session.get(Lesson, lesson.id)
    assert (moved.day, moved.number) == (D(2026, 9, 4), 4)
    moved.topic = "Дроби"
    make.save(moved)
    values |= {"day": "2026-09-07", "seen": str(moved.version)}
    answer = fill(client, f"/lessons/edit/{lesson.id}", **values)
    assert (answer.status_code, "перенести его нельзя" in answer.text) == (422, True)
    assert db.session.get(Lesson, lesson.id).day == D(2026, 9, 4)


@pytest.mark.req("S5")
def test_making_shows_first_and_makes_then_with_what_was_left(school, login):
    make.make_slot(school.algebra, 1, 3)
    made = make.make_slot(school.foreign, 3, 4, valid_to=D(2026, 9, 2))
    held = make.make_lesson(school.foreign, D(2026, 9, 9), 4, slot=made, topic="Вода")
    client = person(login, "admin")
    span = {"first": "2026-09-07", "last": "2026-09-20"}
    look = fill(client, "/make-lessons/", **span, look="1").text
    assert "Что изменится" in look
    assert re.findall(r'data-label="Добавлено">(\d*)<', look) == ["2", "2"]
    assert "8Б, Химия" in look
    assert "в нём есть записи" in look
    assert db.session.scalar(db.select(db.func.count(Lesson.id)).where(Lesson.number == 3)) == 1
    done = fill(client, "/make-lessons/", **span, make="1").text
    assert "Уроки созданы." in done
    assert db.session.scalar(db.select(db.func.count(Lesson.id)).where(Lesson.number == 3)) == 3
    assert db.session.get(Lesson, held.id).topic == "Вода"
    again = fill(client, "/make-lessons/", **span, look="1", **{"class": school.class_7a.id}).text
    assert "Всё соответствует расписанию: менять нечего." in again


@pytest.mark.req("S5")
def test_making_names_the_clashes_of_the_timetable(school, login):
    make.make_slot(school.english, 1, 3)
    make.make_slot(school.foreign, 1, 3)
    page = fill(person(login, "admin"), "/make-lessons/", look="1").text
    assert re.findall(r"<li>(Понедельник.*?)</li>", page) == [
        (
            "Понедельник, 3-й урок: учитель Петрова А. П. нужен дважды: "
            "7А Английский язык (1 группа) и 8Б Химия."
        )
    ]


@pytest.mark.req("S5")
def test_making_outside_of_the_year_or_backwards_is_refused(school, login):
    client = person(login, "admin")
    answer = fill(client, "/make-lessons/", first="2026-10-01", last="2026-09-01", make="1")
    assert (answer.status_code, "Конец не может быть раньше начала." in answer.text) == (422, True)


@pytest.mark.req("S5")
def test_the_lessons_of_many_classes_are_made_as_long_work(school, login):
    for name in ("9А", "9Б"):
        course = make.make_course(make.make_class(school.year, name), school.algebra.subject)
        make.make_slot(course, 2, 5)
    make.make_slot(school.algebra, 1, 3)
    client = person(login, "admin")
    span = {"first": "2026-09-07", "last": "2026-09-20"}
    page = fill(client, "/make-lessons/", **span, make="1").location
    assert db.session.scalar(db.select(db.func.count(Lesson.id)).where(Lesson.number == 5)) == 0
    assert do_next()
    facts = client.get(f"{page}/state").json
    assert (facts["label"], facts["words"], facts["address"]) == (
        "Выполнено",
        "Уроки: создано 6, изменено 0, убрано 0, оставлено с записями 0.",
        "/make-lessons/",
    )
    assert db.session.scalar(db.select(db.func.count(Lesson.id)).where(Lesson.number == 5)) == 4
    few = fill(client, "/make-lessons/", **span, make="1", **{"class": school.class_7a.id})
    assert "Всё соответствует расписанию" in few.text
