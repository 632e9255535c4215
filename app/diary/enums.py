"""Kinds of remarks to a pupil."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class RemarkKind(Labelled):
    """What a teacher tells the family of a pupil [M5]."""

    REMARK = "remark", _l("admonition")
    PRAISE = "praise", _l("praise")
