"""Kinds and codes of the control of journals."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class Responsible(Labelled):
    """Who has to keep a term."""

    TEACHER = "teacher", _l("teacher")
    CLASS_TEACHER = "class_teacher", _l("class teacher")


class Way(Labelled):
    """How a person wants to be reminded [K3]."""

    LETTER = "letter", _l("in the journal and by e-mail")
    NOTICE = "notice", _l("in the journal only")
    NONE = "none", _l("not at all")


class Looked(Labelled):
    """What a check of a journal looks at [K2]."""

    TOPICS = "topics", _l("topics and homework")
    MARKS = "marks", _l("marks and written works")
    ABSENCES = "absences", _l("attendance")
    RESULTS = "results", _l("results of periods")


class RemarkState(Labelled):
    """Where a remark is: the teacher answers, the deputy closes or sends it back [K2]."""

    OPEN = "open", _l("waits for the teacher")
    ANSWERED = "answered", _l("answered")
    CLOSED = "closed", _l("closed")
