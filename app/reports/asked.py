"""What a report is asked for, and the classes and periods that it is made of [R4]."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.actor import Actor
from app.reports.enums import Ask
from app.reports.rules.document import Report


@dataclass(frozen=True)
class Asked:
    """The parameters of a report; which of them it needs, it says itself."""

    today: dt.date
    year_id: int | None = None
    class_id: int | None = None
    period_id: int | None = None
    day: dt.date | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    staff_id: int | None = None
    subject_id: int | None = None


@dataclass(frozen=True)
class Kind:
    """A report that can be made: its name for the command line, its title, what it asks for.

    `gather` reads and makes it: raises NotFound, Forbidden, Refused. `may` tells who sees it in
    the list.
    """

    name: str
    title: Any
    asks: Sequence[Ask]
    gather: Callable[[Actor, Asked], Report]
    may: Callable[[Actor], bool]
