"""Classes with their class teachers, as places of what these have to do."""

from collections.abc import Collection

from sqlalchemy import select

from app.classes.models import SchoolClass
from app.control.rules.item import Place
from app.core.db import db


def heads_of(class_ids: Collection[int]) -> dict[int, Place]:
    """By class: one statement, none without classes."""
    if not class_ids:
        return {}
    rows = db.session.execute(
        select(SchoolClass.id, SchoolClass.name, SchoolClass.grade, SchoolClass.teacher_id).where(
            SchoolClass.id.in_(class_ids)
        )
    )
    return {row[0]: Place(*row) for row in rows}
