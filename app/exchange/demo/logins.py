"""The logins of the demo, one for each role [P1]; in the demo only they share a password."""

from app.accounts.operations import add_login
from app.core.actor import SYSTEM
from app.core.db import db
from app.exchange.demo.world import HOME_CLASS, World
from app.people.models import Guardian, Pupil, Staff

PASSWORD = "zhurnal2026"  # noqa: S105  # printed on the start page of the demo
LOGINS = {
    "admin": "администратор журнала (методист)",
    "director": "директор",
    "deputy": "заместитель директора по учебной работе",
    "secretary": "секретарь",
    "klassruk": "классный руководитель 7А, учитель русского языка в 5А, 7А и 11А",
    "uchitel": "учитель математики в 7А, 10А и 11А",
    "uchenik": "ученик 7А",
    "roditel": "родитель: сын в 7А (входит как uchenik), дочь в 4А",
}
_ROLES = {
    "admin": ("admin",),
    "director": ("director",),
    "deputy": ("deputy",),
    "secretary": ("secretary",),
    "klassruk": ("class_teacher", "teacher"),
    "uchitel": ("teacher",),
    "uchenik": ("pupil",),
    "roditel": ("parent",),
}
_POSTS = {
    "admin": "methodist",
    "director": "director",
    "deputy": "deputy",
    "secretary": "secretary",
    "klassruk": "russian1",
    "uchitel": "maths1",
}


def make_logins(world: World) -> None:
    """A login for each role, tied to the person it belongs to."""
    people: dict[str, Staff | Pupil | Guardian] = {
        login: world.staff[key] for login, key in _POSTS.items()
    }
    people["uchenik"] = world.members[HOME_CLASS][0].pupil
    people["roditel"] = world.mother
    for login, person in people.items():
        user = add_login(
            SYSTEM,
            username=login,
            password=PASSWORD,
            last_name=person.last_name,
            first_name=" ".join(filter(None, (person.first_name, person.middle_name))),
            roles=_ROLES[login],
        )
        db.session.flush()
        person.user_id = user.id
