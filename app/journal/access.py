"""Who may look into and write which lessons of the journal [P2 P3 P4 P5 J10]."""

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.classes.access import own_pupils
from app.classes.models import ClassMembership, SchoolClass, SubgroupMembership
from app.core.actor import Actor
from app.core.errors import Forbidden
from app.journal.models import Homework, Mark, Reopening, Task
from app.plan.access import SEES_ALL_JOURNALS, visible_courses
from app.plan.models import Course, CourseTeacher
from app.school.models import School
from app.timetable.models import Lesson

# The person and the day of a statement that is built once: `asked` gives them when it is run.
_USER: Any = bindparam("user_id", type_=Integer)
_STAFF: Any = bindparam("staff_id", type_=Integer)
SOMEBODY = Actor(user_id=_USER, name="", staff_id=_STAFF)
SOME_DAY: Any = bindparam("today", type_=Date)

LOOKS_ONLY = _l("You may look into this journal, but not write in it.")


def asked(actor: Actor, today: dt.date) -> dict[str, Any]:
    """Values for a statement about `SOMEBODY` on `SOME_DAY`."""
    return {"user_id": actor.user_id, "staff_id": actor.staff_id, "today": today}


def teaches(actor: Actor, course: Any, *days: Any) -> ColumnElement[bool]:
    """True where one assignment of the person to the course holds on all the days [P2]."""
    spans = (
        and_(
            CourseTeacher.since <= day,
            or_(CourseTeacher.until.is_(None), CourseTeacher.until >= day),
        )
        for day in days
    )
    assignment = select(CourseTeacher.id).where(
        CourseTeacher.course_id == course, CourseTeacher.staff_id == actor.staff_id, *spans
    )
    return assignment.exists() if actor.staff_id is not None else false()


def heads(actor: Actor) -> ColumnElement[bool]:
    """True where the person is the class teacher [P3]."""
    return SchoolClass.teacher_id == actor.staff_id if actor.staff_id is not None else false()


def substitutes(actor: Actor) -> ColumnElement[bool]:
    """True where the person stands in for the teacher of a lesson [P2]."""
    return Lesson.substitute_id == actor.staff_id if actor.staff_id is not None else false()


def may_mark(actor: Actor, today: dt.date) -> ColumnElement[bool]:
    """True where the person may write in a lesson; Lesson, SchoolClass and School are at hand.

    The teacher of the course in the dates of the assignment, the substitute of the lesson [P2
    J10], the class teacher where the school allows it [P3]; nobody else [P4].
    """
    return or_(_own_lesson(actor, today), and_(heads(actor), School.class_teacher_edits_marks))


def may_note_absence(actor: Actor, today: dt.date) -> ColumnElement[bool]:
    """True where the person may write who was there; the class teacher always may [P3 T1]."""
    return or_(_own_lesson(actor, today), heads(actor))


def may_set_result(actor: Actor, today: dt.date) -> ColumnElement[bool]:
    """True where the person may set results; Course, SchoolClass and School are at hand [P2 P3]."""
    head = and_(heads(actor), School.class_teacher_edits_marks)
    return or_(teaches(actor, Course.id, today), head)


def _own_lesson(actor: Actor, today: dt.date) -> ColumnElement[bool]:
    return or_(teaches(actor, Lesson.course_id, Lesson.day, today), substitutes(actor))


def writable_lessons(actor: Actor, today: dt.date) -> ColumnElement[bool]:
    """Lessons to choose from in a form: those that the person may write in [P2 P3]."""
    return Lesson.id.in_(_surrounded().where(may_mark(actor, today)))


def attended_lessons(actor: Actor, today: dt.date) -> ColumnElement[bool]:
    """The same for absences [P3 T1]."""
    return Lesson.id.in_(_surrounded().where(may_note_absence(actor, today)))


def writable_courses(actor: Actor, today: dt.date) -> ColumnElement[bool]:
    """Courses to choose from in a form: those that the person may set results of [P2 P3]."""
    courses = select(Course.id).join(SchoolClass, SchoolClass.id == Course.class_id)
    return Course.id.in_(courses.join(School, true()).where(may_set_result(actor, today)))


def _surrounded() -> Any:
    lessons = select(Lesson.id).join(Course, Course.id == Lesson.course_id)
    return lessons.join(SchoolClass, SchoolClass.id == Course.class_id).join(School, true())


def require(allowed: bool) -> None:
    """Raise `Forbidden` for one who may look only."""
    if not allowed:
        raise Forbidden(LOOKS_ONLY)


def may_reopen(actor: Actor) -> bool:
    """Only the administrator opens closed lessons again [J8]."""
    return actor.has("admin")


def enrolled(pupil: Any, day: Any = Lesson.day) -> ColumnElement[bool]:
    """True where the pupil is in the class and subgroup of the course on the day [S6].

    Course is at hand, and Lesson for the default: the day of the lesson.
    """
    in_class = _member(ClassMembership, pupil, day).where(
        ClassMembership.class_id == Course.class_id
    )
    in_part = _member(SubgroupMembership, pupil, day).where(
        SubgroupMembership.subgroup_id == Course.subgroup_id
    )
    return and_(in_class.exists(), or_(Course.subgroup_id.is_(None), in_part.exists()))


def _member(kind: Any, pupil: Any, day: Any) -> Any:
    until = or_(kind.until.is_(None), kind.until >= day)
    return select(kind.id).where(kind.pupil_id == pupil, kind.since <= day, until)


def visible_lessons(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Lessons whose entries a person may read: own courses, own class, substituted, or all [P2–P4].

    Pupils and parents never reach the journal [P5].
    """
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    if actor.staff_id is None:
        return false()
    own = select(Course.id).where(visible_courses(actor, on))
    return or_(Lesson.course_id.in_(own), substitutes(actor))


def _of_visible_lessons(
    lesson: InstrumentedAttribute[int], actor: Actor, on: dt.date
) -> ColumnElement[bool]:
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    if actor.staff_id is None:
        return false()
    return lesson.in_(select(Lesson.id).where(visible_lessons(actor, on)))


def visible_tasks(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Tasks of the lessons that the person may read."""
    return _of_visible_lessons(Task.lesson_id, actor, on)


def visible_marks(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Marks in the lessons that the person may read; the own, and the own children's [P5].

    A mark that was taken back is none.
    """
    is_set = Mark.value.is_not(None)
    if actor.has(*SEES_ALL_JOURNALS):
        return is_set
    tasks = select(Task.id).where(visible_tasks(actor, on))
    return and_(is_set, or_(Mark.task_id.in_(tasks), Mark.pupil_id.in_(own_pupils(actor))))


def visible_homework(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Homework of the lessons that the person may read; what concerns the own children [P5].

    Homework that was taken back is none.
    """
    is_set = Homework.text != ""
    readable = _of_visible_lessons(Homework.lesson_id, actor, on)
    for_class = [Homework.lesson_id.in_(_lessons_of(pupil)) for pupil in own_pupils(actor)]
    mine = Homework.pupil_id.in_(own_pupils(actor))
    for_all = and_(Homework.pupil_id.is_(None), or_(false(), *for_class))
    return and_(is_set, or_(readable, mine, for_all))


def _lessons_of(pupil: int) -> Any:
    return select(Lesson.id).join(Lesson.course).where(enrolled(pupil))


def visible_reopenings(actor: Actor, _on: dt.date) -> ColumnElement[bool]:
    """All for those who control journals; a teacher sees what was opened to them [J8]."""
    if actor.has(*SEES_ALL_JOURNALS):
        return true()
    return Reopening.staff_id == actor.staff_id if actor.staff_id is not None else false()
