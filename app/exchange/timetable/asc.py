"""aSc Timetables XML, the dialects of 2008 (`card day="0"`) and 2012 (`card days="100000"`)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from app.exchange.timetable.asc_cards import Alternation, place, placed_hours
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
)
from app.exchange.timetable.names import (
    clock,
    grade_of,
    lesson_number,
    number,
    person_parts,
    seats,
    tidy,
)

Attributes = Mapping[str, str]


def read_asc(root: Element, encoding: str) -> Document:
    """The timetable of an aSc export; what it cannot place is listed in `skipped` [S8]."""
    return _Reader(root).document(encoding)


def _ids(row: Attributes, name: str) -> list[str]:
    """Keys of `name` and of its plural, as the dialects write it: «teacherid», «teacherids»."""
    text = row.get(f"{name}s") or row.get(name) or ""
    return list(dict.fromkeys(filter(None, text.split(","))))


class _Reader:
    """Reads the sections one after another; later ones look up the earlier."""

    def __init__(self, root: Element) -> None:
        self.tables: dict[str, Sequence[Attributes]] = {
            part.tag: [row.attrib for row in part] for part in root
        }
        self.skipped: list[Skipped] = []
        self.problems: list[str] = []
        self.classes = {row["id"]: _class(row) for row in self._rows("classes")}
        self.subjects = {row["id"]: _subject(row) for row in self._rows("subjects")}
        self.teachers = {row["id"]: _teacher(row) for row in self._rows("teachers")}
        self.rooms = {row["id"]: _room(row) for row in self._rows("classrooms")}
        self.parts: dict[str, Part] = {}
        self.groups = tuple(self._read_groups())
        self.cards = self._cards_by_lesson()
        self.lessons: list[LessonItem] = []
        self.placements: list[Placement] = []
        self._read_lessons()

    def document(self, encoding: str) -> Document:
        """The document of what was read."""
        return Document(
            kind="aSc Timetables 2012" if "daysdefs" in self.tables else "aSc Timetables 2008",
            encoding=encoding,
            classes=tuple(self.classes.values()),
            teachers=tuple(self.teachers.values()),
            subjects=tuple(self.subjects.values()),
            rooms=tuple(self.rooms.values()),
            groups=self.groups,
            lessons=tuple(self.lessons),
            placements=tuple(self.placements),
            bells=tuple(self._bells()),
            skipped=tuple(self.skipped),
            problems=tuple(self.problems),
        )

    def _rows(self, table: str) -> Iterator[Attributes]:
        return (row for row in self.tables.get(table, ()) if row.get("id"))

    def _cards_by_lesson(self) -> dict[str, list[Attributes]]:
        cards: dict[str, list[Attributes]] = defaultdict(list)
        for card in self.tables.get("cards", ()):
            cards[card.get("lessonid", "")].append(card)
        return cards

    def _read_groups(self) -> Iterator[GroupItem]:
        for row in self._rows("groups"):
            key, owner = row["id"], row.get("classid", "")
            if owner not in self.classes:
                continue
            whole = row.get("entireclass") == "1"
            self.parts[key] = Part(owner, None if whole else key)
            if not whole:
                yield GroupItem(key, owner, tidy(row.get("name"), 60), row.get("divisiontag", ""))

    def _read_lessons(self) -> None:
        masks = {row["id"]: row.get("weeks", "") for row in self._rows("weeksdefs")}
        alternation = Alternation()
        for row in self._rows("lessons"):
            cards = self.cards.pop(row["id"], [])
            lesson = self._lesson(row, len(cards))
            if lesson is None:
                continue
            self.lessons.append(lesson)
            mask = row.get("weeks") or masks.get(row.get("weeksdefid", ""), "")
            self._read_cards(lesson, row, cards, mask, alternation)
        for key, cards in self.cards.items():
            what, reason = _("cards of lesson %(id)s", id=key), _("the lesson is not in the file")
            self.skipped.append(Skipped(what, reason, 0, len(cards)))

    def _lesson(self, row: Attributes, cards: int) -> LessonItem | None:
        parts = self._parts_of(row)
        subject = row.get("subjectid", "")
        reason = "" if parts else _("no class is given")
        if parts and subject not in self.subjects:
            reason = _("no subject is given")
        if reason:
            self.skipped.append(Skipped(self._title(row), reason, 1, cards))
            return None
        teachers = tuple(key for key in _ids(row, "teacherid") if key in self.teachers)
        return LessonItem(row["id"], subject, parts, teachers, number(row.get("periodsperweek")))

    def _parts_of(self, row: Attributes) -> tuple[Part, ...]:
        """The groups named, and whole classes that are named without a group."""
        groups = [self.parts[key] for key in _ids(row, "groupid") if key in self.parts]
        grouped = {part.class_key for part in groups}
        classes = [key for key in _ids(row, "classid") if key in self.classes]
        whole = [Part(key) for key in classes if key not in grouped]
        return tuple(dict.fromkeys(groups + whole))

    def _title(self, row: Attributes) -> str:
        """«Физика, 7А, Иванова Анна Петровна»: how a person finds the lesson in the program."""
        subjects = [self.subjects[k].name for k in _ids(row, "subjectid") if k in self.subjects]
        classes = [self.classes[k].name for k in _ids(row, "classid") if k in self.classes]
        teachers = [self.teachers[k].name for k in _ids(row, "teacherid") if k in self.teachers]
        return ", ".join(subjects + classes + teachers) or _("lesson %(id)s", id=row["id"])

    def _read_cards(  # one lesson with all that its cards need
        self,
        lesson: LessonItem,
        row: Attributes,
        cards: Sequence[Attributes],
        mask: str,
        alternation: Alternation,
    ) -> None:
        placed, refused = place(row, cards, mask, self.rooms)
        placed = alternation.spread(lesson, placed)
        self.placements.extend(placed)
        for reason, count in refused.items():
            self.skipped.append(Skipped(self._title(row), reason, 0, count))
        hours = placed_hours(placed)
        if lesson.hours and hours < lesson.hours:
            text = _("%(lesson)s: %(hours)s h a week, in the grid %(placed)s.")
            self.problems.append(
                text
                % {"lesson": self._title(row), "hours": f"{lesson.hours:g}", "placed": f"{hours:g}"}
            )

    def _bells(self) -> Iterator[Bell]:
        for row in self.tables.get("periods", ()):
            period = lesson_number(row.get("period"))
            starts, ends = clock(row.get("starttime")), clock(row.get("endtime"))
            if period is not None and starts and ends and starts < ends:
                yield Bell(period, starts, ends)


def _class(row: Attributes) -> ClassItem:
    name = tidy(row.get("name") or row.get("short"), 40)
    grade = grade_of(name) or grade_of(row.get("grade", ""))
    return ClassItem(row["id"], name, grade, row.get("teacherid") or None)


def _subject(row: Attributes) -> SubjectItem:
    short = tidy(row.get("short"), 40)
    return SubjectItem(row["id"], tidy(row.get("name")) or short, short)


def _teacher(row: Attributes) -> TeacherItem:
    given, last = tidy(row.get("firstname")), tidy(row.get("lastname"))
    name = f"{last} {given}" if last and given else tidy(row.get("name") or row.get("short"))
    return TeacherItem(row["id"], *person_parts(name))


def _room(row: Attributes) -> RoomItem:
    name = tidy(row.get("name") or row.get("short"), 60)
    return RoomItem(row["id"], name, seats(row.get("capacity")))
