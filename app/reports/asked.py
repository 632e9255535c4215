"""What a report is asked for, and what a report is before it is made [R4]."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.actor import Actor
from app.reports.enums import Ask, Group
from app.reports.rules.document import Report


@dataclass(frozen=True)
class Asked:
    """The parameters of a report; which of them it needs, it says itself."""

    today: dt.date
    year_id: int | None = None
    class_id: int | None = None
    pupil_id: int | None = None
    period_id: int | None = None
    day: dt.date | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    staff_id: int | None = None
    subject_id: int | None = None
    grade: int | None = None
    work_id: int | None = None
    plan_id: int | None = None
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A report that can be made: its name for the command line, its title, what it asks for.

    `about` says in a sentence what is in it. `asks` must be answered, or has a usual answer;
    without an answer to one of `narrowed_by` it is of everything that the person may see.
    `gather` reads and makes it: raises NotFound, Forbidden, Refused. `may` tells who sees it in
    the list.
    """

    name: str
    title: Any
    about: Any
    group: Group
    asks: Sequence[Ask]
    narrowed_by: Sequence[Ask] = ()
    gather: Callable[[Actor, Asked], Report]
    may: Callable[[Actor], bool]
