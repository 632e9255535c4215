import datetime as dt

import pytest

from app.jobs.enums import JobState
from app.jobs.rules import is_untouched, share, state_at

NOW = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("stored", "beat_at", "seen"),
    [
        (JobState.RUNNING, NOW - 20 * SECOND, JobState.RUNNING),
        (JobState.RUNNING, NOW - 21 * SECOND, JobState.INTERRUPTED),
        (JobState.RUNNING, None, JobState.INTERRUPTED),
        (JobState.WAITING, None, JobState.WAITING),
        (JobState.DONE, NOW - 900 * SECOND, JobState.DONE),
    ],
)
def test_a_running_job_whose_process_is_silent_is_interrupted(stored, beat_at, seen):
    assert state_at(stored, beat_at, NOW) is seen


@pytest.mark.parametrize(
    ("state", "age", "ahead", "untouched"),
    [
        (JobState.WAITING, 61, 0, True),
        (JobState.WAITING, 60, 0, False),
        (JobState.WAITING, 600, 1, False),
        (JobState.RUNNING, 600, 0, False),
    ],
)
def test_a_job_that_nobody_begins_is_noticed(state, age, ahead, untouched):
    assert is_untouched(state, NOW - age * SECOND, NOW, ahead) is untouched


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(0, 0, 0), (0, 3, 0), (1, 3, 33), (3, 3, 100), (5, 3, 100)]
)
def test_the_share_is_in_whole_per_cent(done, total, percent):
    assert share(done, total) == percent
