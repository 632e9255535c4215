"""Doing jobs: what becomes of them, in one process and in several."""

import datetime as dt
import logging
from threading import Barrier, Event, Thread

import pytest

from app.core.actor import of_user
from app.core.db import db, unit_of_work
from app.jobs import operations, queries, running
from app.jobs.enums import JobState
from app.jobs.kinds import KINDS, Made, long_work
from app.jobs.models import Job
from app.jobs.running import do_next
from tests import factories as make
from tests.jobs.scene import begun, broken, refused


def stored(job):
    db.session.expire_all()
    return db.session.get(Job, job.id)


def test_work_leaves_its_words_its_file_and_where_to_go_on(app):
    user = make.make_user("deputy")
    job = begun(user, text="Здравствуйте,")
    assert (do_next(), do_next()) == (True, False)
    done = stored(job)
    assert (done.state, done.words, done.file_name, done.address) == (
        *(JobState.DONE, "Готово", "письмо.txt", "/notices/"),
    )
    path, _name = queries.file_of(of_user(user), job.id)
    assert path.read_text("utf-8") == "Здравствуйте, Фамилия Имя"


@pytest.mark.parametrize(
    ("kind", "words", "numbered"),
    [(refused, "Так нельзя.", False), (broken, "Ошибка в программе", True)],
)
def test_work_that_fails_says_why_and_leaves_no_file(app, caplog, kind, words, numbered):
    job = begun(make.make_user("deputy"), kind)
    with caplog.at_level(logging.ERROR):
        do_next()
    failed = stored(job)
    assert (failed.state, failed.words, bool(failed.error)) == (JobState.FAILED, words, numbered)
    assert [failed.error in record.getMessage() for record in caplog.records] == [True] * numbered
    assert list(queries.folder().glob(failed.key)) == []


def test_work_runs_with_the_roles_of_its_turn(app):
    seen = []
    kind = long_work("test-roles", "Роли")(lambda run: seen.append(run.actor.roles) or Made())
    user = make.make_user("deputy")
    begun(user, kind)
    sm = app.appbuilder.sm
    person = sm.get_user_by_id(user)
    person.roles = [sm.find_role("teacher")]
    db.session.commit()
    do_next()
    assert seen == [frozenset({"teacher"})]


def test_a_login_that_is_switched_off_does_nothing_any_more(app):
    seen = []
    kind = long_work("test-off", "Выключен")(lambda run: seen.append(run.actor.roles) or Made())
    user = make.make_user("admin")
    begun(user, kind)
    app.appbuilder.sm.get_user_by_id(user).active = False
    db.session.commit()
    do_next()
    assert seen == [frozenset()]


def test_an_ended_kind_fails_and_the_next_job_is_done(app):
    user = make.make_user("deputy")
    kind = long_work("test-gone", "Нет")(lambda _run: Made())
    gone, next_one = begun(user, kind), begun(user, text="а")
    del KINDS["test-gone"]
    while do_next():
        pass
    assert (stored(gone).state, stored(next_one).state) == (JobState.FAILED, JobState.DONE)


def test_a_running_job_is_cancelled_at_its_next_step(app, monkeypatch):
    monkeypatch.setattr(running, "BEAT", dt.timedelta(milliseconds=10))
    user = make.make_user("deputy")
    wait = Event()

    def steps(run):
        run.out.write_text("половина", "utf-8")
        with unit_of_work("page", actor=run.actor):
            operations.cancel(run.actor, job_id=job.id, now=run_now)
        for step in range(1000):
            run.progress(step, 1000, "шаг")
            wait.wait(0.02)
        return Made(file="целое.txt")

    job = begun(user, long_work("test-steps", "Шаги")(steps))
    run_now = job.made_at
    do_next()
    ended = stored(job)
    assert (ended.state, ended.file_name) == (JobState.CANCELLED, "")
    assert list(queries.folder().glob(ended.key)) == []


def test_the_progress_is_written_while_the_work_writes(app, school, monkeypatch):
    """On SQLite the work holds the one lock for writing: its beats wait and are not lost."""
    monkeypatch.setattr(running, "BEAT", dt.timedelta(milliseconds=10))
    user = make.make_user("deputy")
    seen, pause = [], Event()

    def works(run):
        with unit_of_work("page", actor=run.actor):
            run.progress(1, 3, "7А")
            pause.wait(0.1)
        for _each in range(100):
            pause.wait(0.03)
            if (row := stored(job)).done:
                seen.append((row.done, row.total, row.words))
                break
        return Made()

    job = begun(user, long_work("test-works", "Работа")(works))
    do_next()
    assert seen == [(1, 3, "7А")]


def test_work_that_the_process_ends_with_is_interrupted(app):
    def leaves(run):
        run.out.write_text("половина", "utf-8")
        raise SystemExit(0)

    user = make.make_user("deputy")
    job = begun(user, long_work("test-leaves", "Уходит")(leaves))
    with pytest.raises(SystemExit):
        do_next()
    assert stored(job).state is JobState.INTERRUPTED
    assert list(queries.folder().glob(stored(job).key)) == []


def test_of_many_processes_each_job_is_done_by_one(app):
    done = []
    kind = long_work("test-once", "Раз")(lambda _run, number: done.append(number) or Made())
    user = make.make_user("deputy")
    for number in range(6):
        begun(user, kind, number=number)
    db.session.remove()
    ready = Barrier(4)

    def process():
        ready.wait()
        with app.app_context():
            while do_next():
                pass

    threads = [Thread(target=process) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(6))


def test_the_command_does_what_waits(app):
    user = make.make_user("deputy")
    begun(user, text="а")
    begun(user, text="б")
    answer = app.test_cli_runner().invoke(args=["jobs", "run"])
    assert (answer.exit_code, answer.output) == (0, "Выполнено заданий: 2.\n")
