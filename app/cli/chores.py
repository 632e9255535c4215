"""What the server does by itself once a minute, and `flask chores run` by hand.

Each process of the server has a thread for it; the heartbeat's row decides which of them has the
turn, so that nothing is done twice (docs/decisions/0010-chores.md).
"""

import datetime as dt
import logging
import secrets
from collections.abc import Callable
from threading import Event, Thread

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.accounts.operations import forget_logins
from app.attendance.operations.reopened import tell_reopened_weeks
from app.attendance.operations.scans import forget_scans
from app.attendance.operations.telling import tell_of_absences, tell_of_failing_marks
from app.backup.operations import back_up_when_due
from app.board.operations.papers import forget_papers
from app.classes.operations.leavers import close_logins_of_leavers
from app.consents.operations import close_papers
from app.control.operations.reminders import remind_of_terms, send_digest, tell_of_remarks
from app.control.operations.usage import count_use
from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import unit_of_work
from app.correspondence.operations import forget_files
from app.diary.operations.files import forget_handed_in
from app.exchange.previews import forget_old
from app.jobs.operations import end_broken_jobs, forget_jobs
from app.journal.operations.entries import forget_receipts
from app.messages.mail import deliver
from app.messages.operations import answer_requests, tell_of_jobs, wipe_late_letters
from app.outages.operations.heartbeat import last_beat, take_turn
from app.outages.operations.telling import tell_of_gaps, tell_of_transfers

Chore = Callable[[dt.datetime], None]

# One line each: what must be noticed or told later. Every chore may be run again at any time.
CHORES: tuple[Chore, ...] = (
    forget_receipts,
    count_use,
    forget_logins,
    close_logins_of_leavers,
    tell_of_gaps,
    tell_of_transfers,
    tell_of_absences,
    tell_of_failing_marks,
    tell_reopened_weeks,
    remind_of_terms,
    send_digest,
    tell_of_remarks,
    answer_requests,
    wipe_late_letters,
    forget_scans,
    forget_files,
    forget_papers,
    forget_handed_in,
    close_papers,
    forget_old,
    end_broken_jobs,
    tell_of_jobs,
    forget_jobs,
)

_EARLY = 5  # seconds: two processes that wake at the same pace differ by less
_log = logging.getLogger(__name__)

chores_group = AppGroup("chores", help="Регулярные дела.", short_help="Регулярные дела.")


@chores_group.command("run", help="Выполнить регулярные дела сейчас (сервер делает это сам).")
def run() -> None:
    """Do all chores and send the letters; exit code 1 when one failed."""
    failed = run_chores(clock.now())
    send_letters()
    click.echo("Готово." if not failed else f"Не удалось дел: {failed}, номера — в журнале работы.")
    if failed:
        raise click.exceptions.Exit(1)


def run_chores(now: dt.datetime) -> int:
    """Do each chore in a unit of work of its own; how many failed.

    One that fails is logged with a number and does not keep the others from being done.
    """
    return sum(not _done(chore, now) for chore in CHORES)


def _done(chore: Chore, now: dt.datetime) -> bool:
    try:
        with unit_of_work(way="cli", actor=SYSTEM):
            chore(now)
    except Exception:  # noqa: BLE001  # whatever it is, the others have to be done
        _log.exception("error %s in chore %s", secrets.token_hex(4), chore.__name__)
        return False
    return True


def send_letters() -> None:
    """Send what waits in the outbox, when the school has a mail server [T5]."""
    if current_app.config["SMTP_HOST"]:
        deliver(current_app.config, clock.now)


def take_a_turn() -> None:
    """Do the chores unless another process has just done them."""
    now, config = clock.now(), current_app.config
    early = dt.timedelta(seconds=config["CHORES_SECONDS"] - _EARLY)
    seen = last_beat()
    if seen and abs(now - seen) < early:
        return
    with unit_of_work(way="cli", actor=SYSTEM):
        two_turns = dt.timedelta(seconds=2 * config["CHORES_SECONDS"])
        least = max(dt.timedelta(minutes=config["GAP_MINUTES"]), two_turns)
        mine = take_turn(seen=seen, now=now, least=least)
    if mine:
        run_chores(now)


def keep_running(app: Flask) -> Event:
    """Do the chores until the process ends or the event is set.

    Letters and backups have threads of their own: a mail server that does not answer, or a slow
    disk, must not stop the heartbeat.
    """
    stop = Event()
    if app.config["CHORES_SECONDS"] > 0:
        for work in (take_a_turn, send_letters, back_up_when_due):
            thread = Thread(target=_repeat, args=(app, work, stop), name=work.__name__, daemon=True)
            thread.start()
    return stop


def _repeat(app: Flask, work: Callable[[], None], stop: Event) -> None:
    while True:
        try:
            with app.app_context():
                work()
        except Exception:  # noqa: BLE001  # the database may be away for a while
            _log.exception("error %s in %s", secrets.token_hex(4), work.__name__)
        if stop.wait(app.config["CHORES_SECONDS"]):
            return
