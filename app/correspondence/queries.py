"""Reads of messages: to whom one may write, what one got and sent [M1]."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from flask_appbuilder.security.sqla.models import Role, User, assoc_user_role
from flask_babel import gettext as _
from sqlalchemy import and_, func, or_, select, true
from sqlalchemy.orm import selectinload

from app.classes.models import SchoolClass
from app.core.actor import Actor
from app.core.db import db, fold, folded
from app.core.errors import NotFound
from app.correspondence.access import (
    may_write_to_administration,
    may_write_to_all_staff,
    members_of,
    parent_users,
    pupil_users,
    reached_classes,
    reached_users,
    staff_users,
    teacher_users,
    visible_messages,
)
from app.correspondence.models import Message, MessageCopy, MessageFile
from app.people.models import Guardian, Pupil, Staff

ADMINISTRATION = ("director", "deputy", "secretary")
SHOWN = 100  # messages in a list


class Addressee(NamedTuple):
    """Whom a message may go to: the key that a form sends, and the words."""

    key: str
    label: str


class Listed(NamedTuple):
    """A message in a list; `new`: got and not read; `read` of `all` have read what one sent."""

    message: Message
    new: bool
    read: int
    all: int


def addressees(actor: Actor, on: dt.date) -> list[tuple[str, list[Addressee]]]:
    """Everything the person may write to, in groups under headings: seven statements at most."""
    groups = [
        (_("School"), _parts_of_school(actor)),
        (_("Classes"), _classes(actor, on)),
        *_people(actor, on),
    ]
    return [(heading, found) for heading, found in groups if found]


def _parts_of_school(actor: Actor) -> list[Addressee]:
    found = []
    if may_write_to_administration(actor):
        found.append(Addressee("administration", _("Administration of the school")))
    if may_write_to_all_staff(actor):
        found.append(Addressee("staff", _("All staff")))
    return found


def _classes(actor: Actor, on: dt.date) -> list[Addressee]:
    rows = db.session.scalars(
        select(SchoolClass)
        .where(reached_classes(actor, on))
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    return [
        Addressee(f"{key}-{row.id}", label(name=row.name))
        for row in rows
        for key, label in (
            ("parents", lambda name: _("Parents of %(name)s", name=name)),
            ("pupils", lambda name: _("Pupils of %(name)s", name=name)),
            ("teachers", lambda name: _("Teachers of %(name)s", name=name)),
        )
    ]


def _people(actor: Actor, on: dt.date) -> list[tuple[str, list[Addressee]]]:
    """Single persons by name: staff with their post, parents with the children that the person
    reaches, pupils; who has no card but wrote to the person stands with the staff.

    Of whom one reaches as staff it is not told that they have a child here.
    """
    reached = select(reached_users(actor, on).subquery())
    staff = _reached(Staff, staff_users(on).where(Staff.user_id.in_(reached)), actor)
    works = {one.user_id for one in staff}
    taught = set(db.session.scalars(members_of(reached_classes(actor, on), on)))
    parents = _reached(Guardian, reached, actor, selectinload(Guardian.children))
    children = {one: _children(one, taught) for one in parents}
    return [
        (_("Staff"), [_person(one, one.position) for one in staff] + _without_card(reached)),
        (
            _("Parents"),
            [
                _person(one, names)
                for one, names in children.items()
                if names or one.user_id not in works
            ],
        ),
        (_("Pupils"), [_person(one) for one in _reached(Pupil, reached, actor)]),
    ]


def _without_card(reached: Any) -> list[Addressee]:
    """Logins of the reached who have no card: an administrator who only keeps the server."""
    cards = (
        select(one.user_id).where(one.user_id.is_not(None)) for one in (Staff, Guardian, Pupil)
    )
    rows = db.session.execute(
        select(User.id, User.last_name, User.first_name)
        .where(User.id.in_(reached), User.active.is_(True), *(User.id.not_in(one) for one in cards))
        .order_by(User.last_name, User.first_name, User.id)
    )
    return [Addressee(f"user-{key}", f"{last} {first}".strip()) for key, last, first in rows]


def _children(parent: Guardian, known: Collection[int]) -> str:
    """Names of the children, as far as the person knows them."""
    return ", ".join(g.pupil.call_name for g in parent.children if g.pupil_id in known)


def _reached(kind: Any, reached: Any, actor: Actor, *options: Any) -> Sequence[Any]:
    wanted = select(kind).where(kind.user_id.in_(reached), kind.user_id != actor.user_id)
    order = (kind.last_name, kind.first_name, kind.id)
    return db.session.scalars(wanted.options(*options).order_by(*order)).all()


def _person(person: Any, note: str = "") -> Addressee:
    words = f"{person.full_name} ({note})" if note else person.full_name
    return Addressee(f"user-{person.user_id}", words)


def recipients(key: str, on: dt.date) -> list[int]:
    """Logins that an addressee of `addressees` stands for; whether one may is decided there."""
    kind, _dash, number = key.partition("-")
    of_class = SchoolClass.id == int(number or 0)
    wanted: dict[str, Any] = {
        "user": select(User.id).where(User.id == int(number or 0)),
        "parents": parent_users(of_class, on),
        "pupils": pupil_users(of_class, on),
        "teachers": teacher_users(of_class, on),
        "staff": staff_users(on),
        "administration": select(assoc_user_role.c.user_id)
        .join(Role, Role.id == assoc_user_role.c.role_id)
        .where(Role.name.in_(ADMINISTRATION)),
    }
    active = select(User.id).where(User.id.in_(wanted[kind]), User.active.is_(True))
    return list(db.session.scalars(active.order_by(User.id)))


def inbox(actor: Actor, search: str) -> list[Listed]:
    """What the person got, the latest first: one statement."""
    rows = db.session.execute(
        select(Message, MessageCopy.read_at)
        .join(MessageCopy, MessageCopy.message_id == Message.id)
        .where(MessageCopy.user_id == actor.user_id, _found(search))
        .order_by(Message.sent_at.desc(), Message.id.desc())
        .limit(SHOWN)
    )
    return [Listed(message, read_at is None, 0, 0) for message, read_at in rows]


def sent(actor: Actor, search: str) -> list[Listed]:
    """What the person wrote, the latest first, with how many have read it: one statement."""
    rows = db.session.execute(
        select(Message, func.count(MessageCopy.read_at), func.count(MessageCopy.user_id))
        .join(MessageCopy, MessageCopy.message_id == Message.id)
        .where(Message.author_id == actor.user_id, _found(search))
        .group_by(Message.id)
        .order_by(Message.sent_at.desc(), Message.id.desc())
        .limit(SHOWN)
    )
    return [Listed(message, False, read, count) for message, read, count in rows]


def _found(search: str) -> Any:
    """True where every word stands in the subject, the text, or the names of author and whom."""
    columns = (Message.subject, Message.text, Message.author_name, Message.whom)
    return and_(
        true(),
        *(
            or_(*(folded(column).contains(word, autoescape=True) for column in columns))
            for word in fold(search).split()
        ),
    )


def message_of(actor: Actor, message_id: int) -> Message:
    """A message that the person wrote or got; NotFound for all others, whatever the role."""
    wanted = select(Message).where(Message.id == message_id)
    found = db.session.scalars(wanted.where(visible_messages(actor))).first()
    if found is None:
        raise NotFound
    return found


def readers(actor: Actor, message: Message) -> list[tuple[str, dt.datetime | None]]:
    """Whom the own message went to, and when each has read it: one statement."""
    if message.author_id != actor.user_id:
        return []
    rows = db.session.execute(
        select(User.last_name, User.first_name, MessageCopy.read_at)
        .join(User, User.id == MessageCopy.user_id)
        .where(MessageCopy.message_id == message.id)
        .order_by(User.last_name, User.first_name, User.id)
    )
    return [(f"{last} {first}", at) for last, first, at in rows]


def unread_messages(actor: Actor) -> int:
    """How many messages the person has not opened: one statement."""
    copies = (MessageCopy.user_id == actor.user_id) & MessageCopy.read_at.is_(None)
    return db.session.scalar(select(func.count()).where(copies)) or 0


def thread_of(actor: Actor, message: Message) -> Sequence[Message]:
    """The exchange that a message belongs to, as far as the person reads it, the first on top.

    One statement: up from answer to answered, then down to all answers.
    """
    up = select(Message.id, Message.answers_id).where(Message.id == message.id).cte(recursive=True)
    up = up.union_all(
        select(Message.id, Message.answers_id).join(up, Message.id == up.c.answers_id)
    )
    first = select(up.c.id).where(up.c.answers_id.is_(None))
    down = select(Message.id).where(Message.id.in_(first)).cte(recursive=True)
    down = down.union_all(select(Message.id).join(down, Message.answers_id == down.c.id))
    wanted = select(Message).where(Message.id.in_(select(down.c.id)), visible_messages(actor))
    return db.session.scalars(wanted.order_by(Message.sent_at, Message.id)).all()


def file_of(actor: Actor, message_id: int, file_id: int) -> MessageFile:
    """A file of a message that the person reads; NotFound for all others."""
    wanted = select(MessageFile).where(
        MessageFile.id == file_id, MessageFile.message_id == message_of(actor, message_id).id
    )
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found


def file_keys() -> set[str]:
    """Names on the disk of all files that belong to a message."""
    return set(db.session.scalars(select(MessageFile.key)))
