"""What tests of the diary share: marks, homework and families of the small school."""

import datetime as dt

from app.core.actor import Actor
from app.core.db import db
from app.journal.models import Homework, Mark, Task
from app.people.models import Guardian, Guardianship, Pupil
from tests.factories import actor, make_guardian, make_user, save

NOW = dt.datetime(2026, 9, 3, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()  # a Thursday; lessons of the school are on Tuesday to Thursday
MONDAY = dt.date(2026, 8, 31)


def give_mark(
    world, pupil: Pupil, value: str = "5", lesson: int = 0, code: str = "О", **task
) -> Mark:
    """A mark of algebra for a work of its own."""
    at = world.lessons[lesson]
    tasks = db.select(db.func.count()).where(Task.lesson_id == at.id)
    position = 1 + db.session.scalar(tasks)
    made = save(Task(lesson=at, kind=world.kinds[code], position=position, **task))
    return save(Mark(task=made, pupil=pupil, value=value))


def give_homework(lesson, text: str, pupil: Pupil | None = None) -> Homework:
    """Homework set in a lesson, for the class or for one pupil."""
    return save(Homework(lesson=lesson, text=text, pupil=pupil, set_at=NOW))


def as_pupil(pupil: Pupil) -> Actor:
    """The pupil with a login."""
    pupil.user_id = pupil.user_id or make_user("pupil")
    save(pupil)
    return actor("pupil", user_id=pupil.user_id, pupil_id=pupil.id)


def as_parent(*children: Pupil) -> Actor:
    """A parent of the children, with a login."""
    guardian: Guardian = make_guardian(children[0], user_id=make_user("parent"))
    for child in children[1:]:
        save(Guardianship(guardian=guardian, pupil=child, relation="мать"))
    return actor(
        "parent", user_id=guardian.user_id, children=tuple(sorted(one.id for one in children))
    )
