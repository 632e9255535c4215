"""The outbox of letters: claimed, sent, tried again; letters with a secret in them [T5 P6]."""

import datetime as dt

from sqlalchemy import or_, select, update

from app.core.db import db
from app.messages.enums import MailState
from app.messages.models import OutboxLetter
from app.messages.rules import LEASE, pause_after


def post(
    *, recipient: str, subject: str, body: str, now: dt.datetime, expires_at: dt.datetime
) -> None:
    """Send a letter that no notice stands behind: it holds a secret that works until then [P6].

    Its text is wiped once the letter is sent, and a letter that comes too late is not sent.
    """
    db.session.add(
        OutboxLetter(
            recipient=recipient,
            subject=subject,
            body=body,
            due_at=now,
            expires_at=expires_at,
        )
    )


def claim_letter(now: dt.datetime) -> OutboxLetter | None:
    """Take the letter that is due longest for sending; nobody else gets it."""
    letter = db.session.scalars(
        select(OutboxLetter)
        .where(
            OutboxLetter.state == MailState.WAITING,
            OutboxLetter.due_at <= now,
            or_(OutboxLetter.expires_at.is_(None), OutboxLetter.expires_at > now),
        )
        .order_by(OutboxLetter.due_at, OutboxLetter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if letter:
        letter.state, letter.due_at = MailState.SENDING, now + LEASE
        letter.attempts += 1
    return letter


def letter_sent(letter_id: int) -> None:
    """The mail server has taken the letter; a secret in it is kept no longer."""
    letter = db.session.get_one(OutboxLetter, letter_id)
    letter.state, letter.error = MailState.SENT, ""
    if letter.expires_at is not None:
        letter.body = ""


def letter_failed(letter_id: int, *, error: str, now: dt.datetime) -> None:
    """The mail server did not take the letter: it is tried again after a growing pause."""
    letter = db.session.get_one(OutboxLetter, letter_id)
    letter.state, letter.error = MailState.WAITING, error[:500]
    letter.due_at = now + pause_after(letter.attempts)


def settle_broken_claims(now: dt.datetime) -> None:
    """A letter whose sender died in the middle may have gone out: a person decides about it."""
    db.session.execute(
        update(OutboxLetter)
        .where(OutboxLetter.state == MailState.SENDING, OutboxLetter.due_at < now)
        .values(state=MailState.UNCLEAR)
    )


def wipe_late_letters(now: dt.datetime) -> None:
    """A chore: a letter whose secret is too old, or that may have gone out, keeps no text [P6]."""
    late = (OutboxLetter.expires_at <= now) & (OutboxLetter.state == MailState.WAITING)
    unclear = OutboxLetter.expires_at.is_not(None) & (OutboxLetter.state == MailState.UNCLEAR)
    db.session.execute(update(OutboxLetter).where(late).values(state=MailState.LATE, body=""))
    db.session.execute(update(OutboxLetter).where(unclear).values(body=""))
