"""Logins of those who left the school end with their last day [P7 S6]."""

import datetime as dt

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import Select, exists, or_, select

from app.accounts import queries
from app.accounts.operations.entering import end_sessions
from app.classes.access import left_school
from app.core.db import db
from app.people.models import Guardian, Pupil, Staff


def close_logins_of_leavers(now: dt.datetime) -> None:
    """Block the logins of staff and pupils from the day after they left; a chore.

    Who is also a parent goes on as a parent only. The last administrator is not blocked.
    """
    today = now.date()
    left = or_(User.id.in_(_left_staff(today)), User.id.in_(_left_pupils(today)))
    for user in db.session.scalars(select(User).where(User.active.is_(True), left)):
        _close(user, now)


def _close(user: User, now: dt.datetime) -> None:
    roles = {role.name for role in user.roles}
    if "admin" in roles and not queries.active_admins(besides=user.id):
        return
    if not _is_parent(user.id):
        user.active = False
    elif roles == {"parent"}:
        return
    else:
        user.roles = [queries.roles_by_code()["parent"]]
    end_sessions(user.id, now=now)


def _is_parent(user_id: int) -> bool:
    return bool(db.session.scalar(select(exists().where(Guardian.user_id == user_id))))


def _left_staff(today: dt.date) -> Select[int | None]:
    return select(Staff.user_id).where(Staff.left_on < today, Staff.user_id.is_not(None))


def _left_pupils(today: dt.date) -> Select[int | None]:
    """Logins of pupils who left the school and did not come again."""
    return select(Pupil.user_id).where(Pupil.id.in_(left_school(today)), Pupil.user_id.is_not(None))
