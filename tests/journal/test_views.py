import datetime as dt
import re
from dataclasses import replace
from uuid import uuid4

import pytest
from cssselect2 import ElementWrapper
from lxml import html

from app.core import clock
from app.core.db import db
from app.journal.models import Mark, Task
from app.people.enums import MedicalGroup
from app.people.models import Pupil
from app.plan.models import CourseTeacher, LessonPlan, PlanTopic
from tests.factories import (
    make_class,
    make_course,
    make_guardian,
    make_lesson,
    make_pupil,
    make_staff,
    make_user,
)
from tests.factories import save as store
from tests.journal.entries import as_actor, cell, save

ALWAYS_OPEN = 100_000  # days: the pages ask the system's clock


@pytest.fixture
def open_school(school):
    """The small school, entries in September 2026 are taken whenever the test runs."""
    school.school.entry_days = ALWAYS_OPEN
    db.session.commit()
    return school


@pytest.fixture
def teacher(open_school, login):
    """The browser of the teacher of algebra."""
    return login(as_actor(open_school.teacher, "teacher").user_id)


@pytest.fixture
def head(open_school, login):
    """The browser of the class teacher of 7А."""
    return login(as_actor(open_school.head, "class_teacher").user_id)


def page(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return html.fromstring(answer.get_data(as_text=True))


def course_url(course, period):
    return f"/journal/course/{course.id}?period={period.id}"


def found(tree, selector):
    """Elements by a CSS selector."""
    root = ElementWrapper.from_html_root(tree)
    return [wrapped.etree_element for wrapped in root.query_all(selector)]


def texts(tree, selector):
    return [re.sub(r"\s+", " ", e.text_content()).strip() for e in found(tree, selector)]


def csrf(client, url):
    return found(page(client, url), "meta[name=csrf-token]")[0].get("content")


def post(client, url, *entries, person=None):
    """Send entries as the page does."""
    tree = page(client, url)
    journal = tree.get_element_by_id("journal")
    token = found(tree, "meta[name=csrf-token]")[0].get("content")
    body = {"person": person or int(journal.get("data-person")), "entries": list(entries)}
    return client.post(journal.get("data-save-url"), json=body, headers={"X-CSRFToken": token})


def entry(school, text, pupil=0, lesson=0, **values):
    facts = {
        "entry": str(uuid4()),
        "kind": "cell",
        "course": school.algebra.id,
        "lesson": school.lessons[lesson].id,
        "pupil": school.pupils[pupil].id,
        "text": text,
        "seen": 0,
        "confirmed": False,
    }
    return {**facts, **values}


# the page


@pytest.mark.req("J1")
def test_the_page_has_pupils_lessons_marks_averages_and_results(app, open_school, teacher):
    school = open_school
    actor = as_actor(school.teacher, "teacher")
    save(actor, cell(school, "4/5"))
    save(actor, cell(school, "Н", pupil=1, lesson=2))
    tree = page(teacher, course_url(school.algebra, school.periods[0]))
    assert texts(tree, "h1") == ["Алгебра, 7А"]
    assert texts(tree, ".subtitle") == ["Учитель: Иванова А. П."]
    assert texts(tree, "tbody th.name") == ["1. Абрамов Иван", "2. Ёлкин Иван", "3. Жуков Иван"]
    rows = [[td.text_content() for td in found(tr, "td")] for tr in found(tree, "tbody tr")]
    assert rows == [["4/5", "", "", "4,50", ""], ["", "", "Н", "", ""], ["", "", "", "", ""]]
    heads = found(tree, "th[data-lesson]")
    assert [th.get("data-date") for th in heads] == ["2026-09-01", "2026-09-02", "2026-09-03"]
    assert texts(tree, "th.period") == ["1 четверть"]


@pytest.mark.req("J1", "S1")
def test_periods_are_quarters_for_class_7_and_the_year_has_all_results(app, open_school, teacher):
    school = open_school
    tree = page(teacher, course_url(school.algebra, school.periods[6]))
    quarters = ["1 четверть", "2 четверть", "3 четверть", "4 четверть", "Год"]
    assert texts(tree, "th.period") == quarters
    hrefs = [a.get("href") for a in found(tree, ".choice a") if "period" in a.get("href")]
    expected = [school.periods[n].id for n in (0, 1, 2, 3, 6)]
    assert [int(href.split("period=")[1]) for href in hrefs] == expected
    last = page(teacher, course_url(school.algebra, school.periods[3]))
    assert found(last, ".alert")  # no lessons there


@pytest.mark.req("S6")
def test_pupils_of_the_period_are_listed_and_days_outside_are_marked_out(app, open_school, teacher):
    school = open_school
    make_pupil(school.class_7a, "Гостев", since=dt.date(2026, 9, 2), until=dt.date(2026, 9, 2))
    make_pupil(school.class_7a, "Бывший", until=dt.date(2026, 8, 31), since=dt.date(2026, 8, 1))
    tree = page(teacher, course_url(school.algebra, school.periods[0]))
    row = next(tr for tr in found(tree, "tbody tr") if "Гостев" in tr.text_content())
    assert ["out" in td.get("class") for td in found(row, "td")[:3]] == [True, False, True]
    assert "Бывший" not in tree.text_content()


@pytest.mark.req("J1")
def test_namesakes_alone_are_shown_with_their_patronymics(app, open_school, teacher):
    school = open_school
    for middle_name in ("Ильич", "Петрович"):
        make_pupil(school.class_7a, "Зимин", middle_name=middle_name)
    tree = page(teacher, course_url(school.algebra, school.periods[0]))
    names = [text.split(". ", 1)[1] for text in texts(tree, "tbody th.name")]
    assert names[-3:] == ["Жуков Иван", "Зимин Иван Ильич", "Зимин Иван Петрович"]


@pytest.mark.req("J8")
@pytest.mark.parametrize(("days", "locked"), [(ALWAYS_OPEN, 0), (1, 3)])
def test_a_closed_lesson_says_why_on_its_column(app, open_school, teacher, days, locked):
    open_school.school.entry_days = days
    db.session.commit()
    tree = page(teacher, course_url(open_school.algebra, open_school.periods[0]))
    reasons = [th.get("data-locked") for th in found(tree, "th[data-lesson][data-locked]")]
    assert len(reasons) == locked
    assert all("принимались до" in reason for reason in reasons)


@pytest.mark.req("P4")
@pytest.mark.parametrize("role", ["director", "deputy", "admin"])
def test_leaders_look_at_every_page_and_cannot_write(app, open_school, login, role):
    client = login(make_user(role))
    url = course_url(open_school.foreign, open_school.periods[0])
    tree = page(client, url)
    assert found(tree, "table.grid")[0].get("data-locked").startswith("Этот журнал вам можно")
    answer = post(client, url, entry(open_school, "5"))
    assert answer.status_code == 403
    assert db.session.query(Mark).count() == 0


@pytest.mark.req("P2", "P4", "P5")
@pytest.mark.parametrize("role", ["teacher", "secretary", "pupil", "parent", "class_teacher"])
def test_nobody_else_sees_a_page_or_its_history(app, open_school, login, role):
    school = open_school
    save(as_actor(school.teacher, "teacher"), cell(school, "5"))
    user_id = make_user(role)
    if role == "pupil":
        school.pupils[0].user_id = user_id
    elif role == "parent":
        make_guardian(school.pupils[0], user_id=user_id)
    else:
        make_staff("Чужая", user_id=user_id)
    db.session.commit()
    client = login(user_id)
    place = f"course={school.algebra.id}&lesson={school.lessons[0].id}&pupil={school.pupils[0].id}"
    for url in (
        course_url(school.algebra, school.periods[0]),
        f"/journal/week/{school.class_7a.id}?day=2026-09-01",
        f"/journal/history?kind=cell&{place}",
        f"/journal/history?kind=result&{place}&period={school.periods[0].id}",
    ):
        answer = client.get(url)
        assert answer.status_code in {302, 403, 404}
        assert "Иванова" not in answer.get_data(as_text=True)


@pytest.mark.req("P2")
def test_a_substitute_sees_the_substituted_lesson_only(app, open_school, login):
    school = open_school
    school.lessons[1].substitute = school.other
    db.session.commit()
    save(as_actor(school.teacher, "teacher"), cell(school, "2"))
    client = login(as_actor(school.other, "teacher").user_id)
    tree = page(client, course_url(school.algebra, school.periods[0]))
    heads = found(tree, "th[data-lesson]")
    assert [int(th.get("data-lesson")) for th in heads] == [school.lessons[1].id]
    assert found(tree, "td.result") == []
    assert texts(tree, "td.cell, td.average") == [""] * 6


@pytest.mark.req("P2")
def test_a_page_of_a_past_teacher_is_gone_with_the_assignment(app, open_school, login):
    school = open_school
    former = make_staff("Бывшая")
    store(
        CourseTeacher(
            course=school.algebra,
            staff=former,
            since=dt.date(2026, 9, 1),
            until=clock.today() - dt.timedelta(days=1),
        )
    )
    client = login(as_actor(former, "teacher").user_id)
    assert client.get(course_url(school.algebra, school.periods[0])).status_code == 404


@pytest.mark.req("J1")
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_statements_whatever_the_size(
    app, open_school, teacher, statements, rows
):
    school = open_school
    grow(school, rows)
    plan = LessonPlan(year=school.year, subject=school.algebra.subject, grade=7, name="Алгебра")
    plan.topics = [PlanTopic(position=n, title=f"Тема {n}") for n in range(rows)]
    school.algebra.lesson_plan = store(plan)
    db.session.commit()
    url = course_url(school.algebra, school.periods[0])
    page(teacher, url)
    sent = statements()
    tree = page(teacher, url)
    assert len(found(tree, "tbody tr")) == 3 * rows
    assert len(sent) == 13


@pytest.mark.req("J4", "P2")
def test_the_topics_of_the_plan_are_for_who_may_open_the_journal(
    open_school, teacher, login, statements
):
    school = open_school
    plan = LessonPlan(year=school.year, subject=school.algebra.subject, grade=7, name="Алгебра")
    plan.topics = [PlanTopic(position=n, title=f"Тема {n}", homework="§ 1") for n in range(2)]
    school.algebra.lesson_plan = store(plan)
    school.lessons[0].plan_topic, school.lessons[0].topic = plan.topics[0], "Тема 0"
    db.session.commit()
    url = f"/journal/plan/{school.algebra.id}"
    teacher.get(url)
    sent = statements()
    assert teacher.get(url).json == [
        {"text": "Тема 0", "homework": "§ 1", "used": True},
        {"text": "Тема 1", "homework": "§ 1", "used": False},
    ]
    assert len(sent) == 5
    stranger = login(as_actor(make_staff("Чужова"), "teacher").user_id)
    assert stranger.get(url).status_code == 404
    parent = login(as_actor(make_staff("Родителев"), "parent").user_id)
    assert parent.get(url).status_code == 403


def grow(school, times):
    """Pupils, lessons and marks so many times as there are."""
    for number in range(3 * (times - 1)):
        make_pupil(school.class_7a, f"Новый{number}")
        make_lesson(school.algebra, dt.date(2026, 9, 4) + dt.timedelta(days=number))
    pupils = db.session.query(Pupil).all()
    for lesson in school.lessons[:times]:
        task = store(Task(lesson=lesson, kind=school.kinds["К"]))
        store(*(Mark(task=task, pupil=pupil, value="5") for pupil in pupils))


@pytest.mark.req("J1")
def test_the_first_page_is_the_journal_that_is_needed_next(app, open_school, teacher, login):
    school = open_school
    answer = teacher.get("/journal/")
    assert answer.location == f"/journal/course/{school.algebra.id}"
    other = login(as_actor(school.other, "teacher").user_id)
    tomorrow = clock.today() + dt.timedelta(days=1)
    make_lesson(school.foreign, tomorrow)
    assert other.get("/journal/").location == f"/journal/course/{school.foreign.id}"


# the week


@pytest.mark.req("J2")
def test_the_week_has_all_lessons_of_the_class_by_day(app, open_school, head):
    school = open_school
    save(as_actor(school.teacher, "teacher"), cell(school, "5", lesson=1))
    tree = page(head, f"/journal/week/{school.class_7a.id}?day=2026-09-03")
    assert texts(tree, "h1") == ["7А: неделя 31.08.2026 – 06.09.2026"]
    columns = [(th.get("data-date"), int(th.get("data-lesson"))) for th in found(tree, "th.lesson")]
    assert columns == [
        ("2026-09-01", school.lessons[0].id),
        ("2026-09-01", school.english_lesson.id),
        ("2026-09-02", school.lessons[1].id),
        ("2026-09-03", school.lessons[2].id),
    ]
    cells = [[td.text_content() for td in found(tr, "td")] for tr in found(tree, "tbody tr")]
    assert cells == [["", "", "5", ""], ["", "", "", ""], ["", "", "", ""]]
    outside = [["out" in td.get("class") for td in found(tr, "td")]
               for tr in found(tree, "tbody tr")]  # fmt: skip
    assert outside == [[False] * 4, [False] * 4, [False, True, False, False]]  # not in the group


@pytest.mark.req("J2", "P3")
def test_the_class_teacher_writes_marks_of_every_subject_in_the_week(app, open_school, head):
    school = open_school
    url = f"/journal/week/{school.class_7a.id}?day=2026-09-01"
    place = {"course": school.english.id, "lesson": school.english_lesson.id}
    answer = post(head, url, entry(school, "5"), {**entry(school, "Б"), **place})
    assert [(r["status"], r["text"]) for r in answer.json["results"]] == [(200, "5"), (200, "Б")]
    assert "average" not in answer.json["results"][0]


@pytest.mark.req("J2", "P2")
def test_a_subject_teacher_sees_only_the_own_lessons_of_the_week(app, open_school, teacher):
    school = open_school
    tree = page(teacher, f"/journal/week/{school.class_7a.id}?day=2026-09-01")
    lessons = [int(th.get("data-lesson")) for th in found(tree, "th.lesson")]
    assert lessons == [lesson.id for lesson in school.lessons]
    assert teacher.get(f"/journal/week/{school.class_8b.id}").status_code == 404


@pytest.mark.req("J2")
@pytest.mark.parametrize("rows", [1, 3])
def test_the_week_costs_the_same_statements_whatever_the_size(
    app, open_school, head, statements, rows
):
    school = open_school
    grow(school, rows)
    url = f"/journal/week/{school.class_7a.id}?day=2026-09-01"
    page(head, url)
    sent = statements()
    page(head, url)
    assert len(sent) == 10


@pytest.mark.req("J2")
def test_weeks_follow_each_other_and_the_own_class_comes_first(app, open_school, head):
    school = open_school
    assert head.get("/journal/week/").location == f"/journal/week/{school.class_7a.id}"
    tree = page(head, f"/journal/week/{school.class_7a.id}?day=2026-09-03")
    links = {a.get("id"): a.get("href") for a in found(tree, ".weeks a")}
    assert links["previous-week"].endswith("day=2026-08-24")
    assert links["next-week"].endswith("day=2026-09-07")


# entries


@pytest.mark.req("J10")
def test_each_entry_has_its_own_answer_and_a_refused_one_stops_none(app, open_school, teacher):
    school = open_school
    url = course_url(school.algebra, school.periods[0])
    answer = post(
        teacher,
        url,
        entry(school, "5"),
        entry(school, "9", pupil=1),
        {"entry": "x", "kind": "cell"},
        entry(school, "4", pupil=2, kind="other"),
        entry(school, "Н", pupil=2, lesson=1),
        entry(school, "5", lesson=2, course=school.english.id),
        {**entry(school, "5"), "lesson": school.foreign_lesson.id},
    )
    results = answer.json["results"]
    assert [r["status"] for r in results] == [200, 422, 422, 422, 200, 422, 403]
    assert results[0]["average"] == "5,00"
    assert "не отметка" in results[1]["error"]


@pytest.mark.req("J6", "J7", "J8", "S6")
@pytest.mark.parametrize(
    ("case", "text", "reason"),
    [
        ("class 1", "5", "В 1 классе отметки не ставятся."),
        (
            "physical education",
            "осв",
            "Запись «осв.» не вносится: оцениваются теоретические знания.",
        ),
        ("closed period", "5", "Период закрыт с 04.09.2026. Попросите администратора журнала"),
        ("window", "5", "Записи в этот урок принимались до 02.09.2026. Попросите администратора"),
        ("before enrolment", "5", "В этот день ученик не числился в классе или подгруппе."),
    ],
)
def test_the_page_refuses_with_the_reason(app, open_school, teacher, case, text, reason):
    school, place = open_school, {}
    if case == "class 1":
        course = make_course(make_class(school.year, "1А"), school.algebra.subject, school.teacher)
        pupil = make_pupil(course.school_class)
        lesson = make_lesson(course, dt.date(2026, 9, 1))
        place = {"course": course.id, "lesson": lesson.id, "pupil": pupil.id}
    elif case == "physical education":
        school.algebra.subject.physical_education = True
        school.pupils[0].medical_group = MedicalGroup.SPECIAL
    elif case == "closed period":
        school.periods[0].closed_on = dt.date(2026, 9, 4)
    elif case == "window":
        school.school.entry_days = 1
    else:
        place = {"pupil": make_pupil(school.class_7a, since=dt.date(2026, 9, 2)).id}
    db.session.commit()
    url = course_url(school.algebra, school.periods[0])
    (result,) = post(teacher, url, {**entry(school, text), **place}).json["results"]
    assert (result["status"], result["error"][: len(reason)]) == (422, reason)
    assert db.session.query(Mark).count() == 0


@pytest.mark.req("J1", "J3", "R1")
def test_every_kind_of_entry_is_taken(app, open_school, teacher):
    school = open_school
    url = course_url(school.algebra, school.periods[0])
    results = post(
        teacher,
        url,
        entry(school, "Дроби", kind="topic"),
        entry(school, "№ 5", kind="homework"),
        entry(school, "1", kind="no_homework", lesson=1),
        entry(school, "К", kind="task", task=None),
        entry(school, "4", kind="result", period=school.periods[0].id),
    ).json["results"]
    assert [(r["status"], r["text"]) for r in results] == [
        (200, "Дроби"),
        (200, "№ 5"),
        (200, "1"),
        (200, "К"),
        (200, "4"),
    ]
    tree = page(teacher, url)
    assert texts(tree, "textarea[data-kind=topic]")[0] == "Дроби"
    assert texts(tree, "textarea[data-kind=homework]")[0] == "№ 5"
    assert texts(tree, "td.result")[0] == "4"
    ticks = [i.get("checked") for i in found(tree, "input[data-kind=no_homework]")]
    assert ticks == [None, "checked", None]
    assert texts(tree, ".kinds") == ["К", "", ""]


@pytest.mark.req("J1", "T3")
def test_the_question_about_an_absent_pupil_comes_as_428(app, open_school, teacher):
    school = open_school
    url = course_url(school.algebra, school.periods[0])
    first = post(teacher, url, entry(school, "Н")).json["results"][0]
    asked = post(teacher, url, entry(school, "4", seen=first["version"])).json["results"][0]
    assert (asked["status"], "error" in asked) == (428, False)
    assert "Записать «Н 4»?" in asked["confirm"]
    sure = entry(school, "4", seen=first["version"], confirmed=True)
    done = post(teacher, url, sure).json["results"][0]
    assert (done["status"], done["text"]) == (200, "Н 4")
    shown = found(page(teacher, url), "tbody td")[0]
    assert shown.get("data-flag") == "К сверке: отметка рядом с пропуском"
    assert int(shown.get("data-version")) == done["version"]


@pytest.mark.req("U4", "J10")
def test_versions_of_the_page_are_those_that_entries_compare(app, open_school, teacher):
    school = open_school
    url = course_url(school.algebra, school.periods[0])
    first = entry(school, "4")
    once = post(teacher, url, first).json["results"][0]
    assert post(teacher, url, first).json["results"][0] == once
    stale = post(teacher, url, entry(school, "3")).json["results"][0]
    assert (stale["status"], stale["other"]["text"], stale["version"]) == (
        409,
        "4",
        once["version"],
    )
    seen = int(found(page(teacher, url), "tbody td")[0].get("data-version"))
    assert post(teacher, url, entry(school, "3", seen=seen)).json["results"][0]["status"] == 200


@pytest.mark.req("U4")
def test_entries_of_another_person_and_malformed_bodies_are_refused_whole(
    app, open_school, teacher
):
    school = open_school
    url = course_url(school.algebra, school.periods[0])
    assert post(teacher, url, entry(school, "5"), person=99_999).status_code == 403
    token = csrf(teacher, url)
    for body in ({}, [], {"person": 1, "entries": [{}] * 101}, None):
        answer = teacher.post("/journal/entries", json=body, headers={"X-CSRFToken": token})
        assert answer.status_code in {400, 403}
    assert teacher.post("/journal/entries", json={"entries": []}).status_code == 400  # no token
    assert db.session.query(Mark).count() == 0


@pytest.mark.req("J1")
@pytest.mark.parametrize(
    ("text", "count"),
    [("5", 11), ("Н", 10), ("4/5", 11), ("О5 5/4/3/зач", 12)],
)
def test_a_cell_save_costs_at_most_twelve_statements(
    app, open_school, teacher, statements, text, count
):
    school = open_school
    url = course_url(school.algebra, school.periods[0])
    post(teacher, url, entry(school, "5", pupil=1, lesson=1))  # the person's chain begins
    tree = page(teacher, url)
    journal = tree.get_element_by_id("journal")
    token = found(tree, "meta[name=csrf-token]")[0].get("content")
    body = {"person": int(journal.get("data-person")), "entries": [entry(school, text)]}
    sent = statements()
    answer = teacher.post(journal.get("data-save-url"), json=body, headers={"X-CSRFToken": token})
    assert answer.json["results"][0]["status"] == 200
    assert len(sent) == count, "\n".join(s[:110].replace("\n", " ") for s in sent)


# news


def news(client, lessons, since):
    ids = ",".join(str(lesson.id) for lesson in lessons)
    answer = client.get("/journal/news", query_string={"since": since.isoformat(), "lessons": ids})
    return answer.status_code, answer.json.get("cells")


@pytest.mark.req("J10", "P2", "P4")
def test_an_open_page_is_told_what_others_wrote(app, open_school, teacher, head, login):
    school, before = open_school, clock.now()
    save(as_actor(school.head, "class_teacher"), cell(school, "О5 4"))
    other = as_actor(school.other, "teacher")
    place = {"course": school.english.id, "lesson": school.english_lesson.id}
    save(other, replace(cell(school, "2"), **place))
    lessons = [*school.lessons, school.english_lesson]
    status, (told,) = news(teacher, lessons, before)  # not the lesson of English
    assert (status, told["lesson"], told["pupil"]) == (
        200,
        school.lessons[0].id,
        school.pupils[0].id,
    )
    assert (told["text"], told["by"]) == ("О5 4", "Сидорова Анна Петровна")
    shown = found(page(teacher, course_url(school.algebra, school.periods[0])), "tbody td")[0]
    assert told["version"] == int(shown.get("data-version"))
    assert [c["text"] for c in news(head, lessons, before)[1]] == ["2"]  # not the own one
    assert news(teacher, lessons, clock.now() + dt.timedelta(minutes=1)) == (200, [])
    assert news(login(make_user("secretary")), lessons, before)[0] == 403


# history


@pytest.mark.req("J9")
def test_the_history_of_a_cell_says_who_when_from_what_to_what_and_how(app, open_school, teacher):
    school = open_school
    actor = as_actor(school.teacher, "teacher")
    version = save(actor, cell(school, "4"))["version"]
    save(actor, cell(school, "О7 5", seen=version))
    place = f"course={school.algebra.id}&lesson={school.lessons[0].id}&pupil={school.pupils[0].id}"
    tree = page(teacher, f"/journal/history?kind=cell&{place}")
    lines = [[td.text_content() for td in found(tr, "td")] for tr in found(tree, "tbody tr")]
    assert [line[1:] for line in lines] == [
        ["Иванова Анна Петровна", "Отметка", "4", "5", "страница журнала"],
        ["Иванова Анна Петровна", "Пропуск", "—", "О", "страница журнала"],
        ["Иванова Анна Петровна", "Опоздание, минут", "—", "7", "страница журнала"],
        ["Иванова Анна Петровна", "Отметка", "—", "4", "страница журнала"],
    ]
    assert all(re.fullmatch(r"\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d", line[0]) for line in lines)


@pytest.mark.req("J9")
@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        ("topic", "Дроби", ["Тема", "—", "Дроби"]),
        ("homework", "№ 5", ["Домашнее задание", "—", "№ 5"]),
        ("no_homework", "1", ["Без задания", "—", "✓"]),
        ("result", "4", ["Итог", "—", "4"]),
        ("task", "К", ["Вид работы", "—", "К контрольная"]),
    ],
)
def test_everything_that_the_page_writes_has_a_history(app, open_school, teacher, kind, text, line):
    school = open_school
    place = {"kind": kind, "period": school.periods[0].id}
    url = course_url(school.algebra, school.periods[0])
    answer = post(teacher, url, entry(school, text, **place)).json["results"][0]
    asked = "&".join(
        f"{name}={value}"
        for name, value in {
            **place,
            "course": school.algebra.id,
            "lesson": school.lessons[0].id,
            "pupil": school.pupils[0].id,
            "task": answer.get("task", 0),
        }.items()
    )
    tree = page(teacher, f"/journal/history?{asked}")
    lines = [[td.text_content() for td in found(tr, "td")] for tr in found(tree, "tbody tr")]
    assert lines[0][2:5] == line


@pytest.mark.req("U4")
def test_a_fresh_token_tells_whose_it_is_and_takes_entries_of_an_older_page(
    app, open_school, teacher
):
    school = open_school
    given = teacher.get("/journal/token").json
    assert given["person"] == school.teacher.user_id
    answer = teacher.post(
        "/journal/entries",
        json={"person": given["person"], "entries": [entry(school, "5")]},
        headers={"X-CSRFToken": given["token"]},
    )
    assert [result["status"] for result in answer.json["results"]] == [200]
    assert app.test_client().get("/journal/token").status_code == 401


@pytest.mark.req("U4")
def test_the_page_of_a_dead_server_is_open_to_all_and_the_same_for_all(app, teacher):
    own, strangers = teacher.get("/offline/"), app.test_client().get("/offline/")
    assert (own.status_code, strangers.status_code) == (200, 200)
    shape = [texts(html.fromstring(answer.text), "main *") for answer in (own, strangers)]
    assert shape[0] == shape[1]
    assert found(html.fromstring(own.text), "nav, a") == []
