"""What every entry of a page goes through: place, receipt, comparison, answer [J10 U4]."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete

from app.audit.models import AuditEntry
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Conflict
from app.core.pages.display import at_school
from app.journal.access import require
from app.journal.models import EntryReceipt
from app.journal.queries.place import Place, place_of, require_course
from app.journal.rules.sent import Sent

Answer = dict[str, Any]
KEPT = dt.timedelta(days=60)  # receipts; far longer than a browser keeps an entry for a later try


def open_place(actor: Actor, sent: Sent, now: dt.datetime) -> Place:
    """The lesson that an entry about the lesson itself goes to, if the person may write there."""
    place = place_of(actor, sent.lesson, now.date(), open_since=sent.open_since)
    require(place.may_mark)
    require_course(place, sent.course)
    return place


def conflict(version: int, stored: str, history: Sequence[AuditEntry]) -> Conflict:
    """The answer to one who did not see what is stored now."""
    last = next(iter(history), None)
    by = last.user_name if last else ""
    at = f"{at_school(last.at):%d.%m.%Y %H:%M}" if last else ""
    return Conflict(payload={"version": version, "other": {"text": stored, "by": by, "at": at}})


def answered(actor: Actor, sent: Sent, now: dt.datetime, **answer: Any) -> Answer:
    """The answer to an entry, kept so that the same entry sent again is not written again [U4]."""
    if actor.user_id is not None:
        db.session.add(EntryReceipt(entry=sent.entry, user_id=actor.user_id, at=now, answer=answer))
    return answer


def forget_receipts(now: dt.datetime) -> None:
    """Remove the receipts that nobody will ask for any more: a chore of the server [U4]."""
    db.session.execute(delete(EntryReceipt).where(EntryReceipt.at < now - KEPT))
