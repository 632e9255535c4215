"""Chores: one process at a time, a failing one alone, nothing outside of a server."""

import datetime as dt
import logging
from threading import Event, Thread
from threading import enumerate as threads
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.cli import chores
from app.core import clock
from app.core.db import db, unit_of_work
from app.messages.enums import MailState, NoticeKind
from app.messages.models import Notice, OutboxLetter
from app.messages.operations import News, notify
from app.outages.models import Heartbeat
from app.outages.operations.heartbeat import last_beat, take_turn
from app.outages.queries.outages import open_gaps
from tests import factories as make

NOW = dt.datetime(2026, 9, 1, 9, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def beat_at(moment):
    make.save(Heartbeat(id=1, at=moment))


def turn(seen, now) -> bool:
    with unit_of_work(way="cli"):
        return take_turn(seen=seen, now=now, least=dt.timedelta(minutes=5))


def test_the_first_turn_writes_the_heartbeat(app):
    assert (last_beat(), turn(None, NOW), last_beat()) == (None, True, NOW)


def test_of_two_who_saw_the_same_one_has_the_turn(app):
    beat_at(NOW - MINUTE)
    assert [turn(NOW - MINUTE, NOW), turn(NOW - MINUTE, NOW + MINUTE)] == [True, False]
    assert last_beat() == NOW


def test_of_many_processes_that_wake_together_one_does_the_chores(app, monkeypatch):
    done: list[dt.datetime] = []
    monkeypatch.setattr(chores, "CHORES", (done.append,))
    beat_at(clock.now() - 2 * MINUTE)
    db.session.remove()
    ready = Event()

    def process():
        ready.wait()
        with app.app_context():
            chores.take_a_turn()

    processes = [Thread(target=process) for _each in range(6)]
    for each in processes:
        each.start()
    ready.set()
    for each in processes:
        each.join()
    assert len(done) == 1


@pytest.mark.parametrize(
    ("age", "done"),
    [
        (dt.timedelta(seconds=30), 0),
        (dt.timedelta(seconds=58), 1),
        (dt.timedelta(days=3), 1),
        (dt.timedelta(hours=-1), 1),  # the system's clock was set back
    ],
)
def test_a_turn_is_taken_once_a_minute(app, monkeypatch, age, done):
    moments: list[dt.datetime] = []
    monkeypatch.setattr(chores, "CHORES", (moments.append,))
    beat_at(clock.now() - age)
    chores.take_a_turn()
    assert len(moments) == done


def test_a_failing_chore_is_logged_with_its_number_and_the_others_are_done(
    app, monkeypatch, caplog
):
    user = make.make_user("deputy")
    news = News(NoticeKind.OUTAGE, "key", "Текст")

    def tells(now):
        notify([(user, news)], now, {})

    def fails_after_writing(now):
        notify([(user, News(NoticeKind.OUTAGE, "other", "Текст"))], now, {})
        raise ZeroDivisionError

    monkeypatch.setattr(chores, "CHORES", (fails_after_writing, tells))
    with caplog.at_level(logging.ERROR):
        failed = chores.run_chores(NOW)
    assert failed == 1
    assert db.session.scalars(select(Notice.key)).all() == ["key"]
    assert [len(record.args[0]) for record in caplog.records] == [8]
    assert [record.args[1] for record in caplog.records] == ["fails_after_writing"]


def test_the_command_says_what_failed(app, monkeypatch):
    def fails(_now):
        raise ZeroDivisionError

    run = app.test_cli_runner().invoke
    good = run(args=["chores", "run"])
    monkeypatch.setattr(chores, "CHORES", (fails,))
    bad = run(args=["chores", "run"])
    assert (good.exit_code, good.output) == (0, "Готово.\n")
    assert (bad.exit_code, bad.output) == (1, "Не удалось дел: 1, номера — в журнале работы.\n")


def test_the_thread_survives_a_database_error_and_goes_on(sqlite_app, monkeypatch):
    tries: list[int] = []
    again = Event()

    def work():
        tries.append(1)
        if len(tries) == 1:
            db.session.execute(db.text("select * from there_is_no_such_table"))
        again.set()

    monkeypatch.setattr(chores, "take_a_turn", work)
    monkeypatch.setitem(sqlite_app.config, "CHORES_SECONDS", 0.01)
    stop = chores.keep_running(sqlite_app)
    assert again.wait(5)
    stop.set()
    for thread in threads():
        if thread.name in {"work", "send_letters"}:
            thread.join(5)


def test_nothing_runs_by_itself_in_commands_and_tests_or_when_switched_off(sqlite_app, monkeypatch):
    monkeypatch.setitem(sqlite_app.config, "CHORES_SECONDS", 0)
    chores.keep_running(sqlite_app)
    names = {thread.name for thread in threads()}
    assert names & {"take_a_turn", "send_letters"} == set()


def test_letters_wait_while_the_mail_server_does_not_answer(app, monkeypatch):
    user = make.make_user("deputy")
    with unit_of_work(way="cli"):
        notify([(user, News(NoticeKind.OUTAGE, "key", "Текст"))], NOW, {user: "a@school.example"})
    settings = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": 9, "SMTP_TLS": "none"}
    for name, value in settings.items():
        monkeypatch.setitem(app.config, name, value)
    assert app.test_cli_runner().invoke(args=["chores", "run"]).exit_code == 0
    letter = db.session.scalars(select(OutboxLetter)).one()
    db.session.refresh(letter)
    assert (letter.state, letter.attempts) == (MailState.WAITING, 1)


@pytest.mark.req("U3")
def test_a_server_that_comes_back_in_lesson_time_proposes_an_outage(app, school, monkeypatch):
    """Lesson 2 of 1 September is from 10:00 to 10:40 at the school."""
    zone = ZoneInfo("Europe/Moscow")
    deputy = make.make_user("deputy")
    beat_at(dt.datetime(2026, 9, 1, 9, 10, tzinfo=zone))
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 9, 1, 10, 25, tzinfo=zone))
    monkeypatch.setitem(app.config, "GAP_MINUTES", 24)
    chores.take_a_turn()
    notices = db.session.scalars(select(Notice).where(Notice.user_id == deputy)).all()
    assert [notice.text for notice in notices] == [
        "Сервер не работал с 01.09.2026 09:10 до 01.09.2026 10:25. Зарегистрировать сбой?"
    ]
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 9, 1, 10, 49, tzinfo=zone))
    chores.take_a_turn()
    assert len(open_gaps()) == 1  # 24 minutes are not longer than allowed
