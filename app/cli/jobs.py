"""`flask jobs`: who does the long work (docs/decisions/0015-jobs.md)."""

import logging
import os
import secrets
import signal
import subprocess
import sys
from threading import Event, Thread
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import db
from app.jobs.running import do_next

_PAUSE = 1.0  # seconds between looks for a new job
_RESTART = 5.0  # seconds before a worker that ended is started again
_POLITENESS = 10  # the pages of the server come first
WORK = [sys.executable, "-m", "flask", "--app", "app", "jobs", "work"]
_log = logging.getLogger(__name__)

jobs_group = AppGroup("jobs", help="Долгие задания.", short_help="Долгие задания.")


@jobs_group.command("run", help="Выполнить долгие задания, которые ждут, и закончить (для cron).")
def run() -> None:
    """Do what waits now."""
    count = 0
    while do_next():
        count += 1
    click.echo(f"Выполнено заданий: {count}.")


@jobs_group.command(
    "work",
    help="Выполнять долгие задания, пока не остановят. Сервер запускает это сам (JOB_WORKERS).",
    short_help="Выполнять долгие задания постоянно.",
)
def work() -> None:
    """Do jobs until the process that started this one ends, or a signal comes."""
    os.nice(_POLITENESS)
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    parent, pause = os.getppid(), Event()
    while os.getppid() == parent:
        if not _tried():
            pause.wait(_PAUSE)


def _leave(_number: int, _frame: Any) -> None:
    raise SystemExit(0)


def _tried() -> bool:
    """Do the next job; False when there is none, or the database is away."""
    try:
        return do_next()
    except SQLAlchemyError:
        _log.exception("error %s in jobs", secrets.token_hex(4))
        return False
    finally:
        db.session.remove()


def keep_workers(count: int) -> None:
    """Start `count` processes beside the server; one that ends is started again."""
    for _each in range(count):
        Thread(target=_supervise, args=(Event(),), daemon=True).start()


def _supervise(pause: Event) -> None:
    while True:
        subprocess.run(WORK, check=False)  # noqa: S603  # our own command
        pause.wait(_RESTART)
