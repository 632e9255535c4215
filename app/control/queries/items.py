"""What is due, for the dashboard, the first page and the reminders [K1 K3]."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

from app.audit.models import AuditChain
from app.classes.access import headed_classes
from app.control.access import sees_school, visible_items
from app.control.checks.catalogue import CHECKS
from app.control.checks.check import Check
from app.control.models import Term
from app.control.queries.sources import Sources
from app.control.rules.item import Item
from app.control.rules.tally import Span
from app.core.actor import Actor
from app.core.db import db

_KEPT = 4  # looks that are remembered
_STORE = "control items"


@dataclass(frozen=True)
class Setting:
    """A check as the school keeps it: whether it is watched, and its number."""

    check: Check
    watched: bool
    number: int


def settings() -> list[Setting]:
    """Every check with the school's setting or the usual one: one statement."""
    stored = {row.check: row for row in db.session.scalars(select(Term))}
    return [_setting(check, stored.get(check.name)) for check in CHECKS]


def _setting(check: Check, row: Term | None) -> Setting:
    usual = check.number.usual if check.number else 0
    if row is None:
        return Setting(check, watched=True, number=usual)
    return Setting(check, row.watched, usual if row.number is None else row.number)


def found_by(sources: Sources, *, mine: bool = False) -> list[Item]:
    """What the watched checks find; `mine`: those that stand on the first page."""
    return [
        item
        for setting in settings()
        if setting.watched and (setting.check.mine or not mine)
        for item in setting.check.find(sources, setting.number)
    ]


def school_items(now: dt.datetime, span: Span) -> Sequence[Item]:
    """Everything of the school in the span, and what is still not done.

    Read anew when anything was entered since, by the heads of the history's chains, and otherwise
    remembered by the process. For all persons alike: `items_of` narrows it.
    """
    store = current_app.extensions.setdefault(_STORE, {})
    key = (_stamp(), now.date(), span)
    if key not in store:
        if len(store) >= _KEPT:
            store.clear()
        store[key] = tuple(found_by(Sources(now, span)))
    found: tuple[Item, ...] = store[key]
    return found


def _stamp() -> str:
    """A digest of the heads of all chains: whatever is entered changes one of them [J9]."""
    heads = db.session.execute(select(AuditChain.chain, AuditChain.hash).order_by(AuditChain.chain))
    whole = hashlib.sha256()
    for chain, head in heads:
        whole.update(f"{chain} {head}\n".encode())
    return whole.hexdigest()


def items_of(actor: Actor, now: dt.datetime, span: Span) -> list[Item]:
    """What the person may see of `school_items` [P2 P3 P4]."""
    headed: set[int] = set()
    if actor.staff_id is not None and not sees_school(actor):
        headed = set(db.session.scalars(headed_classes(actor)))
    return visible_items(actor, school_items(now, span), headed)


def own_items(actor: Actor, now: dt.datetime) -> list[Item]:
    """What waits for a teacher: what can be kept by the nearest term, then what is late, the
    latest first; of that which the first page does not show anyhow [K1 K3].
    """
    if actor.staff_id is None:
        return []
    found = found_by(Sources(now, staff_id=actor.staff_id), mine=True)
    waiting = [item for item in found if item.open and item.place.staff_id == actor.staff_id]
    return sorted(waiting, key=lambda item: item.urgency(now))
