"""Papers on absence: which one decides, which lessons it changes, by when [T2]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.attendance.enums import AbsenceKind, DocumentKind
from app.core.errors import Fault
from app.school.rules.calendar import Calendar, add_working_days

EXCUSES = (AbsenceKind.ILL, AbsenceKind.EXCUSED)
CORRECTED_WITHIN = 2  # working days after receipt (rules, «reason-not-corrected»)
KNOWN_WITHIN = 5  # working days after the lesson (rules, «no-absence-reason»)
LONGEST = 366  # days of one document
_SURENESS = (DocumentKind.CERTIFICATE, DocumentKind.ORDER, DocumentKind.STATEMENT)


@dataclass(frozen=True)
class Paper:
    """A document as the rules know it; both days of the span are included."""

    id: int
    document: DocumentKind
    kind: AbsenceKind
    first: dt.date
    last: dt.date
    received_on: dt.date

    def covers(self, day: dt.date) -> bool:
        """True when the paper speaks of the day."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Noted:
    """An absence as it is stored, of which papers speak."""

    id: int
    pupil: int
    day: dt.date
    kind: AbsenceKind


@dataclass(frozen=True)
class Correction:
    """A change of an absence: at a moment, of that date at school, from a kind to another."""

    id: int
    pupil: int
    day: dt.date
    at: dt.datetime
    on: dt.date
    was: AbsenceKind | None
    becomes: AbsenceKind | None


def document_faults(
    kind: AbsenceKind | None,
    first: dt.date,
    last: dt.date,
    received_on: dt.date,
    today: dt.date,
) -> list[Fault]:
    """What is wrong with a document as entered, all of it [T2]."""
    faults = [*excuse_faults(kind), *span_faults(first, last)]
    if received_on > today:
        faults.append(Fault(_l("A document cannot be received later than today."), "received_on"))
    return faults


def excuse_faults(kind: AbsenceKind | None) -> list[Fault]:
    """A paper, report or note tells of an illness or another good reason, and of nothing else."""
    if kind in EXCUSES:
        return []
    return [Fault(_l("Choose illness or another good reason."), "kind")]


def span_faults(first: dt.date, last: dt.date, longest: int = LONGEST) -> list[Fault]:
    """What is wrong with the days of a paper or report; `longest` in days."""
    if last < first:
        return [Fault(_l("The last day is before the first."), "last")]
    if (last - first).days >= longest:
        return [Fault(_l("At most %(number)s days.", number=longest), "last")]
    return []


def precedence(document: DocumentKind, received_on: dt.date) -> tuple[int, ...]:
    """Which of two papers of the same day decides, the smaller: the surer kind, then the later."""
    return (_SURENESS.index(document), -received_on.toordinal())


def deciding(papers: Iterable[Paper], day: dt.date) -> Paper | None:
    """The paper that decides about a day: a certificate before an order before a statement [T2]."""
    there = [paper for paper in papers if paper.covers(day)]
    return min(there, key=lambda p: (*precedence(p.document, p.received_on), -p.id), default=None)


def differs(stored: AbsenceKind | None, paper: AbsenceKind) -> bool:
    """True when the reason of a stored absence is not that of its paper; late is present [T2]."""
    return stored not in {None, AbsenceKind.LATE, paper}


def why_unchanged(
    stored: AbsenceKind | None, minutes: int | None, paper: Paper, decides: Paper | None
) -> Any:
    """Why a paper changes nothing in a lesson of its span; none when it does [T2]."""
    if stored is None:
        return _l("was present")
    if stored == AbsenceKind.LATE:
        return (
            _l("was present, late by %(minutes)s minutes", minutes=minutes)
            if minutes
            else (_l("was present, late"))
        )
    if decides is not None and decides.id != paper.id:
        return _l(
            "another document decides, received on %(date)s",
            date=f"{decides.received_on:%d.%m.%Y}",
        )
    return None if differs(stored, paper.kind) else _l("is so already")


def correct_by(calendar: Calendar, received_on: dt.date) -> dt.date:
    """The last day to correct the reasons after a document was received [T2]."""
    return add_working_days(calendar, received_on, CORRECTED_WITHIN)


def know_by(calendar: Calendar, day: dt.date) -> dt.date:
    """The last day to find out the reason of an absence (rules, «no-absence-reason»)."""
    return add_working_days(calendar, day, KNOWN_WITHIN)


def uncorrected(
    noted: Iterable[Noted], papers: Iterable[tuple[int, Paper]]
) -> dict[int, list[Noted]]:
    """By document: the absences whose reason is not that of the document which decides [T2].

    `papers` as (pupil, paper).
    """
    known = _by_pupil(papers)
    found: dict[int, list[Noted]] = {}
    for absence in noted:
        paper = deciding(known[absence.pupil], absence.day)
        if paper is not None and differs(absence.kind, paper.kind):
            found.setdefault(paper.id, []).append(absence)
    return found


def corrected(
    changes: Iterable[Correction], papers: Iterable[tuple[int, Paper]]
) -> dict[int, list[Correction]]:
    """By document: the changes that made absences agree with it after it was received [T2].

    `papers` as (pupil, paper). What agreed before has never been due.
    """
    known = _by_pupil(papers)
    found: dict[int, list[Correction]] = {}
    for change in changes:
        paper = deciding(known[change.pupil], change.day)
        if paper is None or change.on < paper.received_on:
            continue
        if differs(change.was, paper.kind) and not differs(change.becomes, paper.kind):
            found.setdefault(paper.id, []).append(change)
    return found


def _by_pupil(papers: Iterable[tuple[int, Paper]]) -> Mapping[int, list[Paper]]:
    found = defaultdict(list)
    for pupil, paper in papers:
        found[pupil].append(paper)
    return found
