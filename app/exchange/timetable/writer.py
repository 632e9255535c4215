"""Writes a planned change through the operations of the features it touches [S5 S8]."""

import datetime as dt
from collections import defaultdict
from typing import Any

from flask_babel import gettext as _

from app.classes.operations.structure import add_classes, add_subgroup, widen_week
from app.core.actor import Actor
from app.exchange.timetable.change import CourseKey, Ref, TimetableChange, WantedSlot
from app.exchange.timetable.document import ClassItem, GroupItem, TeacherItem
from app.exchange.timetable.matching import division_name, unknown_first_name
from app.exchange.timetable.naming import is_physical_education
from app.exchange.timetable.stored import Stored
from app.people.models import Staff
from app.people.operations import add_person
from app.plan.models import Course
from app.plan.operations import (
    add_courses,
    set_course_hours,
    start_earlier,
    start_teaching,
    stop_teaching,
)
from app.school.models import Shift
from app.school.operations import add_bells, add_rooms, add_subjects
from app.timetable.operations.revising import close_slots, extend_slot, open_slots

_SATURDAY = 6
_FIVE_DAYS = 5


class Writer:
    """Rows by reference: those of the journal by id, the new ones by the file's key."""

    def __init__(
        self, actor: Actor, stored: Stored, change: TimetableChange, today: dt.date
    ) -> None:
        self.actor, self.stored, self.change, self.today = actor, stored, change, today
        self.rows = change.rows
        self.subjects: dict[Ref, Any] = {row.id: row for row in stored.subjects}
        self.rooms: dict[Ref, Any] = {row.id: row for row in stored.rooms}
        self.staff: dict[Ref, Any] = {row.id: row for row in stored.staff}
        self.classes: dict[Ref, Any] = {row.id: row for row in stored.classes}
        self.groups: dict[Ref, Any] = {row.id: row for row in stored.subgroups}
        self.courses: dict[CourseKey, Course] = {}
        for course in reversed(stored.courses):
            key = (course.class_id, course.subject_id, course.subgroup_id)
            self.courses[key] = course
        self.shifts: dict[int, Shift] = {}

    def write(self) -> None:
        """Everything, in the order in which rows need each other."""
        self._add_structure()
        self._add_people()
        self._add_classes()
        self._add_courses()
        self._change_slots()

    def _add_structure(self) -> None:
        rooms = [{"name": room.name, "seats": room.seats} for room in self.rows.rooms]
        added = add_rooms(self.actor, rooms=rooms)
        self.rooms |= zip((room.key for room in self.rows.rooms), added, strict=True)
        subjects = [
            {
                "name": subject.name,
                "short_name": subject.short or subject.name[:40],
                "physical_education": is_physical_education(subject.name),
            }
            for subject in self.rows.subjects
        ]
        taught = add_subjects(self.actor, subjects=subjects)
        self.subjects |= zip((s.key for s in self.rows.subjects), taught, strict=True)
        self._add_bells()

    def _add_bells(self) -> None:
        by_shift: dict[int, dict[int, tuple[dt.time, dt.time]]] = defaultdict(dict)
        for bell in self.rows.bells:
            by_shift[bell.shift][bell.number] = (bell.starts, bell.ends)
        for number, times in sorted(by_shift.items()):
            shift = _("Shift %(number)s", number=number)
            name = _("Bells of shift %(number)s", number=number)
            schedule = add_bells(self.actor, shift=shift, name=name, times=times)
            self.shifts[number] = schedule.shift

    def _add_people(self) -> None:
        for teacher in self.rows.staff:
            self.staff[teacher.key] = add_person(
                self.actor, kind=Staff, card=_card(teacher), today=self.today
            )

    def _add_classes(self) -> None:
        values = [self._class(item) for item in self.rows.classes]
        added = add_classes(self.actor, year=self.stored.year, classes=values)
        self.classes |= zip((item.key for item in self.rows.classes), added, strict=True)
        widen_week(self.actor, classes=[self.classes[row_id] for row_id in self.rows.six_days])
        for group in self.rows.groups:
            self.groups[group.key] = self._subgroup(group)

    def _class(self, item: ClassItem) -> dict[str, Any]:
        slots = [slot for slot in self.rows.open if slot.course[0] == item.key]
        shifts = [slot.shift for slot in slots]
        usual = max(set(shifts), key=shifts.count, default=1)
        return {
            "name": item.name,
            "grade": item.grade,
            "teacher": self.staff.get(self._teacher_ref(item)),
            "days_per_week": _SATURDAY
            if any(slot.weekday == _SATURDAY for slot in slots)
            else _FIVE_DAYS,
            "shift": self.shifts.get(usual),
        }

    def _teacher_ref(self, item: ClassItem) -> Ref:
        return self.change.staff_refs.get(item.teacher or "", "")

    def _subgroup(self, group: GroupItem) -> Any:
        owner = self.classes[self.change.class_refs[group.class_key]]
        division = division_name(group.division)
        return add_subgroup(self.actor, school_class=owner, division=division, name=group.name)

    def _add_courses(self) -> None:
        values = [
            {
                "school_class": self.classes[key[0]],
                "subject": self.subjects[key[1]],
                "subgroup": None if key[2] is None else self.groups[key[2]],
                "hours_week": hours,
            }
            for key, hours in self.rows.courses.items()
        ]
        self.courses |= zip(self.rows.courses, add_courses(self.actor, courses=values), strict=True)
        by_id = {course.id: course for course in self.stored.courses}
        for course_id, hours in self.rows.hours.items():
            set_course_hours(self.actor, course=by_id[course_id], hours=hours)
        since = self.stored.since
        stop_teaching(self.actor, assignments=self.rows.dismiss, before=since)
        start_earlier(self.actor, assignments=self.rows.bring_forward, since=since)
        pairs = [(self.courses[key], self.staff[ref]) for key, ref in self.rows.assign]
        start_teaching(self.actor, pairs=pairs, since=since)

    def _change_slots(self) -> None:
        close_slots(self.actor, slots=self.rows.close, before=self.stored.since)
        for slot, want in self.rows.extend:
            extend_slot(self.actor, slot=slot, first=want.first, last=want.last)
        open_slots(self.actor, slots=[self._slot(want) for want in self.rows.open])

    def _slot(self, want: WantedSlot) -> dict[str, Any]:
        return {
            "course": self.courses[want.course],
            "weekday": want.weekday,
            "lesson_number": want.number,
            "week": want.week,
            "room": None if want.room is None else self.rooms[want.room],
            "teachers": [self.staff[ref] for ref in want.teachers],
            "valid_from": want.first,
            "valid_to": want.last,
        }


def _card(teacher: TeacherItem) -> dict[str, Any]:
    return {
        "last_name": teacher.last,
        "first_name": teacher.first or unknown_first_name(),
        "middle_name": teacher.middle,
        "position": _("teacher"),
    }
