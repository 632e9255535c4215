"""Where a job is."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class JobState(Labelled):
    """From the press of the button to the file."""

    WAITING = "waiting", _l("waiting for its turn")
    RUNNING = "running", _l("being done")
    DONE = "done", _l("done")
    FAILED = "failed", _l("not done")
    CANCELLED = "cancelled", _l("cancelled by its owner")
    INTERRUPTED = "interrupted", _l("interrupted")
