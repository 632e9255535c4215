"""What the weekly slips of a class are made of [R8]: twelve statements for any number of pupils."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import and_, select

from app.attendance.enums import AbsenceKind
from app.attendance.queries import Missed, absences_in
from app.attendance.rules import letters_of
from app.binding.queries.choices import bindable_class
from app.binding.queries.class_year import single_homework
from app.binding.rules.slip import WEEK, Slip, SlipLesson, lines_of, monday_of, next_homework
from app.classes.models import SchoolClass
from app.classes.queries import Member, members
from app.classes.rules import Span as Days
from app.core.actor import Actor
from app.core.db import db
from app.journal.models import Homework
from app.journal.queries.cells import USUAL_KIND
from app.journal.queries.grid import Marks, marks_in
from app.journal.queries.span import Scope, Span
from app.journal.queries.week import subgroup_spans
from app.journal.rules.average import format_average
from app.journal.rules.cell import DEBT
from app.plan.models import Course
from app.plan.queries import work_kinds
from app.reports.queries.averages import averages
from app.school.models import School, Subject
from app.school.queries import periods_of_year, the_school
from app.school.rules.periods import period_near
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson

_AROUND = 3  # weeks before and after in which the neighbouring lesson of a course is looked for
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class ClassSlips:
    """The slips of a class in a week from `monday` on; `days` that have lessons.

    `signs`: what the letters and codes on these slips mean.
    """

    school: str
    of: SchoolClass
    monday: dt.date
    days: Sequence[dt.date]
    slips: Sequence[Slip]
    signs: Mapping[str, str]


def applied(of: SchoolClass, monday: dt.date) -> list[Member]:
    """Pupils of the class in the week whose parents applied in writing until its end."""
    sunday = monday + WEEK - _DAY
    return [
        member
        for member in members(of.id, None, monday, sunday)
        if member.pupil.slips_since and member.pupil.slips_since <= sunday
    ]


def class_slips(actor: Actor, class_id: int, day: dt.date) -> ClassSlips:
    """Slips of the week that holds the day; 404 for a class that is not the person's [P3 P4]."""
    of, monday = bindable_class(actor, class_id, day), monday_of(day)
    week = _Week(of, monday)
    return ClassSlips(
        week.school.name,
        of,
        monday,
        sorted({one.day for one in week.of_week}),
        [week.slip(member) for member in applied(of, monday)],
        week.signs,
    )


class _Week:
    """What is read once for all pupils."""

    def __init__(self, of: SchoolClass, monday: dt.date) -> None:
        self.monday, self.sunday = monday, monday + WEEK - _DAY
        first, last = monday - _AROUND * WEEK, self.sunday + _AROUND * WEEK
        span = Span(Scope.CLASS, {"of": of.id, "first": monday, "last": self.sunday})
        self.school = the_school() or School(name="", short_name="")
        self.lessons = _lessons(of.id, first, last)
        self.parts = subgroup_spans(of.id, first, last)
        self.marks, self.absences = marks_in(span), absences_in(span)
        self.averages = _averages(of, self.sunday)
        self.kinds = {kind.code: kind.name for kind in work_kinds()}
        self.signs: dict[str, str] = {}

    @property
    def of_week(self) -> list[SlipLesson]:
        """The lessons of the week itself."""
        return [one for one in self.lessons if self.monday <= one.day <= self.sunday]

    def slip(self, member: Member) -> Slip:
        """The slip of one pupil."""
        pupil = member.pupil
        mine = [lesson for lesson in self.lessons if self._takes(member, lesson)]
        week = [lesson for lesson in mine if self.monday <= lesson.day <= self.sunday]
        cells = {lesson.id: self._cell(lesson.id, pupil.id) for lesson in week}
        own = {
            course: format_average(average)
            for (course, one), average in self.averages.items()
            if one == pupil.id
        }
        there = (self.absences.get((lesson.id, pupil.id)) for lesson in week)
        kinds = Counter(one.kind for one in there if one)
        return Slip(
            pupil.full_name,
            lines_of(week, cells, own),
            next_homework(mine, pupil.id, self.sunday),
            {str(kind.label): count for kind, count in kinds.items() if kind != AbsenceKind.LATE},
            kinds[AbsenceKind.LATE],
        )

    def _takes(self, member: Member, lesson: SlipLesson) -> bool:
        if not member.on(lesson.day) and lesson.day <= self.sunday:
            return False
        spans: Sequence[Days] = self.parts.get((lesson.part or 0, member.pupil.id), ())
        return lesson.part is None or any(span.holds(lesson.day) for span in spans)

    def _cell(self, lesson: int, pupil: int) -> str:
        """«5 (К), 4», «Н»: marks with their works, then the absence."""
        parts = list(self._marks(self.marks, lesson, pupil))
        missed = self.absences.get((lesson, pupil))
        return ", ".join([*parts, self._letter(missed)] if missed else parts)

    def _marks(self, marks: Marks, lesson: int, pupil: int) -> Sequence[str]:
        found = []
        for task in marks.tasks.get(lesson, ()):
            value = marks.values.get((task.id, pupil))
            if value == DEBT:
                self.signs[DEBT] = _("a work that has to be done yet")
            if value and task.kind == USUAL_KIND:
                found.append(value)
            elif value:
                self.signs[task.kind] = self.kinds.get(task.kind, "")
                found.append(f"{value} ({task.kind})")
        return found

    def _letter(self, missed: Missed) -> str:
        letter = letters_of(self.school.letters)[missed.kind]
        self.signs[letter] = str(missed.kind.label)
        late = missed.kind == AbsenceKind.LATE and missed.minutes
        return f"{letter}{missed.minutes}" if late else letter


def _averages(of: SchoolClass, day: dt.date) -> dict[tuple[int, int], Decimal | None]:
    period = period_near(periods_of_year(of.year_id), of.grade, day)
    return averages([of.id], period) if period else {}


def _lessons(class_id: int, first: dt.date, last: dt.date) -> list[SlipLesson]:
    held = (
        Course.class_id == class_id,
        Lesson.day.between(first, last),
        Lesson.status == LessonStatus.HELD,
    )
    whole = and_(Homework.lesson_id == Lesson.id, Homework.pupil_id.is_(None))
    rows = db.session.execute(
        select(
            *(Lesson.id, Lesson.course_id, Subject.name, Course.subgroup_id, Lesson.day),
            Homework.text,
        )
        .join(Course, Course.id == Lesson.course_id)
        .join(Subject, Subject.id == Course.subject_id)
        .outerjoin(Homework, whole)
        .where(*held)
        .order_by(Lesson.day, Lesson.number, Lesson.id)
    )
    single = single_homework(held)
    return [
        SlipLesson(key, course, name, part, day, homework or "", single.get(key, {}))
        for key, course, name, part, day, homework in rows
    ]
