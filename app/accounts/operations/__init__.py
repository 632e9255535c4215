"""Writes of logins, roles and permissions [P1 P6 P7]."""

from app.accounts.operations.logins import (
    add_login,
    add_login_for,
    change_login,
    change_own_password,
    is_owner,
    proposed_password,
    record_login,
    set_password,
)
from app.accounts.operations.synchronisation import sync_access

__all__ = [
    "add_login",
    "add_login_for",
    "change_login",
    "change_own_password",
    "is_owner",
    "proposed_password",
    "record_login",
    "set_password",
    "sync_access",
]
