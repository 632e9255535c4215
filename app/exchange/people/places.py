"""Which class a line's pupil comes to; who is there already stays as they are [S6 S8]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.classes import rules
from app.classes.models import ClassMembership
from app.classes.queries import span_of, stay_of
from app.classes.rules import Papers, Span
from app.core.errors import Fault
from app.exchange.people.change import Place
from app.exchange.people.stored import Stored
from app.exchange.timetable.names import grade_of, match_key

_PAPERS = ("came_from", "arrival_order")
Found = tuple[Place | None, list[Fault], str]


class Places:
    """The classes of the year with who is in them; `new`: the classes that will be made."""

    def __init__(
        self, stored: Stored, since: dt.date, today: dt.date, *, adds_classes: bool
    ) -> None:
        self.stored, self.since, self.adds_classes = stored, since, adds_classes
        self.day = stored.day(today)
        self.new: dict[str, str] = {}
        self._members: dict[int, set[int]] = defaultdict(set)
        for pupil_id, stays in stored.stays.items():
            for stay in stays:
                if span_of(stay).last >= self.day:
                    self._members[stay.class_id].add(pupil_id)

    def members(self, class_name: str) -> set[int]:
        """Ids of the pupils who are in the class."""
        school_class = self.stored.classes.get(match_key(class_name))
        return self._members[school_class.id] if school_class else set()

    def of(self, given: Mapping[str, Any], pupil: Any) -> Found:
        """Where the pupil comes to, what forbids it, and what to know."""
        name = given.get("class", "")
        if not name:
            return None, [], ""
        if self.stored.year is None:
            return None, [Fault(_("There is no academic year yet: add it first."), "class")], ""
        stays = self.stored.stays.get(pupil.id, []) if pupil else []
        school_class = self.stored.classes.get(match_key(name))
        since = given.get("since") or self.since
        there = self._there(stays, school_class, given.get("since"))
        if there:
            return None, [], self._differing(there, given)
        faults = self._class_faults(name, school_class)
        faults += rules.closed_faults(self.stored.year.closed_on)
        year = Span(self.stored.year.starts, self.stored.year.ends)
        faults += [
            Fault(fault.text, fault.field if "since" in given else "class")
            for fault in rules.stay_faults(Span(since), map(stay_of, stays), year)
        ]
        papers = Papers(**{key: given[key] for key in _PAPERS if key in given})
        key = match_key(name)
        return Place(key, self.new.get(key, name), since, papers), faults, ""

    def _there(
        self, stays: list[ClassMembership], school_class: Any, since: dt.date | None
    ) -> ClassMembership | None:
        """The stay in the class that goes on, or that began on the day that the line tells."""
        for stay in stays:
            known = since == stay.since or span_of(stay).last >= self.day
            if stay.school_class is school_class and known:
                return stay
        return None

    def _differing(self, stay: ClassMembership, given: Mapping[str, Any]) -> str:
        """What the file tells otherwise of a stay: an import does not rewrite the movement."""
        columns = ("since", *_PAPERS)
        if all(key not in given or given[key] == getattr(stay, key) for key in columns):
            return ""
        return _(
            "the pupil is in the class since %(day)s; day and order are changed in «Class lists».",
            day=f"{stay.since:%d.%m.%Y}",
        )

    def _class_faults(self, name: str, school_class: Any) -> list[Fault]:
        if school_class is not None:
            return []
        year = self.stored.year
        if not self.adds_classes:
            text = _(
                "There is no class %(name)s in %(year)s. The administrator of the journal makes"
                " classes.",
                name=name,
                year=year,
            )
            return [Fault(text, "class")]
        if grade_of(name) is None:
            return [Fault(_("The name of the class begins with its grade: 7А."), "class")]
        self.new.setdefault(match_key(name), name)
        return []
