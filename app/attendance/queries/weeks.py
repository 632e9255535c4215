"""A class's week for its reconciliation: a fixed number of statements, whatever the size [T3]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from app.attendance.access import reconciles, sees_reconciliation
from app.attendance.enums import Contradiction, Decision
from app.attendance.models import AbsenceDocument, CorrectionRequest, WeekCheck
from app.attendance.queries.cells import Missed, absences_in
from app.attendance.rules.documents import Paper, deciding
from app.attendance.rules.week import Found, Week, WeekLesson, contradictions, seen_of
from app.attendance.rules.week_terms import Answer, answer_to, monday_of
from app.classes.queries import BY_NAME
from app.classes.rules import Span
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.pages.display import at_school
from app.journal.queries.courses import ClassHead, class_head
from app.journal.queries.grid import GridLesson, Marks, grid_lessons, marks_in
from app.journal.queries.rows import GridPupil, grid_pupils
from app.journal.queries.span import of_class
from app.journal.queries.week import subgroup_spans
from app.journal.rules.cell import Cell
from app.people.models import Pupil

_SIX_DAYS = dt.timedelta(days=6)


@dataclass(frozen=True)
class Line:
    """A contradiction, the version of its cell, and what was asked or said about it, if it holds.

    `key` names it on the page: it changes when the cell does, so that an old page settles nothing.
    """

    found: Found
    version: int
    request: CorrectionRequest | None

    @property
    def key(self) -> str:
        """Kind, lesson, pupil and version."""
        found = self.found
        return f"{found.about.value}-{found.lesson}-{found.pupil or 0}-{self.version}"


@dataclass(frozen=True)
class ClassWeek:
    """A class's week: its lessons, everybody with an entry in it, what contradicts itself.

    `mine`: the person is the class teacher and settles it [P3].
    """

    head: ClassHead
    monday: dt.date
    mine: bool
    planned: Sequence[GridLesson]
    names: dict[int, str]
    facts: Week
    check: WeekCheck | None
    requests: Sequence[CorrectionRequest]

    @cached_property
    def lessons(self) -> list[GridLesson]:
        """Those that are held."""
        return [lesson for lesson in self.planned if not lesson.facts.cancelled]

    @property
    def sunday(self) -> dt.date:
        """The last day of the week."""
        return self.monday + _SIX_DAYS

    @cached_property
    def by_id(self) -> dict[int, GridLesson]:
        """All lessons by their ids, the cancelled ones too."""
        return {lesson.id: lesson for lesson in self.planned}

    @cached_property
    def lines(self) -> list[Line]:
        """All contradictions with what became of them [T3]."""
        return [self._line(found) for found in contradictions(self.facts)]

    @property
    def open(self) -> list[Line]:
        """Those that are neither settled nor sent."""
        return [line for line in self.lines if line.request is None]

    @property
    def needless(self) -> list[Line]:
        """Questions that wait and settle nothing: the entry or those around it have changed [T3].

        They can be taken back. A topic that was written meanwhile answers by itself.
        """
        used = {line.request.id for line in self.lines if line.request}
        return [
            Line(Found(asked.about, asked.lesson_id, asked.pupil_id, (), ()), asked.seen, asked)
            for asked in self.requests
            if asked.state is Decision.WAITING
            and asked.about is not Contradiction.UNFILLED
            and asked.id not in used
        ]

    def open_since(self, found: Found) -> dt.date | None:
        """When the document was received that corrects a code: the span of entry runs anew [T2]."""
        papers = self.facts.papers.get(found.pupil or 0, ())
        paper = deciding(papers, self.by_id[found.lesson].day)
        return paper.received_on if paper and found.about is Contradiction.DOCUMENT else None

    def version(self, found: Found, lesson: int) -> int:
        """The version of a cell of the pupil as it was read, see `seen_of`."""
        return seen_of(found.about, self.facts.cell(lesson, found.pupil or 0))

    def _line(self, found: Found) -> Line:
        version = self.version(found, found.lesson)
        answer = answer_to(found, version, list(self._answers))
        return Line(found, version, self._answers[answer] if answer else None)

    @cached_property
    def _answers(self) -> dict[Answer, CorrectionRequest]:
        return {
            Answer(r.about, r.lesson_id, r.pupil_id, r.change, r.seen, r.state): r
            for r in self.requests
        }


def class_week(actor: Actor, class_id: int, day: dt.date, now: dt.datetime) -> ClassWeek:
    """The week of `day` of a class that the person may see reconciled; raises NotFound [P3 P4].

    Nine statements, and one more where a pupil from elsewhere has an entry.
    """
    monday, today = monday_of(day), at_school(now).date()
    days = (monday, monday + _SIX_DAYS)
    head = class_head(actor, class_id, today)
    if not sees_reconciliation(actor, head.school_class):
        raise NotFound
    span = of_class(actor, today, class_id, days)
    planned = grid_lessons(span)
    lessons = [lesson for lesson in planned if not lesson.facts.cancelled]
    cells = cells_of(marks_in(span), absences_in(span))
    pupils = grid_pupils(class_id, None, days)
    names = _names(pupils, {pupil for _lesson, pupil in cells})
    facts = Week(
        [_as_fact(lesson, now) for lesson in lessons],
        cells,
        _there(lessons, pupils, subgroup_spans(class_id, *days)),
        _papers(set(names), days),
    )
    mine = reconciles(actor, head.school_class)
    check, requests = check_of(class_id, monday), requests_in([lesson.id for lesson in lessons])
    return ClassWeek(head, monday, mine, planned, names, facts, check, requests)


def check_of(class_id: int, monday: dt.date) -> WeekCheck | None:
    """Who reconciled the week and when, if anybody has."""
    query = select(WeekCheck).where(WeekCheck.class_id == class_id, WeekCheck.monday == monday)
    return db.session.scalars(query).one_or_none()


def requests_in(lesson_ids: Sequence[int]) -> list[CorrectionRequest]:
    """Everything asked and said about lessons, the earliest first."""
    query = select(CorrectionRequest).where(CorrectionRequest.lesson_id.in_(lesson_ids))
    return list(db.session.scalars(query.order_by(CorrectionRequest.id)))


def _as_fact(lesson: GridLesson, now: dt.datetime) -> WeekLesson:
    here = at_school(now)
    ended = lesson.ends is None or lesson.ends <= here.time()
    over = lesson.day < here.date() or (lesson.day == here.date() and ended)
    return WeekLesson(lesson.id, lesson.day, lesson.number, over, bool(lesson.topic))


def cells_of(
    marks: Marks, absences: Mapping[tuple[int, int], Missed]
) -> dict[tuple[int, int], Cell]:
    """What the cells of lessons say, by (lesson, pupil); empty cells are left out."""
    places = {task.id: (at, n) for at, tasks in marks.tasks.items() for n, task in enumerate(tasks)}
    values: dict[tuple[int, int], list[str | None]] = {}
    for (task, pupil), value in marks.values.items():
        lesson, number = places[task]
        row = values.setdefault((lesson, pupil), [None] * len(marks.tasks[lesson]))
        row[number] = value
    cells = {}
    for key in {*values, *absences}:
        kind, minutes, gone = absences.get(key, (None, None, False))
        cells[key] = Cell(kind, minutes, tuple(values.get(key, ())), gone)
    return cells


def _there(
    lessons: Sequence[GridLesson],
    pupils: Sequence[GridPupil],
    parts: dict[tuple[int, int], list[Span]],
) -> frozenset[tuple[int, int]]:
    """(lesson, pupil) of everybody who is in the class and subgroup on the lesson's day [S6]."""
    return frozenset(
        (lesson.id, pupil.id)
        for pupil in pupils
        for lesson in lessons
        if any(span.holds(lesson.day) for span in pupil.spans)
        and (
            lesson.subgroup_id is None
            or any(span.holds(lesson.day) for span in parts.get((lesson.subgroup_id, pupil.id), ()))
        )
    )


def _names(pupils: Sequence[GridPupil], noted: set[int]) -> dict[int, str]:
    """Names of the class in its order, then of those from elsewhere."""
    names = {pupil.id: pupil.name for pupil in pupils}
    if others := noted - set(names):
        query = select(Pupil).where(Pupil.id.in_(others)).order_by(*BY_NAME)
        names |= {pupil.id: pupil.call_name for pupil in db.session.scalars(query)}
    return names


def _papers(pupils: set[int], days: tuple[dt.date, dt.date]) -> dict[int, list[Paper]]:
    found: dict[int, list[Paper]] = defaultdict(list)
    rows = db.session.scalars(
        select(AbsenceDocument).where(
            AbsenceDocument.pupil_id.in_(pupils),
            AbsenceDocument.first <= days[1],
            AbsenceDocument.last >= days[0],
        )
    )
    for row in rows:
        paper = Paper(row.id, row.document, row.kind, row.first, row.last, row.received_on)
        found[row.pupil_id].append(paper)
    return found
