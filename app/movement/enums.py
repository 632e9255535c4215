"""Codes of requests about movement, of the lists that are confirmed, of what changed in them."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class Wish(Labelled):
    """What the administrator is asked to do with a pupil [S6]."""

    ENTER = "enter", _l("enter into the class")
    REMOVE = "remove", _l("remove: has left the school")
    MOVE = "move", _l("move to another class")


class Answer(Labelled):
    """How far a request is."""

    OPEN = "open", _l("waiting")
    DONE = "done", _l("done")
    DECLINED = "declined", _l("declined")
    WITHDRAWN = "withdrawn", _l("withdrawn")


class Lists(Labelled):
    """What the secretary confirms [S6]."""

    CLASSES = "classes", _l("Lists of classes")
    STAFF = "staff", _l("List of staff")


class Event(Labelled):
    """What happened to a line of a list."""

    CAME = "came", _l("put on the list")
    LEFT = "left", _l("left")
    CORRECTED = "corrected", _l("the entry was put right")
    TAKEN_OFF = "taken_off", _l("the entry was deleted")
