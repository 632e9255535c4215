"""Roles and permissions of the database follow the table in code [P1]."""

from collections.abc import Iterable
from typing import Any

from flask import current_app
from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    Role,
    ViewMenu,
)
from sqlalchemy import delete, func, select

from app.accounts.roles import ROLES, granted
from app.core.actor import SYSTEM
from app.core.db import db, unit_of_work

_LOCK = 0x6A6F7572  # «jour»: whoever synchronises holds it


def sync_access() -> dict[str, int]:
    """Bring roles and permissions to the table in `roles`; counts of what was added and removed.

    Commits by itself. Safe to repeat, and from two processes at once: one waits for the other.
    """
    known = _known_permissions()
    wanted = {role: granted(role) for role in ROLES}
    if unknown := sorted(set().union(*wanted.values()) - known):
        raise LookupError(f"roles.py names what no page has: {unknown}")
    with unit_of_work(way="cli", actor=SYSTEM):
        if db.engine.dialect.name == "postgresql":
            db.session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        return _bring(known, wanted)


def _known_permissions() -> set[tuple[str, str]]:
    """Every permission that a registered page asks for: (permission, page)."""
    return {
        (permission, view.class_permission_name)
        for view in current_app.extensions["appbuilder"].baseviews
        for permission in view.base_permissions or ()
    }


def _bring(
    known: set[tuple[str, str]], wanted: dict[str, frozenset[tuple[str, str]]]
) -> dict[str, int]:
    pairs, removed = _pairs(known)
    roles = _named(Role, wanted)
    counts = {"added": 0, "removed": removed}
    for name, permissions in wanted.items():
        held = {(pair.permission.name, pair.view_menu.name) for pair in roles[name].permissions}
        counts["added"] += len(permissions - held)
        counts["removed"] += len(held - permissions)
        if held != permissions:
            roles[name].permissions = [pairs[key] for key in sorted(permissions)]
    return counts


def _pairs(known: set[tuple[str, str]]) -> tuple[dict[tuple[str, str], PermissionView], int]:
    """All known pairs, made where missing; those that no page has any more are removed."""
    found = {
        (pair.permission.name, pair.view_menu.name): pair
        for pair in db.session.scalars(select(PermissionView))
    }
    stale = [pair.id for key, pair in found.items() if key not in known]
    # Roles lose them by the foreign key.
    db.session.execute(delete(PermissionView).where(PermissionView.id.in_(stale)))
    permissions = _named(Permission, (permission for permission, _page in known))
    pages = _named(ViewMenu, (page for _permission, page in known))
    for key in sorted(known - set(found)):
        found[key] = PermissionView(permission=permissions[key[0]], view_menu=pages[key[1]])
        db.session.add(found[key])
    return found, len(stale)


def _named(model: Any, names: Iterable[str]) -> dict[str, Any]:
    """Rows of a table of names, made where missing."""
    rows = {row.name: row for row in db.session.scalars(select(model))}
    for name in sorted(set(names) - set(rows)):
        rows[name] = model(name=name)
        db.session.add(rows[name])
    return rows
