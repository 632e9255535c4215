"""Who writes and reads in the tests of the board."""

import datetime as dt
from typing import Any

from app.core.actor import Actor
from tests.factories import SchoolWorld, actor, make_guardian, make_user, save

NOW = dt.datetime(2026, 9, 3, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()


def people_of(school: SchoolWorld) -> dict[str, Actor]:
    """Actors with logins: staff, and a pupil and a parent of 7А and of 8Б."""
    own, foreign = school.pupils[0], school.foreign_pupil
    parents = {"parent": make_guardian(own), "foreign parent": make_guardian(foreign)}
    found = {
        role: actor(role, name=f"Роль {role}", user_id=make_user(role))
        for role in ("admin", "director", "deputy", "secretary")
    }
    found["teacher"] = _person(school.teacher, "teacher", staff_id=school.teacher.id)
    found["head"] = _person(school.head, "class_teacher", staff_id=school.head.id)
    found["pupil"] = _person(own, "pupil", pupil_id=own.id)
    found["foreign pupil"] = _person(foreign, "pupil", pupil_id=foreign.id)
    found["parent"] = _person(parents["parent"], "parent", children=(own.id,))
    found["foreign parent"] = _person(parents["foreign parent"], "parent", children=(foreign.id,))
    return found


def _person(person: Any, role: str, **values: Any) -> Actor:
    person.user_id = make_user(role)
    save(person)
    return actor(role, name=person.call_name, user_id=person.user_id, **values)
