import datetime as dt
import io
import re

import pytest

from app.core import clock
from app.core.db import db
from app.core.sheet import write_xlsx
from app.plan.models import Course, CourseTeacher, CurriculumHours, LessonPlan, PlanTopic
from app.timetable.models import Lesson
from tests import factories as make
from tests.people.test_views import fill, person

D = dt.date


@pytest.fixture(autouse=True)
def wednesday(sqlite_app, monkeypatch):
    """It is Wednesday, 2 September 2026: lessons of algebra are on the 1st, 2nd and 3rd."""
    moment = dt.datetime(2026, 9, 2, 9, 0, tzinfo=clock.now().tzinfo)
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def teacher(school, login):
    return person(login, "teacher", staff=school.teacher)


def url(page, course, tail=""):
    return f"/plans/{page}/{course.id}{tail}"


def token(client, path):
    return re.search(r'csrf-token" content="([^"]+)"', client.get(path).text)[1]


def post(client, path, follow=True, **values):
    data = {"csrf_token": token(client, "/plans/"), **values}
    return client.post(path, data=data, follow_redirects=follow)


def planned(course):
    rows = db.session.scalars(
        db.select(Lesson).where(Lesson.course_id == course.id).order_by(Lesson.day, Lesson.number)
    )
    return [lesson.plan_topic and lesson.plan_topic.title for lesson in rows]


def alerts(page):
    found = re.findall(r'<div class="alert[^>]*>(.*?)</div>', page.text, re.DOTALL)
    return [" ".join(re.sub("<[^>]*>|×|&times;", " ", text).split()) for text in found]


@pytest.mark.req("J4", "S8")
def test_teacher_pastes_a_plan_sees_it_and_stores_it(school, teacher):
    path = url("import", school.algebra)
    text = "№\tТема\tЧасы\n1\tДроби\t2\n2\tСтепени\t\n"
    preview = post(teacher, path, text=text)
    assert "2 темы, 3 часа" in " ".join(preview.text.split())
    assert db.session.scalar(db.select(db.func.count(LessonPlan.id))) == 0
    kept = re.search(r'<textarea name="text" hidden>(.*?)</textarea>', preview.text, re.DOTALL)[1]
    stored = post(teacher, f"{path}/store", text=kept)
    assert alerts(stored) == ["КТП сохранено. Новых тем: 2, изменено: 0, убрано: 0."]
    assert planned(school.algebra) == ["Дроби", "Дроби", "Степени"]
    again = post(teacher, f"{path}/store", text=kept)
    assert alerts(again) == ["КТП то же, что и было: ничего не изменено."]


@pytest.mark.req("J4", "S8")
def test_uploaded_file_is_read_and_its_errors_are_told_row_by_row(school, teacher):
    path = url("import", school.algebra)
    data = write_xlsx(["Тема", "Часы", "УУД"], [["Дроби", 0, "а"], ["", 1, ""], ["Степени", 1, ""]])
    answer = post(teacher, path, file=(io.BytesIO(data), "план.xlsx"))
    assert answer.status_code == 422
    assert alerts(answer) == [
        (
            "2 ошибки: пока они в файле, сохранить нельзя. "
            "Строка 2: часы — целое число от 1 до 200, а не «0» Строка 3: нет темы"
        )
    ]
    assert "Эти столбцы не загружаются: УУД." in answer.text
    assert 'action="' + url("import", school.algebra, "/store") not in answer.text


@pytest.mark.req("S8")
def test_faulty_text_is_not_stored_by_a_forged_form_either(school, teacher):
    answer = post(teacher, url("import", school.algebra, "/store"), text="Тема\tЧасы\nДроби\t0")
    assert answer.status_code == 422
    assert db.session.scalar(db.select(db.func.count(PlanTopic.id))) == 0


@pytest.mark.req("S8")
@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"text": ""}, "В таблице нет столбцов"),
        ({"file": (io.BytesIO(b"A;B\n1;2"), "x.csv")}, "В таблице нет столбцов"),
        ({"file": (io.BytesIO(b"PK\x03\x04broken"), "x.xlsx")}, "Файл Excel повреждён."),
    ],
)
def test_foreign_or_broken_file_is_explained(school, teacher, values, text):
    answer = post(teacher, url("import", school.algebra), **values)
    assert answer.status_code == 422
    assert [told[: len(text)] for told in alerts(answer)] == [text]


@pytest.mark.req("J4")
def test_plan_goes_to_the_ticked_courses_of_the_parallel(school, teacher):
    class_7b = make.make_class(school.year, "7Б")
    other = make.make_course(class_7b, school.algebra.subject, school.teacher)
    make.make_lesson(other, D(2026, 9, 4))
    foreign = make.make_course(make.make_class(school.year, "7В"), school.algebra.subject)
    preview = post(teacher, url("import", school.algebra), text="Тема\tЧасы\nДроби\t1")
    assert re.findall(r'name="course" value="(\d+)"', preview.text) == [str(other.id)]
    text = "Тема\tЧасы\nДроби\t1"
    post(teacher, url("import", school.algebra, "/store"), text=text, course=str(other.id))
    assert planned(other) == ["Дроби"]
    post(teacher, url("import", school.algebra, "/store"), text=text, course=str(foreign.id))
    assert db.session.get(Course, foreign.id).lesson_plan_id is None


@pytest.mark.req("J4")
def test_page_of_a_course_shows_plan_and_fact_and_moves_topics(school, teacher):
    make.make_plan(school.algebra, "Дроби", "Степени", author=school.teacher)
    post(teacher, url("course", school.algebra, "/place"))
    first = db.session.get(Lesson, school.lessons[0].id)
    first.topic = "Дроби. Повторение"
    make.save(first)
    page = teacher.get(url("course", school.algebra))
    numbers = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page.text)
    assert numbers == [
        ("Часов в КТП", "2"),
        ("Учебный план, ч в год", "—"),
        ("Уроков в году", "3"),
        ("По плану на сегодня", "1"),
        ("Дано", "1"),
        ("Отставание", "0"),
    ]
    assert '<span class="differs">Дроби. Повторение</span>' in page.text
    lesson = school.lessons[1].id
    moved = post(teacher, url("course", school.algebra, "/shift"), lesson=lesson, by=1, every=1)
    assert (alerts(moved), planned(school.algebra)) == ([], ["Дроби", None, "Степени"])
    lost = post(teacher, url("course", school.algebra, "/shift"), lesson=lesson, by=1, every=1)
    assert alerts(lost) == ["На 1 час КТП не хватило урока."]
    refused = post(teacher, url("course", school.algebra, "/shift"), lesson=first.id, by=1, every=1)
    assert alerts(refused) == ["Тема этого урока уже записана, её не сдвинуть."]
    assert "Темы без урока" in refused.text


@pytest.mark.req("J4")
def test_only_shifts_that_can_be_made_are_offered(school, teacher):
    make.make_plan(school.algebra, "Дроби", "Степени", author=school.teacher)
    post(teacher, url("course", school.algebra, "/place"))
    page = teacher.get(url("course", school.algebra)).text
    rows = [re.findall(r'aria-label="([^"]*урок[^"]*)"', row) for row in page.split("<tr id=")[1:]]
    later = "Эту и все следующие темы на урок позже"
    assert rows == [
        ["Тему на следующий урок", later],
        ["Тему на предыдущий урок", "Тему на следующий урок", later],
        [],
    ]


@pytest.mark.req("J4", "P2", "P3", "P4", "P5")
@pytest.mark.parametrize(
    ("role", "who", "sees", "imports"),
    [
        ("teacher", "teacher", 200, 200),
        ("teacher", "other", 404, 404),
        ("class_teacher", "head", 200, 403),
        ("admin", None, 200, 200),
        ("deputy", None, 200, 200),
        ("director", None, 200, 403),
        ("secretary", None, 403, 403),
        ("pupil", None, 403, 403),
        ("parent", None, 403, 403),
    ],
)
def test_who_sees_and_who_imports_the_plan_of_a_course(school, login, role, who, sees, imports):
    client = person(login, role, staff=who and getattr(school, who))
    assert client.get(url("course", school.algebra)).status_code == sees
    assert client.get(url("import", school.algebra)).status_code == imports


@pytest.mark.req("J4")
def test_course_takes_a_plan_that_is_there(school, teacher):
    class_7b = make.make_class(school.year, "7Б")
    other = make.make_course(class_7b, school.algebra.subject, school.other)
    plan = make.make_plan(other, "Дроби", author=school.other)
    page = teacher.get(url("course", school.algebra)).text
    assert re.findall(r'<option value="(\d+)">(.*?)</option>', page) == [
        (str(plan.id), "Алгебра, 7 (Петрова А. П.)")
    ]
    post(teacher, url("course", school.algebra, "/attach"), plan=plan.id)
    assert planned(school.algebra) == ["Дроби", None, None]
    chemistry = make.make_plan(school.foreign, "Вода")
    answer = post(teacher, url("course", school.algebra, "/attach"), plan=chemistry.id)
    assert alerts(answer) == ["Это КТП для другого предмета или другой параллели."]


@pytest.mark.req("J4")
def test_overview_tells_who_is_behind(school, teacher, login):
    make.make_plan(school.algebra, *"АБВГД")
    for day in (7, 8, 9):
        make.make_lesson(school.algebra, D(2026, 8, day), 1)
    page = teacher.get("/plans/").text
    assert re.findall(r'course/\d+">(.*?)</a>', page) == ["7А, Алгебра"]
    assert '<span class="fault">4 часа</span>' in page
    late = person(login, "deputy").get("/plans/?late=1").text
    assert re.findall(r'course/\d+">(.*?)</a>', late) == ["7А, Алгебра"]


@pytest.mark.req("S3")
def test_curriculum_page_names_what_differs(school, login):

    make.save(
        CurriculumHours(
            school_class=school.class_7a,
            subject=school.algebra.subject,
            hours_week=2,
            hours_year=68,
        )
    )
    make.make_slot(school.algebra, 1, 3)
    make.make_plan(school.algebra, "Дроби")
    page = person(login, "deputy").get("/curriculum/?class=7А").text
    assert re.findall(r'<div class="fault">(.*?)</div>', page) == [
        "По расписанию 1 ч в неделю, по учебному плану 2.",
        "Уроков за год 3, по учебному плану 68.",
        "В КТП 1 ч, в учебном плане 68.",
        "Предмета нет в учебном плане класса.",
    ]


@pytest.mark.req("J4", "S3")
@pytest.mark.parametrize("path", ["/plans/", "/curriculum/"])
@pytest.mark.parametrize("courses", [1, 3])
def test_overviews_take_as_many_statements_for_three_courses_as_for_one(
    school, login, statements, path, courses
):
    for number in range(courses):
        subject = make.make_subject(f"Предмет {number}")
        make.make_plan(make.make_course(school.class_7a, subject), "Тема")
    client = person(login, "deputy")
    client.get(path)
    sent = statements()
    client.get(path)
    assert len(sent) == 10


@pytest.mark.req("J4")
@pytest.mark.parametrize("lessons", [1, 3])
def test_course_page_takes_as_many_statements_for_three_lessons_as_for_one(
    school, teacher, statements, lessons
):
    make.make_plan(school.foreign, *"АБВ")
    make.make_plan(school.algebra, *"АБВ"[:lessons])
    path = url("course", school.algebra)
    post(teacher, f"{path}/place")
    sent = statements()
    teacher.get(path)
    assert len(sent) == 15


@pytest.mark.req("J4", "J6")
def test_topic_of_class_1_gets_no_homework_by_the_generated_form(school, login):
    course = make.make_course(make.make_class(school.year, "1А"), school.algebra.subject)
    plan = make.make_plan(course, "Счёт")
    client = person(login, "admin")
    values = {"plan": plan.id, "position": 2, "title": "Сложение", "hours": 1}
    refused = fill(client, "/plan-topics/add", **values, homework="стр. 5")
    assert (refused.status_code, "В 1 классе нет домашних заданий." in refused.text) == (422, True)
    assert fill(client, "/plan-topics/add", **values).status_code == 302
    assert db.session.scalar(db.select(db.func.count(PlanTopic.id))) == 2


@pytest.mark.req("J4", "P2")
def test_teacher_edits_topics_of_own_plans_only(school, teacher):
    own = make.make_plan(school.algebra, "А", author=school.teacher)
    foreign = make.make_plan(school.foreign, "Б", author=school.other)
    values = {"position": 1, "title": "Новая", "hours": 1, "section": "", "homework": ""}
    assert fill(teacher, f"/plan-topics/edit/{own.topics[0].id}", **values).status_code == 302
    assert fill(teacher, f"/plan-topics/edit/{foreign.topics[0].id}", **values).status_code == 403
    assert fill(teacher, f"/lesson-plans/edit/{foreign.id}", name="Моё").status_code == 403
    data = {"csrf_token": token(teacher, "/plans/")}
    assert teacher.post(f"/plan-topics/delete/{foreign.topics[0].id}", data=data).status_code == 403
    titles = db.session.scalars(db.select(PlanTopic.title).order_by(PlanTopic.id))
    assert list(titles) == ["Новая", "Б"]


@pytest.mark.req("P2", "P4")
def test_administrator_enters_a_course_and_its_teacher_once(school, login):
    client = person(login, "admin")
    course = {"school_class": school.class_8b.id, "subject": school.algebra.subject_id}
    assert fill(client, "/courses/add", **course).status_code == 302
    again = fill(client, "/courses/add", **course)
    assert (again.status_code, "Такой курс уже есть." in again.text) == (422, True)
    teaching = {"course": school.algebra.id, "staff": school.teacher.id, "since": "2026-10-01"}
    twice = fill(client, "/course-teachers/add", **teaching)
    assert (twice.status_code, "Этот учитель уже ведёт курс в это время." in twice.text) == (
        422,
        True,
    )
    other = {**teaching, "staff": school.other.id, "until": "2026-09-01"}
    assert (
        "Конец не может быть раньше начала." in fill(client, "/course-teachers/add", **other).text
    )
    assert fill(client, "/course-teachers/add", **{**other, "until": ""}).status_code == 302
    wanted = db.select(db.func.count(CourseTeacher.id))
    assert db.session.scalar(wanted.where(CourseTeacher.course_id == school.algebra.id)) == 2
    group = {"school_class": school.class_8b.id, "subject": school.algebra.subject_id}
    foreign = fill(client, "/courses/add", **group, subgroup=school.english.subgroup_id)
    assert "Подгруппа из другого класса." in foreign.text
