import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.actor import NOBODY, of_user
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.jobs import operations, queries
from app.jobs.enums import JobState
from app.jobs.kinds import Made, Run
from app.jobs.models import Job
from app.messages.models import Notice
from app.messages.operations import tell_of_jobs
from tests import factories as make
from tests.jobs.scene import NOW, begun, refused, taken, writing

MINUTE = dt.timedelta(minutes=1)
OLD = (NOW - dt.timedelta(days=2)).timestamp()


def stored(job):
    db.session.expire_all()
    return db.session.get(Job, job.id)


def ended(job, state=JobState.DONE, now=NOW + MINUTE, made=Made()):  # noqa: B008
    with unit_of_work("cli"):
        operations.end(job, state, made, now)


def test_the_same_work_is_not_begun_twice_while_it_waits_or_runs(app):
    user = make.make_user("deputy")
    first, again, other = begun(user, text="а"), begun(user, text="а"), begun(user, text="б")
    assert (first.id == again.id, first.id == other.id) == (True, False)
    assert begun(make.make_user("deputy"), text="а").id != first.id
    ended(taken())
    assert begun(user, text="а").id != first.id


def test_work_that_was_interrupted_may_be_begun_beside(app):
    user = make.make_user("deputy")
    first = begun(user, text="а")
    taken()
    assert begun(user, text="а", now=NOW + MINUTE).id != first.id


def test_nobody_begins_work_without_a_login(app):
    with pytest.raises(Forbidden), unit_of_work("page"):
        operations.begin(NOBODY, kind=writing, params={}, now=NOW)


def test_each_job_is_taken_once_and_in_turn(app):
    user = make.make_user("deputy")
    first, second = begun(user, text="а"), begun(user, text="б", now=NOW + MINUTE)
    assert [getattr(taken(), "id", None) for _each in range(3)] == [first.id, second.id, None]


def test_a_job_that_waits_is_cancelled_at_once_and_one_that_runs_is_told(app):
    user = make.make_user("deputy")
    waits, runs = begun(user, text="а", now=NOW + MINUTE), begun(user, text="б")
    run = taken()
    with unit_of_work("page"):
        operations.cancel(of_user(user), job_id=waits.id, now=NOW)
        operations.cancel(of_user(user), job_id=runs.id, now=NOW)
    assert (stored(waits).state, stored(runs).state) == (JobState.CANCELLED, JobState.RUNNING)
    with unit_of_work("cli"):
        assert operations.beat(run, Run(of_user(user), Path()), NOW) is False


def test_a_process_that_comes_back_finds_its_job_taken_by_another(app):
    user = make.make_user("deputy")
    job = begun(user, text="а")
    lost = taken()
    with unit_of_work("page"):
        operations.begin_again(of_user(user), job_id=job.id, now=NOW + MINUTE)
    present = taken(NOW + MINUTE)
    with unit_of_work("cli"):
        beats = [
            operations.beat(each, Run(of_user(user), Path(), done=7), NOW + MINUTE)
            for each in (lost, present)
        ]
    ended(lost, JobState.FAILED)
    assert (beats, stored(job).state) == ([False, True], JobState.RUNNING)
    ended(present)
    assert stored(job).state is JobState.DONE


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.DONE])
def test_what_waits_or_is_done_is_not_begun_again(app, state):
    user = make.make_user("deputy")
    job = begun(user, text="а")
    if state is JobState.DONE:
        ended(taken())
    with pytest.raises(Refused), unit_of_work("page"):
        operations.begin_again(of_user(user), job_id=job.id, now=NOW)


@pytest.mark.parametrize("deed", [operations.cancel, operations.begin_again, operations.see])
def test_the_job_of_another_is_not_there(app, deed):
    job = begun(make.make_user("deputy"), text="а")
    stranger = of_user(make.make_user("admin"))
    with pytest.raises(NotFound), unit_of_work("page"):
        deed(stranger, job_id=job.id, now=NOW)


def test_a_chore_ends_jobs_whose_process_died(app):
    user = make.make_user("deputy")
    job = begun(user, text="а")
    taken()
    for passed, state in ((15, JobState.RUNNING), (25, JobState.INTERRUPTED)):
        with unit_of_work("cli"):
            operations.end_broken_jobs(NOW + dt.timedelta(seconds=passed))
        assert stored(job).state is state


def test_a_chore_removes_old_jobs_with_their_files_and_files_of_nobody(app, monkeypatch):
    monkeypatch.setitem(app.config, "JOB_DAYS", 7)
    user = make.make_user("deputy")
    old, new, waits = begun(user, text="а"), begun(user, text="б"), begun(user, text="в")
    for _job, at in ((old, NOW - dt.timedelta(days=8)), (new, NOW - dt.timedelta(days=6))):
        run = taken()
        path = queries.folder() / run.key
        path.write_text("x")
        ended(run, now=at, made=Made(file="x.txt"))
    nobody = queries.folder() / "0000"
    nobody.write_text("x")
    with unit_of_work("cli"):
        operations.forget_jobs(dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
        left = db.session.scalars(select(Job.id).order_by(Job.id)).all()
    assert left == [waits.id]
    assert list(queries.folder().iterdir()) == []


def test_who_did_not_see_the_end_of_long_work_is_told_once(app):
    user = make.make_user("deputy")
    for text, passed in (("скоро", 5), ("долго", 60), ("видел", 60)):
        job = begun(user, text=text)
        ended(taken(), now=NOW + dt.timedelta(seconds=passed))
        if text == "видел":
            with unit_of_work("page"):
                operations.see(of_user(user), job_id=job.id, now=NOW)
    begun(user, refused)
    ended(taken(), JobState.FAILED)
    for _each in range(2):
        with unit_of_work("cli"):
            tell_of_jobs(NOW + 2 * MINUTE)
    told = db.session.scalars(select(Notice.text).where(Notice.user_id == user)).all()
    assert sorted(told) == ["Отказ: не выполнено.", "Письмо: выполнено."]
