"""Reminders: once of each thing, as the person wants it; digest; news of remarks [K3 K2]."""

import datetime as dt

import pytest
from flask import current_app

from app.control.enums import Looked, Way
from app.control.models import Reminded, ReminderChoice
from app.control.operations.inspections import (
    Facts,
    Noted,
    add_remark,
    answer_remark,
    begin_inspection,
)
from app.control.operations.reminders import remind_of_terms, send_digest, tell_of_remarks
from app.core.actor import SYSTEM
from app.core.db import db, unit_of_work
from app.messages.models import Notice, OutboxLetter
from tests.control.scene import DEPUTY, as_staff, moment
from tests.factories import actor, make_user, save

pytestmark = pytest.mark.req("K3")


def told(user_id: int) -> list[str]:
    query = db.select(Notice.text).where(Notice.user_id == user_id).order_by(Notice.id)
    return list(db.session.scalars(query))


def run(chore, now) -> None:
    with unit_of_work(way="cli", actor=SYSTEM):
        chore(now)


@pytest.fixture
def teacher(school):
    school.teacher.user_id = make_user("teacher")
    school.teacher.email = "teacher@school.example"
    save(school.teacher)
    return school.teacher.user_id


def test_a_teacher_is_reminded_of_each_thing_once(app, school, teacher):
    run(remind_of_terms, moment(1, 17, 59))
    run(remind_of_terms, moment(1, 18, 20))
    first = told(teacher)
    assert first == [
        "Домашнее задание задано поздно или не задано: 7А, Алгебра, 2-й урок.",
        "Урок не заполнен в тот же день: 7А, Алгебра, 2-й урок.",
    ]
    run(remind_of_terms, moment(1, 18, 40))
    run(remind_of_terms, moment(2, 10))
    assert told(teacher) == first
    run(remind_of_terms, moment(3, 19))
    assert told(teacher)[2:] == [
        "Урок не заполнен в тот же день: 7А, Алгебра, 2-й урок и ещё 1.",
        "Домашнее задание задано поздно или не задано: 7А, Алгебра, 2-й урок и ещё 1.",
    ]


def test_rounds_are_at_least_a_quarter_of_an_hour_apart(school, teacher):
    run(remind_of_terms, moment(1, 13))  # before anything is late
    run(remind_of_terms, moment(1, 13, 14))
    assert told(teacher) == []
    run(remind_of_terms, moment(1, 13, 15))
    assert len(told(teacher)) == 1


def test_old_debts_are_not_reminded_of_all_at_once(school, teacher):
    run(remind_of_terms, moment(20, month=11))
    assert told(teacher) == ["Нет итогов периода: 7А, Алгебра, 1 четверть, без итога: 3 ученика."]


@pytest.mark.parametrize(
    ("way", "notices", "letters"), [(Way.LETTER, 1, 1), (Way.NOTICE, 1, 0), (Way.NONE, 0, 0)]
)
def test_a_person_chooses_notices_and_letters(school, teacher, monkeypatch, way, notices, letters):
    monkeypatch.setitem(current_app.config, "SMTP_HOST", "mail")
    save(ReminderChoice(user_id=teacher, way=way))
    run(remind_of_terms, moment(1, 14))
    sent = db.session.scalar(db.select(db.func.count()).select_from(OutboxLetter))
    assert (len(told(teacher)), sent) == (notices, letters)
    assert len(db.session.scalars(db.select(Reminded)).all()) == notices


@pytest.mark.parametrize(
    ("now", "count"),
    [(moment(6, 12), 0), (moment(7, 6, 59), 0), (moment(7, 7), 1), (moment(8, 12), 0)],
)
def test_deputies_get_the_figures_of_the_week_on_monday(school, now, count):
    deputy, teacher = make_user("deputy"), make_user("teacher")
    run(send_digest, now)
    run(send_digest, now)
    assert (len(told(deputy)), told(teacher)) == (count, [])


def test_the_digest_has_the_figures_and_can_be_refused(app, school):
    deputy, other = make_user("deputy"), make_user("director")
    save(ReminderChoice(user_id=other, way=Way.LETTER, digest=False))
    run(send_digest, moment(7, 8))
    assert told(deputy) == [
        "Неделя 31.08–06.09.2026: в срок 0,0 %, с опозданием 10, просрочено сейчас 10."
    ]
    assert told(other) == []


@pytest.mark.req("K2")
def test_teacher_and_inspector_are_told_when_the_other_pauses(app, school, teacher):
    inspector = make_user("deputy")
    deputy = actor("deputy", user_id=inspector, name="Завучева")
    facts = Facts(None, school.algebra.id, dt.date(2026, 9, 1), dt.date(2026, 9, 9), (*Looked,))
    noted = Noted(school.algebra.id, school.lessons[0].id, None, None, Looked.TOPICS, "Нет темы")
    with unit_of_work(way="form", actor=DEPUTY):
        key = begin_inspection(deputy, facts=facts, now=moment(10)).id
        remark = add_remark(deputy, inspection_id=key, noted=noted, now=moment(10, 12, 1))
        add_remark(deputy, inspection_id=key, noted=noted, now=moment(10, 12, 5))
    run(tell_of_remarks, moment(10, 12, 14))
    assert told(teacher) == []
    run(tell_of_remarks, moment(10, 12, 15))
    run(tell_of_remarks, moment(10, 12, 30))
    assert told(teacher) == ["Проверка вашего журнала: 2 замечания ждут ответа."]
    with unit_of_work(way="form", actor=DEPUTY):
        answer_remark(
            as_staff(school.teacher),
            remark_id=remark.id,
            text="Исправлю",
            mended=False,
            now=moment(11),
        )
    run(tell_of_remarks, moment(11, 13))
    assert told(inspector) == ["Проверка журнала: 1 ответ на ваши замечания."]
    assert told(teacher) == ["Проверка вашего журнала: 2 замечания ждут ответа."]
