"""The pages of the weekly reconciliation and of requests, as a browser meets them [T3]."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from cssselect2 import ElementWrapper
from lxml import html
from sqlalchemy import select

from app.attendance.enums import AbsenceKind, Change, Contradiction, Decision
from app.attendance.models import Absence, CorrectionRequest, WeekCheck
from app.core import clock
from app.core.db import db
from app.journal.models import Mark, Task
from app.messages.models import Notice
from app.timetable.models import Lesson
from tests.factories import (
    make_course,
    make_lesson,
    make_pupil,
    make_subject,
    make_user,
)
from tests.factories import save as store
from tests.journal.entries import as_actor

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.req("T3")]

DAY = dt.date(2026, 9, 1)
SCHOOL = ZoneInfo("Europe/Moscow")
NOW = dt.datetime(2026, 9, 4, 19, 0, tzinfo=SCHOOL)


@pytest.fixture(autouse=True)
def friday(monkeypatch):
    """It is Friday evening of the first week of September at the school."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def filled(school):
    """The small school; of the week's lessons only the first lacks a topic."""
    for lesson in db.session.scalars(select(Lesson)):
        lesson.topic = "Дроби"
    school.lessons[0].topic = ""
    db.session.commit()
    return school


@pytest.fixture
def head(filled, login):
    return login(as_actor(filled.head, "class_teacher").user_id)


@pytest.fixture
def teacher(filled, login):
    return login(as_actor(filled.teacher, "teacher").user_id)


def absent(school, pupil=2, lesson=0, kind=AbsenceKind.UNKNOWN, mark=None):
    place = school.lessons[lesson]
    store(Absence(lesson=place, pupil=school.pupils[pupil], kind=kind))
    if mark:
        task = Task(lesson=place, kind=school.kinds["О"])
        store(task, Mark(task=task, pupil=school.pupils[pupil], value=mark))


def url_of(school, day=DAY):
    return f"/attendance/week/{school.class_7a.id}?day={day.isoformat()}"


def page(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return html.fromstring(answer.text)


def found(tree, selector):
    """Elements by a CSS selector."""
    return [e.etree_element for e in ElementWrapper.from_html_root(tree).query_all(selector)]


def texts(tree, selector):
    return [re.sub(r"\s+", " ", e.text_content()).strip() for e in found(tree, selector)]


def press(client, url, label, **values):
    """Press a button of the page, as a browser sends its form; the answer."""
    tree = page(client, url)
    button = next(b for b in found(tree, "button") if b.text_content().strip() == label)
    form = button.getparent()
    while form.tag != "form":
        form = form.getparent()
    data = [(i.get("name"), i.get("value", "")) for i in found(form, "input[name]")]
    data = [(name, values.get(name, value)) for name, value in data]
    if button.get("name"):
        data.append((button.get("name"), button.get("value")))
    sent = {}
    for name, value in data:
        sent.setdefault(name, []).append(value)
    return client.post(form.get("action"), data=sent)


def kinds():
    return [
        row.kind and row.kind.value for row in db.session.scalars(select(Absence).order_by("id"))
    ]


# the page


def test_the_page_shows_absences_and_what_contradicts_itself(filled, head):
    absent(filled)
    absent(filled, lesson=1, kind=AbsenceKind.ILL, mark="4")
    tree = page(head, url_of(filled))
    assert texts(tree, "h1") == ["7А: выверка недели 31.08.2026–06.09.2026"]
    assert texts(tree, ".marks tbody tr") == ["Жуков ИванНБ 4"]
    assert texts(tree, "section h3") == [
        "Отметка рядом с пропуском 1",
        "Пропуски без известной причины 1",
        "Уроки не заполнены 1",
    ]
    assert texts(tree, ".line .what b") == ["Жуков Иван", "Жуков Иван", "Иванова А. П."]
    assert texts(tree, ".standing b") == ["Осталось разобрать 3 строки."]


def test_a_week_without_contradictions_says_so_and_can_be_confirmed(filled, head):
    filled.lessons[0].topic = "Дроби"
    db.session.commit()
    tree = page(head, url_of(filled))
    assert texts(tree, ".standing b") == ["Противоречий нет."]
    assert texts(tree, "section") == []
    assert press(head, url_of(filled), "✓ Неделя выверена").status_code == 302
    assert texts(page(head, url_of(filled)), ".standing b") == ["Неделя выверена."]
    check = db.session.scalars(select(WeekCheck)).one()
    assert (check.monday, check.confirmed_name, check.confirmed_at) == (
        dt.date(2026, 8, 31),
        "Фамилия Имя",
        NOW,
    )


def test_a_press_settles_the_whole_group(filled, head):
    for lesson in range(3):
        absent(filled, lesson=lesson)
    answer = press(head, url_of(filled), "Б — болезнь")
    assert (answer.status_code, kinds()) == (302, ["ill"] * 3)
    tree = page(head, url_of(filled))
    assert texts(tree, "section h3") == ["Уроки не заполнены 1"]


def test_ticked_lines_of_several_pupils_are_settled_at_once(filled, head):
    absent(filled, pupil=1, lesson=1)
    absent(filled, pupil=2, lesson=2)
    tree = page(head, url_of(filled))
    lines = [box.get("value") for box in found(tree, '[form="bulk"]')]
    token = found(tree, "#bulk [name=csrf_token]")[0].get("value")
    data = {"csrf_token": token, "day": "2026-09-01", "line": lines[:2], "do": "excused"}
    address = f"/attendance/week/{filled.class_7a.id}/settle"
    assert (head.post(address, data=data).status_code, kinds()) == (302, ["excused"] * 2)
    answer = head.post(address, data=data)  # the same page pressed again
    assert answer.status_code == 422
    assert "Строку за это время изменили или уже разобрали" in answer.text


def test_a_refusal_names_the_pupil_and_the_reason_and_changes_nothing(filled, head):
    absent(filled)
    absent(filled, lesson=1)
    filled.periods[0].closed_on = DAY
    db.session.commit()
    answer = press(head, url_of(filled), "Б — болезнь")
    faults = texts(html.fromstring(answer.text), ".alert-danger p")
    assert (answer.status_code, faults[0], len(faults)) == (422, "Ничего не изменено:", 3)
    assert faults[1].startswith("Жуков Иван, 01.09, 2-й урок, Алгебра: Период закрыт")
    assert kinds() == ["unknown"] * 2


def test_a_mark_that_the_class_teacher_leaves_to_its_teacher_goes_the_whole_way(
    filled, head, teacher
):
    absent(filled, kind=AbsenceKind.ILL, mark="4")
    url = url_of(filled)
    assert press(head, url, "Спросить учителя об отметке", text="Чья это?").status_code == 302
    assert texts(page(head, url), ".answered .state") == ["отправлено: Иванова А. П."]
    (asked,) = found(page(teacher, "/attendance/requests/"), "article")
    assert "Жуков Иван" in asked.text_content()
    assert "Чья это?" in asked.text_content()
    refused = press(teacher, "/attendance/requests/", "Отклонить", text="")
    assert refused.status_code == 422
    press(teacher, "/attendance/requests/", "Отклонить", text="Писал в среду")
    assert texts(page(head, url), ".answered .state") == ["учитель оставил как есть"]
    assert db.session.scalars(select(CorrectionRequest.state)).all() == [Decision.DECLINED]


def test_a_request_is_accepted_by_one_press(filled, head, teacher):
    absent(filled, kind=AbsenceKind.ILL, mark="4")
    press(head, url_of(filled), "Спросить учителя об отметке")
    press(teacher, "/attendance/requests/", "Да: убрать")
    assert db.session.scalars(select(Mark.value)).all() == [None]
    tree = page(teacher, "/attendance/requests/")
    assert (texts(tree, "article"), texts(tree, ".answered .state")) == ([], ["принято"])


def test_a_stale_request_offers_nothing_to_accept(filled, head, teacher):
    absent(filled, kind=AbsenceKind.ILL, mark="4")
    press(head, url_of(filled), "Спросить учителя об отметке")
    db.session.scalars(select(Mark)).one().value = "5"
    db.session.commit()
    tree = page(teacher, "/attendance/requests/")
    assert texts(tree, "article .fault") == [
        "Запись изменилась после вопроса: делать больше ничего не нужно."
    ]
    assert "Да: убрать" not in texts(tree, "button")


def test_a_topic_is_written_where_it_is_asked_for(filled, head, teacher):
    press(head, url_of(filled), "Напомнить учителю")
    answer = press(teacher, "/attendance/requests/", "Записать тему", topic="Степени")
    assert answer.status_code == 302
    assert db.session.get(Lesson, filled.lessons[0].id).topic == "Степени"


def test_so_it_was_needs_a_word_and_is_withdrawn(filled, head):
    absent(filled, kind=AbsenceKind.ILL, mark="4")
    url = url_of(filled)
    assert press(head, url, "Оставить как есть", text="").status_code == 422
    press(head, url, "Оставить как есть", text="Писал на перемене")
    assert "Писал на перемене" in texts(page(head, url), ".answered")[0]
    press(head, url, "Отозвать")
    assert texts(page(head, url), "section h3")[0] == "Отметка рядом с пропуском 1"


def test_a_question_is_withdrawn_when_nothing_contradicts_any_more(filled, head):
    """Asked whether the pupil was absent between two absences; these were mistakes."""
    lesson, pupil = filled.lessons[1], filled.pupils[2]
    asked = {"lesson": lesson, "asked_by": filled.head.user_id, "asked_at": NOW}
    between, unfilled = Contradiction.BETWEEN, Contradiction.UNFILLED
    store(CorrectionRequest(pupil=pupil, about=between, change=Change.ILL, **asked))
    store(CorrectionRequest(about=unfilled, change=Change.TOPIC, **asked))
    sent = texts(page(head, url_of(filled)), ".answered li b")
    assert sent == ["Жуков Иван, 02.09, 2-й урок, Алгебра"]  # the topic was written: no question
    press(head, url_of(filled), "Отозвать")
    left = db.session.scalars(select(CorrectionRequest.about)).all()
    assert left == [unfilled]


def test_a_lesson_that_was_moved_after_confirming_is_shown_with_its_dates(
    filled, head, monkeypatch
):
    filled.lessons[0].topic = "Дроби"
    db.session.commit()
    press(head, url_of(filled), "✓ Неделя выверена")
    later = NOW + dt.timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    filled.lessons[1].day = dt.date(2026, 9, 5)
    db.session.commit()
    assert texts(page(head, url_of(filled)), ".changes li b") == ["02.09.2026 → 05.09.2026"]


def test_changes_after_confirming_are_shown(filled, head, monkeypatch):
    filled.lessons[0].topic = "Дроби"
    db.session.commit()
    press(head, url_of(filled), "✓ Неделя выверена")
    later = NOW + dt.timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    absent(filled)
    tree = page(head, url_of(filled))
    assert texts(tree, ".standing b")[0].startswith("Изменена после выверки (04.09.2026 19:00")
    assert texts(tree, ".changes li b") == ["— → Н"]
    assert "Жуков Иван, 01.09, 2, Алгебра" in texts(tree, ".changes li")[0]


def test_pages_of_weeks_lead_to_each_other(filled, head):
    tree = page(head, url_of(filled))
    assert tree.get_element_by_id("previous-week").get("href").endswith("?day=2026-08-24")
    assert tree.get_element_by_id("next-week").get("href").endswith("?day=2026-09-07")
    assert url_of(filled, dt.date(2026, 8, 31)) in head.get(
        f"/journal/week/{filled.class_7a.id}?day=2026-09-01"
    ).text.replace("&amp;", "&")
    assert texts(page(head, url_of(filled, dt.date(2026, 8, 24))), ".empty") == [
        "На этой неделе уроков нет."
    ]


def test_the_class_can_be_shown_whole(filled, head):
    absent(filled)
    assert len(texts(page(head, url_of(filled)), ".marks tbody tr")) == 1
    assert len(texts(page(head, url_of(filled) + "&all=1"), ".marks tbody tr")) == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_statements_whatever_the_size(filled, head, statements, rows):
    for number in range(rows):
        course = make_course(filled.class_7a, make_subject(f"П{number}"), filled.other)
        lesson = make_lesson(course, dt.date(2026, 9, 2), 4 + number)
        gone = make_pupil(filled.class_7a, until=dt.date(2026, 9, 1))
        for pupil in (*filled.pupils, gone):
            store(Absence(lesson=lesson, pupil=pupil, kind=AbsenceKind.UNKNOWN))
        store(Absence(lesson=lesson, pupil=filled.foreign_pupil, kind=AbsenceKind.ILL))
        store(CorrectionRequest(lesson=lesson, pupil=filled.pupils[0], about=Contradiction.MARK,
                                change=Change.NO_MARK, asked_by=filled.head.user_id,
                                asked_at=NOW))  # fmt: skip
    store(WeekCheck(class_id=filled.class_7a.id, monday=dt.date(2026, 8, 31),
                    confirmed_at=NOW))  # fmt: skip
    head.get(url_of(filled))
    sent = statements()
    tree = page(head, url_of(filled))
    assert len(texts(tree, "section .line")) >= rows
    assert len(sent) == 18


@pytest.mark.parametrize("rows", [1, 3])
def test_requests_cost_the_same_statements_however_many(filled, head, teacher, statements, rows):
    for lesson in range(rows):
        absent(filled, lesson=lesson, kind=AbsenceKind.ILL, mark="4")
        store(CorrectionRequest(lesson=filled.lessons[lesson], pupil=filled.pupils[2],
                                about=Contradiction.MARK, change=Change.NO_MARK,
                                asked_by=filled.head.user_id, asked_at=NOW))  # fmt: skip
    sent = statements()
    tree = page(teacher, "/attendance/requests/")
    assert (len(texts(tree, "article")), len(sent)) == (rows, 8)


# who may


@pytest.mark.req("P3", "P4", "P5")
@pytest.mark.parametrize(
    ("role", "own", "seen", "settled"),
    [
        ("class_teacher", True, 200, 302),
        ("class_teacher", False, 404, 404),
        ("deputy", False, 200, 403),
        ("director", False, 200, 403),
        ("admin", False, 200, 403),
        ("teacher", False, 403, 403),
        ("secretary", False, 403, 403),
        ("pupil", False, 403, 403),
        ("parent", False, 403, 403),
    ],
)
def test_who_opens_and_who_settles(filled, login, role, own, seen, settled):
    absent(filled)
    filled.head.user_id, filled.class_8b.teacher = make_user("class_teacher"), filled.other
    filled.other.user_id = make_user(role)
    db.session.commit()
    client = login(filled.head.user_id if own else filled.other.user_id)
    lines = keys_of(filled, login(filled.head.user_id))
    assert client.get(url_of(filled)).status_code == seen
    token = found(html.fromstring(client.get("/password/").text), "[name=csrf-token]")
    header = {"X-CSRFToken": token[0].get("content")}
    base = f"/attendance/week/{filled.class_7a.id}"
    data = {"line": lines[:1], "do": "ill", "day": "2026-09-01"}
    answer = client.post(f"{base}/settle", data=data, headers=header)
    assert answer.status_code == settled
    if not own:
        for path in ("confirm", "requests/1/back"):
            answer = client.post(f"{base}/{path}", headers=header)
            assert (path, answer.status_code) == (path, settled)
        assert (kinds(), db.session.scalars(select(WeekCheck)).all()) == (["unknown"], [])


def keys_of(school, client):
    tree = page(client, url_of(school))
    return [box.get("value") for box in found(tree, '[form="bulk"]')]


def test_lines_of_another_class_in_the_form_are_refused(filled, head, login):
    store(
        Absence(lesson=filled.foreign_lesson, pupil=filled.foreign_pupil, kind=AbsenceKind.UNKNOWN)
    )
    filled.class_8b.teacher = filled.other
    db.session.commit()
    other = login(as_actor(filled.other, "class_teacher").user_id)
    tree = page(other, f"/attendance/week/{filled.class_8b.id}?day=2026-09-01")
    foreign = [box.get("value") for box in found(tree, '[form="bulk"]')]
    assert foreign
    token = found(page(head, url_of(filled)), "meta[name=csrf-token]")[0].get("content")
    for do in ("ill", "ask", "leave", "empty-1"):
        answer = head.post(
            f"/attendance/week/{filled.class_7a.id}/settle",
            data={"line": foreign, "do": do, "day": "2026-09-01", "text": "x"},
            headers={"X-CSRFToken": token},
        )
        assert (do, answer.status_code) == (do, 422)
    assert kinds() == ["unknown"]
    assert db.session.scalars(select(Notice)).all() == []


def test_a_request_to_another_teacher_is_not_there(filled, head, login):
    absent(filled, kind=AbsenceKind.ILL, mark="4")
    press(head, url_of(filled), "Спросить учителя об отметке")
    (request,) = db.session.scalars(select(CorrectionRequest))
    other = login(as_actor(filled.other, "teacher").user_id)
    token = found(page(other, "/attendance/requests/"), "meta[name=csrf-token]")[0]
    for what in ("accept", "decline"):
        answer = other.post(
            f"/attendance/requests/{request.id}/{what}",
            data={"text": "нет"},
            headers={"X-CSRFToken": token.get("content")},
        )
        assert answer.status_code == 404
    assert texts(page(other, "/attendance/requests/"), ".empty") == ["Просьб нет."]


def test_a_reader_has_no_buttons(filled, login):
    absent(filled)
    tree = page(login(make_user("deputy")), url_of(filled))
    assert found(tree, ".week-check form, .week-check input") == []
    assert len(found(tree, "section .line")) == 2


def test_the_list_names_late_weeks_by_class(filled, login, monkeypatch):
    later = dt.datetime(2026, 9, 10, 12, 0, tzinfo=SCHOOL)
    monkeypatch.setattr(clock, "now", lambda: later)
    tree = page(login(make_user("deputy")), "/attendance/week/")
    assert texts(tree, "tbody tr") == [
        "7А Сидорова А. П. 1 с 31.08.2026",
        "8Б — 1 с 31.08.2026",
    ]


def test_the_first_page_tells_the_class_teacher_and_the_teacher(filled, head, teacher, monkeypatch):
    press(head, url_of(filled), "Напомнить учителю")
    assert "1 просьба классного руководителя" in texts(page(teacher, "/"), ".notice")
    later = dt.datetime(2026, 9, 10, 12, 0, tzinfo=SCHOOL)
    monkeypatch.setattr(clock, "now", lambda: later)
    tree = page(head, "/")
    assert "с 31.08.2026, просрочена" in texts(tree, "a.state")


@pytest.mark.req("P3")
def test_marks_stay_with_their_teacher_where_the_school_says_so(filled, head):
    absent(filled, kind=AbsenceKind.ILL, mark="4")
    buttons = texts(page(head, url_of(filled)), "section .buttons button")
    assert buttons[:4] == [
        "Был на уроке",
        "Опоздал",
        "Убрать отметку",
        "Спросить учителя об отметке",
    ]
    filled.school.class_teacher_edits_marks = False
    db.session.commit()
    buttons = texts(page(head, url_of(filled)), "section .buttons button")
    assert buttons[:3] == ["Был на уроке", "Опоздал", "Спросить учителя об отметке"]


def test_what_is_closed_says_whom_to_ask(filled, head, monkeypatch):
    absent(filled)
    later = dt.datetime(2026, 9, 30, 12, 0, tzinfo=SCHOOL)
    monkeypatch.setattr(clock, "now", lambda: later)
    closed = (
        "Записи в этот урок принимались до 15.09.2026. Попросите администратора журнала открыть "
        "урок."
    )
    assert texts(page(head, url_of(filled)), "section .fault") == [closed, closed]


def test_a_mark_of_one_who_was_away_is_asked_about_before_it_is_taken_back(filled, head):
    filled.lessons[0].day = filled.lessons[1].day
    filled.lessons[0].number, filled.lessons[0].topic = 5, "Дроби"
    db.session.commit()
    absent(filled, lesson=0, kind=AbsenceKind.ILL)
    absent(filled, lesson=1, kind=AbsenceKind.ILL, mark="4")
    buttons = texts(page(head, url_of(filled)), "section .buttons button")
    assert buttons == [
        "Спросить учителя об отметке",
        "Убрать отметку",
        "Был на уроке",
        "Опоздал",
    ]
