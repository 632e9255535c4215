"""Writes of notices. Each is part of its caller's unit of work."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Refused
from app.jobs.models import Job
from app.jobs.queries import unseen_ends
from app.messages.enums import NoticeKind, NoticeWay
from app.messages.models import Notice, NoticeChoice, OutboxLetter
from app.messages.queries import chosen_ways
from app.messages.rules import chosen_kinds, ways_of


@dataclass(frozen=True)
class News:
    """What is told: `key` names the event, so that nobody is told of it twice."""

    kind: NoticeKind
    key: str
    text: str
    address: str = ""


def notify(news: Iterable[tuple[int, News]], now: dt.datetime, letters: Mapping[int, str]) -> int:
    """Tell each user (id) the news; those with an address in `letters` get a letter as well [T5].

    What a user was told already is left out, and what the user does not want; letters go to who
    wants them. The number of new notices is returned.
    """
    wanted = {(user, item.key): item for user, item in news}
    known = _known(wanted)
    ways = chosen_ways({user for user, _key in wanted.keys() - known})
    fresh = [
        Notice(
            user_id=user,
            kind=item.kind,
            key=key,
            text=item.text,
            address=item.address,
            created_at=now,
        )
        for (user, key), item in wanted.items()
        if (user, key) not in known and ways.get((user, item.kind)) is not NoticeWay.NONE
    ]
    db.session.add_all(fresh)
    db.session.flush()  # the letters need the notices' ids
    db.session.add_all(
        OutboxLetter(
            notice_id=notice.id,
            recipient=letters[notice.user_id],
            subject=str(notice.kind.label),
            body=notice.text,
            due_at=now,
        )
        for notice in fresh
        if notice.user_id in letters
        and ways.get((notice.user_id, notice.kind), NoticeWay.LETTER) is NoticeWay.LETTER
    )
    return len(fresh)


def _known(wanted: Mapping[tuple[int, str], News]) -> set[tuple[int, str]]:
    users = {user for user, _key in wanted}
    keys = {key for _user, key in wanted}
    rows = db.session.execute(
        select(Notice.user_id, Notice.key).where(Notice.user_id.in_(users), Notice.key.in_(keys))
    )
    return {(user, key) for user, key in rows}


def tell_of_jobs(now: dt.datetime) -> None:
    """A chore: who left the page of long work is told that it is over; inside the journal only."""
    news = [(job.owner_id, _job_news(job)) for job in unseen_ends(now)]
    if news:
        notify(news, now, {})


def _job_news(job: Job) -> News:
    text = _("%(title)s: %(state)s.", title=job.title, state=job.state.label)
    return News(NoticeKind.JOB, f"job-{job.id}-{job.attempt}", text, f"/jobs/{job.id}")


def read_notices(actor: Actor, *, ids: Iterable[int], now: dt.datetime) -> None:
    """Mark the person's own notices as read."""
    db.session.execute(
        update(Notice)
        .where(Notice.user_id == actor.user_id, Notice.id.in_(ids), Notice.read_at.is_(None))
        .values(read_at=now)
    )


def read_about(actor: Actor, *, key: str, now: dt.datetime) -> None:
    """Mark the person's own notice of an event as read: its page was opened."""
    db.session.execute(
        update(Notice)
        .where(Notice.user_id == actor.user_id, Notice.key == key, Notice.read_at.is_(None))
        .values(read_at=now)
    )


def read_leading_to(actor: Actor, *, address: str, now: dt.datetime) -> None:
    """Mark the person's own notices that lead to a page as read: what they ask for is done."""
    db.session.execute(
        update(Notice)
        .where(Notice.user_id == actor.user_id, Notice.address == address, Notice.read_at.is_(None))
        .values(read_at=now)
    )


def settle_leading_to(address: str, now: dt.datetime) -> None:
    """Mark everybody's notices that lead to a page as read: it asks for nothing any more."""
    db.session.execute(
        update(Notice)
        .where(Notice.address == address, Notice.read_at.is_(None))
        .values(read_at=now)
    )


def choose_notices(actor: Actor, *, ways: Mapping[NoticeKind, NoticeWay]) -> None:
    """How the person wants notices, by kind [T5 K3].

    Raises Refused for switching off what duty requires, and for a kind that is not the person's.
    """
    allowed = {kind: ways_of(kind) for kind in chosen_kinds(actor.roles)}
    if any(way not in allowed.get(kind, ()) for kind, way in ways.items()):
        raise Refused([Fault(_("These notices belong to your duties: they cannot be off."))])
    db.session.execute(delete(NoticeChoice).where(NoticeChoice.user_id == actor.user_id))
    db.session.add_all(
        NoticeChoice(user_id=actor.user_id, kind=kind, way=way)
        for kind, way in ways.items()
        if way is not NoticeWay.LETTER
    )
