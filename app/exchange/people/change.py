"""What an import of people would do, before it does it [S8]."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from app.classes.rules import Papers
from app.exchange.people.reading import RowFault, Table
from app.exchange.people.stored import Stored


@dataclass
class Card:
    """A person's card: a stored one (`row`) with what changes, or a new one whole."""

    row: Any
    values: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The full name as it will be."""
        return " ".join(filter(None, map(self.value, ("last_name", "first_name", "middle_name"))))

    def value(self, column: str) -> Any:
        """A column of the card as it will be."""
        return self.values.get(column, getattr(self.row, column, ""))

    @property
    def phone(self) -> str:
        """The telephone as it will be."""
        return str(self.value("phone"))

    @property
    def email(self) -> str:
        """The e-mail as it will be."""
        return str(self.value("email"))


@dataclass
class Tie:
    """A guardian of a pupil: a stored link (`link`) or a new one; the relation where it changes."""

    guardian: Card
    link: Any
    relation: str | None


@dataclass(frozen=True)
class Place:
    """The class that a pupil comes to."""

    class_key: str
    class_name: str
    since: dt.date
    papers: Papers


@dataclass
class Line:
    """One line of the file: the person, the class that they come to, the guardians."""

    number: int
    card: Card
    place: Place | None = None
    ties: list[Tie] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """The journal does not know the person yet."""
        return self.card.row is None

    @property
    def changes(self) -> bool:
        """True when the import writes something of this line."""
        return bool(
            self.is_new
            or self.card.values
            or self.place
            or any(t.link is None or t.guardian.values or t.relation is not None for t in self.ties)
        )


@dataclass
class PeopleChange:
    """The lines of a file with what they would do; with faults nothing is written."""

    table: Table
    stored: Stored
    since: dt.date
    lines: list[Line] = field(default_factory=list)
    new_classes: dict[str, str] = field(default_factory=dict)  # key → name
    faults: list[RowFault] = field(default_factory=list)
    notes: list[RowFault] = field(default_factory=list)

    @property
    def new(self) -> list[Line]:
        """Lines of people whom the journal does not know yet."""
        return [line for line in self.lines if line.is_new]

    @property
    def changed(self) -> list[Line]:
        """Lines of known people of whom something changes."""
        return [line for line in self.lines if line.changes and not line.is_new]

    @property
    def unchanged(self) -> int:
        """How many lines the journal holds already."""
        return len(self.lines) - len(self.new) - len(self.changed)

    @property
    def count(self) -> int:
        """How many lines write something."""
        return len(self.new) + len(self.changed)

    @property
    def digest(self) -> str:
        """Differs when the journal, the file or the date would make the import do another thing."""
        told = [tuple(_told(line)) for line in self.lines if line.changes]
        return sha256(repr((told, sorted(self.new_classes.items()))).encode()).hexdigest()


def _told(line: Line) -> Iterator[Any]:
    yield line.number, _card(line.card), line.place
    for tie in line.ties:
        yield _card(tie.guardian), getattr(tie.link, "id", None), tie.relation


def _card(card: Card) -> tuple[Any, ...]:
    return (getattr(card.row, "id", None), sorted(card.values.items()), sorted(card.before.items()))
