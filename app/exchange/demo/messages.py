"""A few messages of the demo school, by the product's own operation [M1]."""

import datetime as dt

from app.classes.models import SchoolClass
from app.core import clock
from app.core.actor import Actor
from app.correspondence.operations import Draft, send_message
from app.exchange.demo.world import HOME_CLASS, World
from app.people.models import Guardian, Staff

_HEAD, _MATHS = "russian1", "maths1"  # who logs in as klassruk and uchitel


def make_messages(world: World) -> int:
    """A meeting of parents is announced, and the mother asks a teacher; how many there are."""
    day = min(world.ago(3), world.year.ends)
    head, teacher, mother = world.staff[_HEAD], world.staff[_MATHS], world.mother
    home: SchoolClass = world.classes[HOME_CLASS]
    son = world.members[HOME_CLASS][0].pupil_id
    drafts = (
        (
            _actor(head, "class_teacher", staff_id=head.id),
            Draft(
                f"parents-{home.id}",
                "Родительское собрание",
                "Уважаемые родители!\nСобрание в четверг в 18.00, кабинет 301."
                " Поговорим об итогах месяца и о поездке в музей.",
            ),
        ),
        (
            _actor(mother, "parent", children=(son,)),
            Draft(
                f"user-{teacher.user_id}",
                "Контрольная по алгебре",
                "Добрый день! Сын пропустил две темы."
                " Можно ли прийти на консультацию до контрольной?",
            ),
        ),
    )
    for hour, (actor, draft) in enumerate(drafts, 17):
        now = dt.datetime.combine(day, dt.time(hour, 20), clock.now().tzinfo)
        send_message(actor, draft=draft, now=now, letters={})
    return len(drafts)


def _actor(person: Staff | Guardian, role: str, **values: object) -> Actor:
    return Actor(person.user_id, person.call_name, frozenset({role}), **values)  # type: ignore[arg-type]
