"""Tables: announcements, documents of the staff room and their readers, the forum [M2 M3]."""

import datetime as dt

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.board.enums import Audience, PaperSection
from app.classes.models import SchoolClass
from app.core.db import Moment, coded, db, link

announcement_class = Table(
    "announcement_class",
    db.metadata,
    Column("announcement_id", ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True),
    Column("class_id", ForeignKey("school_class.id", ondelete="CASCADE"), primary_key=True),
)


class Announcement(db.Model):
    """Shown to its audience from the first day to the last; withdrawn ones to nobody [M2]."""

    audited = True
    __tablename__ = "announcement"
    __table_args__ = (
        CheckConstraint("starts <= ends", name="ck_announcement_span"),
        Index("ix_announcement_span", "ends", "starts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    audience: Mapped[Audience] = mapped_column(coded(Audience))
    starts: Mapped[dt.date]
    ends: Mapped[dt.date]
    author_id: Mapped[int] = link("ab_user.id")
    author_name: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
    changed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[int | None] = link("ab_user.id")
    withdrawn_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    version: Mapped[int] = mapped_column(server_default="1")

    classes: Mapped[list[SchoolClass]] = relationship(
        secondary=announcement_class, order_by=(SchoolClass.grade, SchoolClass.name)
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return self.title


class Paper(db.Model):
    """A document of the staff room: an order, a regulation …; `must_read`: all staff have to [M2].

    Its file never changes: a new edition is a new document, the old one is withdrawn.
    """

    __tablename__ = "paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    section: Mapped[PaperSection] = mapped_column(coded(PaperSection))
    title: Mapped[str] = mapped_column(String(200))
    must_read: Mapped[bool] = mapped_column(default=False, server_default=false())
    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(100))
    author_id: Mapped[int] = link("ab_user.id")
    author_name: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    def __str__(self) -> str:
        return self.title


class PaperReading(db.Model):
    """Somebody has said to have read a document [M2]."""

    __tablename__ = "paper_reading"

    paper_id: Mapped[int] = link("paper.id", on_delete="CASCADE", primary_key=True, index=False)
    user_id: Mapped[int] = link("ab_user.id", on_delete="CASCADE", primary_key=True)
    read_at: Mapped[dt.datetime] = mapped_column(Moment)


class ForumSection(db.Model):
    """A part of the forum, for an audience [M3]."""

    __tablename__ = "forum_section"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200), unique=True)
    about: Mapped[str] = mapped_column(String(500), default="")
    audience: Mapped[Audience] = mapped_column(coded(Audience))

    def __str__(self) -> str:
        return self.title


class ForumTopic(db.Model):
    """What is talked about; a closed one is only read [M3]."""

    __tablename__ = "forum_topic"
    __table_args__ = (Index("ix_forum_topic_last", "section_id", "last_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = link("forum_section.id", index=False)
    title: Mapped[str] = mapped_column(String(200))
    author_name: Mapped[str] = mapped_column(String(200))
    last_at: Mapped[dt.datetime] = mapped_column(Moment)
    closed: Mapped[bool] = mapped_column(default=False, server_default=false())

    section: Mapped[ForumSection] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return self.title


class ForumPost(db.Model):
    """What somebody wrote; a hidden one is read by its author and the moderators, with why [M3]."""

    __tablename__ = "forum_post"

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = link("forum_topic.id")
    author_id: Mapped[int] = link("ab_user.id")
    author_name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
    hidden_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    hidden_by: Mapped[str] = mapped_column(String(200), default="")
    hidden_reason: Mapped[str] = mapped_column(String(200), default="")

    topic: Mapped[ForumTopic] = relationship(lazy="joined", innerjoin=True)
