"""Codes of outages."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class TransferState(Labelled):
    """What became of a lesson that fell into an outage [U3]."""

    WAITING = "waiting", _l("to be transferred")
    TRANSFERRED = "transferred", _l("transferred")
    NOT_HELD = "not_held", _l("lesson was not held")
