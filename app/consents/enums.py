"""What a consent covers."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class Covers(Labelled):
    """The data that a consent allows the school to process [P9]."""

    PUPIL = "pupil", _l("the pupil's data and the parent's contacts")
    PAPERS = "papers", _l("the same, and the parent's birth date, passport and SNILS")
