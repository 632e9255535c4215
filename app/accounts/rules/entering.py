"""How long one waits after failed tries, and when a session ends [P7]."""

import datetime as dt
from dataclasses import dataclass

# Tries that cost nothing: for a login from one address, for a login from anywhere, and for all
# the logins that never came in from an address (a whole school may stand behind it).
FREE_HERE, FREE_ANYWHERE, FREE_ADDRESS = 5, 20, 100
_FIRST_PAUSE, _LONGEST_PAUSE = 30, 3600  # seconds
_NO_PAUSE = dt.timedelta()


@dataclass(frozen=True)
class Failures:
    """How many tries failed, and when the last one did."""

    count: int = 0
    last: dt.datetime | None = None


def _left(failures: Failures, free: int, now: dt.datetime) -> dt.timedelta:
    """What is left of the pause after these failures: it doubles with each one past the free."""
    if failures.last is None or failures.count < free:
        return _NO_PAUSE
    doubled = _FIRST_PAUSE * 2 ** min(failures.count - free, 10)
    return failures.last + dt.timedelta(seconds=min(doubled, _LONGEST_PAUSE)) - now


def pause(
    *, here: Failures, anywhere: Failures, address: Failures, known: bool, now: dt.datetime
) -> dt.timedelta:
    """How long the login must wait at the address; nothing when it may try.

    `here`: its failures from this address since it last came in, `anywhere`: from all addresses,
    `address`: failures of all logins from this address in the last hour, which hold up only those
    that never came in from it (not `known`).
    """
    pauses = [_left(here, FREE_HERE, now)]
    if not known:
        pauses += [_left(anywhere, FREE_ANYWHERE, now), _left(address, FREE_ADDRESS, now)]
    return max([_NO_PAUSE, *pauses])


def is_alive(
    *,
    began: dt.datetime,
    seen: dt.datetime,
    now: dt.datetime,
    idle: dt.timedelta,
    longest: dt.timedelta,
) -> bool:
    """True while a session is neither idle for too long nor too old."""
    return now - seen < idle and now - began < longest
