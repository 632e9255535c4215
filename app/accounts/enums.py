"""What comes of a try to log in."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class LoginOutcome(Labelled):
    """How a try to come in ended, or what a person inside did with a login [P7]."""

    RIGHT = "right", _l("logged in")
    WRONG = "wrong", _l("wrong login or password")
    WRONG_SECOND = "wrong_second", _l("wrong second factor")
    WAITING = "waiting", _l("too many tries: had to wait")
    CODE = "code", _l("activation code used")
    WRONG_CODE = "wrong_code", _l("wrong activation code")
    ASKED = "asked", _l("asked for a new password by e-mail")
    RESET = "reset", _l("new password by e-mail")
    MAILED = "mailed", _l("code sent by e-mail")
    SEEN_AS = "seen_as", _l("looked at the journal as another person")


FAILED = (LoginOutcome.WRONG, LoginOutcome.WRONG_SECOND, LoginOutcome.WRONG_CODE)
CAME_IN = (LoginOutcome.RIGHT, LoginOutcome.CODE, LoginOutcome.RESET)
