"""Whom something is for, and the sections of the staff room."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class Audience(Labelled):
    """Whom an announcement or a section of the forum is for."""

    ALL = "all", _l("everybody")
    STAFF = "staff", _l("staff of the school")
    PARENTS = "parents", _l("all parents")
    PUPILS = "pupils", _l("all pupils")
    CLASSES = "classes", _l("pupils and parents of classes")


class PaperSection(Labelled):
    """Sections of the documents in the staff room; `RULES` holds the one on the journal [M4]."""

    ORDER = "order", _l("Orders")
    REGULATION = "regulation", _l("Regulations")
    RULES = "rules", _l("Regulation on the journal")
    METHOD = "method", _l("Methodical materials")
    OTHER = "other", _l("Other documents")
