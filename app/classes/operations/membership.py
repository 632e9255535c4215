"""Stays of pupils in classes: dated, and history stays where it was made [S6]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from app.classes import queries, rules
from app.classes.access import require_may_enrol
from app.classes.models import ClassMembership, SchoolClass, SubgroupMembership
from app.classes.rules import Papers, Span
from app.core.actor import Actor
from app.core.db import db, reserved_ids
from app.core.errors import Fault, NotFound, refuse_if
from app.people.models import Pupil

_NO_PAPERS = Papers()


def enrol_pupil(
    actor: Actor,
    *,
    pupil_id: int,
    class_id: int,
    since: dt.date,
    until: dt.date | None = None,
    papers: Papers = _NO_PAPERS,
) -> ClassMembership:
    """Put a pupil into a class from `since` on [S6].

    Raises NotFound, Forbidden, and Refused when the pupil is in a class then.
    """
    require_may_enrol(actor)
    pupil = locked_pupil(pupil_id)
    school_class = open_class(class_id)
    others = queries.class_memberships([pupil_id])
    span = Span(since, until)
    refuse_if(_faults(span, others, school_class) + rules.paper_faults(papers, span))
    row = ClassMembership(
        pupil=pupil, school_class=school_class, since=since, until=until, **asdict(papers)
    )
    db.session.add(row)
    return row


@dataclass(frozen=True)
class Arrival:
    """A stored pupil comes to a class on a day."""

    pupil: Pupil
    school_class: SchoolClass
    since: dt.date
    papers: Papers = _NO_PAPERS


def enrol_pupils(actor: Actor, *, arrivals: Sequence[Arrival]) -> None:
    """Put many pupils into classes, with as many statements as for one [S6 S8].

    Raises Forbidden, and Refused with the faults of all.
    """
    require_may_enrol(actor)
    ids = [arrival.pupil.id for arrival in arrivals]
    queries.locked_pupils(ids)
    others: dict[int, list[ClassMembership]] = defaultdict(list)
    for stay in queries.class_memberships(ids):
        others[stay.pupil_id].append(stay)
    faults = []
    for one in arrivals:
        faults += rules.closed_faults(one.school_class.year.closed_on)
        faults += _faults(Span(one.since), others[one.pupil.id], one.school_class)
    refuse_if(faults)
    keys = reserved_ids(ClassMembership.__table__, len(arrivals))
    db.session.add_all(
        ClassMembership(
            id=key,
            pupil=one.pupil,
            school_class=one.school_class,
            since=one.since,
            **asdict(one.papers),
        )
        for key, one in zip(keys, arrivals, strict=True)
    )


def change_stay(
    actor: Actor,
    *,
    membership_id: int,
    since: dt.date,
    until: dt.date | None,
    papers: Papers | None = None,
) -> ClassMembership:
    """Change the days of a stay in a class; stays in its subgroups are cut to fit [S4 S6].

    Without `papers` its orders stay as they are. Raises as `enrol_pupil`.
    """
    require_may_enrol(actor)
    row = _locked(membership_id)
    others = [other for other in queries.class_memberships([row.pupil_id]) if other is not row]
    subgroups = queries.subgroup_memberships([row.pupil_id], row.class_id)
    old, new = queries.span_of(row), Span(since, until)
    refuse_if(_faults(new, others, open_class(row.class_id)))
    if papers is not None:
        refuse_if(rules.paper_faults(papers, new))
        for name, value in asdict(papers).items():
            setattr(row, name, value)
    row.since, row.until = since, until
    for stay in subgroups:
        if queries.span_of(stay).within(old):
            _cut(stay, new)
    return row


def remove_pupil(actor: Actor, *, membership_id: int, last: dt.date) -> ClassMembership:
    """End a stay in a class: `last` is the pupil's last day there [S6]; raises as `change_stay`."""
    require_may_enrol(actor)
    since = _locked(membership_id).since
    return change_stay(actor, membership_id=membership_id, since=since, until=last)


def forget_stay(actor: Actor, *, membership_id: int, today: dt.date, recorded: bool) -> None:
    """Delete a stay that was entered by mistake, and the subgroups in it [S6].

    `recorded`: the journal has entries of it; then it can only be ended (Refused).
    """
    require_may_enrol(actor)
    row = _locked(membership_id)
    open_class(row.class_id)
    span = queries.span_of(row)
    refuse_if(rules.removal_faults(span, today, recorded))
    for stay in queries.subgroup_memberships([row.pupil_id], row.class_id):
        if queries.span_of(stay).within(span):
            db.session.delete(stay)
    db.session.delete(row)


def open_class(class_id: int) -> SchoolClass:
    """The class, whose year is not closed; raises NotFound, Refused."""
    school_class = db.session.get(SchoolClass, class_id)
    if school_class is None:
        raise NotFound
    refuse_if(rules.closed_faults(school_class.year.closed_on))
    return school_class


def year_of(school_class: SchoolClass) -> Span:
    """The days of the class's school year."""
    return Span(school_class.year.starts, school_class.year.ends)


def locked_pupil(pupil_id: int) -> Pupil:
    """The pupil, whose stays nobody else changes meanwhile; raises NotFound."""
    found = queries.locked_pupils([pupil_id]).get(pupil_id)
    if found is None:
        raise NotFound
    return found


def _locked(membership_id: int) -> ClassMembership:
    row = db.session.get(ClassMembership, membership_id)
    if row is None:
        raise NotFound
    locked_pupil(row.pupil_id)
    db.session.refresh(row)
    return row


def _faults(
    span: Span, others: Iterable[ClassMembership], school_class: SchoolClass
) -> list[Fault]:
    return rules.stay_faults(span, map(queries.stay_of, others), year_of(school_class))


def _cut(stay: SubgroupMembership, span: Span) -> None:
    if not queries.span_of(stay).meets(span):
        db.session.delete(stay)
        return
    stay.since = max(stay.since, span.since)
    if span.until is not None:
        stay.until = min(stay.until or span.until, span.until)
