"""Reads of the forum: sections, topics, posts, what is found, page by page [M3]."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Select, func, select

from app.board.access import moderates, visible_posts, visible_sections, visible_topics
from app.board.models import ForumPost, ForumSection, ForumTopic
from app.core.actor import Actor
from app.core.db import db, fold, folded
from app.core.errors import NotFound

_T = TypeVar("_T")
ON_PAGE = 20


class Paged(NamedTuple):
    """Rows of one page; pages are counted from 1."""

    rows: Sequence[Any]
    page: int
    pages: int


class SectionLine(NamedTuple):
    """A section with how many topics it has and when somebody wrote last."""

    section: ForumSection
    topics: int
    last_at: dt.datetime | None


class TopicLine(NamedTuple):
    """A topic with how many posts the person may read."""

    topic: ForumTopic
    posts: int


def sections(actor: Actor) -> list[SectionLine]:
    """The sections for the person: one statement."""
    rows = db.session.execute(
        select(ForumSection, func.count(ForumTopic.id), func.max(ForumTopic.last_at))
        .outerjoin(ForumTopic, (ForumTopic.section_id == ForumSection.id) & visible_topics(actor))
        .where(visible_sections(actor))
        .group_by(ForumSection.id)
        .order_by(ForumSection.title)
    )
    return [SectionLine(*row) for row in rows]


def section_of(actor: Actor, section_id: int) -> ForumSection:
    """A section for the person; raises NotFound."""
    return _one(select(ForumSection).where(ForumSection.id == section_id, visible_sections(actor)))


def topic_of(actor: Actor, topic_id: int) -> ForumTopic:
    """A topic of a section for the person; raises NotFound."""
    return _one(select(ForumTopic).where(ForumTopic.id == topic_id, visible_topics(actor)))


def post_of(actor: Actor, post_id: int) -> ForumPost:
    """A post that the person may read; raises NotFound."""
    return _one(select(ForumPost).where(ForumPost.id == post_id, visible_posts(actor)))


def topics(actor: Actor, section: ForumSection, page: int) -> Paged:
    """Topics of a section, where somebody wrote last on top: three statements at most."""
    found = _paged(
        select(ForumTopic).where(ForumTopic.section_id == section.id, visible_topics(actor)),
        (ForumTopic.last_at.desc(), ForumTopic.id.desc()),
        page,
    )
    keys = [topic.id for topic in found.rows]
    counted = db.session.execute(
        select(ForumPost.topic_id, func.count())
        .where(ForumPost.topic_id.in_(keys), visible_posts(actor))
        .group_by(ForumPost.topic_id)
    )
    posts = {topic: count for topic, count in counted}  # noqa: C416
    return found._replace(rows=[TopicLine(one, posts.get(one.id, 0)) for one in found.rows])


def posts(actor: Actor, topic: ForumTopic, page: int) -> Paged:
    """Posts of a topic, the first on top; page 0: the last page."""
    wanted = select(ForumPost).where(ForumPost.topic_id == topic.id, visible_posts(actor))
    return _paged(wanted, (ForumPost.made_at, ForumPost.id), page)


def search(actor: Actor, words: str, page: int) -> Paged:
    """Posts in which, or in whose topics, every word stands; the newest first.

    What is hidden is found by nobody but who moderates.
    """
    whole = folded(ForumTopic.title + " " + ForumPost.text + " " + ForumPost.author_name)
    wanted = (
        select(ForumPost)
        .join(ForumTopic, ForumTopic.id == ForumPost.topic_id)
        .where(
            visible_posts(actor),
            *(whole.contains(word, autoescape=True) for word in fold(words).split()),
        )
    )
    if not moderates(actor):
        wanted = wanted.where(ForumPost.hidden_at.is_(None))
    return _paged(wanted, (ForumPost.made_at.desc(), ForumPost.id.desc()), page)


def _paged(wanted: Select[Any], order: tuple[Any, ...], page: int) -> Paged:
    count = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-count // ON_PAGE))
    page = pages if page < 1 else min(page, pages)
    rows = wanted.order_by(*order).offset((page - 1) * ON_PAGE).limit(ON_PAGE)
    return Paged(db.session.scalars(rows).all(), page, pages)


def _one(wanted: Select[_T]) -> _T:
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found
