"""Codes that people type: activation [P6], the second factor and its recovery [P7]."""

import secrets

from pyotp import TOTP

# Letters and digits that nobody takes for one another, on paper or by telephone.
_SIGNS = "ABCDEFGHKMNPRSTUVWXYZ23456789"
_LENGTH, _GROUP = 12, 4  # 58 bits
_RECOVERY, _RECOVERY_LENGTH = 10, 8
# What a Russian keyboard makes of a letter that looks the same.
_LOOK_ALIKE = str.maketrans("АВСЕНКМРТХУ", "ABCEHKMPTXY")
_STEP = 30  # seconds


def new_code(length: int = _LENGTH) -> str:
    """A random code, as it is kept."""
    return "".join(secrets.choice(_SIGNS) for _sign in range(length))


def new_recovery_codes() -> list[str]:
    """Codes for a lost telephone."""
    return [new_code(_RECOVERY_LENGTH) for _code in range(_RECOVERY)]


def code_shown(code: str) -> str:
    """«ABCD-EFGH-KMNP»: as it is printed."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def code_of(typed: str) -> str:
    """What was meant: no spaces, no dashes, large letters, Russian look-alikes as Latin ones."""
    return "".join(char for char in typed.upper() if char.isalnum()).translate(_LOOK_ALIKE)


def totp_step(secret: str, typed: str, *, moment: float, last_step: int) -> int | None:
    """The step (30 s) of a right code of the generator; none for a wrong or an old one.

    `moment` in seconds since 1970. The step before and the one after count too: clocks differ.
    A step up to `last_step` was used already.
    """
    digits = "".join(char for char in typed if char in "0123456789")
    now = int(moment) // _STEP
    right = TOTP(secret)
    for step in (now - 1, now, now + 1):
        if step > last_step and secrets.compare_digest(right.at(step * _STEP), digits):
            return step
    return None
