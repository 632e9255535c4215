"""An import of people worked out: each line matched, compared and checked; nothing is written [S8].

A cell that is empty in the file changes nothing. Whoever cannot be told apart for sure is a fault
of the line, never a guess.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from app.core.errors import JournalError
from app.exchange.people import matching
from app.exchange.people.change import Card, Line, PeopleChange, Tie
from app.exchange.people.columns import PUPILS, fields_of
from app.exchange.people.places import Places
from app.exchange.people.reading import GuardianRow, PersonRow, RowFault, Table
from app.exchange.people.stored import Stored
from app.exchange.people.values import written
from app.people import rules


def plan_people(
    table: Table, stored: Stored, *, since: dt.date, today: dt.date, adds_classes: bool
) -> PeopleChange:
    """What entering the table would do. `since`: first day in the class where the file tells none.

    `adds_classes`: classes that are not there yet may be made.
    """
    change = PeopleChange(table, stored, since, faults=list(table.faults))
    planner = _Planner(change, today, Places(stored, since, today, adds_classes=adds_classes))
    for row in table.rows:
        planner.take(row)
    change.new_classes = planner.places.new
    change.faults.sort(key=lambda fault: fault.line)
    return change


class _Planner:
    """Takes the lines one after the other; knows who of the file was seen already."""

    def __init__(self, change: PeopleChange, today: dt.date, places: Places) -> None:
        self.change, self.today, self.places = change, today, places
        stored = change.stored
        self.people = {one.id: one for one in stored.people}
        self.guardians = {one.id: one for one in stored.guardians}
        self.by_name, self.guardians_by_name = _by_name(stored.people), _by_name(stored.guardians)
        self.headings = {one.key: one.heading for one in fields_of(stored.kind)}
        self.seen: dict[Any, list[PersonRow]] = defaultdict(list)
        self.parents: dict[Any, list[Card]] = defaultdict(list)  # of the file, by name and id

    def take(self, row: PersonRow) -> None:
        """Plan one line; what is wrong with it is put down."""
        try:
            line = Line(row.line, self._card(row))
            if self.change.stored.kind == PUPILS:
                line.place = self._place(row, line.card.row)
                line.ties = [tie for one in row.guardians if (tie := self._tie(row, one, line))]
        except JournalError as error:
            self._fault(row, "", error.text)
        else:
            self.change.lines.append(line)

    def _card(self, row: PersonRow) -> Card:
        known = self.by_name[matching.key_of(row.card)]
        if row.code is not None:
            found = matching.by_code(row.code, self.people, row.card)
        elif self.change.stored.kind == PUPILS:
            in_class = self.places.members(row.place.get("class", ""))
            found = matching.same_pupil(row.card, known, in_class)
        else:
            found = matching.same_staff(row.card, known)
        card = self._compared(row, found, row.card)
        self._once(row, card)
        if found is None and known:
            self._note(row, _("there is somebody of this name already: this will be another"))
        return card

    def _compared(
        self, row: PersonRow, found: Any, given: Mapping[str, Any], block: str = ""
    ) -> Card:
        """What of the card is new; faults of the rules are put down at their columns."""
        before = {key: getattr(found, key, None) for key in {*given, *rules.NAMES, "sex"}}
        values = {key: value for key, value in given.items() if not _same(value, before[key])}
        if found is None or values:
            settled = rules.settled_card(values, before)
            pupil = not block and self.change.stored.kind == PUPILS
            for fault in rules.card_faults(settled, pupil=pupil, today=self.today):
                self._fault(row, f"{block}{fault.field}", fault.text)
            values = {key: one for key, one in settled.items() if not _same(one, before.get(key))}
        return Card(found, values, {key: before[key] for key in values} if found else {})

    def _once(self, row: PersonRow, card: Card) -> None:
        """Two lines about one person, or about who cannot be told apart, are a mistake."""
        key = card.row.id if card.row else matching.key_of(row.card)
        earlier = [one for one in self.seen[key] if card.row or matching.alike(row.card, one.card)]
        if earlier:
            text = _("the same person stands in line %(line)s.", line=earlier[0].line)
            self._fault(row, "last_name", text)
        self.seen[key].append(row)

    def _place(self, row: PersonRow, pupil: Any) -> Any:
        place, faults, note = self.places.of(row.place, pupil)
        for fault in faults:
            self._fault(row, fault.field or "class", fault.text)
        if note:
            self._note(row, note)
        return place

    def _tie(self, row: PersonRow, one: GuardianRow, line: Line) -> Tie | None:
        """A guardian of the line: of the family, of another pupil, of an earlier line, or new."""
        links = self.change.stored.links.get(line.card.row.id, []) if line.card.row else []
        block = f"g{one.number}_"
        try:
            card = self._guardian(row, one, [link.guardian for link in links])
        except JournalError as error:
            self._fault(row, f"{block}last_name", error.text)
            return None
        if any(card is tie.guardian for tie in line.ties):
            self._fault(row, f"{block}last_name", _("this parent stands in the line twice."))
        link = next((known for known in links if known.guardian is card.row), None)
        changed = one.relation and not _same(one.relation, link.relation if link else None)
        return Tie(card, link, one.relation if changed else None)

    def _guardian(self, row: PersonRow, one: GuardianRow, family: list[Any]) -> Card:
        key, block = matching.key_of(one.card), f"g{one.number}_"
        others = self.guardians_by_name[key]
        if one.code is not None:
            found = matching.by_code(one.code, self.guardians, one.card)
        else:
            found = matching.same_guardian(one.card, family, others)
        card = self._compared(row, found, one.card, block)
        if earlier := self._earlier(found, key, one.card):
            return self._joined(row, earlier, card, block)
        if found is not None and found not in family:
            text = _("%(name)s is in the journal already: will be linked", name=found.full_name)
            self._note(row, text, f"{block}last_name")
        if found is None and others:
            text = _("there is somebody of this name already: this will be another")
            self._note(row, text, f"{block}last_name")
        self.parents[found.id if found else key].append(card)
        return card

    def _earlier(self, found: Any, key: Any, card: Mapping[str, Any]) -> Card | None:
        """The same parent in an earlier line, of a brother or sister."""
        if found is not None:
            return next(iter(self.parents[found.id]), None)
        return next((c for c in self.parents[key] if matching.shares_contact(card, c)), None)

    def _joined(self, row: PersonRow, card: Card, other: Card, block: str) -> Card:
        """The parent of an earlier line with what this one adds; the two may not contradict."""
        for key, value in other.values.items():
            now, told = card.value(key), card.values.get(key)
            if now and not matching.contradict(key, now, value):
                continue
            if told:
                text = _(
                    "another line has «%(value)s» for this parent: write the same.",
                    value=written(told),
                )
                self._fault(row, f"{block}{key}", text)
            else:
                card.values[key] = value
                card.before.update({key: other.before[key]} if card.row else {})
        return card

    def _fault(self, row: PersonRow, key: str, text: Any) -> None:
        heading = self.headings.get(key, "")
        self.change.faults.append(RowFault(row.line, heading, str(text)))

    def _note(self, row: PersonRow, text: Any, key: str = "") -> None:
        self.change.notes.append(RowFault(row.line, self.headings.get(key, ""), str(text)))


def _by_name(people: Iterable[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for one in people:
        found[matching.key_of(one)].append(one)
    return found


def _same(one: Any, other: Any) -> bool:
    """Equal, whatever the spaces; nothing is the same as an empty text."""
    if isinstance(one, str) or isinstance(other, str):
        return " ".join(str(one or "").split()) == " ".join(str(other or "").split())
    return bool(one == other)
