"""Decisions of the pedagogical council [R1]."""

from collections.abc import Collection

from sqlalchemy import select

from app.core.db import db
from app.results.models import CouncilDecision


def decisions_of(class_ids: Collection[int]) -> dict[tuple[int, int], CouncilDecision]:
    """What was decided of the pupils of classes, by (class, pupil): one statement [R1]."""
    query = select(CouncilDecision).where(CouncilDecision.class_id.in_(class_ids))
    return {(row.class_id, row.pupil_id): row for row in db.session.scalars(query)}
