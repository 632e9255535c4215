"""Entries as the grid sends them: each is written, refused or asked about by itself [J10 U4]."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask_babel import gettext as _

from app.attendance.operations.cell import write_cell
from app.core import clock
from app.core.actor import Actor
from app.core.db import attempt
from app.core.errors import JournalError, Refused, Unconfirmed
from app.journal.forms import read_entry
from app.journal.operations.lessons import write_homework, write_no_homework, write_topic
from app.journal.operations.tasks import write_task
from app.journal.rules.sent import Sent
from app.results.operations import write_result

Answer = dict[str, Any]
Admit = Callable[[Sent], Sent]
SAVED = 200
_WRITES: Mapping[str, Callable[..., Answer]] = {
    "result": write_result,
    "topic": write_topic,
    "homework": write_homework,
    "no_homework": write_no_homework,
    "task": write_task,
}


def _as_it_is(sent: Sent) -> Sent:
    return sent


def answer_to(
    actor: Actor,
    raw: Any,
    period_id: int | None,
    *,
    way: str = "page",
    admit: Admit = _as_it_is,
) -> Answer:
    """What becomes of one entry; `period_id`: the period whose averages the page shows.

    `way` is kept in the history; `admit` refuses what does not belong to a page of its own and
    may change what is known of the entry.
    """
    outcome = attempt(way, partial(_write, actor, raw, period_id, clock.now(), admit))
    entry = raw.get("entry") if isinstance(raw, Mapping) else None
    if not isinstance(outcome, JournalError):
        return {"entry": entry, "status": SAVED, **outcome}
    name = "confirm" if isinstance(outcome, Unconfirmed) else "error"
    return {"entry": entry, "status": outcome.status, name: str(outcome.text), **outcome.payload}


def _write(actor: Actor, raw: Any, period_id: int | None, now: dt.datetime, admit: Admit) -> Answer:
    sent = admit(read_entry(raw))
    if sent.kind == "cell":
        return write_cell(actor, sent=sent, now=now, period_id=period_id)
    if sent.kind not in _WRITES:
        raise Refused(str(_("The page is out of date: open it anew.")))
    return _WRITES[sent.kind](actor, sent=sent, now=now)
