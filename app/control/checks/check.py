"""What a check consists of."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.control.enums import Responsible
from app.control.queries.sources import Sources
from app.control.rules.item import Item


@dataclass(frozen=True)
class Number:
    """The number of a term that the school may set: its usual value, bounds, and unit."""

    usual: int
    least: int
    most: int
    unit: Any


@dataclass(frozen=True)
class Check:
    """A term of filling: `find` gives what is due with the school's number (0: has none).

    `traced`: it is known when a thing was done. `remind`: so long before the term ends the person
    is reminded, None: not by this check. `mine`: stands among what waits on the first page.
    """

    name: str
    title: Any
    clause: str
    responsible: Responsible
    find: Callable[[Sources, int], Iterator[Item]]
    number: Number | None = None
    traced: bool = False
    remind: dt.timedelta | None = dt.timedelta(0)
    mine: bool = True
