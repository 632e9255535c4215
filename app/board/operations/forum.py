"""Writing in the forum, and keeping it in order [M3]."""

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext as _

from app.board import rules
from app.board.access import require_moderates
from app.board.enums import Audience
from app.board.models import ForumPost, ForumSection, ForumTopic
from app.board.queries.forum import post_of, section_of, topic_of
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Refused, refuse_if
from app.messages.enums import NoticeKind
from app.messages.operations import News, notify


def save_section(
    actor: Actor, *, title: str, about: str, audience: Audience, section_id: int | None = None
) -> ForumSection:
    """Open a section of the forum, or change one; raises Forbidden, Refused."""
    require_moderates(actor)
    refuse_if(rules.words_faults(title, title))
    section = section_of(actor, section_id) if section_id else ForumSection()
    section.title, section.about, section.audience = title, about, audience
    db.session.add(section)
    db.session.flush()
    return section


def begin_topic(
    actor: Actor, *, section_id: int, title: str, text: str, now: dt.datetime
) -> ForumTopic:
    """A new topic with its first post; raises NotFound outside the audience, Refused."""
    section = section_of(actor, section_id)
    refuse_if(rules.words_faults(title, text))
    topic = ForumTopic(section=section, title=title, author_name=actor.name, last_at=now)
    db.session.add_all([topic, _post(actor, topic, text, now)])
    db.session.flush()
    return topic


def write_post(actor: Actor, *, topic_id: int, text: str, now: dt.datetime) -> ForumPost:
    """Write into a topic; raises NotFound outside the audience, Refused in a closed one."""
    topic = topic_of(actor, topic_id)
    if topic.closed:
        raise Refused([Fault(_("The topic is closed: it can only be read."), "text")])
    refuse_if(rules.text_faults(text))
    post = _post(actor, topic, text, now)
    topic.last_at = now
    db.session.add(post)
    db.session.flush()
    return post


def hide_post(
    actor: Actor, *, post_id: int, reason: str, now: dt.datetime, letters: Mapping[int, str]
) -> ForumPost:
    """Hide a post; its author is told and sees why; raises Forbidden, Refused [M3]."""
    require_moderates(actor)
    post = post_of(actor, post_id)
    refuse_if(rules.reason_faults(reason))
    post.hidden_at, post.hidden_by, post.hidden_reason = now, actor.name, reason
    text = _(
        "Your post in «%(topic)s» is hidden: %(reason)s", topic=post.topic.title, reason=reason
    )
    address = f"/forum/topics/{post.topic_id}"
    news = News(NoticeKind.FORUM, f"post-{post.id}-{now:%Y%m%d%H%M}", text, address)
    notify([(post.author_id, news)], now, letters)
    return post


def show_post(actor: Actor, *, post_id: int) -> ForumPost:
    """A hidden post is shown again; raises Forbidden."""
    require_moderates(actor)
    post = post_of(actor, post_id)
    post.hidden_at, post.hidden_by, post.hidden_reason = None, "", ""
    return post


def close_topic(actor: Actor, *, topic_id: int, closed: bool) -> None:
    """Close a topic for writing, or open it again; raises Forbidden."""
    require_moderates(actor)
    topic_of(actor, topic_id).closed = closed


def _post(actor: Actor, topic: ForumTopic, text: str, now: dt.datetime) -> ForumPost:
    return ForumPost(
        topic=topic, author_id=actor.user_id, author_name=actor.name, text=text, made_at=now
    )
