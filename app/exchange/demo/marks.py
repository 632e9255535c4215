"""What pupils get: abilities, marks of a work, answers of a lesson [J5]."""

import random
from collections import defaultdict
from dataclasses import dataclass, field

from app.journal.rules.cell import DEBT, FAILED, PASSED
from app.people.models import Pupil

_ANSWERS = (2, 6)  # pupils who are marked in a plain lesson
_WRITTEN_LATE = 0.5  # of those absent from a control work, a debt
_MADE_GOOD = 0.85  # of debts older than two weeks
_SPREAD = 0.62
_PASSES = 2.9
_LONG_AGO = 14  # days


@dataclass
class Abilities:
    """How able each pupil is, and how a course suits them; drawn when first asked for."""

    chance: random.Random
    general: dict[int, float] = field(default_factory=dict)
    special: dict[tuple[int, int], float] = field(default_factory=dict)

    def of(self, pupil: int, course: int) -> float:
        """The mark about which the pupil's marks of the course lie."""
        if pupil not in self.general:
            self.general[pupil] = self.chance.gauss(4.1, 0.5)
        if (pupil, course) not in self.special:
            self.special[pupil, course] = self.chance.gauss(0, 0.22)
        return self.general[pupil] + self.special[pupil, course]


def mark(ability: float, chance: random.Random, *, pass_only: bool = False) -> str:
    """A mark of a pupil: 2 to 5, or зач and н/зач."""
    if pass_only:
        return PASSED if chance.gauss(ability, _SPREAD) > _PASSES else FAILED
    return str(min(5, max(2, round(chance.gauss(ability, _SPREAD)))))


def answering(pupils: list[Pupil], chance: random.Random) -> list[Pupil]:
    """Who is asked in a plain lesson."""
    return chance.sample(pupils, min(len(pupils), chance.randint(*_ANSWERS)))


def missed_work(age: int, chance: random.Random) -> str | None:
    """What stands for a written work that the pupil was absent from; `age` in days.

    Old debts are gone: a mark instead would stand beside an absence in a reconciled week [T3].
    """
    owes = chance.random() < _WRITTEN_LATE
    settled = age > _LONG_AGO and chance.random() < _MADE_GOOD
    return DEBT if owes and not settled else None


class Sums:
    """Marks with their weights by course, grading period and pupil: results come of them [R1]."""

    def __init__(self) -> None:
        self.marks: dict[tuple[int, int, int], list[tuple[str | None, int]]] = defaultdict(list)

    def add(self, course: int, period: int, pupil: int, value: str, weight: int) -> None:
        """Take a mark into account."""
        self.marks[course, period, pupil].append((value, weight))
