"""Remarks to a pupil, as the diary shows them [M5]."""

import datetime as dt
from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.diary.models import PupilRemark


def remarks_between(
    pupil_id: int, first: dt.date, last: dt.date
) -> dict[dt.date, list[PupilRemark]]:
    """By day: the remarks to the pupil with their authors; one statement."""
    found: dict[dt.date, list[PupilRemark]] = defaultdict(list)
    for remark in db.session.scalars(
        select(PupilRemark)
        .where(PupilRemark.pupil_id == pupil_id, PupilRemark.day.between(first, last))
        .options(joinedload(PupilRemark.author))
        .order_by(PupilRemark.day, PupilRemark.id)
    ):
        found[remark.day].append(remark)
    return found
