"""What marks of a work go to the journal [R5]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l

from app.journal.rules.cell import DEBT
from app.journal.rules.entry import EntryFacts, mark_faults
from app.works.enums import Step
from app.works.rules.points import Row
from app.works.rules.scale import Scale, mark_for

_BESIDE_ABSENCE = _l("The journal says that the pupil was absent.")
_INCOMPLETE = _l("Not all items have points; write 0 where the pupil did nothing.")
_NO_POINTS = _l("No points are entered.")


@dataclass(frozen=True)
class Sitting:
    """A pupil's row with what the journal knows: mark of the task, absence, enrolment."""

    pupil_id: int
    name: str
    row: Row
    mark: str | None = None
    missed: bool = False
    enrolled: bool = True
    medical_group: bool = False


@dataclass(frozen=True)
class Proposal:
    """What is proposed for a pupil: the value, what would become of it, why, ticked at first."""

    sitting: Sitting
    value: str | None
    step: Step
    note: Any = ""

    @property
    def possible(self) -> bool:
        """True when it can be put."""
        return self.step in {Step.NEW, Step.OTHER, Step.DEBT}

    @property
    def ticked(self) -> bool:
        """True where nothing speaks against it: no other mark, no absence beside it."""
        return self.step == Step.DEBT or (self.step == Step.NEW and not self.note)


def proposals(
    sittings: Sequence[Sitting], scale: Scale, maximum: int, facts: EntryFacts, today: dt.date
) -> list[Proposal]:
    """The mark of everybody by the scale, debts of the absent; `facts` speak of the lesson."""
    return [_proposal(one, scale, maximum, facts, today) for one in sittings]


def _proposal(
    one: Sitting, scale: Scale, maximum: int, facts: EntryFacts, today: dt.date
) -> Proposal:
    row = one.row
    if row.begun and not row.complete:
        return Proposal(one, None, Step.NOTHING, _INCOMPLETE)
    if row.begun:
        value = mark_for(scale, row.total, maximum)
    elif row.absent or one.missed:
        value = DEBT
    else:
        return Proposal(one, None, Step.NOTHING, _NO_POINTS)
    if value == one.mark or (value == DEBT and one.mark):
        return Proposal(one, value, Step.SAME)
    own = replace(facts, enrolled=one.enrolled, medical_group=one.medical_group)
    if faults := mark_faults(value, own, today):
        return Proposal(one, value, Step.REFUSED, faults[0].text)
    if value == DEBT:
        return Proposal(one, value, Step.DEBT)
    step = Step.OTHER if one.mark and one.mark != DEBT else Step.NEW
    return Proposal(one, value, step, _BESIDE_ABSENCE if one.missed else "")


def shown_of(one: Proposal) -> str:
    """The value and the mark of a proposal: by them a change since the preview is noticed."""
    return f"{one.value or ''} {one.sitting.mark or ''}".strip()
