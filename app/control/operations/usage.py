"""Daily sums of use: counted by a chore from the record of logins and the history [P10]."""

import datetime as dt
from typing import Any

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import func, select

from app.accounts.enums import CAME_IN
from app.accounts.models import LoginRecord
from app.audit.models import AuditEntry
from app.control.models import UseDay
from app.core.db import db

_BACK = dt.timedelta(days=366)
_DAY = dt.timedelta(days=1)
_BY_HAND = ("page", "form")


def count_use(now: dt.datetime) -> None:
    """A chore: sums of the days since the last one that has some, with that one and today.

    The same again however often it is done. Five statements, and four for each day.
    """
    last = db.session.scalar(select(func.max(UseDay.day)))
    earliest = now.date() - _BACK
    day = _next_day(max(last or earliest, earliest), now.tzinfo)
    while day is not None:
        _count(day, now.tzinfo)
        day = _next_day(day + _DAY, now.tzinfo)


def _next_day(first: dt.date, zone: dt.tzinfo | None) -> dt.date | None:
    """The first day from `first` on with a login or a change; none when there was nothing since."""
    since = dt.datetime.combine(first, dt.time(), zone)
    moments = (
        db.session.scalar(select(func.min(column)).where(column >= since))
        for column in (LoginRecord.at, AuditEntry.at)
    )
    return min((at.astimezone(zone).date() for at in moments if at), default=None)


def _count(day: dt.date, zone: dt.tzinfo | None) -> None:
    since = dt.datetime.combine(day, dt.time(), zone)
    before = dt.datetime.combine(day + _DAY, dt.time(), zone)
    logins = _by_user(LoginRecord, since, before, LoginRecord.outcome.in_(CAME_IN))
    entries = _by_user(AuditEntry, since, before, AuditEntry.way.in_(_BY_HAND))
    stored = {row.user_id: row for row in db.session.scalars(select(UseDay).filter_by(day=day))}
    for user_id in logins.keys() | entries.keys():
        row = stored.get(user_id) or UseDay(user_id=user_id, day=day)
        row.logins = max(row.logins or 0, logins.get(user_id, 0))  # records may be gone already
        row.entries = max(row.entries or 0, entries.get(user_id, 0))
        db.session.add(row)


def _by_user(
    model: type[LoginRecord] | type[AuditEntry],
    since: dt.datetime,
    before: dt.datetime,
    *where: Any,
) -> dict[int, int]:
    """How many rows of a day each login has that is still there."""
    rows = db.session.execute(
        select(User.id, func.count())
        .join(model, model.user_id == User.id)
        .where(model.at >= since, model.at < before, *where)
        .group_by(User.id)
    )
    return {user_id: number for user_id, number in rows}  # noqa: C416
