"""Writes of courses [S4 P2] and lesson plans [J4].

What concerns lessons too is in `timetable.operations`.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Refused, refuse_if
from app.people.models import Staff
from app.plan import queries
from app.plan.access import may_edit_plan, require_may_edit_courses, require_may_edit_plan
from app.plan.models import Course, CourseTeacher, LessonPlan, PlanTopic, WorkKind
from app.plan.rules.entry import assignment_faults
from app.plan.rules.kinds import DEFAULT_KINDS
from app.plan.rules.lines import PlanLine
from app.plan.rules.matching import Pair, matching
from app.school.models import AcademicYear, School
from app.school.operations import propose_year


@dataclass(frozen=True)
class PlanChange:
    """How many topics are new, changed, gone and the same."""

    new: int
    changed: int
    gone: int
    same: int

    @property
    def any(self) -> bool:
        """True when something changes at all."""
        return bool(self.new or self.changed or self.gone)


def plan_change(pairs: Sequence[Pair]) -> PlanChange:
    """Count what the pairs of `matching` change [S8]."""
    new = sum(pair.stored is None for pair in pairs)
    gone = sum(pair.line is None for pair in pairs)
    changed = sum(pair.changed for pair in pairs)
    return PlanChange(new, changed, gone, len(pairs) - new - gone - changed)


def editable_plan(actor: Actor, course: Course) -> LessonPlan | None:
    """The course's plan, if the person may change it: otherwise an import makes a new one."""
    plan = course.lesson_plan
    return plan if plan and may_edit_plan(actor, plan) else None


def pairs_for(actor: Actor, course: Course, lines: Sequence[PlanLine]) -> list[Pair]:
    """What importing the lines for the course would change [S8]."""
    plan = editable_plan(actor, course)
    return matching(queries.stored_topics(plan.id) if plan else [], lines)


def new_plan(actor: Actor, course: Course) -> LessonPlan:
    """An empty plan of the course's subject and grade; the person is its author [J4]."""
    grade = course.school_class.grade
    name = _("%(subject)s, grade %(grade)s", subject=course.subject.name, grade=grade)
    plan = LessonPlan(
        year_id=course.school_class.year_id,
        subject_id=course.subject_id,
        grade=grade,
        name=name[:150],
        author_id=actor.staff_id,
    )
    db.session.add(plan)
    return plan


def store_topics(plan: LessonPlan, pairs: Sequence[Pair]) -> None:
    """Write the pairs of `matching`: changed cells, new topics; topics that are gone go."""
    stored = {topic.id: topic for topic in plan.topics}
    for pair in pairs:
        if pair.line is None and pair.stored:
            plan.topics.remove(stored[pair.stored.key])
        elif pair.line and (pair.stored is None or pair.changed):
            topic = stored[pair.stored.key] if pair.stored else PlanTopic()
            _fill(topic, pair.line, pair.position or 1)
            if pair.stored is None:
                plan.topics.append(topic)


def start_year(actor: Actor, *, autumn: int, week_days: int = 5) -> AcademicYear:
    """Enter a year as schools usually have it [S1].

    With its first year a school also gets its settings and kinds of work, to be edited [J5].
    """
    year = propose_year(actor, autumn=autumn, week_days=week_days)
    if db.session.scalar(select(School.id)) is None:
        db.session.add(School(name=_("Our school"), short_name=_("Our school")))
    if db.session.scalar(select(WorkKind.id)) is None:
        db.session.add_all(
            WorkKind(**kind._asdict(), position=position)
            for position, kind in enumerate(DEFAULT_KINDS, 1)
        )
    return year


def add_courses(actor: Actor, *, courses: Sequence[Mapping[str, Any]]) -> list[Course]:
    """Enter courses, values by column, that are not there yet [S4 S8]."""
    require_may_edit_courses(actor)
    found = [Course(**values) for values in courses]
    db.session.add_all(found)
    return found


def add_course(actor: Actor, *, values: Mapping[str, Any]) -> Course:
    """Enter one course: a second one of the same subject and group is refused [S4]."""
    require_may_edit_courses(actor)
    group = values["subgroup"]
    if group and group.class_id != values["school_class"].id:
        raise Refused([Fault(_("The subgroup is of another class."), "subgroup")])
    same = select(Course.id).where(
        Course.class_id == values["school_class"].id,
        Course.subject_id == values["subject"].id,
        Course.subgroup_id == (group.id if group else None),
    )
    if db.session.scalar(same):
        raise Refused([Fault(_("Such a course is there already."), "subject")])
    return add_courses(actor, courses=[values])[0]


def save_assignment(
    actor: Actor, assignment: CourseTeacher, values: Mapping[str, Any]
) -> CourseTeacher:
    """Say who teaches a course from when to when; the same person twice is refused [P2]."""
    require_may_edit_courses(actor)
    with db.session.no_autoflush:
        for name, value in values.items():
            setattr(assignment, name, value)
        others = [other for other in assignment.course.teachers if other is not assignment]
        year = assignment.course.school_class.year
        refuse_if(
            assignment_faults(
                (assignment.since, assignment.until),
                [(o.since, o.until) for o in others if o.staff is assignment.staff],
                (year.starts, year.ends),
            )
        )
    db.session.add(assignment)
    return assignment


def add_plan(actor: Actor, *, values: Mapping[str, Any]) -> LessonPlan:
    """An empty lesson plan; the person is its author [J4]."""
    plan = LessonPlan(**values, author_id=actor.staff_id)
    require_may_edit_plan(actor, plan)
    db.session.add(plan)
    return plan


def set_course_hours(actor: Actor, *, course: Course, hours: Decimal) -> None:
    """Set how many hours a week the course has [S3]."""
    require_may_edit_courses(actor)
    course.hours_week = hours


def start_teaching(
    actor: Actor, *, pairs: Iterable[tuple[Course, Staff]], since: dt.date
) -> list[CourseTeacher]:
    """Give each course its teacher from `since` on [P2]."""
    require_may_edit_courses(actor)
    found = [CourseTeacher(course=course, staff=staff, since=since) for course, staff in pairs]
    db.session.add_all(found)
    return found


def start_earlier(actor: Actor, *, assignments: Iterable[CourseTeacher], since: dt.date) -> None:
    """Let assignments begin at `since` already [P2]."""
    require_may_edit_courses(actor)
    for assignment in assignments:
        assignment.since = since


def stop_teaching(actor: Actor, *, assignments: Iterable[CourseTeacher], before: dt.date) -> None:
    """End assignments the day before `before`; one that had not begun by then is removed [P2]."""
    require_may_edit_courses(actor)
    for assignment in assignments:
        if assignment.since >= before:
            db.session.delete(assignment)
        else:
            assignment.until = before - dt.timedelta(1)


def _fill(topic: PlanTopic, line: PlanLine, position: int) -> None:
    topic.position, topic.section, topic.title = position, line.section, line.title
    topic.hours, topic.work_kind_id, topic.homework = line.hours, line.kind, line.homework
