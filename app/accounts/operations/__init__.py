"""Writes of logins, roles and permissions [P1 P6 P7]."""

from app.accounts.operations.codes import Slip, block, give_code, open_login, use_code
from app.accounts.operations.entering import (
    Visit,
    begin_session,
    end_own_session,
    end_sessions,
    end_token,
    forget_logins,
    record_try,
    see_as,
    stop_seeing,
    touch_session,
)
from app.accounts.operations.logins import (
    add_login,
    add_login_for,
    change_login,
    change_own_password,
    is_owner,
    proposed_password,
    set_password,
)
from app.accounts.operations.resets import ask_for_reset, give_reset, take_requests, use_reset
from app.accounts.operations.second_factor import (
    check_factor,
    confirm_factor,
    prepare_factor,
    switch_off,
    take_off,
)
from app.accounts.operations.synchronisation import sync_access

__all__ = [
    "Slip",
    "Visit",
    "add_login",
    "add_login_for",
    "ask_for_reset",
    "begin_session",
    "block",
    "change_login",
    "change_own_password",
    "check_factor",
    "confirm_factor",
    "end_own_session",
    "end_sessions",
    "end_token",
    "forget_logins",
    "give_code",
    "give_reset",
    "is_owner",
    "open_login",
    "prepare_factor",
    "proposed_password",
    "record_try",
    "see_as",
    "set_password",
    "stop_seeing",
    "switch_off",
    "sync_access",
    "take_off",
    "take_requests",
    "touch_session",
    "use_code",
    "use_reset",
]
