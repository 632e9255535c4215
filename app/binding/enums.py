"""What a bound journal consists of."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class Part(Labelled):
    """A part that can be left out; title, contents and the last page are always there."""

    LIST = "list", _l("List of pupils")
    COURSES = "courses", _l("Pages of the subjects")
    PROGRESS = "progress", _l("Summary sheet of progress")
    ATTENDANCE = "attendance", _l("Summary sheet of attendance")
    REMARKS = "remarks", _l("Remarks and proposals on the keeping of the journal")
