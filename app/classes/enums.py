"""Codes of classes."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class Leaving(Labelled):
    """Where a pupil goes who leaves the school [S6]; who goes to another class does not leave."""

    OTHER_SCHOOL = "other_school", _l("to another school")
    EXPELLED = "expelled", _l("expelled")
    GRADUATED = "graduated", _l("graduated from the school")
