"""«Сетевой Город. Образование»: the exchange file `TimeTableExchange`.

A `csg` of the section Plan is a plan row: subject, teacher and the group's label in its name
(«Предмет/метка группы»); the same `csg` in TimeTable is a placement.
"""

import datetime as dt
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from app.exchange.timetable.document import (
    Bell,
    ClassItem,
    Document,
    GroupItem,
    LessonItem,
    Part,
    Placement,
    RoomItem,
    Skipped,
    SubjectItem,
    TeacherItem,
    Weeks,
)
from app.exchange.timetable.names import (
    clock,
    grade_of,
    lesson_number,
    match_key,
    number,
    seats,
    tidy,
)

_SUNDAY = 7
_BOTH_WEEKS = (Weeks.A, Weeks.B)


def read_sgo(root: Element, encoding: str) -> Document:
    """The timetable of the exchange file; only the days that it holds are compared [S8]."""
    return _Reader(root).document(encoding)


class _Reader:
    def __init__(self, root: Element) -> None:
        self.root = root
        self.skipped: list[Skipped] = []
        self.subjects = {row.get("sid", ""): _subject(row) for row in root.findall("subjects/*")}
        self.teachers = {row.get("tid", ""): _teacher(row) for row in root.findall("teachers/*")}
        self.rooms = {row.get("id", ""): _room(row) for row in root.findall("Rooms/*")}
        self.classes = {row.get("id", ""): _class(row) for row in root.findall("Plan/class")}
        self.times = {row.get("id", ""): row for row in root.findall("LessonTimes/*")}
        self.groups: dict[str, GroupItem] = {}
        self.lessons = {lesson.key: lesson for lesson in self._lessons()}
        self.weeks = root.findall("TimeTable/Week")
        self.placements = tuple(self._placements())

    def document(self, encoding: str) -> Document:
        """The document of what was read."""
        days = {_weekday(day) for week in self.weeks for day in week.findall("Day")}
        return Document(
            kind="Сетевой Город. Образование",
            encoding=encoding,
            classes=tuple(self.classes.values()),
            teachers=tuple(self.teachers.values()),
            subjects=tuple(self.subjects.values()),
            rooms=tuple(self.rooms.values()),
            groups=tuple(self.groups.values()),
            lessons=tuple(self.lessons.values()),
            placements=self.placements,
            bells=tuple(self._bells()),
            skipped=tuple(self.skipped),
            weekdays=tuple(sorted(day for day in days if day)),
            starts=_monday(self.weeks[0].get("name")) if self.weeks else None,
        )

    def _lessons(self) -> Iterator[LessonItem]:
        for owner in self.root.findall("Plan/class"):
            for row in owner.findall("csg"):
                subject = self.subjects.get(row.get("sid", ""))
                if subject is None:
                    what = f"{owner.get('name')}, {row.get('name')}"
                    self.skipped.append(Skipped(what, _("the subject is not in the file"), 1))
                    continue
                yield LessonItem(
                    key=row.get("id", ""),
                    subject=subject.key,
                    parts=(self._part(owner.get("id", ""), row, subject),),
                    teachers=tuple(k for k in [row.get("tid", "")] if k in self.teachers),
                    hours=number(row.get("hrsweek")),
                )

    def _part(self, owner: str, row: Element, subject: SubjectItem) -> Part:
        """The class, or the group that the row's name has after the subject."""
        name, head = tidy(row.get("name")), f"{subject.name}/"
        told = name.casefold().startswith(head.casefold())
        label = tidy(name[len(head) :], 60) if told else ""
        if not label and not row.get("groupid"):
            return Part(owner)
        label = label or _("group %(number)s", number=row.get("groupid"))
        key = f"{owner}/{match_key(label)}"
        self.groups.setdefault(key, GroupItem(key, owner, label))
        return Part(owner, key)

    def _placements(self) -> Iterator[Placement]:
        """Cards of one week hold every week; of two, each in its own; of more, the first two."""
        for index, week in enumerate(self.weeks):
            weeks = Weeks.EVERY if len(self.weeks) == 1 else _BOTH_WEEKS[index % 2]
            for day in week.findall("Day"):
                for time in day.findall("Lesson"):
                    for card in time.findall("csg"):
                        reason = self._refusal(card, day, time, index)
                        if reason:
                            self.skipped.append(Skipped(self._title(card, day), reason, 0, 1))
                        else:
                            yield self._placement(card, day, time, weeks)

    def _refusal(self, card: Element, day: Element, time: Element, week: int) -> str:
        if week >= len(_BOTH_WEEKS):
            return _("a third week: the journal alternates two")
        if card.get("id") not in self.lessons:
            return _("it is not in the plan of the file")
        placed = _weekday(day) and self._number(time) is not None
        return "" if placed else _("no day or lesson number is given")

    def _title(self, card: Element, day: Element) -> str:
        lesson = self.lessons.get(card.get("id", ""))
        if lesson is None:
            return _("plan row %(id)s, %(day)s", id=card.get("id"), day=day.get("name", ""))
        name = self.classes[lesson.parts[0].class_key].name
        return f"{self.subjects[lesson.subject].name}, {name}, {day.get('name', '')}"

    def _placement(self, card: Element, day: Element, time: Element, weeks: Weeks) -> Placement:
        rooms = tuple(key for key in [card.get("roomid", "")] if key in self.rooms)
        lesson_number = self._number(time) or 0
        return Placement(
            card.get("id", ""),
            (_weekday(day),),
            (lesson_number,),
            rooms,
            weeks,
            shift=self._of_time(time, "sm") or 1,
        )

    def _number(self, time: Element) -> int | None:
        return self._of_time(time, "number")

    def _of_time(self, time: Element, name: str) -> int | None:
        bell = self.times.get(time.get("timeId", ""))
        return None if bell is None else lesson_number(bell.get(name))

    def _bells(self) -> Iterator[Bell]:
        for row in self.times.values():
            value, shift = lesson_number(row.get("number")), lesson_number(row.get("sm"))
            starts, ends = clock(row.get("starttime")), clock(row.get("endtime"))
            if value is not None and starts and ends and starts < ends:
                yield Bell(value, starts, ends, shift or 1)


def _weekday(day: Element) -> int:
    """1 Monday … 7 Sunday; the file counts from Sunday. 0: not given."""
    value = lesson_number(day.get("wd")) or 0
    return (value - 1 or _SUNDAY) if 1 <= value <= _SUNDAY else 0


def _monday(name: str | None) -> dt.date | None:
    """The first date in «Неделя 28.09.2026 - 4.10.2026»."""
    found = re.search(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", name or "")
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _subject(row: Element) -> SubjectItem:
    name = tidy(row.get("name"))
    return SubjectItem(row.get("sid", ""), name, tidy(row.get("abbr"), 40) or name[:40])


def _teacher(row: Element) -> TeacherItem:
    last, first, middle = (tidy(row.get(f"{part}name"), 60) for part in ("last", "first", "middle"))
    return TeacherItem(row.get("tid", ""), last, first, middle)


def _room(row: Element) -> RoomItem:
    return RoomItem(row.get("id", ""), tidy(row.get("name"), 60), seats(row.get("seats")))


def _class(row: Element) -> ClassItem:
    name = tidy(row.get("name"), 40)
    return ClassItem(row.get("id", ""), name, grade_of(name) or grade_of(row.get("grade", "")))
