"""Whom to tell of a pupil: guardians and class teachers who have a login [T5]."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func, select

from app.classes.models import ClassMembership, SchoolClass
from app.core.db import db
from app.people.models import Guardian, Guardianship, Staff
from app.school.models import AcademicYear


def heads_of(pupils: Collection[int], on: dt.date) -> dict[int, set[int]]:
    """Logins of the class teachers of the pupils on a day, by pupil: one statement [P3]."""
    rows = db.session.execute(
        select(ClassMembership.pupil_id, Staff.user_id)
        .join(SchoolClass, SchoolClass.id == ClassMembership.class_id)
        .join(AcademicYear, AcademicYear.id == SchoolClass.year_id)
        .join(Staff, Staff.id == SchoolClass.teacher_id)
        .where(
            ClassMembership.pupil_id.in_(pupils),
            ClassMembership.since <= on,
            func.coalesce(ClassMembership.until, AcademicYear.ends) >= on,
            Staff.user_id.is_not(None),
        )
    )
    return _by_pupil(rows)


def guardians_of(pupils: Collection[int]) -> dict[int, set[int]]:
    """Logins of the guardians of the pupils, by pupil: one statement [P5]."""
    rows = db.session.execute(
        select(Guardianship.pupil_id, Guardian.user_id)
        .join(Guardian, Guardian.id == Guardianship.guardian_id)
        .where(Guardianship.pupil_id.in_(pupils), Guardian.user_id.is_not(None))
    )
    return _by_pupil(rows)


def _by_pupil(rows: Iterable[Any]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for pupil, user in rows:
        found.setdefault(pupil, set()).add(user)
    return found
