"""Tables: messages and whom each went to [M1]."""

import datetime as dt

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Moment, db, link


class Message(db.Model):
    """A message from one person to one or many; what was sent is never changed [M1].

    `whom`: its addressees in words, «Родители 7А»: nobody learns the names of the others.
    `answers_id`: the message that it answers.
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_author", "author_id", "sent_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = link("ab_user.id", index=False)
    author_name: Mapped[str] = mapped_column(String(200))
    whom: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[dt.datetime] = mapped_column(Moment)
    answers_id: Mapped[int | None] = link("message.id")

    copies: Mapped[list["MessageCopy"]] = relationship(back_populates="message")
    files: Mapped[list["MessageFile"]] = relationship(order_by="MessageFile.id")

    def __str__(self) -> str:
        return self.subject


class MessageCopy(db.Model):
    """A message as one person got it [M1]."""

    __tablename__ = "message_copy"
    __table_args__ = (Index("ix_message_copy_user", "user_id", "read_at"),)

    message_id: Mapped[int] = link("message.id", primary_key=True, index=False)
    user_id: Mapped[int] = link("ab_user.id", primary_key=True, index=False)
    read_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    message: Mapped[Message] = relationship(back_populates="copies")


class MessageFile(db.Model):
    """A file that went with a message: its name on the disk, the person's name of it, its type."""

    __tablename__ = "message_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = link("message.id")
    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(100))
