"""When a job counts as interrupted, and what its owner may do with it."""

import datetime as dt

from app.jobs.enums import JobState

# A working process says every BEAT that it is there; SQLite may make it wait for a lock.
BEAT = dt.timedelta(seconds=2)
LEASE = dt.timedelta(seconds=20)
# What takes longer than this is told of, unless its owner saw the end.
TOLD_AFTER = dt.timedelta(seconds=10)
UNTOUCHED_AFTER = dt.timedelta(minutes=1)

AT_WORK = frozenset({JobState.WAITING, JobState.RUNNING})


def state_at(stored: JobState, beat_at: dt.datetime | None, now: dt.datetime) -> JobState:
    """The state now: a running job whose process is silent for LEASE is interrupted."""
    if stored is JobState.RUNNING and (beat_at is None or now - beat_at > LEASE):
        return JobState.INTERRUPTED
    return stored


def is_untouched(state: JobState, made_at: dt.datetime, now: dt.datetime, ahead: int) -> bool:
    """True when nobody seems to do jobs here: it waits for long with nothing before it."""
    return state is JobState.WAITING and ahead == 0 and now - made_at > UNTOUCHED_AFTER


def share(done: int, total: int) -> int:
    """Per cent that are done, 0 while it is not known of how many."""
    return min(100, 100 * done // total) if total else 0
