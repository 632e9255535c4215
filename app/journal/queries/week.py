"""The subgroups of a class in a week [J2 S4]."""

import datetime as dt
from collections import defaultdict

from sqlalchemy import or_, select

from app.classes.models import Subgroup, SubgroupMembership
from app.classes.rules import Span
from app.core.db import db


def subgroup_spans(
    class_id: int, first: dt.date, last: dt.date
) -> dict[tuple[int, int], list[Span]]:
    """Days of membership by (subgroup, pupil) that touch `first`…`last`: one statement."""
    rows = db.session.execute(
        select(
            SubgroupMembership.subgroup_id,
            SubgroupMembership.pupil_id,
            SubgroupMembership.since,
            SubgroupMembership.until,
        )
        .join(Subgroup, Subgroup.id == SubgroupMembership.subgroup_id)
        .where(
            Subgroup.class_id == class_id,
            SubgroupMembership.since <= last,
            or_(SubgroupMembership.until.is_(None), SubgroupMembership.until >= first),
        )
    )
    found: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for subgroup, pupil, since, until in rows:
        found[subgroup, pupil].append(Span(since, until))
    return found
