"""What may be asked about a pupil, when a request is done, when lists are confirmed [S6]."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.classes.rules import Span
from app.core.errors import Fault
from app.movement.enums import Event, Lists, Wish

LONGEST_NAME, LONGEST_WORDS = 200, 1000
_FIRST = (9, 5)  # 5 September
_GRACE = dt.timedelta(days=4)  # as from 1 to 5 September, for a year that begins later
WEEK = dt.timedelta(days=7)
# What of a row is on the list: another telephone or login changes no list.
LISTED: Mapping[Lists, frozenset[str]] = {
    Lists.CLASSES: frozenset({"pupil_id", "class_id", "since", "until", "leaving"}),
    Lists.STAFF: frozenset({"last_name", "first_name", "middle_name", "position", "left_on"}),
}
_LAST_DAY = {Lists.CLASSES: "until", Lists.STAFF: "left_on"}

Changes = Mapping[str, Any]  # field → [from, to], as the history keeps them


@dataclass(frozen=True)
class Asked:
    """What a person asks for: a pupil by id, or by name who is not on the lists yet."""

    class_id: int
    wish: Wish
    day: dt.date | None
    pupil_id: int | None = None
    name: str = ""
    to_class_id: int | None = None
    words: str = ""


def ask_faults(
    asked: Asked, *, pupils: Collection[int], others: Collection[int], year: Span, again: bool
) -> list[Fault]:
    """Why a request cannot be sent [S6].

    `pupils`: ids of who is or will be in the class, `others`: of the other classes of the year;
    `again`: the same waits for an answer.
    """
    faults = []
    if again:
        faults.append(Fault(_l("This has been asked already and waits for an answer.")))
    if asked.wish is Wish.ENTER:
        if not asked.name:
            faults.append(Fault(_l("Write the full name of the pupil."), "name"))
    elif asked.pupil_id not in pupils:
        faults.append(Fault(_l("Choose a pupil of the class."), "pupil"))
    if asked.wish is Wish.MOVE and asked.to_class_id not in others:
        faults.append(Fault(_l("Choose the class to which the pupil goes."), "to_class"))
    if asked.day is None or not year.holds(asked.day):
        text = _l("Give a date of the school year: %(span)s.", span=year)
        faults.append(Fault(text, "day"))
    return faults


def done_faults(wish: Wish, *, here: bool, there: bool) -> list[Fault]:
    """A request is not done while the class lists say otherwise [S6].

    `here`: the pupil is in the class without a last day; `there`: on the list of the other class.
    """
    faults = []
    if wish is not Wish.ENTER and here:
        text = _l("The class list has no last day of the pupil yet: enter it, then answer.")
        faults.append(Fault(text))
    if wish is Wish.MOVE and not there:
        text = _l("The pupil is not on the list of the new class yet: enter them, then answer.")
        faults.append(Fault(text))
    return faults


def due_day(year: Span, confirmed: bool, changed: dt.date | None) -> dt.date | None:
    """The last day to confirm lists: 5 September, later a week after the first change [S6].

    `confirmed`: this year already; `changed`: day of the first change since then, if any.
    """
    if confirmed:
        return changed + WEEK if changed else None
    return max(dt.date(year.since.year, *_FIRST), year.since + _GRACE)


def event_of(lists: Lists, action: str, changes: Changes) -> Event | None:
    """What a row of the history tells of a list; None for what the list does not show."""
    if not LISTED[lists] & changes.keys():
        return None
    if action == "insert":
        return Event.CAME
    if action == "delete":
        return Event.TAKEN_OFF
    before, after = changes.get(_LAST_DAY[lists], (None, None))
    return Event.LEFT if after and not before else Event.CORRECTED


def net_events(events: Collection[Event], gone: bool) -> list[Event]:
    """What is told of one line of a list: a line made and deleted since is nothing new [S6].

    `gone`: the line has a last day now; without it the leaving was taken back.
    """
    if Event.TAKEN_OFF in events:
        return [] if Event.CAME in events else [Event.TAKEN_OFF]
    if not events:
        return []
    told = [event for event in (Event.CAME, Event.LEFT) if event in events]
    told = [event for event in told if gone or event is not Event.LEFT]
    return told or [Event.CORRECTED]
