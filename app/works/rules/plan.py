"""The plan of a work: its items and what is wrong with it [R5]."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault
from app.works.enums import Level
from app.works.rules.scale import Scale, scale_faults

MOST_ITEMS, MOST_POINTS, MOST_VARIANTS = 30, 50, 9
TITLE_LENGTH, NUMBER_LENGTH, ELEMENT_LENGTH = 200, 6, 300
LOWEST_GRADE, HIGHEST_GRADE = 2, 12


@dataclass(frozen=True)
class ItemDraft:
    """An item as it was written: its number, what it checks, level, the most points for it."""

    number: str
    element: str
    level: Level
    points: int | None


@dataclass(frozen=True)
class PlanDraft:
    """A plan as it was written."""

    title: str
    subject_id: int | None
    grade: int | None
    variants: int | None
    scale: Scale
    items: Sequence[ItemDraft]

    @property
    def maximum(self) -> int:
        """All points that there are."""
        return sum(item.points or 0 for item in self.items)


def plan_faults(plan: PlanDraft) -> list[Fault]:
    """Everything that is wrong with a plan."""
    faults = [*_head_faults(plan), *_item_faults(plan.items)]
    if plan.items:
        faults += scale_faults(plan.scale, plan.maximum)
    return faults


def _head_faults(plan: PlanDraft) -> list[Fault]:
    faults = []
    if not plan.title or len(plan.title) > TITLE_LENGTH:
        faults.append(Fault(_l("Write a title of 1 to %(most)s letters.", most=TITLE_LENGTH)))
    if plan.subject_id is None:
        faults.append(Fault(_l("Choose the subject.")))
    if plan.grade is None or not LOWEST_GRADE <= plan.grade <= HIGHEST_GRADE:
        faults.append(Fault(_l("Choose the parallel; in class 1 no marks are given.")))
    if plan.variants is None or not 1 <= plan.variants <= MOST_VARIANTS:
        faults.append(Fault(_l("There are 1 to %(most)s variants.", most=MOST_VARIANTS)))
    return faults


def _item_faults(items: Sequence[ItemDraft]) -> list[Fault]:
    if not items:
        return [Fault(_l("Write at least one item: its number and its points."))]
    if len(items) > MOST_ITEMS:
        return [Fault(_l("A work has at most %(most)s items.", most=MOST_ITEMS))]
    faults = []
    for at, item in enumerate(items, 1):
        name = item.number or str(at)
        if not item.number or len(item.number) > NUMBER_LENGTH:
            text = _l("Line %(at)s: write the item's number, e.g. 1 or 2a.", at=at)
            faults.append(Fault(text))
        if not item.element or len(item.element) > ELEMENT_LENGTH:
            text = _l(
                "Item %(name)s: write what it checks, at most %(most)s letters.",
                name=name,
                most=ELEMENT_LENGTH,
            )
            faults.append(Fault(text))
        if item.points is None or not 1 <= item.points <= MOST_POINTS:
            text = _l(
                "Item %(name)s: the points are a whole number from 1 to %(most)s.",
                name=name,
                most=MOST_POINTS,
            )
            faults.append(Fault(text))
    twice = [number for number, times in Counter(i.number for i in items).items() if times > 1]
    if any(twice):
        text = _l("Two items have the number %(names)s.", names=", ".join(filter(None, twice)))
        faults.append(Fault(text))
    return faults
