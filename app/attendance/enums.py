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
    WITHDRAWN = "withdrawn", _l("withdrawn")


class Contradiction(Labelled):
    """What the weekly reconciliation finds, in the order in which it is settled [T3]."""

    OUTSIDE = "outside", _l("an entry for a pupil who was not in the list that day")
    CLASH = "clash", _l("noted in two lessons at the same time")
    LATE = "late", _l("being late recorded as absence")
    MARK = "mark", _l("a mark beside an absence")
    BETWEEN = "between", _l("present between two absences")
    DOCUMENT = "document", _l("the code differs from the document")
    NO_REASON = "no_reason", _l("absence without a known reason")
    UNFILLED = "unfilled", _l("the lesson is not filled")


class Change(Labelled):
    """What settles a contradiction: what becomes of the cell, or of the lesson [T3].

    The codes of absences are those of `AbsenceKind`.
    """

    PRESENT = "present", _l("the pupil was present")
    ILL = "ill", _l("ill")
    EXCUSED = "excused", _l("absent with good reason")
    NO_REASON = "no_reason", _l("absent without good reason")
    UNKNOWN = "unknown", _l("absent, reason unknown")
    LATE = "late", _l("late")
    NO_MARK = "no_mark", _l("the mark is taken back")
    EMPTY = "empty", _l("the entry is taken back")
    TOPIC = "topic", _l("the topic is written")
