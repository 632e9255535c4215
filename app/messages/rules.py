"""When a letter is tried again [T5]."""

import datetime as dt

LONGEST_PAUSE = dt.timedelta(hours=6)
LEASE = dt.timedelta(minutes=10)


def pause_after(attempts: int) -> dt.timedelta:
    """How long to wait after this many failed attempts: 1, 2, 4 … minutes, at most 6 hours."""
    return min(dt.timedelta(minutes=2 ** (min(attempts, 20) - 1)), LONGEST_PAUSE)
