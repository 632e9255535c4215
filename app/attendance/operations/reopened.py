"""Tells class teachers that a reconciled week was changed: a chore [T3]."""

import datetime as dt
from collections.abc import Sequence

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from app.attendance.models import WeekCheck
from app.attendance.queries.week_changes import changed_after_confirming
from app.classes.models import SchoolClass
from app.core.db import db
from app.messages.enums import NoticeKind
from app.messages.operations import News, notify
from app.messages.queries import letter_addresses
from app.people.models import Staff

LOOKS_BACK = dt.timedelta(days=2)  # nothing is changed while nobody serves; the rest is in reserve


def tell_reopened_weeks(now: dt.datetime) -> None:
    """Every class teacher learns once that a week they had reconciled is open again [T3]."""
    found = changed_after_confirming(now - LOOKS_BACK)
    heads = _heads({check.class_id for check in found})
    news = [
        (heads[check.class_id][0], _news(check, heads[check.class_id][1], names))
        for check, names in found.items()
        if check.class_id in heads
    ]
    notify(news, now, letter_addresses(current_app.config))


def _news(check: WeekCheck, class_name: str, names: Sequence[str]) -> News:
    text = _(
        "%(name)s, week from %(day)s: changed after it was reconciled, by %(names)s. Please look "
        "through it again.",
        name=class_name,
        day=f"{check.monday:%d.%m.%Y}",
        names=", ".join(dict.fromkeys(names)),
    )
    key = f"week-{check.id}-{check.confirmed_at.isoformat() if check.confirmed_at else ''}"
    address = f"/attendance/week/{check.class_id}?day={check.monday.isoformat()}"
    return News(NoticeKind.WEEK, key, text, address)


def _heads(class_ids: set[int]) -> dict[int, tuple[int, str]]:
    """Login of the class teacher and name, by class."""
    rows = db.session.execute(
        select(SchoolClass.id, Staff.user_id, SchoolClass.name)
        .join(Staff, Staff.id == SchoolClass.teacher_id)
        .where(SchoolClass.id.in_(class_ids), Staff.user_id.is_not(None))
    )
    return {class_id: (user, name) for class_id, user, name in rows if user is not None}
