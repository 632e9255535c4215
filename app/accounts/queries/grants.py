"""What the roles of a login let open."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    Role,
    ViewMenu,
    assoc_permissionview_role,
    assoc_user_role,
)
from sqlalchemy import bindparam, select

from app.core.db import db


@dataclass(frozen=True)
class Granted:
    """Roles of a login and the pairs (permission, page) that they give."""

    roles: frozenset[str]
    permissions: frozenset[tuple[str, str]]


NOTHING = Granted(frozenset(), frozenset())


def granted_to(user_id: int) -> Granted:
    """Roles and permissions of a login, in one statement."""
    rows = db.session.execute(_grants(), {"user_id": user_id}).all()
    return Granted(
        frozenset(role for role, _permission, _page in rows),
        frozenset((permission, page) for _role, permission, page in rows if permission),
    )


@cache
def _grants() -> Any:
    """Built once: every page asks it."""
    return (
        select(Role.name, Permission.name, ViewMenu.name)
        .join(assoc_user_role, assoc_user_role.c.role_id == Role.id)
        .outerjoin(assoc_permissionview_role, assoc_permissionview_role.c.role_id == Role.id)
        .outerjoin(
            PermissionView, PermissionView.id == assoc_permissionview_role.c.permission_view_id
        )
        .outerjoin(Permission, Permission.id == PermissionView.permission_id)
        .outerjoin(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
        .where(assoc_user_role.c.user_id == bindparam("user_id"))
    )
