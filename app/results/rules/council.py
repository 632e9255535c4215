"""What the pedagogical council may decide of a pupil, and what the year's results propose [R1]."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault
from app.journal.rules.cell import FAILED, NOT_ATTESTED
from app.results.enums import Decision
from app.results.rules.year import LEAVING

_DEBTS = frozenset({"2", "1", FAILED, NOT_ATTESTED})
_ON = frozenset({Decision.PROMOTED, Decision.CONDITIONAL})


@dataclass(frozen=True)
class PupilYear:
    """A pupil's year: the class's grade and the result of the year by subject, None where missing.

    In classes 9 and 11 the final result, where there is one, stands for the year's.
    """

    grade: int
    results: Mapping[str, str | None]

    @property
    def missing(self) -> list[str]:
        """Subjects without a result."""
        return [subject for subject, value in self.results.items() if value is None]

    @property
    def debts(self) -> list[str]:
        """Subjects that the pupil failed or was not attested in."""
        return [subject for subject, value in self.results.items() if value in _DEBTS]


@dataclass(frozen=True)
class Protocol:
    """The council's protocol: its number and date."""

    number: str
    date: dt.date | None


def propose_decision(year: PupilYear) -> Decision | None:
    """Without debts a pupil goes on, or leaves school after class 9 and 11; with a debt goes on
    conditionally, and repeats classes 9 and 11 (273-ФЗ, article 58). None while a result is
    missing [R1].
    """
    if year.missing:
        return None
    if year.grade in LEAVING:
        return Decision.REPEATS if year.debts else Decision.GRADUATED
    return Decision.CONDITIONAL if year.debts else Decision.PROMOTED


def decision_faults(decision: Decision, year: PupilYear) -> list[Fault]:
    """What forbids a decision, all of it; to repeat the year may be decided of anybody [R1]."""
    if year.missing:
        text = _l("No result of the year: %(names)s.", names=", ".join(year.missing))
        return [Fault(text)]
    faults = []
    if decision == Decision.GRADUATED and year.grade not in LEAVING:
        faults.append(Fault(_l("Pupils graduate after classes 9 and 11.")))
    if decision in _ON and year.grade in LEAVING:
        faults.append(Fault(_l("After classes 9 and 11 pupils graduate or repeat the year.")))
    if decision in {Decision.PROMOTED, Decision.GRADUATED} and year.debts:
        faults.append(Fault(_l("There are debts: %(names)s.", names=", ".join(year.debts))))
    if decision == Decision.CONDITIONAL and not year.debts:
        faults.append(Fault(_l("There are no debts: nothing is conditional.")))
    return faults


def protocol_faults(protocol: Protocol, starts: dt.date, today: dt.date) -> list[Fault]:
    """What is wrong with the protocol: it has a number and a date of this year until today [R1]."""
    faults = []
    if not protocol.number.strip():
        faults.append(Fault(_l("Write the number of the protocol."), "number"))
    if protocol.date is None:
        faults.append(Fault(_l("Write the date of the protocol."), "date"))
    elif not starts <= protocol.date <= today:
        faults.append(Fault(_l("The date lies in this academic year and not ahead."), "date"))
    return faults
