"""Tables: notices and the outbox of letters [T5 K3]."""

import datetime as dt

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Moment, coded, db, link
from app.messages.enums import MailState, NoticeKind, NoticeWay


class Notice(db.Model):
    """Something a person should know; the same event (`key`) tells the person once."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("user_id", "key", name="uq_notice"),
        Index("ix_notice_user_read", "user_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE", index=False)
    kind: Mapped[NoticeKind] = mapped_column(coded(NoticeKind))
    key: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(300), default="")  # the page to open
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    read_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    def __str__(self) -> str:
        return self.text


class NoticeChoice(db.Model):
    """How a person wants notices of a kind; without a row: in the journal and by e-mail [T5]."""

    __tablename__ = "notice_choice"

    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE", primary_key=True, index=False)
    kind: Mapped[NoticeKind] = mapped_column(coded(NoticeKind), primary_key=True)
    way: Mapped[NoticeWay] = mapped_column(coded(NoticeWay))


class OutboxLetter(db.Model):
    """A letter that was decided in the same transaction as what it tells of.

    A letter is claimed (`SENDING`) before the mail server is asked and marked after it answered,
    so that no two processes send it; a claim that nobody finished becomes `UNCLEAR`.
    `expires_at`: the letter holds a secret that works until then, and no notice has it [P6].
    """

    __tablename__ = "outbox_letter"
    __table_args__ = (Index("ix_outbox_letter_due", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int | None] = link("notice.id", on_delete="CASCADE")
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[MailState] = mapped_column(coded(MailState), default=MailState.WAITING)
    due_at: Mapped[dt.datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(500), default="")
    expires_at: Mapped[dt.datetime | None] = mapped_column(Moment)
