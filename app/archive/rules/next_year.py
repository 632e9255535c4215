"""Where classes and pupils go when a year is over [S2 S6 R1]."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from app.results.enums import Decision

LEAVING_GRADES = (9, 11)
LAST_OF_BASIC, LAST = LEAVING_GRADES


@dataclass(frozen=True)
class Member:
    """A pupil who is in a class on the last day, and what the council decided."""

    pupil: int
    name: str
    decision: Decision | None


@dataclass(frozen=True)
class OldClass:
    """A class of the year that is over."""

    id: int
    name: str
    grade: int
    members: Sequence[Member]


@dataclass(frozen=True)
class NewClass:
    """A class of the next year: `pupils` who come up with it, `repeating` those who join it."""

    name: str
    grade: int
    old: int  # the class that moves up
    old_name: str
    pupils: list[Member] = field(default_factory=list)
    repeating: list[Member] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """The next year as it is proposed.

    `leaving` by class; `choices`: pupils of class 9 who may go on to class 10; `unplaced`: who
    repeats a grade that has no class; `undecided`: of whom the council has decided nothing, they
    move up.
    """

    classes: list[NewClass]
    leaving: list[tuple[str, list[Member]]]
    choices: list[tuple[str, list[Member]]]
    unplaced: list[Member]
    undecided: list[Member]


def next_name(name: str, grade: int) -> str:
    """«7А» → «8А»; a name without its grade gets it in front."""
    rest = re.sub(r"^\d+\s*", "", name)
    between = "" if name[:1].isdigit() else " "
    return f"{grade + 1}{between}{rest}"


def planned(classes: Iterable[OldClass], to_tenth: Collection[int] = ()) -> Plan:
    """Classes move up, 9 and 11 leave, `to_tenth` of class 9 go on; who repeats a year stays."""
    plan = Plan([], [], [], [], [])
    held: list[tuple[OldClass, Member]] = []
    for old in classes:
        moving = [m for m in old.members if m.decision is not Decision.REPEATS]
        held += [(old, m) for m in old.members if m.decision is Decision.REPEATS]
        plan.undecided.extend(m for m in moving if m.decision is None)
        _move(plan, old, moving, to_tenth)
    for old, member in held:
        _hold(plan, old, member)
    return plan


def _move(plan: Plan, old: OldClass, moving: list[Member], to_tenth: Collection[int]) -> None:
    if old.grade in LEAVING_GRADES:
        going_on = [m for m in moving if old.grade == LAST_OF_BASIC and m.pupil in to_tenth]
        leaving = [m for m in moving if m not in going_on]
        if old.grade == LAST_OF_BASIC and moving:
            plan.choices.append((old.name, moving))
        if leaving:
            plan.leaving.append((old.name, leaving))
        moving = going_on
        if not moving:
            return
    new = NewClass(next_name(old.name, old.grade), old.grade + 1, old.id, old.name, moving)
    plan.classes.append(new)


def _hold(plan: Plan, old: OldClass, member: Member) -> None:
    """Who repeats the year joins the class that has this name next year, or one of the grade."""
    same = [new for new in plan.classes if new.grade == old.grade]
    named = [new for new in same if new.name == old.name]
    for new in (named or same)[:1]:
        new.repeating.append(member)
        return
    plan.unplaced.append(member)
