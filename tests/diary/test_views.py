"""The pages of the diary: what they show, what they refuse, what they cost [M5 P5]."""

import datetime as dt

import pytest

from app.accounts.roles import ROLES
from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.core import clock
from app.core.db import db
from app.diary.models import CalendarFeed, HomeworkDone, MarkSeen
from tests.diary.scene import NOW, as_parent, as_pupil, give_homework, give_mark
from tests.factories import make_lesson, make_pupil, make_user, save

pytestmark = pytest.mark.req("M5")


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """It is Thursday, 3 September 2026, at the school."""
    zone = dt.timezone(dt.timedelta(hours=3))
    monkeypatch.setattr(clock, "now", lambda: NOW.astimezone(zone))


def token(client) -> str:
    return client.get("/password/").text.split('name="csrf-token" content="')[1].split('"')[0]


def post(client, path: str, **data):
    return client.post(path, data={"csrf_token": token(client), **data})


def tick(client, pupil, **sent):
    headers = {"X-CSRFToken": token(client), "Accept": "application/json"}
    return client.post(f"/diary/{pupil.id}/homework", data=sent, headers=headers)


def test_a_week_tells_lessons_marks_absences_and_homework(school, login):
    pupil = school.pupils[2]
    give_mark(school, pupil, "4", code="К", title="Дроби & <b>")
    give_mark(school, pupil, "•", lesson=1)
    give_homework(school.lessons[0], "§ 1 <script>")
    save(Absence(lesson=school.lessons[2], pupil=pupil, kind=AbsenceKind.LATE, minutes=5))
    page = login(as_pupil(pupil).user_id).get(f"/diary/{pupil.id}").text
    for text in (
        "Жуков Иван, 7А",
        "Сегодня, четверг, 3 сентября",
        "контрольная «Дроби &amp; &lt;b&gt;», вес 2",
        "долг: работу нужно сдать",
        "опоздание, 5 мин",
        "§ 1 &lt;script&gt;",
        "2 новые отметки",
        "Отметить прочитанным",
    ):
        assert text in page
    assert "Ёлкин" not in page
    assert "Ознакомлен(а)" not in page


def test_a_parent_with_several_children_switches(school, login):
    eldest, youngest = school.pupils[0], school.foreign_pupil
    client = login(as_parent(youngest, eldest).user_id)
    assert client.get("/diary/").location == f"/diary/{eldest.id}"
    page = client.get(f"/diary/{youngest.id}").text
    assert (f'href="/diary/{eldest.id}"' in page, "Химия" in page, "Алгебра" in page) == (
        True,
        True,
        False,
    )


def test_whoever_has_no_child_is_told_whom_to_ask(school, login):
    client = login(make_user("parent"))
    assert "Обратитесь к классному руководителю" in client.get("/diary/").text


def test_a_parent_says_that_the_marks_are_seen_and_the_class_teacher_sees_it(school, login):
    pupil = school.pupils[2]
    mark = give_mark(school, pupil, "2")
    client = login(as_parent(pupil).user_id)
    assert "Ознакомлен(а) с отметками" in client.get(f"/diary/{pupil.id}").text
    answer = post(client, f"/diary/{pupil.id}/seen", mark=f"{mark.id}:1", day="2026-08-31")
    assert (answer.status_code, answer.location) == (302, f"/diary/{pupil.id}?day=2026-08-31")
    assert "новая отметка" not in client.get(f"/diary/{pupil.id}").text
    school.head.user_id = make_user("class_teacher")
    save(school.head)
    head = login(school.head.user_id)
    assert head.get("/diary/families/").location == f"/diary/families/{school.class_7a.id}"
    page = head.get(f"/diary/families/{school.class_7a.id}").text
    assert "Жуков Мария: 03.09.2026 15:00" in page


@pytest.mark.parametrize("text", ["", "x", "1", "1:x", "9" * 30 + ":1", "1:1:1"])
def test_odd_marks_are_left_out(school, login, text):
    pupil = school.pupils[2]
    answer = post(login(as_parent(pupil).user_id), f"/diary/{pupil.id}/seen", mark=text)
    assert (answer.status_code, db.session.query(MarkSeen).count()) == (302, 0)


def test_homework_is_ticked_off(school, login):
    pupil, homework = school.pupils[2], give_homework(school.lessons[0], "§ 1")
    client = login(as_pupil(pupil).user_id)
    assert tick(client, pupil, homework=homework.id, version=1, done=1).json == {"status": 200}
    assert (
        f'data-homework="{homework.id}" data-version="1" checked'
        in client.get(f"/diary/{pupil.id}").text
    )
    assert tick(client, pupil, homework=homework.id, version=7, done=1).status_code == 409
    assert tick(client, pupil, homework=homework.id, version=1, done=0).status_code == 200
    assert db.session.query(HomeworkDone).count() == 0


@pytest.mark.parametrize(
    "sent",
    [{}, {"homework": "x", "version": 1}, {"homework": 10**12, "version": 1}, {"homework": -1}],
)
def test_an_odd_tick_is_of_no_homework(school, login, sent):
    pupil = school.pupils[2]
    assert tick(login(as_pupil(pupil).user_id), pupil, **sent).status_code == 404


def test_marks_of_a_period(school, login):
    pupil = school.pupils[2]
    give_mark(school, pupil, "4")
    give_mark(school, pupil, "5", lesson=1, code="К")
    page = login(as_parent(pupil).user_id).get(f"/diary/{pupil.id}/marks").text
    for text in ("средний балл 4,67", "выходит 5", "02.09.2026", "вес 2"):
        assert text in page
    assert "Итоги по периодам" not in page


@pytest.mark.req("J6")
def test_class_1_has_no_marks_and_says_so(school, login):
    school.class_7a.grade = 1
    save(school.class_7a)
    pupil = school.pupils[2]
    page = login(as_parent(pupil).user_id).get(f"/diary/{pupil.id}/marks").text
    assert ("В первом классе отметки не ставят." in page, "отметок пока нет" in page) == (
        True,
        False,
    )


def test_who_is_in_no_class_learns_it(school, login):
    pupil = make_pupil(None, "Новый")
    client = login(as_pupil(pupil).user_id)
    assert "не числится ни в одном классе" in client.get(f"/diary/{pupil.id}").text
    assert "не числится ни в одном классе" in client.get(f"/diary/{pupil.id}/marks").text


# The calendar.


def test_the_calendar_is_read_without_login_by_its_address_until_it_is_revoked(
    school, login, sqlite_app
):
    pupil = school.pupils[0]
    client = login(as_parent(pupil).user_id)
    path = f"/diary/{pupil.id}/calendar"
    assert "Создать адрес" in client.get(path).text
    post(client, path, choice="open")
    page = client.get(path).text
    address = page.split('id="address" value="')[1].split('"')[0]
    assert 'href="webcal://localhost/calendar/' in page
    stranger = sqlite_app.test_client()
    answer = stranger.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text.count("BEGIN:VEVENT") == 4
    assert "X-WR-CALNAME:Уроки: Иван" in answer.text
    post(client, path, choice="close")
    assert stranger.get(address).status_code == 404
    assert db.session.query(CalendarFeed).count() == 0


# Access.


@pytest.mark.req("P5")
@pytest.mark.parametrize("way", ["", "/marks", "/calendar"])
@pytest.mark.parametrize("who", [as_pupil, as_parent])
def test_the_pages_of_others_do_not_exist(school, login, who, way):
    client = login(who(school.pupils[0]).user_id)
    assert client.get(f"/diary/{school.pupils[0].id}{way}").status_code == 200
    for other in (school.pupils[1].id, school.foreign_pupil.id, 10**9, 0):
        assert client.get(f"/diary/{other}{way}").status_code == 404


@pytest.mark.req("P5")
def test_nothing_is_written_for_others(school, login):
    own, other = school.pupils[:2]
    mark, homework = give_mark(school, other), give_homework(school.lessons[0], "карточка", other)
    client = login(as_parent(own).user_id)
    for pupil, expected in ((other, 404), (own, 302)):
        sent = post(client, f"/diary/{pupil.id}/seen", mark=f"{mark.id}:1")
        assert sent.status_code == expected
    for pupil in (other, own):
        assert tick(client, pupil, homework=homework.id, version=1, done=1).status_code == 404
    assert post(client, f"/diary/{other.id}/calendar", choice="open").status_code == 404
    for model in (MarkSeen, HomeworkDone, CalendarFeed):
        assert db.session.query(model).count() == 0


@pytest.mark.req("P5", "P4")
@pytest.mark.parametrize("role", ROLES)
def test_which_role_opens_which_page(school, login, role):
    client = login(make_user(role))
    family = 200 if role in {"pupil", "parent"} else 403
    watching = role in {"admin", "director", "deputy", "class_teacher"}
    assert client.get("/diary/").status_code == family
    answer = client.get("/diary/families/")
    assert (answer.status_code, "Ознакомление родителей" in answer.text) == (
        (200, True) if watching else (403, False)
    )
    page = client.get(f"/diary/families/{school.class_7a.id}")
    seen = {"class_teacher": 404}.get(role, 200 if watching else 403)
    assert page.status_code == seen


# What it costs.


@pytest.mark.parametrize(
    ("path", "expected"),
    [("", 12), ("/marks", 14), ("/calendar", 5)],
)
def test_statements_of_a_page_do_not_grow(school, login, statements, path, expected):
    pupil = school.pupils[0]
    client = login(as_parent(pupil, school.pupils[1]).user_id)
    for number in (4, 5, 6):
        lesson = make_lesson(school.algebra, NOW.date(), number)
        give_homework(lesson, "читать")
        give_mark(school, pupil)
        save(Absence(lesson=lesson, pupil=pupil, kind=AbsenceKind.LATE))
        sent = statements()
        assert client.get(f"/diary/{pupil.id}{path}").status_code == 200
        assert len(sent) == expected


def test_a_full_week_is_at_most_60_kilobytes(school, login):
    pupil = school.pupils[2]
    topic = "Решение задач повышенной сложности на движение и совместную работу"
    for day in range(31, 36 + 7):
        for number in range(1, 8):
            on = dt.date(2026, 8, 1) + dt.timedelta(day - 1)
            lesson = make_lesson(school.algebra, on, number, topic=topic)
            give_homework(lesson, "§ 18, № 125–130, повторить правила, подготовить сообщение")
            school.lessons.append(lesson)
            give_mark(school, pupil, "4", lesson=-1, code="К", title="Движение")
    page = login(as_parent(pupil).user_id).get(f"/diary/{pupil.id}")
    assert page.text.count('class="lesson') > 45
    assert len(page.data) < 60_000
