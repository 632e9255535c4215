"""Classes, people, subjects, rooms, groups and bells that the journal lacks [S2 S8]."""

from collections import defaultdict
from dataclasses import replace

from app.classes.rules import LARGEST_GRADE
from app.exchange.timetable.change import GradeGuess, Rows
from app.exchange.timetable.document import ClassItem, Document, TeacherItem
from app.exchange.timetable.facts import Facts
from app.exchange.timetable.matching import Matches, unknown_first_name
from app.exchange.timetable.names import match_key
from app.people.rules import name_faults

_VACANCY = "ваканс"
_SATURDAY = 6
_MIDDLE_GRADE = 5


def usable_teachers(document: Document, found: Matches) -> dict[str, bool]:
    """Which teachers are people that the journal has or can enter; a vacancy is nobody [P8]."""
    return {
        teacher.key: found.staff[teacher.key] is not None or _is_person(teacher)
        for teacher in document.teachers
    }


def _is_person(teacher: TeacherItem) -> bool:
    first = teacher.first or unknown_first_name()
    vacancy = match_key(teacher.last).startswith(_VACANCY)
    return not vacancy and not name_faults(teacher.last, first, teacher.middle)


def add_new_rows(rows: Rows, facts: Facts) -> list[GradeGuess]:
    """Fill in what must be entered; returns the grades that no name told."""
    document, found = facts.document, facts.found
    subjects = {lesson.subject for lesson in document.lessons}
    groups = {part.group for lesson in document.lessons for part in lesson.parts}
    rows.staff = [
        t for t in document.teachers if found.staff[t.key] is None and facts.usable[t.key]
    ]
    rows.rooms = [room for room in document.rooms if found.rooms[room.key] is None]
    rows.subjects = [
        subject
        for subject in document.subjects
        if found.subjects[subject.key] is None and (subject.short or subject.key in subjects)
    ]
    rows.groups = [
        group
        for group in document.groups
        if found.groups[group.key] is None and group.key in groups
    ]
    rows.bells = [] if facts.stored.bells else list(document.bells)
    rows.six_days = _classes_with_saturday(facts)
    return _add_classes(rows, facts)


def _add_classes(rows: Rows, facts: Facts) -> list[GradeGuess]:
    guesses = []
    for item in facts.document.classes:
        if facts.found.classes[item.key] is not None:
            continue
        if item.grade is None:
            guess = _guess(item, facts)
            guesses.append(guess)
            rows.classes.append(replace(item, grade=guess.grade))
        else:
            rows.classes.append(item)
    return guesses


def _guess(item: ClassItem, facts: Facts) -> GradeGuess:
    """The person's word, else the grade whose subjects and teachers are most like the class's."""
    key = f"grade:{match_key(item.name)}"
    told = facts.decisions.get(key, "")
    if told.isdecimal() and 1 <= int(told) <= LARGEST_GRADE:
        return GradeGuess(key, item.name, int(told))
    return GradeGuess(key, item.name, _likely_grade(item, facts.document))


def _likely_grade(item: ClassItem, document: Document) -> int:
    grades = {other.key: other.grade for other in document.classes if other.grade}
    own: set[str] = set()
    taught: dict[int, set[str]] = defaultdict(set)
    for lesson in document.lessons:
        signs = {f"subject {lesson.subject}", *(f"teacher {key}" for key in lesson.teachers)}
        for part in lesson.parts:
            if part.class_key == item.key:
                own |= signs
            elif grade := grades.get(part.class_key):
                taught[grade] |= signs
    alike = {grade: len(own & signs) / len(own | signs) for grade, signs in taught.items()}
    return max(alike, key=lambda grade: (alike[grade], grade), default=_MIDDLE_GRADE)


def _classes_with_saturday(facts: Facts) -> list[int]:
    """Classes of a five-day week that get lessons on Saturday."""
    on_saturday = {s.course[0] for s in facts.wanted.slots if s.weekday == _SATURDAY}
    return [
        row.id
        for row in facts.stored.classes
        if row.id in on_saturday and row.days_per_week < _SATURDAY
    ]
