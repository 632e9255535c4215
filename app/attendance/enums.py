"""Codes of absence (rules, «Codes»)."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class AbsenceKind(Labelled):
    """One value in the data; the letter shown comes from the school's profile."""

    UNKNOWN = "unknown", _l("absent, reason unknown")
    NO_REASON = "no_reason", _l("absent without good reason")
    EXCUSED = "excused", _l("absent with good reason")
    ILL = "ill", _l("ill")
    LATE = "late", _l("late")


class DocumentKind(Labelled):
    """What paper an absence document is [T2]."""

    CERTIFICATE = "certificate", _l("medical certificate")
    STATEMENT = "statement", _l("statement of the parents")
    ORDER = "order", _l("order of the school")


class Decision(Labelled):
    """What became of a parent's report or of a request to correct an entry."""

    WAITING = "waiting", _l("waiting")
    ACCEPTED = "accepted", _l("accepted")
    DECLINED = "declined", _l("declined")
