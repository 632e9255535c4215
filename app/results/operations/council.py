"""Decisions of the pedagogical council [R1]."""

import datetime as dt
from collections.abc import Iterator, Mapping

from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, NotFound, refuse_if
from app.results.access import may_record_decisions, require
from app.results.enums import Decision
from app.results.models import CouncilDecision
from app.results.queries.council import ClassCouncil, class_council
from app.results.rules.council import Protocol, decision_faults, protocol_faults


def record_decisions(
    actor: Actor,
    *,
    class_id: int,
    chosen: Mapping[int, Decision],
    protocol: Protocol,
    today: dt.date,
) -> int:
    """Record what one protocol says of the pupils of a class; all of it or nothing [R1].

    A decision that stands already in the same words stays with its protocol; the number of those
    that were recorded is returned. Raises NotFound, Forbidden, Refused with all faults.
    """
    require(may_record_decisions(actor))
    council = class_council(actor, class_id, today)
    refuse_if(_faults(council, chosen, protocol, today))
    changed = {
        pupil: decision
        for pupil, decision in chosen.items()
        if (row := council.decided(pupil)) is None or row.decision != decision
    }
    for pupil, decision in changed.items():
        row = council.decided(pupil)
        if row is None:
            row = CouncilDecision(class_id=class_id, pupil_id=pupil)
            db.session.add(row)
        row.decision = decision
        row.protocol_number = protocol.number.strip()
        row.protocol_date = protocol.date or today
    return len(changed)


def _faults(
    council: ClassCouncil, chosen: Mapping[int, Decision], protocol: Protocol, today: dt.date
) -> list[Fault]:
    year = council.sheet.school_class.year
    faults = protocol_faults(protocol, year.starts, today)
    if year.closed_on and year.closed_on <= today:
        faults.append(Fault(_l("The school year is closed.")))
    if not chosen:
        faults.append(Fault(_l("Choose a decision for at least one pupil.")))
    return [*faults, *_pupil_faults(council, chosen)]


def _pupil_faults(council: ClassCouncil, chosen: Mapping[int, Decision]) -> Iterator[Fault]:
    for pupil, decision in chosen.items():
        if pupil not in council.years:
            raise NotFound
        for fault in decision_faults(decision, council.years[pupil]):
            name = council.sheet.roster.names[pupil]
            yield Fault(f"{name}: {fault.text}", f"decision-{pupil}")
