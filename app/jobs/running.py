"""Doing the jobs: one after the other, each with a thread that says that its process lives."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from flask import Flask, current_app
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError

from app.core import clock
from app.core.actor import SYSTEM, of_user
from app.core.db import db, unit_of_work
from app.core.errors import JournalError
from app.jobs import operations
from app.jobs.enums import JobState
from app.jobs.kinds import KINDS, Made, Run, Stopped
from app.jobs.operations import Taken
from app.jobs.queries import folder, is_any_waiting
from app.jobs.rules import BEAT

_WAY = "cli"
_log = logging.getLogger(__name__)


def do_next() -> bool:
    """Do the job that waits longest; False when none waits."""
    if not is_any_waiting():
        return False
    with unit_of_work(_WAY, actor=SYSTEM):
        job = operations.take(clock.now())
    if job is None:
        return False
    run = Run(of_user(job.owner_id), folder() / job.key)
    with _beating(job, run):
        state, made, error = _done(job, run)
    if state is not JobState.DONE:
        run.out.unlink(missing_ok=True)
    _end(job, state, made, error)
    return True


def _done(job: Taken, run: Run) -> tuple[JobState, Made, str]:
    """Run the work; how it ended, and the number of the error when it is one of the program."""
    try:
        return JobState.DONE, KINDS[job.kind].work(run, **job.params), ""
    except Stopped:
        return JobState.CANCELLED, Made(), ""
    except JournalError as refused:
        return JobState.FAILED, Made(str(refused.text)), ""
    except Exception:  # noqa: BLE001  # whatever it is, the next job has to be done
        number = secrets.token_hex(4).upper()
        _log.exception("Error number %s: job %s, %s", number, job.id, job.kind)
        return JobState.FAILED, Made(_("An error in the program")), number
    except BaseException:
        run.out.unlink(missing_ok=True)
        _end(job, JobState.INTERRUPTED, Made(), "")
        raise


def _end(job: Taken, state: JobState, made: Made, error: str) -> None:
    with unit_of_work(_WAY, actor=SYSTEM):
        operations.end(job, state, made, clock.now(), error)


@contextmanager
def _beating(job: Taken, run: Run) -> Iterator[None]:
    over = Event()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    thread = Thread(target=_beat, args=(app, job, run, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(app: Flask, job: Taken, run: Run, over: Event) -> None:
    """Write the progress until the run is over; tell the run when it is to stop."""
    while not over.wait(BEAT.total_seconds()):
        with app.app_context():
            try:
                with unit_of_work(_WAY, actor=SYSTEM):
                    wanted = operations.beat(job, run, clock.now())
            except OperationalError:  # the database is away or locked: the next beat says it
                continue
            finally:
                db.session.remove()
        if not wanted:
            run.stop.set()
