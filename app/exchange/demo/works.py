"""A control work of algebra that parallel classes have written, with its analysis [R5]."""

import random
from collections.abc import Iterator

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.db import db
from app.exchange.demo.curriculum import Taught, grade_of
from app.exchange.demo.world import HOME_CLASS, World
from app.journal.models import Mark, Task
from app.journal.rules.cell import DEBT, DIGITS
from app.plan.models import Course
from app.timetable.models import Lesson
from app.works.enums import Level
from app.works.models import ControlWork, PupilWork, WorkPlan
from app.works.operations.plans import add_plan
from app.works.rules.plan import ItemDraft, PlanDraft
from app.works.rules.points import stored_points
from app.works.rules.scale import Scale

_TEACHER, _SUBJECT, _KIND = "maths1", "Алгебра", "К"
_MOST_CLASSES = 3
_ITEMS = (
    ("1", "Значение числового выражения", Level.BASIC, 1),
    ("2", "Значение выражения с переменной", Level.BASIC, 1),
    ("3", "Свойства степени с натуральным показателем", Level.BASIC, 2),
    ("4", "Линейное уравнение с одной переменной", Level.BASIC, 2),
    ("5", "Линейное уравнение с одной переменной", Level.RAISED, 2),
    ("6", "Преобразование буквенных выражений", Level.RAISED, 2),
    ("7", "Текстовая задача на движение", Level.RAISED, 3),
    ("8", "Исследование уравнения с параметром", Level.HIGH, 3),
)
# Totals that a mark of the journal may have come from, and how easily a point of an item is lost.
_TOTALS = {"5": (14, 16), "4": (11, 13), "3": (8, 10), "2": (3, 7), "1": (0, 2)}
_LOST = (1, 1, 2, 2, 5, 5, 12, 16)


def make_works(world: World) -> int:
    """The plan, and its works with points that agree with the marks; how many works."""
    written = list(_written(world))
    if not written:
        return 0
    plan = _plan(world)
    for course, task in written:
        work = ControlWork(plan=plan, course=course, task=task, day=task.lesson.day)
        db.session.add(work)
        db.session.flush()
        _give_points(world, work)
    return len(written)


def _plan(world: World) -> WorkPlan:
    teacher = world.staff[_TEACHER]
    actor = Actor(teacher.user_id, teacher.full_name, frozenset({"deputy"}), staff_id=teacher.id)
    draft = PlanDraft(
        title="Контрольная работа. Линейные уравнения",
        subject_id=world.subjects[_SUBJECT].id,
        grade=grade_of(HOME_CLASS),
        variants=2,
        scale=Scale(14, 11, 8),
        items=[ItemDraft(*item) for item in _ITEMS],
    )
    return add_plan(actor, draft=draft, today=world.ago(30))


def _written(world: World) -> Iterator[tuple[Course, Task]]:
    """The last control work of the home class, and of the classes beside it."""
    beside = [taught for taught in world.courses if _is_beside(taught)]
    beside.sort(key=lambda taught: (taught.school_class != HOME_CLASS, taught.school_class))
    for taught in beside[:_MOST_CLASSES]:
        course = world.courses[taught]
        marked = select(func.count()).where(Mark.task_id == Task.id, Mark.value.in_(DIGITS))
        task = db.session.scalars(
            select(Task)
            .join(Task.lesson)
            .where(
                Lesson.course_id == course.id,
                Task.kind_id == world.kinds[_KIND].id,
                marked.scalar_subquery() > 0,
            )
            .order_by(Lesson.day.desc())
            .limit(1)
        ).first()
        if task:
            yield course, task


def _is_beside(taught: Taught) -> bool:
    same = grade_of(taught.school_class) == grade_of(HOME_CLASS)
    return same and taught.subject == _SUBJECT


def _give_points(world: World, work: ControlWork) -> None:
    """Everybody with a mark gets points that give this mark; a debt is an absence."""
    chance = world.chance_of("control work", work.course_id)
    marks = select(Mark.pupil_id, Mark.value).where(Mark.task_id == work.task_id)
    for number, (pupil, value) in enumerate(db.session.execute(marks.order_by(Mark.pupil_id))):
        row = PupilWork(work_id=work.id, pupil_id=pupil, absent=value == DEBT)
        if value in _TOTALS:
            row.points, row.variant = _points(value, chance), number % work.plan.variants + 1
        db.session.add(row)


def _points(mark: str, chance: random.Random) -> str:
    """Points that add up to the mark, the harder items lost first."""
    points = [most for _number, _element, _level, most in _ITEMS]
    for _point in range(sum(points) - chance.randint(*_TOTALS[mark])):
        weights = [lost * (left > 0) for lost, left in zip(_LOST, points, strict=True)]
        points[chance.choices(range(len(points)), weights)[0]] -= 1
    return stored_points(points)
