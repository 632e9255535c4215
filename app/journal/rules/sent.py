"""An entry as a page sends it [J10 U4]."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One entry: a receipt id of its own, where it goes, what was typed, which version was seen.

    `course` is that of the form: an entry is refused where its lesson is of another one.
    `confirmed`: the person said yes to the question that was answered to this text before.
    `open_since`: the day from which the span of entry runs, said by the door: the journal could
    not be kept before [J8 U3].
    """

    entry: str
    kind: str
    course: int
    text: str
    seen: int
    lesson: int = 0
    pupil: int = 0
    period: int = 0
    task: int | None = None
    confirmed: bool = False
    open_since: dt.date | None = None
