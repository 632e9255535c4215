"""Subgroups: a class is split, its pupils are spread and moved; all dated [S4]."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.classes import queries, rules
from app.classes.access import may_transfer, require_may_arrange, require_may_split
from app.classes.models import ClassMembership, Subgroup, SubgroupMembership
from app.classes.operations.membership import locked_pupil, open_class, year_of
from app.classes.rules import Span
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, NotFound, refuse_if


def split_class(
    actor: Actor, *, class_id: int, division: str, names: Sequence[str]
) -> list[Subgroup]:
    """Make a division of a class with subgroups of these names, without pupils yet [S4].

    Raises NotFound, Forbidden, Refused.
    """
    school_class = open_class(class_id)
    require_may_split(actor, school_class)
    division, names = " ".join(division.split()), [" ".join(name.split()) for name in names]
    existing = {group.division for group in queries.subgroups(class_id)}
    refuse_if(rules.division_faults(division, names, existing))
    found = [
        Subgroup(school_class=school_class, division=division, name=name) for name in names if name
    ]
    db.session.add_all(found)
    return found


def spread_pupils(
    actor: Actor,
    *,
    class_id: int,
    division: str,
    choices: Mapping[int, int | None],
    since: dt.date,
    today: dt.date,
) -> None:
    """Put pupils into subgroups of a division from `since` on: `choices` pupil id → subgroup id.

    Without a subgroup the pupil leaves the division. A class teacher makes the division;
    moves a pupil who has been in another subgroup only the administrator [S4]. Raises NotFound,
    Forbidden, and Refused with the faults of every pupil: then nobody is moved.
    """
    school_class = open_class(class_id)
    require_may_split(actor, school_class)
    places = {group.id: group for group in queries.subgroups(class_id, division)}
    pupils = queries.locked_pupils(choices)
    if set(pupils) != set(choices) or not set(choices.values()) <= {None, *places}:
        raise NotFound
    moves = _moves(class_id, division, choices, since)
    refuse_if(
        [
            fault
            for pupil_id, move in moves.items()
            for fault in _faults(actor, pupils[pupil_id].call_name, places, move, today)
        ]
    )
    for pupil_id, move in moves.items():
        _make(pupil_id, move)


def move_pupil_to_subgroup(
    actor: Actor, *, pupil_id: int, subgroup_id: int, since: dt.date, today: dt.date
) -> None:
    """Move a pupil to another subgroup of its division from `since` on: administrator only [S4].

    The stay in the former subgroup ends the day before. Raises NotFound, Forbidden, Refused.
    """
    require_may_arrange(actor)
    group = db.session.get(Subgroup, subgroup_id)
    if group is None:
        raise NotFound
    spread_pupils(
        actor,
        class_id=group.class_id,
        division=group.division,
        choices={pupil_id: subgroup_id},
        since=since,
        today=today,
    )


def change_subgroup_stay(
    actor: Actor, *, membership_id: int, since: dt.date, until: dt.date | None
) -> SubgroupMembership:
    """Change the days of a stay in a subgroup: administrator only [S4].

    Raises NotFound, Forbidden, Refused: outside the class, or over another subgroup.
    """
    row, group = _locked(actor, membership_id)
    school_class = open_class(group.class_id)
    division = queries.subgroup_memberships([row.pupil_id], group.class_id, group.division)
    refuse_if(
        rules.subgroup_stay_faults(
            Span(since, until),
            _class_spans(queries.class_memberships([row.pupil_id]), group.class_id),
            [queries.stay_of(other) for other in division if other is not row],
            year_of(school_class),
        )
    )
    row.since, row.until = since, until
    return row


def forget_subgroup_stay(
    actor: Actor, *, membership_id: int, today: dt.date, recorded: bool
) -> None:
    """Delete a stay in a subgroup that was entered by mistake: administrator only [S4].

    `recorded`: the journal has entries of it; then it can only be ended (Refused).
    """
    row, group = _locked(actor, membership_id)
    open_class(group.class_id)
    refuse_if(rules.removal_faults(queries.span_of(row), today, recorded))
    db.session.delete(row)


@dataclass(frozen=True)
class _Move:
    """A pupil's way to another subgroup (None: to none): what it is measured by and touches."""

    to: int | None
    since: dt.date
    class_spans: list[Span]
    touched: list[SubgroupMembership]


def _moves(
    class_id: int, division: str, choices: Mapping[int, int | None], since: dt.date
) -> dict[int, _Move]:
    """The moves that change something, by pupil."""
    stays = queries.subgroup_memberships(choices, class_id, division)
    in_classes = queries.class_memberships(choices)
    moves = {}
    for pupil_id, place in choices.items():
        mine = [row for row in stays if row.pupil_id == pupil_id]
        touched = [row for row in mine if queries.span_of(row).meets(Span(since))]
        now = next((row.subgroup_id for row in touched if row.since <= since), None)
        if now != place:
            spans = _class_spans((r for r in in_classes if r.pupil_id == pupil_id), class_id)
            moves[pupil_id] = _Move(place, since, spans, touched)
    return moves


def _class_spans(rows: Iterable[ClassMembership], class_id: int) -> list[Span]:
    return [queries.span_of(row) for row in rows if row.class_id == class_id]


def _faults(
    actor: Actor, pupil: str, places: Mapping[int, Subgroup], move: _Move, today: dt.date
) -> list[Fault]:
    place = None if move.to is None else places[move.to].name
    cut = [] if may_transfer(actor) else [queries.stay_of(row) for row in move.touched]
    return rules.move_faults(
        pupil,
        since=move.since,
        class_stays=move.class_spans,
        transferred=rules.transfers(cut, place, today),
    )


def _make(pupil_id: int, move: _Move) -> None:
    for row in move.touched:
        if row.since >= move.since:
            db.session.delete(row)
        else:
            row.until = move.since - dt.timedelta(1)
    if move.to is not None:
        until = next(span.until for span in move.class_spans if span.holds(move.since))
        db.session.add(
            SubgroupMembership(
                pupil_id=pupil_id, subgroup_id=move.to, since=move.since, until=until
            )
        )


def _locked(actor: Actor, membership_id: int) -> tuple[SubgroupMembership, Subgroup]:
    require_may_arrange(actor)
    row = db.session.get(SubgroupMembership, membership_id)
    if row is None:
        raise NotFound
    locked_pupil(row.pupil_id)
    db.session.refresh(row)
    return row, row.subgroup
