"""Reads of logins: `grants` roles and permissions, `logins`, `entering` sessions and tries,
`codes` activation and the second factor.
"""

from app.accounts.queries.codes import codes_of, login_of_code, login_of_reset, second_factor
from app.accounts.queries.entering import (
    OpenSession,
    failures,
    key_of,
    live_sessions,
    person_of_session,
)
from app.accounts.queries.grants import NOTHING, Granted, granted_to
from app.accounts.queries.logins import (
    active_admins,
    login_by_name,
    logins,
    roles_by_code,
    taken_names,
)

__all__ = [
    "NOTHING",
    "Granted",
    "OpenSession",
    "active_admins",
    "codes_of",
    "failures",
    "granted_to",
    "key_of",
    "live_sessions",
    "login_by_name",
    "login_of_code",
    "login_of_reset",
    "logins",
    "person_of_session",
    "roles_by_code",
    "second_factor",
    "taken_names",
]
