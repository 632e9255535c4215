import datetime as dt

import pytest

from app.classes.models import ClassMembership
from app.classes.operations.membership import enrol_pupil, remove_pupil
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.messages.models import Notice
from app.movement.enums import Answer, Wish
from app.movement.operations.requests import answer, ask, withdraw
from app.movement.queries.requests import answered_requests, waiting_requests
from app.movement.rules import Asked
from app.timetable.operations.substituting import Telling
from tests import factories as make

pytestmark = pytest.mark.req("S6")
NOW = dt.datetime(2026, 10, 1, 9, 0, tzinfo=dt.UTC)
TODAY, LAST = NOW.date(), dt.date(2026, 10, 2)
TELLING = Telling(NOW, {})


def head_of(school):
    user_id = make.make_user("class_teacher")
    return make.actor("class_teacher", user_id=user_id, staff_id=school.head.id)


def admin():
    return make.actor("admin", user_id=make.make_user("admin"))


def send(actor, school_class, wish=Wish.REMOVE, **values):
    with unit_of_work("form", actor=actor):
        asked = Asked(class_id=school_class.id, wish=wish, day=LAST, **values)
        return ask(actor, asked=asked, telling=TELLING)


def reply(actor, request, state=Answer.DONE, words=""):
    with unit_of_work("form", actor=actor):
        return answer(actor, request_id=request.id, state=state, words=words, telling=TELLING)


def texts_of(actor, *, unread=False):
    rows = db.session.query(Notice).filter_by(user_id=actor.user_id).order_by(Notice.id)
    return [row.text for row in rows if not (unread and row.read_at)]


def test_the_administrator_is_told_does_it_and_who_asked_learns_of_it(app, school):
    head, boss, pupil = head_of(school), admin(), school.pupils[0]
    request = send(head, school.class_7a, pupil_id=pupil.id, words="приказ 12")
    assert texts_of(boss) == ["Кто-то просит: Абрамов Иван, 7А — отчислить: ученик выбыл из школы."]
    with pytest.raises(Refused) as early:
        reply(boss, request)
    assert "нет последнего дня" in str(early.value)
    stay = db.session.query(ClassMembership).filter_by(pupil_id=pupil.id).one()
    with unit_of_work("form", actor=boss):
        remove_pupil(boss, membership_id=stay.id, last=LAST)
    reply(boss, request, words="приказ внесён")
    assert texts_of(head) == ["Ваша просьба об ученике (Абрамов Иван): выполнено. приказ внесён"]
    assert texts_of(boss, unread=True) == []
    assert waiting_requests(boss, TODAY) == []
    assert [row.who for row in answered_requests(head, TODAY)] == ["Абрамов Иван"]


def test_a_move_is_done_when_both_lists_show_it(sqlite_app, school):
    head, boss, pupil = head_of(school), admin(), school.pupils[0]
    to = {"pupil_id": pupil.id, "to_class_id": school.class_8b.id}
    request = send(head, school.class_7a, Wish.MOVE, **to)
    stay = db.session.query(ClassMembership).filter_by(pupil_id=pupil.id).one()
    assert waiting_requests(boss, TODAY)[0].stay(school.class_7a.id).id == stay.id
    with unit_of_work("form", actor=boss):
        remove_pupil(boss, membership_id=stay.id, last=dt.date(2026, 10, 1))
    with pytest.raises(Refused):
        reply(boss, request)
    with unit_of_work("form", actor=boss):
        enrol_pupil(boss, pupil_id=pupil.id, class_id=school.class_8b.id, since=LAST)
    assert reply(boss, request).state is Answer.DONE


def test_a_refusal_needs_a_word_and_an_answer_is_final(sqlite_app, school):
    head, boss = head_of(school), admin()
    request = send(head, school.class_7a, Wish.ENTER, name="Новый Пётр")
    with pytest.raises(Refused) as silent:
        reply(boss, request, Answer.DECLINED)
    assert [fault.field for fault in silent.value.faults] == ["words"]
    reply(boss, request, Answer.DECLINED, "нет приказа")
    assert texts_of(head) == ["Ваша просьба об ученике (Новый Пётр): отклонено. нет приказа"]
    with pytest.raises(Refused) as again:
        reply(boss, request)
    assert "уже ответили" in str(again.value)


def take_back(actor, request):
    with unit_of_work("form", actor=actor):
        return withdraw(actor, request_id=request.id, now=NOW)


def test_who_asked_takes_the_request_back_and_nobody_else(app, school):
    head, boss = head_of(school), admin()
    request = send(head, school.class_7a, Wish.ENTER, name="Новый Пётр")
    for other in (boss, make.actor("secretary", user_id=make.make_user("secretary"))):
        with pytest.raises(Forbidden):
            take_back(other, request)
    assert (take_back(head, request).state, texts_of(boss, unread=True)) == (Answer.WITHDRAWN, [])
    assert waiting_requests(head, TODAY) == []
    with pytest.raises(Refused):
        take_back(head, request)
    with pytest.raises(Refused):
        reply(boss, request, Answer.DECLINED, "нет приказа")
    assert send(head, school.class_7a, Wish.ENTER, name="Новый Пётр").state is Answer.OPEN


def test_the_same_is_not_asked_twice_while_it_waits(sqlite_app, school):
    head, boss = head_of(school), admin()
    request = send(head, school.class_7a, Wish.ENTER, name="Новый Пётр")
    with pytest.raises(Refused) as again:
        send(head, school.class_7a, Wish.ENTER, name="новый петр")
    assert "уже попросили" in str(again.value)
    reply(boss, request, Answer.DECLINED, "нет приказа")
    assert send(head, school.class_7a, Wish.ENTER, name="Новый Пётр").state is Answer.OPEN


@pytest.mark.req("P3", "P4")
def test_who_may_ask_about_which_class_and_who_answers(sqlite_app, school):
    head, foreign = head_of(school), {"pupil_id": school.foreign_pupil.id}
    with pytest.raises(NotFound):
        send(head, school.class_8b, **foreign)
    with pytest.raises(Refused):
        send(head, school.class_7a, **foreign)
    for role in ("admin", "director", "deputy", "teacher", "pupil", "parent"):
        other = make.actor(role, user_id=make.make_user(role), staff_id=school.teacher.id)
        with pytest.raises(NotFound):
            send(other, school.class_8b, **foreign)
    secretary = make.actor("secretary", user_id=make.make_user("secretary"))
    request = send(secretary, school.class_8b, **foreign)
    for actor in (secretary, head, make.actor("deputy")):
        with pytest.raises(Forbidden):
            reply(actor, request, Answer.DECLINED, "нет")
    assert waiting_requests(head, TODAY) == []
    assert len(waiting_requests(secretary, TODAY)) == 1


def test_nothing_is_asked_of_a_closed_year_and_nothing_waits_in_it(sqlite_app, school):
    head = head_of(school)
    send(head, school.class_7a, pupil_id=school.pupils[0].id)
    school.year.closed_on = TODAY
    make.save(school.year)
    assert waiting_requests(head, TODAY) == []
    with pytest.raises(NotFound):
        send(head, school.class_7a, pupil_id=school.pupils[1].id)
