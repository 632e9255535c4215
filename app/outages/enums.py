"""Codes of outages."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class TransferState(Labelled):
    """What became of a lesson that fell into an outage [U3]."""

    WAITING = "waiting", _l("to be transferred")
    TRANSFERRED = "transferred", _l("transferred")
    NOT_HELD = "not_held", _l("lesson was not held")


class Paper(Labelled):
    """Format of the sheets [U1]."""

    A4_LANDSCAPE = "a4l", _l("A4, landscape")
    A4_PORTRAIT = "a4p", _l("A4, portrait")
    A3 = "a3", _l("A3, both pages of a spread on one sheet")


class Filling(Labelled):
    """What is printed into a form [U1]."""

    PREFILLED = "filled", _l("with the class list, dates, teacher and planned topics")
    BLANK = "blank", _l("blank: the class and the subject only")
    EMPTY = "empty", _l("blank: for any class and subject")
