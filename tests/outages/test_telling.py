"""Who is told of outages and silences, once; what stands on the first page [U3 K3]."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db, unit_of_work
from app.messages.enums import NoticeKind
from app.messages.models import Notice
from app.outages.enums import TransferState
from app.outages.models import Outage, ServerGap, Transfer
from app.outages.operations.telling import tell_of_gaps, tell_of_transfers
from app.outages.queries.todo import PaperWork, paper_work
from tests import factories as make
from tests.outages.scene import DEPUTY, NOW, as_staff, moment, registered

pytestmark = pytest.mark.req("U3")

LATE = moment(9, day=4)  # the term ends on 3 September


def told(work, now):
    with unit_of_work(way="cli"):
        work(now)


def notices():
    rows = db.session.scalars(select(Notice).order_by(Notice.id))
    return [(row.user_id, row.text, row.address) for row in rows]


@pytest.fixture
def users(app, school):
    """Teacher of algebra, teacher of the others, deputy, and an administrator who has left."""
    found = {"teacher": make.make_user("teacher"), "other": make.make_user("teacher")}
    school.teacher.user_id, school.other.user_id = found["teacher"], found["other"]
    found["deputy"] = make.make_user("deputy")
    left = make.make_user("admin")
    app.appbuilder.sm.get_user_by_id(left).active = False
    db.session.commit()
    return found


def test_who_held_the_lessons_is_told_once_until_when(school, users):
    outage = registered()
    for _each in range(2):
        told(tell_of_transfers, NOW)
    address = f"/outages/outage/{outage.id}"
    assert notices() == [
        (users["teacher"], "Перенесите с бумаги до 03.09.2026: 1 урок.", address),
        (users["other"], "Перенесите с бумаги до 03.09.2026: 2 урока.", address),
    ]
    assert {row.kind for row in db.session.scalars(select(Notice))} == {NoticeKind.OUTAGE}


def test_what_is_late_is_told_to_the_teacher_and_the_deputies(school, users):
    outage = registered()
    row = db.session.scalars(
        select(Transfer).where(Transfer.lesson_id == school.lessons[0].id)
    ).one()
    row.state = TransferState.TRANSFERRED
    db.session.commit()
    for _each in range(2):
        told(tell_of_transfers, LATE)
    text, address = "Не перенесено с бумаги до 03.09.2026: 2 урока.", f"/outages/outage/{outage.id}"
    assert notices() == [(users["other"], text, address), (users["deputy"], text, address)]


def test_the_substitute_is_told_and_not_the_absent_teacher(school, users):
    school.lessons[0].substitute_id = school.other.id
    db.session.commit()
    registered()
    told(tell_of_transfers, NOW)
    assert [user for user, _text, _address in notices()] == [users["other"]]


def test_nobody_is_told_of_a_closed_outage(school, users):
    outage = registered()
    db.session.get(Outage, outage.id).closed_at = NOW
    db.session.commit()
    told(tell_of_transfers, LATE)
    assert notices() == []


def test_a_silence_is_told_once_to_those_who_register_outages(school, users):
    make.save(ServerGap(starts=moment(9, 10), ends=moment(10, 25)))
    make.save(ServerGap(starts=moment(11), ends=moment(12), dismissed=True))
    for _each in range(2):
        told(tell_of_gaps, NOW)
    text = "Сервер не работал с 01.09.2026 09:10 до 01.09.2026 10:25. Зарегистрировать сбой?"
    assert notices() == [(users["deputy"], text, "/outages/")]


def test_the_first_page_counts_what_waits(school, users):
    teacher, today = as_staff(school.teacher), NOW.date()
    make.save(ServerGap(starts=moment(9, 10), ends=moment(10, 25)))
    registered()
    until = dt.date(2026, 9, 3)
    assert paper_work(teacher, today) == PaperWork(1, until)
    assert paper_work(DEPUTY, today) == PaperWork(gaps=1)
    assert paper_work(DEPUTY, LATE.date()) == PaperWork(late=3, gaps=1)
    assert paper_work(make.actor("director"), LATE.date()) == PaperWork(late=3)
    assert paper_work(make.actor("secretary"), LATE.date()) == PaperWork()
    head = as_staff(school.head, "class_teacher", "deputy")
    assert paper_work(head, today) == PaperWork(gaps=1)


def test_the_first_page_says_it(sqlite_app, school, login, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATE)
    school.teacher.user_id = make.make_user("teacher")
    make.save(school.teacher)
    registered()
    page = login(school.teacher.user_id).get("/").text
    assert "Перенести с бумаги до 03.09.2026: 1 урок" in page
    assert "просрочено" in page
    assert "Просрочен перенос с бумаги: 3 урока" in login(make.make_user("deputy")).get("/").text
