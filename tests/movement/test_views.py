import datetime as dt

import pytest

from app.core import clock
from app.core.db import db
from app.movement.enums import Lists
from app.movement.models import ListConfirmation, MovementRequest
from tests import factories as make
from tests.people.test_views import fill, person

pytestmark = pytest.mark.req("S6")
NEW = "/movement/new"


@pytest.fixture(autouse=True)
def october(monkeypatch):
    """It is 1 October 2026 at the school."""
    moment = dt.datetime(2026, 10, 1, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=3)))
    monkeypatch.setattr(clock, "now", lambda: moment)


def ask_to_remove(client, school, pupil):
    sent = {"class_id": school.class_7a.id, "wish": "remove"}
    url = f"{NEW}?class_id={school.class_7a.id}&wish=remove"
    return fill(client, url, **sent, pupil=pupil.id, day="2026-10-02", words="приказ 12")


def test_a_class_teacher_asks_and_reads_the_answer(sqlite_app, school, login):
    head, boss = person(login, "class_teacher", staff=school.head), person(login, "admin")
    form = head.get(f"{NEW}?wish=remove").text
    assert ("Абрамов" in form, "Чужой" in form) == (True, False)
    assert ask_to_remove(head, school, school.pupils[0]).status_code == 302
    assert "1 просьба о зачислении или выбытии" in boss.get("/").text
    request = db.session.query(MovementRequest).one()
    page = boss.get("/movement/").text
    assert ("приказ 12" in page, "/class-lists/edit/" in page) == (True, True)
    at = f"/movement/{request.id}/answer"
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    early = boss.post(at, data={"csrf_token": token, "do": "done"})
    assert (early.status_code, "нет последнего дня" in early.text) == (422, True)
    sent = {"csrf_token": token, "do": "declined", "words": "нет приказа"}
    assert boss.post(at, data=sent).status_code == 302
    answered = head.get("/movement/").text
    assert ("отклонено" in answered, "нет приказа" in answered) == (True, True)
    assert "Ваша просьба об ученике (Абрамов Иван)" in head.get("/notices/").text
    assert "просьба о зачислении" not in boss.get("/").text


def test_who_asked_withdraws_by_a_button(sqlite_app, school, login):
    head = person(login, "class_teacher", staff=school.head)
    ask_to_remove(head, school, school.pupils[0])
    secretary = person(login, "secretary")
    request = db.session.query(MovementRequest).one()
    at = f"/movement/{request.id}/withdraw"
    page = head.get("/movement/").text
    assert (at in page, at in secretary.get("/movement/").text) == (True, False)
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    assert head.post(at, data={"csrf_token": token}).status_code == 302
    page = head.get("/movement/").text
    assert ["Просьба отозвана." in page, "отозвано" in page, at in page] == [True, True, False]
    again = head.post(at, data={"csrf_token": token})
    assert (again.status_code, "уже ответили, или она отозвана" in again.text) == (422, True)


def test_each_wish_has_its_fields_and_says_what_is_missing(sqlite_app, school, login):
    client = person(login, "class_teacher", staff=school.head)
    sent = {"class_id": school.class_7a.id, "day": "2026-10-02"}
    for wish, text in (
        ("enter", "Напишите фамилию, имя и отчество ученика."),
        ("remove", "Выберите ученика класса."),
        ("move", "Выберите класс, в который переходит ученик."),
    ):
        answer = fill(client, f"{NEW}?wish={wish}", **sent, wish=wish)
        assert (answer.status_code, text in answer.text) == (422, True)
    assert fill(client, NEW, **sent, wish="enter", name="Новый Пётр").status_code == 302
    assert db.session.query(MovementRequest).one().who == "Новый Пётр"


@pytest.mark.req("P3")
def test_a_class_teacher_asks_about_no_other_class(sqlite_app, school, login):
    client = person(login, "class_teacher", staff=school.head)
    foreign = school.class_8b.id
    assert client.get(f"{NEW}?class_id={foreign}&wish=remove").status_code == 404
    assert fill(client, NEW, class_id=foreign, wish="enter", name="Новый").status_code == 404
    none = person(login, "class_teacher", staff=school.other)
    assert "нет класса" in none.get(NEW).text


def test_the_secretary_is_reminded_confirms_and_the_leaders_see_it(sqlite_app, school, login):
    client, deputy = person(login, "secretary"), person(login, "deputy")
    first = client.get("/").text
    assert "Списки классов: подтверждение просрочено с 05.09.2026" in first
    page = client.get("/list-check/").text
    assert "Классов: 2, учеников сегодня: 4." in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    data = {"csrf_token": token, "seen": seen}
    for lists in ("classes", "staff"):
        assert client.post(f"/list-check/{lists}/confirm", data=data).status_code == 302
    assert db.session.query(ListConfirmation).count() == 2
    assert "Списки классов:" not in client.get("/").text
    assert "Списки классов верны" not in client.get("/list-check/").text
    make.make_pupil(school.class_7a, "Новый", since=dt.date(2026, 10, 1))
    assert "Списки классов: подтвердить до 08.10.2026" in client.get("/").text
    stale = client.post("/list-check/classes/confirm", data=data)
    assert (stale.status_code, "тем временем изменились" in stale.text) == (409, True)
    looked = deputy.get("/list-check/").text
    assert ("Новый Иван" in looked, "Списки классов верны" in looked) == (True, False)


def test_an_unknown_list_is_not_there(sqlite_app, school, login):
    client = person(login, "secretary")
    assert client.post("/list-check/rooms/confirm").status_code in {400, 404}


def test_statements_of_the_requests(sqlite_app, school, login, statements):
    client = person(login, "secretary", "admin")
    for pupil in school.pupils:
        ask_to_remove(client, school, pupil)
        sent = statements()
        client.get("/movement/")
        assert len(sent) == 6


def test_statements_of_the_lists(sqlite_app, school, login, statements):
    client, user_id = person(login, "secretary"), make.make_user("secretary")
    by = {"confirmed_by": user_id, "confirmed_name": "Кто", "confirmed_at": clock.now()}
    make.save(*(ListConfirmation(year=school.year, lists=one, seen=0, **by) for one in Lists))
    for name in ("Новый", "Новейший"):
        make.make_pupil(school.class_7a, name)
        make.make_staff(name)
        sent = statements()
        assert name in client.get("/list-check/").text
        assert len(sent) == 10
