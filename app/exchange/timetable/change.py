"""What an import would change: for the preview, for the commit, and for `--json` [S8]."""

import datetime as dt
from dataclasses import dataclass, field, fields
from decimal import Decimal

from app.exchange.timetable.document import (
    Bell,
    ClassItem,
    Document,
    GroupItem,
    RoomItem,
    SubjectItem,
    TeacherItem,
)
from app.plan.models import CourseTeacher
from app.school.models import AcademicYear
from app.timetable.enums import WeekKind
from app.timetable.models import Slot
from app.timetable.rules.clashes import Clash, ClashKind

# A row of the database by its id, or an item of the file that has none yet, by its key.
Ref = int | str
CourseKey = tuple[Ref, Ref, Ref | None]  # class, subject, subgroup


@dataclass(frozen=True)
class Candidate:
    """A stored row that may be the same as a name of the file."""

    id: int
    name: str


@dataclass(frozen=True)
class Question:
    """A name of the file that resembles stored ones: the person decides [S8].

    `key` names it in the form. `answer` is the id chosen, None for a new row; while not `decided`
    it is the likeliest.
    """

    kind: str
    key: str
    name: str
    candidates: tuple[Candidate, ...]
    answer: int | None
    decided: bool


@dataclass(frozen=True)
class GradeGuess:
    """A class whose name tells no grade, and the grade taken for it."""

    key: str
    name: str
    grade: int


@dataclass(frozen=True)
class WantedSlot:
    """A slot that the file wants; `joint` names a lesson of several classes."""

    course: CourseKey
    weekday: int
    number: int
    week: WeekKind
    room: Ref | None
    teachers: frozenset[Ref]
    first: dt.date
    last: dt.date | None
    joint: str | None = None
    shift: int = 1


@dataclass(frozen=True)
class SlotText:
    """A slot in words."""

    school_class: str
    weekday: int
    number: int
    week: WeekKind
    subject: str
    teachers: str
    room: str
    first: dt.date
    last: dt.date | None


@dataclass(frozen=True)
class Difference:
    """One line of the preview: new (no `before`), gone (no `after`), or changed."""

    before: SlotText | None
    after: SlotText | None

    @property
    def at(self) -> SlotText:
        """The side that says where the line belongs."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  # one side is always there
        return found


@dataclass
class Rows:
    """Rows to make and to change, by the file's keys where there is no id yet."""

    classes: list[ClassItem] = field(default_factory=list)
    staff: list[TeacherItem] = field(default_factory=list)
    subjects: list[SubjectItem] = field(default_factory=list)
    rooms: list[RoomItem] = field(default_factory=list)
    groups: list[GroupItem] = field(default_factory=list)
    courses: dict[CourseKey, Decimal | None] = field(default_factory=dict)  # with hours a week
    hours: dict[int, Decimal] = field(default_factory=dict)  # of courses that are there
    assign: list[tuple[CourseKey, Ref]] = field(default_factory=list)
    dismiss: list[CourseTeacher] = field(default_factory=list)
    bring_forward: list[CourseTeacher] = field(default_factory=list)
    open: list[WantedSlot] = field(default_factory=list)
    extend: list[tuple[Slot, WantedSlot]] = field(default_factory=list)
    close: list[Slot] = field(default_factory=list)
    bells: list[Bell] = field(default_factory=list)
    six_days: list[int] = field(default_factory=list)  # classes that get a Saturday

    def count(self) -> int:
        """How many changes these are, slots apart."""
        slots = {"open", "extend", "close"}
        return sum(len(getattr(self, f.name)) for f in fields(self) if f.name not in slots)


@dataclass
class TimetableChange:
    """The import of a document from the date `since`, before it is done."""

    document: Document
    year: AcademicYear
    since: dt.date
    state: str  # of what was compared with: another value, and the preview is out of date
    rows: Rows = field(default_factory=Rows)
    differences: list[Difference] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    grades: list[GradeGuess] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    class_refs: dict[str, Ref] = field(default_factory=dict)  # by the file's keys
    staff_refs: dict[str, Ref] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """How many changes a commit makes; 0: the journal holds the file already."""
        return self.rows.count() + len(self.differences)

    @property
    def undecided(self) -> list[Question]:
        """Questions that wait for the person."""
        return [question for question in self.questions if not question.decided]

    @property
    def hard_clashes(self) -> list[Clash]:
        """Clashes that need the person's word: a teacher or pupils twice; a room may be shared."""
        return [clash for clash in self.clashes if clash.kind is not ClashKind.ROOM]

    def of_kind(self, kind: str) -> list[Difference]:
        """Lines of the preview: «new», «gone» or «changed»."""
        wanted = {"new": (False, True), "gone": (True, False), "changed": (True, True)}[kind]
        return [d for d in self.differences if (bool(d.before), bool(d.after)) == wanted]
