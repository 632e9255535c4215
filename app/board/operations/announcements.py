"""Announcing, changing, withdrawing [M2]."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext as _

from app.board import rules
from app.board.access import require_may_put_up_again, told_audiences
from app.board.enums import Audience
from app.board.models import Announcement
from app.board.queries.announcements import classes_to_tell, kept_announcement
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Conflict, Forbidden, refuse_if


@dataclass(frozen=True)
class Card:
    """What is announced, to whom, from the first day to the last; `class_ids` for classes."""

    title: str
    text: str
    audience: Audience
    starts: dt.date
    ends: dt.date
    class_ids: tuple[int, ...] = ()


def announce(actor: Actor, *, card: Card, now: dt.datetime) -> Announcement:
    """Put up an announcement; raises Forbidden for whom the person may not tell, Refused."""
    row = Announcement(author_id=actor.user_id, author_name=actor.name, made_at=now)
    _fill(actor, row, card, now.date())
    db.session.add(row)
    db.session.flush()
    return row


def change_announcement(
    actor: Actor, *, announcement_id: int, card: Card, seen: int, now: dt.datetime
) -> Announcement:
    """Put an own announcement right, the leaders any; a withdrawn one is put up again.

    `seen` is the version that was looked at: Conflict when somebody has changed it since.
    Raises NotFound for one of others, Forbidden for one that others have withdrawn.
    """
    row = kept_announcement(actor, announcement_id)
    require_may_put_up_again(actor, row)
    if row.version != seen:
        raise Conflict(
            _("Somebody else has changed this record. See what is stored now, and save again.")
        )
    _fill(actor, row, card, now.date())
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_name = None, None, ""
    row.changed_at = now  # the classes alone would leave the version as it was seen
    return row


def withdraw_announcement(actor: Actor, *, announcement_id: int, now: dt.datetime) -> None:
    """Take an announcement down; who did it first is kept. Raises NotFound for one of others."""
    row = kept_announcement(actor, announcement_id)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_name = now, actor.user_id, actor.name


def _fill(actor: Actor, row: Announcement, card: Card, today: dt.date) -> None:
    known = {one.id: one for one in classes_to_tell(actor, today)} | {
        one.id: one for one in row.classes
    }
    for_classes = card.audience is Audience.CLASSES
    wanted = card.class_ids if for_classes else ()
    if card.audience not in told_audiences(actor) or not known.keys() >= set(wanted):
        raise Forbidden
    refuse_if(
        rules.announcement_faults(
            card.title, card.text, card.starts, card.ends, card.audience, len(wanted)
        )
    )
    row.title, row.text, row.audience = card.title, card.text, card.audience
    row.starts, row.ends = card.starts, card.ends
    row.classes = [known[key] for key in wanted]
