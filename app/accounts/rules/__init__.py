"""Rules of logins: `names` and passwords, `entering` pauses and sessions, `codes` what is typed."""

from app.accounts.rules.codes import (
    code_of,
    code_shown,
    new_code,
    new_recovery_codes,
    totp_step,
)
from app.accounts.rules.entering import Failures, is_alive, pause
from app.accounts.rules.names import (
    SHORTEST_PASSWORD,
    last_admin_faults,
    name_faults,
    password_faults,
    role_faults,
    suggested_name,
)

__all__ = [
    "SHORTEST_PASSWORD",
    "Failures",
    "code_of",
    "code_shown",
    "is_alive",
    "last_admin_faults",
    "name_faults",
    "new_code",
    "new_recovery_codes",
    "password_faults",
    "pause",
    "role_faults",
    "suggested_name",
    "totp_step",
]
