"""Documents of the staff room: put there, read, withdrawn; who has not read is reminded [M2]."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from app.board import rules
from app.board.access import require_keeps_papers
from app.board.enums import PaperSection
from app.board.models import Paper, PaperReading
from app.board.queries.papers import has_read, paper_keys, paper_of, readers
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import refuse_if
from app.core.files import Scan, drop_scans
from app.messages.enums import NoticeKind
from app.messages.operations import News, notify, read_leading_to, settle_leading_to

FILES = "papers"  # their folder
_EVERY = 60  # minutes
_KEPT = dt.timedelta(days=1)


def add_paper(
    actor: Actor,
    *,
    section: PaperSection,
    title: str,
    must_read: bool,
    files: Callable[[], list[Scan]],
    now: dt.datetime,
) -> Paper:
    """Put a document into the staff room; `files` puts its file into the folder.

    A new regulation on the journal takes the place of the old one [M4]. Raises Forbidden, Refused.
    """
    require_keeps_papers(actor)
    kept = files()
    refuse_if(rules.paper_faults(title, len(kept)))
    if section is PaperSection.RULES:
        for old in db.session.scalars(
            select(Paper).where(Paper.section == section, Paper.withdrawn_at.is_(None))
        ):
            _withdraw(old, now)
    paper = Paper(
        section=section,
        title=title,
        must_read=must_read,
        key=kept[0].key,
        name=kept[0].name,
        type=kept[0].type,
        author_id=actor.user_id,
        author_name=actor.name,
        made_at=now,
    )
    db.session.add(paper)
    db.session.flush()
    return paper


def read_paper(actor: Actor, *, paper_id: int, now: dt.datetime) -> None:
    """The person says to have read a document; the first time counts [M2]."""
    paper = paper_of(actor, paper_id)
    if has_read(actor, paper) is None:
        db.session.add(PaperReading(paper_id=paper.id, user_id=actor.user_id, read_at=now))
    read_leading_to(actor, address=_page(paper), now=now)


def withdraw_paper(actor: Actor, *, paper_id: int, now: dt.datetime) -> None:
    """A document is no longer in force: only who keeps the documents still sees it.

    Who was reminded of it need not read it any more.
    """
    require_keeps_papers(actor)
    _withdraw(paper_of(actor, paper_id), now)


def remind_of_paper(
    actor: Actor, *, paper_id: int, now: dt.datetime, letters: Mapping[int, str]
) -> int:
    """Remind everybody who has not read a document, once a day; how many were told now [M2 K3].

    Of a withdrawn one nobody is reminded.
    """
    require_keeps_papers(actor)
    paper = paper_of(actor, paper_id)
    if paper.withdrawn_at:
        return 0
    text = _("Please read the document: %(title)s", title=paper.title)
    news = News(NoticeKind.PAPER, f"paper-{paper.id}-{now:%Y%m%d}", text, _page(paper))
    late = [one.user_id for one in readers(actor, paper, now.date()) if one.read_at is None]
    return notify([(user, news) for user in late], now, letters)


def forget_papers(now: dt.datetime) -> None:
    """Once an hour: delete files a day old that belong to no document; a chore."""
    if now.minute % _EVERY == 0:
        folder = Path(current_app.config["INSTANCE_DIR"]) / FILES
        drop_scans(folder, paper_keys(), (now - _KEPT).timestamp())


def _withdraw(paper: Paper, now: dt.datetime) -> None:
    paper.withdrawn_at = now
    settle_leading_to(_page(paper), now)


def _page(paper: Paper) -> str:
    return f"/papers/{paper.id}"
