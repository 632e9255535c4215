"""Entering a list of people: one unit of work, all or nothing [S8 P8]."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.classes.access import may_transfer
from app.classes.models import SchoolClass
from app.classes.operations.membership import Arrival, enrol_pupils
from app.classes.operations.structure import add_classes
from app.core.actor import Actor
from app.core.db import db, reserved_ids
from app.core.errors import Conflict, Fault, refuse_if
from app.exchange.people.change import Card, PeopleChange
from app.exchange.people.columns import PUPILS
from app.exchange.people.plan import plan_people
from app.exchange.people.reading import Table
from app.exchange.people.stored import Stored, stored_people
from app.exchange.timetable.names import grade_of
from app.people.access import require_may_keep_people
from app.people.models import Guardian, Guardianship, Pupil, Staff
from app.people.operations import add_person, change_person, change_relation, link_guardian
from app.school.models import AcademicYear

_MOST_TOLD = 20


@dataclass(frozen=True)
class Entered:
    """How many people were entered, and of how many something was changed."""

    new: int
    changed: int


def preview_people(
    actor: Actor, *, table: Table, since: dt.date | None, today: dt.date
) -> PeopleChange:
    """What entering the table would do; nothing is written. Raises Forbidden [S8]."""
    require_may_keep_people(actor)
    stored = stored_people(table.kind, today)
    return plan_people(
        table,
        stored,
        since=since or _usual_since(stored, today),
        today=today,
        adds_classes=may_transfer(actor),
    )


def import_people(
    actor: Actor,
    *,
    table: Table,
    since: dt.date | None,
    today: dt.date,
    seen: str | None = None,
) -> Entered:
    """Enter the table as it was previewed, all of it or nothing [S8].

    `seen` is the digest of the preview. Raises Forbidden, Conflict when the import would do
    another thing now, Refused with the faults of the lines.
    """
    require_may_keep_people(actor)
    _lock()
    change = preview_people(actor, table=table, since=since, today=today)
    refuse_if([Fault(str(fault)) for fault in change.faults[:_MOST_TOLD]])
    if seen is not None and seen != change.digest:
        raise Conflict(_("The journal has changed since the preview. Look at it again."))
    entered = Entered(len(change.new), len(change.changed))
    _Writer(actor, change, today).write()
    return entered


def _usual_since(stored: Stored, today: dt.date) -> dt.date:
    """The first day of the year while its classes are empty, afterwards today."""
    if stored.year is None or not stored.stays:
        return stored.year.starts if stored.year else today
    return stored.day(today)


def _lock() -> None:
    """Two imports wait for each other, so that nobody is entered twice."""
    db.session.execute(select(AcademicYear.id).order_by(AcademicYear.id).with_for_update())


class _Writer:
    """Writes the lines through the operations of people and classes."""

    def __init__(self, actor: Actor, change: PeopleChange, today: dt.date) -> None:
        self.actor, self.change, self.today = actor, change, today
        self.lines = [line for line in change.lines if line.changes]

    def write(self) -> None:
        """People first, then where they are, then whose parents they have."""
        pupils = self.change.stored.kind == PUPILS
        classes = self._classes()
        self._people([line.card for line in self.lines], Pupil if pupils else Staff)
        db.session.flush()  # those who come to a class are there now
        enrol_pupils(self.actor, arrivals=list(self._arrivals(classes)))
        guardians = {id(tie.guardian): tie.guardian for line in self.lines for tie in line.ties}
        self._people(list(guardians.values()), Guardian)
        self._families()
        db.session.flush()

    def _classes(self) -> dict[str, SchoolClass]:
        new = self.change.new_classes
        if not new or self.change.stored.year is None:
            return self.change.stored.classes
        wanted = [{"name": name, "grade": grade_of(name)} for name in new.values()]
        made = add_classes(self.actor, year=self.change.stored.year, classes=wanted)
        return {**self.change.stored.classes, **dict(zip(new, made, strict=True))}

    def _people(self, cards: Sequence[Card], kind: type[Any]) -> None:
        """New people with keys of their own, so that all go in by one statement."""
        new = [card for card in cards if card.row is None]
        keys = reserved_ids(kind.__table__, len(new))  # type: ignore[attr-defined]
        for card in cards:
            if card.row is not None and card.values:
                change_person(self.actor, person=card.row, card=card.values, today=self.today)
        for card, key in zip(new, keys, strict=True):
            card.row = add_person(self.actor, kind=kind, card=card.values, today=self.today)
            card.row.id = key

    def _arrivals(self, classes: dict[str, SchoolClass]) -> Iterator[Arrival]:
        for line in self.lines:
            if line.place:
                place = line.place
                school_class = classes[place.class_key]
                yield Arrival(line.card.row, school_class, place.since, place.papers)

    def _families(self) -> None:
        ties = [(line.card.row, tie) for line in self.lines for tie in line.ties]
        new = sum(tie.link is None for _pupil, tie in ties)
        keys = iter(reserved_ids(Guardianship.__table__, new))
        for pupil, tie in ties:
            told = tie.relation or ""
            if tie.link is None:
                parent = tie.guardian.row
                link = link_guardian(self.actor, pupil=pupil, guardian=parent, relation=told)
                link.id = next(keys)
            elif tie.relation is not None:
                change_relation(self.actor, link=tie.link, relation=told)
