"""Which reason of an absence is known before anybody asks, the surest first [T1 T2]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.attendance.enums import AbsenceKind


class Source(IntEnum):
    """Where a reason is known from; the smaller, the surer."""

    DOCUMENT = 1
    REPORT = 2  # of a parent, accepted by the class teacher
    NOTE = 3
    GONE = 4  # for the day, as the teacher of an earlier lesson knows
    EARLIER = 5  # lesson of the same day
    WAITING = 6  # report of a parent that nobody has accepted yet


_SECOND = 2  # «со 2 урока»: Russian says it in another way than the rest
_TEXTS = {
    Source.DOCUMENT: _l("by a document until %(until)s"),
    Source.REPORT: _l("as the parents reported, until %(until)s"),
    Source.NOTE: _l("as the class teacher knows"),
    Source.GONE: _l("gone for the day (lesson %(since)s)"),
    Source.EARLIER: _l("since lesson %(since)s"),
    Source.WAITING: _l("the parents reported it, not confirmed yet"),
}


@dataclass(frozen=True)
class Known:
    """Something that tells why a pupil is absent on a day.

    `until`: the last day of which a paper or a report speaks; `since`: number of the first missed
    lesson; `order`: which of two of the same source is the better one, the smaller.
    """

    pupil: int
    source: Source
    kind: AbsenceKind
    until: dt.date | None = None
    since: int | None = None
    order: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reason:
    """A proposal for a cell: the kind, and whence it is known, without anything medical [T1]."""

    kind: AbsenceKind
    text: Any  # lazy
    rank: int


def ranked(known: Iterable[Known]) -> dict[int, list[Reason]]:
    """The reasons known of each pupil, the surest first, every kind once [T1]."""
    by_pupil: dict[int, list[Known]] = defaultdict(list)
    for one in known:
        by_pupil[one.pupil].append(one)
    return {pupil: _best(found) for pupil, found in by_pupil.items()}


def _best(found: list[Known]) -> list[Reason]:
    by_kind: dict[AbsenceKind, Known] = {}
    for one in sorted(found, key=lambda known: (known.source, known.order)):
        by_kind.setdefault(one.kind, one)
    return [Reason(one.kind, text_of(one), one.source.value) for one in by_kind.values()]


def text_of(known: Known) -> Any:
    """Whence a reason is known: «по документу до 12.09», «с 1 урока»."""
    if known.source == Source.EARLIER and known.since == _SECOND:
        return _l("since the second lesson")
    until = f"{known.until:%d.%m}" if known.until else ""
    text: Any = _TEXTS[known.source] % {"until": until, "since": known.since}
    return text


def gone(noted: Mapping[int, Mapping[int, AbsenceKind]]) -> list[Known]:
    """Who has gone for the day: kinds by pupil of the lessons (by number) that say so [T1].

    That nobody noted it in the lesson after does not bring the pupil back.
    """
    first: dict[int, Known] = {}
    for number in sorted(noted):
        for pupil, kind in noted[number].items():
            first.setdefault(pupil, Known(pupil, Source.GONE, kind, since=number))
    return list(first.values())


def going_on(noted: Mapping[int, Mapping[int, AbsenceKind]]) -> list[Known]:
    """Who was absent from the last lesson of a day, and since which one [T1 T4].

    `noted`: kinds by pupil of every lesson (by its number) in which attendance was noted. Whoever
    was at the last of them has come; whoever was late is there.
    """
    absent = {
        number: {pupil: kind for pupil, kind in kinds.items() if kind != AbsenceKind.LATE}
        for number, kinds in noted.items()
    }
    numbers = sorted(absent, reverse=True)
    return [
        Known(pupil, Source.EARLIER, kind, since=_first_missed(pupil, numbers, absent))
        for pupil, kind in (absent[numbers[0]].items() if numbers else ())
    ]


def _first_missed(
    pupil: int, numbers: list[int], absent: Mapping[int, Mapping[int, AbsenceKind]]
) -> int:
    first = numbers[0]
    for number in numbers:
        if pupil not in absent[number]:
            break
        first = number
    return first
