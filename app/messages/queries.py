"""Reads of notices and of where letters go."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_appbuilder.security.sqla.models import Role, User, assoc_user_role
from sqlalchemy import func, or_, select, union_all

from app.accounts.access import FAMILY, may_reset_by_letter
from app.accounts.queries import second_factor
from app.classes.queries import CodeHolder
from app.core.actor import Actor
from app.core.db import db
from app.messages.enums import NoticeKind, NoticeWay
from app.messages.models import Notice, NoticeChoice
from app.people.models import Guardian, Pupil, Staff

_MOST_OF_ONE = 10  # logins that one address is asked about


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


def credential_addresses(user_ids: Collection[int]) -> dict[int, str]:
    """Where a code may be sent, by login: only to the address of the person's own card [P6].

    Of who works at the school that is the card of staff: cards of parents are written by others
    than those who give codes to staff.
    """
    working = (
        select(assoc_user_role.c.user_id)
        .join(Role, Role.id == assoc_user_role.c.role_id)
        .where(Role.name.not_in(FAMILY))
    )
    counted: tuple[tuple[Any, Any], ...] = (
        (Staff, Staff.user_id.in_(working)),
        (Guardian, Guardian.user_id.not_in(working)),
        (Pupil, Pupil.user_id.not_in(working)),
    )
    cards = (
        select(card.user_id, card.email).where(card.user_id.in_(user_ids), card.email != "", counts)
        for card, counts in counted
    )
    return {row.user_id: row.email for row in db.session.execute(union_all(*cards))}


def code_addresses(holders: Sequence[CodeHolder]) -> dict[str, str]:
    """Where the codes of these people may be sent, by key; who is not in it has no address [P6]."""
    logins = [one.person.user_id for one in holders if one.person.user_id is not None]
    known = credential_addresses(logins)
    found = {
        one.key: one.person.email
        if one.person.user_id is None
        else known.get(one.person.user_id, "")
        for one in holders
    }
    return {key: address for key, address in found.items() if address}


def reset_addressees(name: str) -> list[tuple[User, str]]:
    """Whose forgotten password comes back by e-mail, and to which address [P6].

    `name`, in small letters: a login, or an address that several people of a family may have.
    """
    by_card = union_all(
        *(
            select(card.user_id).where(func.lower(card.email) == name, card.user_id.is_not(None))
            for card in (Pupil, Guardian, Staff)
        )
    )
    users = db.session.scalars(
        select(User)
        .where(
            User.active.is_(True),
            or_(func.lower(User.username) == name, User.id.in_(by_card)),
        )
        .order_by(User.id)
        .limit(_MOST_OF_ONE)
    ).all()
    addresses = credential_addresses([user.id for user in users])
    return [
        (user, addresses[user.id])
        for user in users
        if user.id in addresses
        and name in (user.username.lower(), addresses[user.id].lower())
        and _may_reset(user)
    ]


def _may_reset(user: User) -> bool:
    roles = frozenset(role.name for role in user.roles)
    return may_reset_by_letter(roles, has_factor=second_factor(user.id) is not None)


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
