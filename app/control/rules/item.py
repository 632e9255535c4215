"""What has to be done by a moment, by whom and where [K1]."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Address:
    """A page of the journal: the name of its route and what stands in it."""

    route: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where something is due and who does it; no course: of the whole class."""

    class_id: int
    school_class: str
    grade: int
    staff_id: int | None
    course_id: int | None = None
    subject: str = ""


@dataclass(frozen=True)
class Item:
    """Something due: `check` names the term, `key` the thing, so that nobody is told of it twice.

    It belongs to `day`, is late from the moment `due` on, was `done` then (None: not yet).
    `words`: what exactly; `address`: the page where it is mended.
    """

    check: str
    key: str
    place: Place
    day: dt.date
    due: dt.datetime
    done: dt.datetime | None
    words: Any
    address: Address

    @property
    def last(self) -> dt.datetime:
        """The last minute of the term, as people are told it: «09.09 23:59»."""
        return self.due - dt.timedelta(minutes=1)

    @property
    def open(self) -> bool:
        """True when it is not done."""
        return self.done is None

    def late_now(self, now: dt.datetime) -> bool:
        """True when it is not done though its term is over."""
        return self.done is None and now >= self.due

    def urgency(self, now: dt.datetime) -> tuple[bool, float]:
        """Sort key: what can still be kept by its term, then what is late, the latest first."""
        left = (self.due - now).total_seconds()
        return (self.late_now(now), abs(left))

    def late(self, now: dt.datetime) -> bool:
        """True when it was done after its term, or not yet though that is over."""
        return (self.done or now) >= self.due
