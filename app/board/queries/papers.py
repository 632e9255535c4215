"""Reads of the staff room: documents, and who has read them [M2]."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.board.access import keeps_papers, visible_papers
from app.board.enums import PaperSection
from app.board.models import Paper, PaperReading
from app.classes.access import STAFF
from app.core.actor import Actor
from app.core.db import db, fold, folded
from app.core.errors import NotFound
from app.people.access import working
from app.people.models import Staff


class PaperLine(NamedTuple):
    """A document in the list; `read_at`: when the person read it; `readers`: how many have."""

    paper: Paper
    read_at: dt.datetime | None
    readers: int


class Reader(NamedTuple):
    """A member of staff with a login, and when they have read the document."""

    user_id: int
    name: str
    read_at: dt.datetime | None


def papers(actor: Actor, search: str) -> dict[PaperSection, list[PaperLine]]:
    """The documents by section, the newest first, found by words of the title: one statement."""
    mine = and_(PaperReading.paper_id == Paper.id, PaperReading.user_id == actor.user_id)
    others = aliased(PaperReading)
    count = select(func.count()).where(others.paper_id == Paper.id).scalar_subquery()
    words = (folded(Paper.title).contains(word, autoescape=True) for word in fold(search).split())
    rows = db.session.execute(
        select(Paper, PaperReading.read_at, count)
        .outerjoin(PaperReading, mine)
        .where(visible_papers(actor), *words)
        .order_by(Paper.made_at.desc(), Paper.id.desc())
    )
    found: dict[PaperSection, list[PaperLine]] = {section: [] for section in PaperSection}
    for paper, read_at, readers in rows:
        found[paper.section].append(PaperLine(paper, read_at, readers))
    return {section: lines for section, lines in found.items() if lines}


def paper_of(actor: Actor, paper_id: int) -> Paper:
    """A document that the person may read; raises NotFound."""
    wanted = select(Paper).where(Paper.id == paper_id, visible_papers(actor))
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found


def unread_papers(actor: Actor) -> int:
    """How many documents the person still has to read: one statement for staff."""
    if not actor.has(*STAFF):
        return 0
    read = exists().where(PaperReading.paper_id == Paper.id, PaperReading.user_id == actor.user_id)
    due = (Paper.must_read, Paper.withdrawn_at.is_(None), ~read)
    return db.session.scalar(select(func.count(Paper.id)).where(*due)) or 0


def journal_rules(actor: Actor) -> Paper | None:
    """The school's regulation on the journal that is in force, for staff [M4]."""
    wanted = select(Paper).where(
        Paper.section == PaperSection.RULES, Paper.withdrawn_at.is_(None), visible_papers(actor)
    )
    return db.session.scalars(wanted.order_by(Paper.id.desc()).limit(1)).first()


def has_read(actor: Actor, paper: Paper) -> dt.datetime | None:
    """When the person has read the document; None: not yet."""
    row = db.session.get(PaperReading, (paper.id, actor.user_id))
    return row.read_at if row else None


def readers(actor: Actor, paper: Paper, on: dt.date) -> Sequence[Reader]:
    """Everybody of staff with a login, those first who have not read it; for who keeps documents.

    Who has read it and left since stays in the list.
    """
    if not keeps_papers(actor):
        return []
    mine = and_(PaperReading.paper_id == paper.id, PaperReading.user_id == User.id)
    works = and_(User.active, working(on))
    rows = db.session.execute(
        select(User.id, Staff.last_name, Staff.first_name, PaperReading.read_at)
        .join(Staff, Staff.user_id == User.id)
        .outerjoin(PaperReading, mine)
        .where(or_(works, PaperReading.read_at.is_not(None)))
        .order_by(PaperReading.read_at.is_not(None), Staff.last_name, Staff.first_name, User.id)
    )
    return [Reader(key, f"{last} {first}", at) for key, last, first, at in rows]


def paper_keys() -> set[str]:
    """Names on the disk of all files of documents."""
    return set(db.session.scalars(select(Paper.key)))
