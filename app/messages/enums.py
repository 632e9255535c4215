"""Kinds of notices."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class NoticeKind(Labelled):
    """What a notice is about; a person reads them by kind."""

    ABSENCE = "absence", _l("absence from lessons")
    FAILING_MARK = "failing_mark", _l("failing mark")
    ABSENCE_REPORT = "absence_report", _l("report of an absence")
    MESSAGE = "message", _l("message")
    REQUEST = "request", _l("request to correct an entry")
    WEEK = "week", _l("reconciled week changed")
    SUBSTITUTION = "substitution", _l("substitution")
    JOB = "job", _l("task is over")
    PERIOD = "period", _l("grading period closed or opened")
    OUTAGE = "outage", _l("temporary journal to transfer")
    CONTROL = "control", _l("keeping of journals")
    REMARK = "remark", _l("check of a journal")
    PAPER = "paper", _l("document to read")
    FORUM = "forum", _l("forum")
    MOVEMENT = "movement", _l("movement of pupils")


class NoticeWay(Labelled):
    """How a person wants notices of a kind."""

    LETTER = "letter", _l("in the journal and by e-mail")
    INSIDE = "inside", _l("in the journal only")
    NONE = "none", _l("do not send")


class MailState(Labelled):
    """Where a letter of the outbox is."""

    WAITING = "waiting", _l("waiting")
    SENDING = "sending", _l("being sent")
    SENT = "sent", _l("sent")
    UNCLEAR = "unclear", _l("unclear whether it was sent")
    LATE = "late", _l("not sent: its code is too old")
