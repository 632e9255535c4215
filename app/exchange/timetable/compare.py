"""Wanted against stored slots: what stays, opens, is extended or closes, and how to say it [S5]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from app.exchange.timetable.change import CourseKey, Difference, Ref, SlotText, WantedSlot
from app.exchange.timetable.stored import Stored
from app.plan.models import Course
from app.timetable.models import Slot

_Identity = tuple[CourseKey, int, int, str, Ref | None, frozenset[Ref]]


@dataclass
class SlotChange:
    """Slots to open, to extend (with their new dates), to close; `kept` are wanted and there."""

    open: list[WantedSlot] = field(default_factory=list)
    extend: list[tuple[Slot, WantedSlot]] = field(default_factory=list)
    close: list[Slot] = field(default_factory=list)


def course_key(course: Course) -> CourseKey:
    """The key of a stored course."""
    return (course.class_id, course.subject_id, course.subgroup_id)


def compare_slots(
    wanted: Iterable[WantedSlot], scope: Sequence[Slot], stored: Stored
) -> SlotChange:
    """What makes the slots of `scope` those that the file wants from its date on [S5]."""
    courses = {course.id: course_key(course) for course in stored.courses}
    there: dict[_Identity, list[Slot]] = defaultdict(list)
    for slot in scope:
        there[_identity_of(slot, courses[slot.course_id], stored)].append(slot)
    change = SlotChange()
    for want in wanted:
        key = (want.course, want.weekday, want.number, str(want.week), want.room, want.teachers)
        same = there.get(key, [])
        if not same:
            change.open.append(want)
            continue
        found = next((s for s in same if _holds(s, want, stored)), same[0])
        same.remove(found)
        if not _holds(found, want, stored):
            change.extend.append((found, want))
    change.close = [slot for slots in there.values() for slot in slots]
    return change


def _identity_of(slot: Slot, course: CourseKey, stored: Stored) -> _Identity:
    """A slot that names no teacher is taught by whoever teaches its course."""
    teachers = frozenset[Ref](stored.teachers.get(slot.id) or stored.taught_by[slot.course_id])
    return (course, slot.weekday, slot.lesson_number, str(slot.week), slot.room_id, teachers)


def _holds(slot: Slot, want: WantedSlot, stored: Stored) -> bool:
    """True when the slot covers just what is wanted from its date on."""
    return slot.valid_from <= want.first and _end(slot.valid_to, stored) == _end(want.last, stored)


def _end(last: dt.date | None, stored: Stored) -> dt.date:
    """No end, and an end after the year's, are the year's end."""
    return min(last or stored.year.ends, stored.year.ends)


def differences(
    change: SlotChange,
    text_of_slot: Callable[[Slot], SlotText],
    text_of_wanted: Callable[[WantedSlot], SlotText],
) -> list[Difference]:
    """Lines of the preview: what closes and opens at one place, or of one course, is a change."""
    before = dict(enumerate(text_of_slot(slot) for slot in change.close))
    after = dict(enumerate(text_of_wanted(want) for want in change.open))
    found = [Difference(text_of_slot(slot), text_of_wanted(want)) for slot, want in change.extend]
    for likeness in (_whole, _same_place, _same_course):
        found += _pairs(before, after, likeness)
    found += [Difference(None, new) for new in after.values()]
    found += [Difference(old, None) for old in before.values()]
    return sorted(found, key=lambda line: _order(line.at))


def _pairs(
    before: dict[int, SlotText], after: dict[int, SlotText], likeness: Callable[[SlotText], object]
) -> list[Difference]:
    """Take pairs that are alike out of both."""
    waiting: dict[object, list[int]] = defaultdict(list)
    for index, old in before.items():
        waiting[likeness(old)].append(index)
    found = []
    for index, new in list(after.items()):
        alike = waiting[likeness(new)]
        if alike:
            found.append(Difference(before.pop(alike.pop(0)), new))
            del after[index]
    return found


def _whole(slot: SlotText) -> object:
    return (slot.school_class, slot.weekday, slot.number, slot.subject)


def _same_place(slot: SlotText) -> object:
    return (slot.school_class, slot.weekday, slot.number)


def _same_course(slot: SlotText) -> object:
    return (slot.school_class, slot.subject)


def _order(slot: SlotText) -> tuple[int, str, int, int, str]:
    digits = slot.school_class[: 2 if slot.school_class[:2].isdigit() else 1]
    grade = int(digits) if digits.isdigit() else 0
    return (grade, slot.school_class, slot.weekday, slot.number, slot.subject)
