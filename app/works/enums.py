"""Codes of control works."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class Level(Labelled):
    """How hard an item is [R5]."""

    BASIC = "basic", _l("B — basic")
    RAISED = "raised", _l("R — raised")
    HIGH = "high", _l("H — high")

    @property
    def letter(self) -> str:
        """«Б», «П», «В»: as the protocol has it."""
        return str(self.label)[:1]


class Step(Labelled):
    """What becomes of a pupil's mark in the journal when marks are put there."""

    NEW = "new", _l("will be put")
    SAME = "same", _l("is in the journal already")
    OTHER = "other", _l("the journal has another one")
    DEBT = "debt", _l("a debt will be put")
    REFUSED = "refused", _l("cannot be put")
    NOTHING = "nothing", _l("nothing to put")
