"""What the pedagogical council decides at the end of the year [R1]."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class Decision(Labelled):
    """Where a pupil goes after the year; the label speaks of a pupil of either sex."""

    PROMOTED = "promoted", _l("promoted")
    CONDITIONAL = "conditional", _l("promoted conditionally")
    REPEATS = "repeats", _l("repeats the year")
    GRADUATED = "graduated", _l("graduated")
