"""Reads of notices and of where letters go."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, union_all

from app.core.actor import Actor
from app.core.db import db
from app.messages.enums import NoticeKind, NoticeWay
from app.messages.models import Notice, NoticeChoice
from app.people.models import Guardian, Staff


def letter_addresses(settings: Mapping[str, Any]) -> dict[int, str]:
    """E-mail addresses by user id; none while the school has no mail server [T5]."""
    if not settings["SMTP_HOST"]:
        return {}
    people = union_all(
        *(
            select(table.user_id, table.email).where(table.user_id.is_not(None), table.email != "")
            for table in (Guardian, Staff)
        )
    )
    rows = db.session.execute(people)
    return {row.user_id: row.email for row in rows}


def notices_of(actor: Actor, limit: int = 100) -> Sequence[Notice]:
    """The person's notices, the unread first, then the newest."""
    return db.session.scalars(
        select(Notice)
        .where(Notice.user_id == actor.user_id)
        .order_by(Notice.read_at.is_not(None), Notice.created_at.desc(), Notice.id.desc())
        .limit(limit)
    ).all()


def unread_count(actor: Actor) -> int:
    """How many notices the person has not read."""
    wanted = select(func.count()).where(Notice.user_id == actor.user_id, Notice.read_at.is_(None))
    return db.session.scalar(wanted) or 0


def chosen_ways(users: Collection[int | None]) -> dict[tuple[int | None, NoticeKind], NoticeWay]:
    """What these people have chosen, by user id and kind: one statement, none for nobody [T5]."""
    if not users:
        return {}
    rows = db.session.scalars(select(NoticeChoice).where(NoticeChoice.user_id.in_(users)))
    return {(row.user_id, row.kind): row.way for row in rows}
