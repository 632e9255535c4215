"""Writes of messages [M1]."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Forbidden, refuse_if
from app.core.files import Scan, drop_scans
from app.correspondence.models import Message, MessageCopy, MessageFile
from app.correspondence.queries import addressees, file_keys, message_of, recipients
from app.correspondence.rules import message_faults
from app.messages.enums import NoticeKind
from app.messages.operations import News, notify, read_about

FILES = "letters"  # their folder
_EVERY = 60  # minutes
_KEPT = dt.timedelta(days=1)


@dataclass(frozen=True)
class Draft:
    """What is written, and to whom: a key of `addressees`; `answers`: the message answered.

    `files` are in the folder already.
    """

    whom: str
    subject: str
    text: str
    answers: int | None = None
    files: tuple[Scan, ...] = ()


def send_message(
    actor: Actor, *, draft: Draft, now: dt.datetime, letters: Mapping[int, str]
) -> Message:
    """Send a message to everybody that its addressee stands for, but the author [M1].

    Forbidden for whom the person may not write to. All are told by a notice, and by e-mail
    where they have an address in `letters`; both tell who wrote about what, not the text.
    """
    on = now.date()
    known = {one.key: one.label for _heading, group in addressees(actor, on) for one in group}
    if draft.whom not in known:
        raise Forbidden(_("You may not write to this person."))
    users = [user for user in recipients(draft.whom, on) if user != actor.user_id]
    refuse_if(message_faults(draft.subject, draft.text, len(users), len(draft.files)))
    if draft.answers is not None:
        message_of(actor, draft.answers)
    message = Message(
        author_id=actor.user_id,
        author_name=actor.name,
        whom=known[draft.whom][:200],
        subject=draft.subject,
        text=draft.text,
        sent_at=now,
        answers_id=draft.answers,
        copies=[MessageCopy(user_id=user) for user in users],
        files=[MessageFile(key=one.key, name=one.name, type=one.type) for one in draft.files],
    )
    db.session.add(message)
    db.session.flush()  # the notice leads to it by its key
    text = _("%(author)s wrote: %(subject)s", author=actor.name, subject=draft.subject)
    news = News(NoticeKind.MESSAGE, _key(message.id), text, f"/correspondence/{message.id}")
    notify(((user, news) for user in users), now, letters)
    return message


def read_message(actor: Actor, *, message_id: int, now: dt.datetime) -> Message:
    """The message, which the person has read now; NotFound when it is not theirs [M1]."""
    message = message_of(actor, message_id)
    copy = db.session.scalars(
        select(MessageCopy).where(
            MessageCopy.message_id == message_id, MessageCopy.user_id == actor.user_id
        )
    ).first()
    if copy and copy.read_at is None:
        copy.read_at = now
        read_about(actor, key=_key(message_id), now=now)
    return message


def forget_files(now: dt.datetime) -> None:
    """Once an hour: delete files a day old that belong to no message: it was refused; a chore."""
    if now.minute % _EVERY == 0:
        folder = Path(current_app.config["INSTANCE_DIR"]) / FILES
        drop_scans(folder, file_keys(), (now - _KEPT).timestamp())


def _key(message_id: int) -> str:
    return f"message-{message_id}"
