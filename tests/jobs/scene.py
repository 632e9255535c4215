"""Kinds of long work for tests, and how they are begun and done."""

import datetime as dt
from typing import Any

from app.core.actor import of_user
from app.core.db import unit_of_work
from app.core.errors import Refused
from app.jobs import operations
from app.jobs.kinds import Made, Run, long_work
from app.jobs.models import Job

NOW = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)


@long_work("test-letter", "Письмо")
def writing(run: Run, text: str) -> Made:
    """Write the text and who asked for it into a file."""
    run.progress(1, 2, "первая половина")
    run.out.write_text(f"{text} {run.actor.name}", "utf-8")
    return Made(words="Готово", file="письмо.txt", address="/notices/")


@long_work("test-refused", "Отказ")
def refused(run: Run) -> Made:
    """What the rules say no to."""
    run.out.write_text("начато", "utf-8")
    raise Refused("Так нельзя.")


@long_work("test-broken", "Ошибка")
def broken(_run: Run) -> Made:
    """An error of the program."""
    raise ZeroDivisionError


def begun(user_id: int, kind: Any = writing, now: dt.datetime = NOW, **params: Any) -> Job:
    """A job of this user, waiting."""
    with unit_of_work("page"):
        return operations.begin(of_user(user_id), kind=kind, params=params, now=now)


def taken(now: dt.datetime = NOW) -> operations.Taken | None:
    """What a process gets that looks for work."""
    with unit_of_work("cli"):
        return operations.take(now)
