"""Kinds and codes of the timetable."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class WeekKind(Labelled):
    """In which weeks a slot holds [S5]; week A is that of the year's first Monday."""

    EVERY = "every", _l("every week")
    A = "a", _l("week A")
    B = "b", _l("week B")


class LessonStatus(Labelled):
    """Whether a lesson is held."""

    HELD = "held", _l("held")
    CANCELLED = "cancelled", _l("cancelled")
