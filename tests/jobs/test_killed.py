"""The real server with its worker: killed in the middle of a job, started again."""

import datetime as dt
import signal
import time

import pytest

from app.core import clock
from app.core.actor import of_user
from app.core.db import db, unit_of_work
from app.jobs import operations
from app.jobs.enums import JobState
from app.jobs.models import Job
from app.jobs.queries import file_of
from app.jobs.rules import LEASE
from app.outages.jobs import printing
from tests import factories as make
from tests.browser.offline.server import RealServer
from tests.paper import page_texts


def stored(job_id):
    db.session.remove()
    db.engine.dispose()
    return db.session.get(Job, job_id)


def until(job_id, wanted, seconds):
    """Wait until the job is in this state."""
    end = time.monotonic() + seconds
    while (found := stored(job_id).state_at(clock.now())) is not wanted:
        assert time.monotonic() < end, f"it is {found}, not {wanted}"
        time.sleep(0.1)


@pytest.fixture
def server(sqlite_app):
    running = RealServer(sqlite_app)
    running.environment["JOB_WORKERS"] = "1"
    yield running
    running.stop(signal.SIGKILL)


@pytest.mark.req("U1")
def test_a_job_whose_server_is_killed_is_interrupted_and_done_in_the_next_try(sqlite_app, server):
    make.make_school()
    today = clock.today()
    year = make.make_year(starts=today - dt.timedelta(days=90), ends=today + dt.timedelta(days=200))
    subject = make.make_subject()
    for number in range(12):
        make.make_course(make.make_class(year, f"К{number}", grade=7), subject)
    admin = of_user(make.make_user("admin"))
    days = {"first": today.isoformat(), "last": (today + dt.timedelta(days=60)).isoformat()}
    with unit_of_work("page", actor=admin):
        job_id = operations.begin(
            admin,
            kind=printing,
            params={**days, "filling": "filled", "paper": "a4l"},
            now=clock.now(),
        ).id
    server.start()
    until(job_id, JobState.RUNNING, 240)
    server.stop(signal.SIGKILL)
    with unit_of_work("page", actor=admin):  # waits until the lock of the killed one is gone
        job = db.session.get(Job, job_id)
        assert job.state is JobState.RUNNING
        job.beat_at -= LEASE  # the time that nobody wants to wait for
    until(job_id, JobState.INTERRUPTED, 1)
    server.start()
    with unit_of_work("page", actor=admin):
        operations.begin_again(admin, job_id=job_id, now=clock.now())
    until(job_id, JobState.DONE, 240)
    path, _name = file_of(admin, job_id)
    assert len(page_texts(path.read_bytes())) == 24
    assert stored(job_id).attempt == 2
