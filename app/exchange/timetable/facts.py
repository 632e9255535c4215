"""Everything that planning an import rests on, found once."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.exchange.timetable.document import Document
from app.exchange.timetable.matching import Matches
from app.exchange.timetable.naming import Naming
from app.exchange.timetable.stored import Stored
from app.exchange.timetable.wanted import Wanted
from app.timetable.models import Slot


@dataclass(frozen=True)
class Facts:
    """The file, the journal, how their names match, what the file wants.

    `usable` tells which teachers of the file can be entered; `scope` are the stored slots that
    the file speaks of.
    """

    document: Document
    stored: Stored
    decisions: Mapping[str, str]
    found: Matches
    usable: Mapping[str, bool]
    wanted: Wanted
    naming: Naming
    scope: list[Slot]
