"""When a letter is tried again; which notices a person may do without [T5]."""

import datetime as dt
from collections.abc import Collection

from app.messages.enums import NoticeKind, NoticeWay

LONGEST_PAUSE = dt.timedelta(hours=6)
LEASE = dt.timedelta(minutes=10)
# What a post at the school obliges to: these always come at least inside the journal.
DUTY = frozenset(
    {
        NoticeKind.REQUEST,
        NoticeKind.WEEK,
        NoticeKind.SUBSTITUTION,
        NoticeKind.PERIOD,
        NoticeKind.OUTAGE,
        NoticeKind.REMARK,
        NoticeKind.ABSENCE_REPORT,
        NoticeKind.PAPER,
        NoticeKind.MOVEMENT,
    }
)
_FAMILY = (NoticeKind.MESSAGE, NoticeKind.FORUM)
_OF_PARENTS = (NoticeKind.ABSENCE, NoticeKind.FAILING_MARK, NoticeKind.ABSENCE_REPORT)
# Reminders of terms are chosen on a page of their own: with them goes the weekly digest.
_ELSEWHERE = NoticeKind.CONTROL


def pause_after(attempts: int) -> dt.timedelta:
    """How long to wait after this many failed attempts: 1, 2, 4 … minutes, at most 6 hours."""
    return min(dt.timedelta(minutes=2 ** (min(attempts, 20) - 1)), LONGEST_PAUSE)


def chosen_kinds(roles: Collection[str]) -> list[NoticeKind]:
    """The kinds of notices that somebody with these roles may get and chooses about [T5 K3]."""
    if not set(roles) - {"pupil", "parent"}:
        own = (*_FAMILY, *(_OF_PARENTS if "parent" in roles else ()))
        return [kind for kind in NoticeKind if kind in own]
    return [kind for kind in NoticeKind if kind is not _ELSEWHERE]


def ways_of(kind: NoticeKind) -> list[NoticeWay]:
    """How notices of a kind may come: what duty requires is never switched off [K3]."""
    return [way for way in NoticeWay if way is not NoticeWay.NONE or kind not in DUTY]
