"""Reads of logins."""

from collections.abc import Collection

from flask_appbuilder.security.sqla.models import Role, User, assoc_user_role
from sqlalchemy import func, select

from app.core.db import db


def login_by_name(name: str) -> User | None:
    """The login with this name, upper or lower case."""
    found = select(User).where(func.lower(User.username) == name.strip().lower())
    return db.session.scalars(found).one_or_none()


def active_admins(*, besides: int) -> int:
    """How many active administrators there are besides this login."""
    found = (
        select(func.count())
        .select_from(User)
        .join(assoc_user_role, assoc_user_role.c.user_id == User.id)
        .join(Role, Role.id == assoc_user_role.c.role_id)
        .where(Role.name == "admin", User.active.is_(True), User.id != besides)
    )
    return db.session.scalar(found) or 0


def roles_by_code() -> dict[str, Role]:
    """The roles of the database by their code."""
    return {role.name: role for role in db.session.scalars(select(Role))}


def logins(ids: Collection[int]) -> dict[int, User]:
    """Logins by id."""
    return {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))}


def taken_names(like: str) -> set[str]:
    """Login names that begin with this."""
    found = select(func.lower(User.username)).where(User.username.startswith(like, autoescape=True))
    return set(db.session.scalars(found))
