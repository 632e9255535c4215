"""What contradicts itself in a class's week: one rule for each kind, plain values in and out [T3].

A lesson is a held one; `there` tells who is in its class and subgroup on its day [S6].
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.attendance.enums import AbsenceKind, Change, Contradiction
from app.attendance.rules.documents import Paper, deciding, differs
from app.journal.rules.cell import Cell
from app.journal.rules.version import version_of_cell

_EMPTY = Cell()
_REASONS = (Change.ILL, Change.EXCUSED, Change.NO_REASON)


@dataclass(frozen=True)
class WeekLesson:
    """A held lesson; `over`: it has ended, `filled`: it has a topic."""

    id: int
    day: dt.date
    number: int
    over: bool = True
    filled: bool = True


@dataclass(frozen=True)
class Step:
    """One change that settles a contradiction, in the lesson that it is made in."""

    change: Change
    lesson: int


@dataclass(frozen=True)
class Found:
    """A contradiction in the pupil's cell of a lesson; no pupil: in the lesson itself.

    `steps` what settles it in place, the likeliest first; `asks` what the teacher of the lesson
    may be asked for; `as_is`: it may also stay as it is, with a word why; `more`: what is done
    more rarely, with lines that the person ticks.
    """

    about: Contradiction
    lesson: int
    pupil: int | None
    steps: tuple[Step, ...]
    asks: tuple[Step, ...]
    as_is: bool = False
    more: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Week:
    """A class's week: held lessons by day and number, cells that say something, who was there.

    Cells are by (lesson, pupil), of pupils from elsewhere too; `papers` are by pupil.
    """

    lessons: Sequence[WeekLesson]
    cells: Mapping[tuple[int, int], Cell]
    there: frozenset[tuple[int, int]]
    papers: Mapping[int, Sequence[Paper]] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[int, WeekLesson]:
        """The lessons by their ids."""
        return {lesson.id: lesson for lesson in self.lessons}

    @cached_property
    def entered(self) -> list[tuple[WeekLesson, int, Cell]]:
        """The cells in which an absence, lateness or a mark stands, in the order of lessons."""
        places = {lesson.id: place for place, lesson in enumerate(self.lessons)}
        keys = sorted((places[at], at, pupil) for at, pupil in self.cells if at in places)
        said = [(self.by_id[at], pupil, self.cells[at, pupil]) for _place, at, pupil in keys]
        return [
            (lesson, pupil, cell) for lesson, pupil, cell in said if cell.absence or cell.marked
        ]

    @cached_property
    def days(self) -> dict[tuple[dt.date, int], list[WeekLesson]]:
        """The lessons that each pupil with an absence should have attended, by day."""
        wanted = {(at.day, pupil) for at, pupil, cell in self.entered if cell.missed}
        found: dict[tuple[dt.date, int], list[WeekLesson]] = defaultdict(list)
        for lesson in self.lessons:
            for day, pupil in wanted:
                if day == lesson.day and (lesson.id, pupil) in self.there:
                    found[day, pupil].append(lesson)
        return found

    def cell(self, lesson: int, pupil: int) -> Cell:
        """What stands there."""
        return self.cells.get((lesson, pupil), _EMPTY)


def seen_of(about: Contradiction, cell: Cell) -> int:
    """The version of what a contradiction is about: an answer holds as long as it stays so.

    A mark beside an absence is the same question whatever the reason of the absence.
    """
    if about is Contradiction.MARK:
        return version_of_cell(Cell("missed" if cell.missed else None, None, cell.marks))
    return version_of_cell(cell)


def contradictions(week: Week) -> list[Found]:
    """Everything that the class teacher has to settle, by kind and in the order of lessons [T3]."""
    rules: tuple[Callable[[Week], Iterator[Found]], ...] = (
        outside_and_clashes,
        marks_beside_absences,
        present_between,
        reasons,
        unfilled,
    )
    order = list(Contradiction)
    found = [one for rule in rules for one in rule(week)]
    return sorted(found, key=lambda one: order.index(one.about))


def outside_and_clashes(week: Week) -> Iterator[Found]:
    """Entries of a pupil in two simultaneous lessons, and where the pupil does not belong [S6].

    Of a clash the entry goes first that stands where the pupil was not in the list, then the
    later made lesson's.
    """
    noted: dict[tuple[dt.date, int, int], list[int]] = defaultdict(list)
    for lesson, pupil, _cell in week.entered:
        noted[lesson.day, lesson.number, pupil].append(lesson.id)
    for (_day, _number, pupil), lessons in noted.items():
        doubtful = sorted(lessons, key=lambda at, p=pupil: ((at, p) in week.there, -at))  # type: ignore[misc]
        if len(doubtful) > 1:
            steps = tuple(Step(Change.EMPTY, at) for at in doubtful)
            yield Found(Contradiction.CLASH, doubtful[0], pupil, steps, steps[:1], as_is=True)
        elif (doubtful[0], pupil) not in week.there:
            steps = (Step(Change.EMPTY, doubtful[0]),)
            yield Found(Contradiction.OUTSIDE, doubtful[0], pupil, steps, steps)


def marks_beside_absences(week: Week) -> Iterator[Found]:
    """A mark for a pupil who was absent; in the only missed first lesson: was late, it seems.

    Who missed other lessons of the day too, or brought a document, was hardly there: then the mark
    is what is wrong.
    """
    for lesson, pupil, cell in week.entered:
        if not cell.contradicts or (lesson.id, pupil) not in week.there:
            continue
        late, present, unmarked = (
            Step(change, lesson.id) for change in (Change.LATE, Change.PRESENT, Change.NO_MARK)
        )
        if came_later(week, lesson, pupil):
            about, steps = Contradiction.LATE, (late, present, unmarked)
        elif away(week, lesson, pupil):
            about, steps = Contradiction.MARK, (unmarked, present, late)
        else:
            about, steps = Contradiction.MARK, (present, late, unmarked)
        yield Found(about, lesson.id, pupil, steps, (unmarked,), as_is=True)


def away(week: Week, lesson: WeekLesson, pupil: int) -> bool:
    """True when another lesson of the day was missed, or a document covers the day."""
    own = week.days.get((lesson.day, pupil), [])
    missed = any(week.cell(at.id, pupil).missed for at in own if at.id != lesson.id)
    return missed or deciding(week.papers.get(pupil, ()), lesson.day) is not None


def came_later(week: Week, lesson: WeekLesson, pupil: int) -> bool:
    """True when the pupil missed the first lesson of the day and was in all others that are over.

    At least one other must be over: until then nobody knows.
    """
    own = week.days.get((lesson.day, pupil), [])
    if not own or own[0].number != lesson.number:
        return False
    others = [other for other in own if other.number != lesson.number and other.over]
    return bool(others) and not any(week.cell(other.id, pupil).missed for other in others)


def present_between(week: Week) -> Iterator[Found]:
    """A lesson over and attended, with missed ones before and after it on the same day.

    Where a mark or lateness shows that the pupil was there nothing is proposed but to leave it.
    """
    for (_day, pupil), own in week.days.items():
        missed = [lesson for lesson in own if week.cell(lesson.id, pupil).missed]
        numbers = {lesson.number for lesson in missed}
        for lesson in own:
            inside = min(numbers) < lesson.number < max(numbers) if numbers else False
            if not inside or lesson.number in numbers or not lesson.over:
                continue
            cell = week.cell(lesson.id, pupil)
            steps = () if cell.absence or cell.marked else _as_around(week, lesson, missed, pupil)
            yield Found(Contradiction.BETWEEN, lesson.id, pupil, steps, steps[:1], as_is=True)


def _as_around(
    week: Week, lesson: WeekLesson, missed: Sequence[WeekLesson], pupil: int
) -> tuple[Step, ...]:
    """Absent for the reason of the lesson before; where that is unknown, of the one after."""
    before = [at for at in missed if at.number < lesson.number]
    after = [at for at in missed if at.number > lesson.number]
    kinds = [week.cell(at.id, pupil).absence for at in (before[-1], after[0])]
    known = next((kind for kind in kinds if kind != AbsenceKind.UNKNOWN), AbsenceKind.UNKNOWN)
    return (Step(Change(str(known)), lesson.id),)


def reasons(week: Week) -> Iterator[Found]:
    """Absences whose reason differs from the document, and those whose reason is not known [T2].

    An unknown absence from the first lesson only, without a mark, seems to have been lateness.
    """
    for lesson, pupil, cell in week.entered:
        if not cell.missed or (lesson.id, pupil) not in week.there:
            continue
        paper = deciding(week.papers.get(pupil, ()), lesson.day)
        if paper is not None:
            if differs(AbsenceKind(str(cell.absence)), paper.kind):
                steps = (Step(Change(str(paper.kind)), lesson.id),)
                more = _there_after_all(lesson)
                yield Found(Contradiction.DOCUMENT, lesson.id, pupil, steps, (), more=more)
        elif cell.absence == AbsenceKind.UNKNOWN:
            yield _unknown(week, lesson, pupil, cell)


def _unknown(week: Week, lesson: WeekLesson, pupil: int, cell: Cell) -> Found:
    known = _known_reason(week, lesson, pupil)
    order = sorted(_REASONS, key=lambda change: change != known)
    steps = tuple(Step(change, lesson.id) for change in order)
    late, present = Step(Change.LATE, lesson.id), Step(Change.PRESENT, lesson.id)
    if not cell.marked and came_later(week, lesson, pupil):
        return Found(Contradiction.LATE, lesson.id, pupil, (late, *steps), (late,), more=(present,))
    more = _there_after_all(lesson)
    return Found(Contradiction.NO_REASON, lesson.id, pupil, steps, (present,), more=more)


def _there_after_all(lesson: WeekLesson) -> tuple[Step, ...]:
    return Step(Change.LATE, lesson.id), Step(Change.PRESENT, lesson.id)


def _known_reason(week: Week, lesson: WeekLesson, pupil: int) -> str | None:
    """The known reason of the pupil's nearest other absence in the week."""
    others = [
        (abs((at.day - lesson.day).days), abs(at.number - lesson.number), str(cell.absence))
        for at, who, cell in week.entered
        if who == pupil and cell.missed and cell.absence != AbsenceKind.UNKNOWN
    ]
    return min(others)[2] if others else None


def unfilled(week: Week) -> Iterator[Found]:
    """Lessons that are over and have no topic."""
    for lesson in week.lessons:
        if lesson.over and not lesson.filled:
            step = Step(Change.TOPIC, lesson.id)
            yield Found(Contradiction.UNFILLED, lesson.id, None, (), (step,))
