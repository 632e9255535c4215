"""Names of the file against rows of the journal: equal is the same, near is asked [S8]."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from app.classes.models import Subgroup
from app.exchange.timetable.change import Candidate, Question
from app.exchange.timetable.document import Document, GroupItem, TeacherItem
from app.exchange.timetable.names import match_key, near_name, near_person, person_key, shortened
from app.exchange.timetable.stored import Stored
from app.people.models import Staff

NEW = "new"
_MOST_CANDIDATES = 5


@dataclass
class Matches:
    """Row ids by the file's keys: None is a new row. With the questions that came up."""

    classes: dict[str, int | None] = field(default_factory=dict)
    staff: dict[str, int | None] = field(default_factory=dict)
    subjects: dict[str, int | None] = field(default_factory=dict)
    rooms: dict[str, int | None] = field(default_factory=dict)
    groups: dict[str, int | None] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True)
class _Name:
    """A named thing of either side: `ref` is the file's key or the row's id."""

    ref: str | int
    key: str
    text: str


def matched(document: Document, stored: Stored, decisions: Mapping[str, str]) -> Matches:
    """Find each name of the file in the journal; `decisions`: «new» or an id by question key."""
    found = Matches()
    pairs = (
        ("class", found.classes, document.classes, stored.classes),
        ("subject", found.subjects, document.subjects, stored.subjects),
        ("room", found.rooms, document.rooms, stored.rooms),
    )
    for kind, into, items, rows in pairs:
        ours = [_Name(row.id, match_key(row.name), row.name) for row in rows]
        named = [_Name(item.key, match_key(item.name), item.name) for item in items]
        _match(found, kind, named, ours, decisions, into)
    _match_staff(found, document.teachers, stored, decisions)
    _match_groups(found, document, stored, decisions)
    return found


def _match_staff(
    found: Matches, teachers: Iterable[TeacherItem], stored: Stored, decisions: Mapping[str, str]
) -> None:
    """People who teach this year come first among namesakes."""
    teaching = {assignment.staff_id for assignment in stored.assignments}
    rows = sorted(stored.staff, key=lambda row: (row.id not in teaching, row.id))
    ours = [_Name(row.id, staff_key(row), row.full_name) for row in rows]
    named = [_Name(t.key, person_key(t.last, t.first, t.middle), t.name) for t in teachers]
    _match(found, "teacher", named, ours, decisions, found.staff)


def staff_key(row: Staff) -> str:
    """Match key of a member of staff; the stand-in for a missing first name counts as none."""
    first = "" if row.first_name == unknown_first_name() else row.first_name
    return person_key(row.last_name, first, row.middle_name)


def unknown_first_name() -> str:
    """What stands for a first name that a file does not tell; only letters are a name [P8]."""
    return str(_("without a name"))


def _match_groups(
    found: Matches, document: Document, stored: Stored, decisions: Mapping[str, str]
) -> None:
    """Groups are looked for in their class; of several with one name, in their division first."""
    by_class: dict[str, list[GroupItem]] = defaultdict(list)
    for group in document.groups:
        by_class[group.class_key].append(group)
    names = {item.key: match_key(item.name) for item in document.classes}
    for class_key, groups in by_class.items():
        rows = [row for row in stored.subgroups if row.class_id == found.classes[class_key]]
        left = [group for group in groups if not _same_group(found, group, rows)]
        named = [_Name(group.key, match_key(group.name), group.name) for group in left]
        free = [row for row in rows if row.id not in found.groups.values()]
        ours = [_Name(row.id, match_key(row.name), row.name) for row in free]
        _match(found, f"group:{names[class_key]}", named, ours, decisions, found.groups)


def _same_group(found: Matches, group: GroupItem, rows: Iterable[Subgroup]) -> bool:
    """Match a group with a subgroup of its name, if there is one that no other group has."""
    key, division = match_key(group.name), division_name(group.division)
    same = [
        row for row in rows if match_key(row.name) == key and row.id not in found.groups.values()
    ]
    if same:
        found.groups[group.key] = min(same, key=lambda row: row.division != division).id
    return bool(same)


def division_name(tag: str) -> str:
    """What a division of the file is called here: the file has only numbers."""
    return str(_("division %(tag)s", tag=tag))[:60] if tag else ""


def _match(
    found: Matches,
    kind: str,
    named: list[_Name],
    ours: list[_Name],
    decisions: Mapping[str, str],
    into: dict[str, int | None],
) -> None:
    by_key: dict[str, list[_Name]] = defaultdict(list)
    for name in ours:
        by_key[name.key].append(name)
    taken = {name.key for name in named}
    for name in named:
        same = by_key.get(name.key, [])
        near = [] if same else _near(name, ours, taken, person=kind == "teacher")
        if len(same) == 1:
            into[str(name.ref)] = int(same[0].ref)
        elif same or near:
            question = _question(kind, name, same or near, decisions)
            found.questions.append(question)
            into[str(name.ref)] = question.answer
        else:
            into[str(name.ref)] = None


def _near(name: _Name, ours: list[_Name], taken: set[str], *, person: bool) -> list[_Name]:
    """Names that may be the same. What the file has by itself is not misspelt elsewhere in it."""
    close = near_person if person else near_name
    near = [
        other
        for other in ours
        if (other.key not in taken and close(name.key, other.key))
        or (person and shortened(name.key, other.key))
    ]
    return near[:_MOST_CANDIDATES]


def _question(
    kind: str, name: _Name, others: list[_Name], decisions: Mapping[str, str]
) -> Question:
    """The person's decision if it names one of the candidates, else the likeliest."""
    key = f"{kind}:{name.key}"
    candidates = tuple(Candidate(int(other.ref), other.text) for other in others)
    chosen = decisions.get(key, "")
    decided = chosen == NEW or chosen in {str(candidate.id) for candidate in candidates}
    answer = candidates[0].id
    if decided:
        answer = None if chosen == NEW else int(chosen)  # type: ignore[assignment]
    return Question(kind.partition(":")[0], key, name.text, candidates, answer, decided)
