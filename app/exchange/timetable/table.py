"""A timetable as a spreadsheet: День, Урок, Класс, Предмет, Подгруппа, Учитель, Кабинет."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from flask_babel import gettext as _

from app.core.sheet import Column, Row, read_sheet, template
from app.exchange.timetable.document import (
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
from app.exchange.timetable.names import grade_of, match_key, person_key, person_parts, tidy

COLUMNS = (
    Column("day", "День", ("День недели", "Дни"), required=True, example="Понедельник"),
    Column("number", "Урок", ("№ урока", "Номер урока", "№"), required=True, example="1"),
    Column("class", "Класс", ("Классы",), required=True, example="7А"),
    Column("subject", "Предмет", ("Дисциплина",), required=True, example="Английский язык"),
    Column("group", "Подгруппа", ("Группа",), example="1 группа"),
    Column(
        "teacher", "Учитель", ("Преподаватель", "Педагог", "ФИО учителя"), example="Иванова А. П."
    ),
    Column("room", "Кабинет", ("Каб", "Аудитория", "Помещение"), example="32"),
    Column("weeks", "Недели", ("Неделя", "Чётность"), example=""),
)
_DAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_DAY_STARTS = ("пон", "вто", "сре", "чет", "пят", "суб", "вос")
_WEEKS = {
    "": Weeks.EVERY,
    "все": Weeks.EVERY,
    "а": Weeks.A,
    "1": Weeks.A,
    "б": Weeks.B,
    "2": Weeks.B,
}
_LATIN_B = "в"  # as `match_key` folds it
_MOST_NUMBERS = 30
_SEVERAL = re.compile(r"\s*[;,/\n]\s*")


def read_table(data: bytes) -> Document:
    """The timetable of an XLSX or CSV file; a row that cannot be taken is listed with why [S8]."""
    sheet = read_sheet(data, COLUMNS)
    reader = _Reader(sheet.rows)
    problems = list(reader.problems)
    if sheet.unknown:
        problems.append(_("Columns not read: %(names)s.", names=", ".join(sheet.unknown)))
    return reader.document(sheet.encoding, problems)


def template_file(kind: str) -> BytesIO:
    """The template of the table, `kind` xlsx or csv."""
    return BytesIO(template(COLUMNS, kind))


@dataclass(frozen=True)
class _Place:
    """What a row says of the grid: the reason when it says too little."""

    weekday: int
    number: int
    weeks: Weeks
    reason: str = ""


class _Reader:
    """Rows with the same class, subject, group and teacher are placements of one lesson."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.classes: dict[str, ClassItem] = {}
        self.teachers: dict[str, TeacherItem] = {}
        self.subjects: dict[str, SubjectItem] = {}
        self.rooms: dict[str, RoomItem] = {}
        self.groups: dict[str, GroupItem] = {}
        self.lessons: dict[str, LessonItem] = {}
        self.skipped: list[Skipped] = []
        self.problems: list[str] = []
        self.day = ""
        self.placements = tuple(self._placements(rows))

    def document(self, encoding: str, problems: Sequence[str]) -> Document:
        """The document of what was read."""
        return Document(
            kind="Excel" if encoding == "xlsx" else "CSV",
            encoding="" if encoding == "xlsx" else encoding,
            classes=tuple(self.classes.values()),
            teachers=tuple(self.teachers.values()),
            subjects=tuple(self.subjects.values()),
            rooms=tuple(self.rooms.values()),
            groups=tuple(self.groups.values()),
            lessons=tuple(self.lessons.values()),
            placements=self.placements,
            skipped=tuple(self.skipped),
            problems=tuple(problems),
        )

    def _placements(self, rows: Sequence[Row]) -> Iterator[Placement]:
        for row in rows:
            place = self._place(row)
            if place.reason:
                self.skipped.append(Skipped(_title(row), place.reason, 0, 1))
                continue
            lesson = self._lesson(row)
            yield Placement(
                lesson.key, (place.weekday,), (place.number,), self._rooms(row), place.weeks
            )

    def _place(self, row: Row) -> _Place:
        """Day, number and weeks; an empty day is that of the row above, as in merged cells."""
        self.day = row["day"] or self.day
        weekday = _weekday(self.day)
        number = re.fullmatch(r"(\d{1,2})(?:[.,]0+)?\D*", row["number"])
        weeks = _weeks(row["weeks"])
        value = int(number[1]) if number else -1
        return _Place(weekday, value, weeks or Weeks.EVERY, _reason(row, weekday, value, weeks))

    def _lesson(self, row: Row) -> LessonItem:
        subject = self._subject(row["subject"])
        parts = tuple(self._part(name, row["group"]) for name in _split(row["class"]))
        teachers = tuple(self._teacher(name) for name in _split(row["teacher"]))
        key = repr((subject, parts, teachers))
        return self.lessons.setdefault(key, LessonItem(key, subject, parts, teachers))

    def _subject(self, text: str) -> str:
        name, key = tidy(text), match_key(text)
        self.subjects.setdefault(key, SubjectItem(key, name, name[:40]))
        return key

    def _part(self, class_name: str, group: str) -> Part:
        owner = match_key(class_name)
        name = tidy(class_name, 40)
        self.classes.setdefault(owner, ClassItem(owner, name, grade_of(name)))
        label = tidy(group, 60)
        if not label or match_key(label) in {"веськласс", "класс", "все"}:
            return Part(owner)
        key = f"{owner}/{match_key(label)}"
        self.groups.setdefault(key, GroupItem(key, owner, label))
        return Part(owner, key)

    def _teacher(self, text: str) -> str:
        parts = person_parts(text)
        key = person_key(*parts)
        self.teachers.setdefault(key, TeacherItem(key, *parts))
        return key

    def _rooms(self, row: Row) -> tuple[str, ...]:
        keys = []
        for name in _split(row["room"]):
            key = match_key(name)
            self.rooms.setdefault(key, RoomItem(key, tidy(name, 60)))
            keys.append(key)
        return tuple(keys)


def _reason(row: Row, weekday: int, number: int, weeks: Weeks | None) -> str:
    missing = [column.heading for column in COLUMNS[2:4] if not match_key(row[column.key])]
    if missing:
        return _("empty: %(names)s", names=", ".join(missing))
    if not weekday:
        return _("the day «%(day)s» is not known", day=row["day"])
    if not 0 <= number <= _MOST_NUMBERS:
        return _("the lesson number «%(number)s» is not known", number=row["number"])
    if weeks is None:
        return _("the weeks «%(mask)s» are not two alternating weeks", mask=row["weeks"])
    return ""


def _weekday(text: str) -> int:
    """1 Monday … 7 Sunday, from a name, its beginning or a number; 0: not known."""
    key = match_key(text)
    if key.isdigit() and 1 <= int(key) <= len(_DAYS):
        return int(key)
    for names in (_DAY_STARTS, _DAYS):
        for weekday, name in enumerate(names, 1):
            if key.startswith(name):
                return weekday
    return 0


def _weeks(text: str) -> Weeks | None:
    """Every week, A (odd) or B (even) as tables write it; None: not known."""
    key = match_key(text)
    if key.startswith(("нечет", "чет")):
        return Weeks.B if key.startswith("чет") else Weeks.A
    return Weeks.B if key == _LATIN_B else _WEEKS.get(key)


def _split(text: str) -> list[str]:
    return list(dict.fromkeys(filter(None, _SEVERAL.split(text.strip()))))


def _title(row: Row) -> str:
    named = [row[key] for key in ("day", "number", "class", "subject") if row[key]]
    return _("row %(number)s: %(text)s", number=row.number, text=", ".join(named))
