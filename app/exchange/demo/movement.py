"""Requests to enter and remove pupils, and the confirmed lists of classes and staff [S6]."""

import datetime as dt

from app.core import clock
from app.core.actor import Actor
from app.exchange.demo.world import HOME_CLASS, World
from app.movement.enums import Answer, Lists, Wish
from app.movement.operations.lists import confirm_lists
from app.movement.operations.requests import answer, ask
from app.movement.queries.lists import last_of_history
from app.movement.rules import Asked
from app.timetable.operations.substituting import Telling

_NEW_PUPIL = "Ковалёв Артём Сергеевич"


def make_movement(world: World) -> int:
    """What the class teacher of the home class has asked for around today; how many requests."""
    day = min(world.ago(3), world.year.ends)
    telling = Telling(dt.datetime.combine(day, dt.time(11, 20), clock.now().tzinfo), {})
    head, boss = _actor(world, "russian1", "class_teacher"), _actor(world, "methodist", "admin")
    class_id = world.classes[HOME_CLASS].id
    pupil = next(one.pupil_id for one in world.members[HOME_CLASS] if one.until is None)
    new = Asked(class_id, Wish.ENTER, day, name=_NEW_PUPIL, words="Из школы № 4, приказ готовится.")
    gone = Asked(class_id, Wish.REMOVE, day, pupil_id=pupil, words="Семья собирается переезжать.")
    ask(head, asked=new, telling=telling)
    declined = ask(head, asked=gone, telling=telling)
    words = "Нет заявления родителей: как принесут, попросите ещё раз."
    answer(boss, request_id=declined.id, state=Answer.DECLINED, words=words, telling=telling)
    for lists in Lists:
        secretary = _actor(world, "secretary", "secretary")
        confirm_lists(secretary, lists=lists, seen=last_of_history(), now=telling.now)
    return 2


def _actor(world: World, key: str, role: str) -> Actor:
    person = world.staff[key]
    return Actor(person.user_id, person.call_name, frozenset({role}), staff_id=person.id)
