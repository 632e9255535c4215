"""Writes of people's cards [P8 S2]."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import refuse_if
from app.people import rules
from app.people.access import require_may_keep_people
from app.people.models import Guardian, Guardianship, Pupil, Staff

Person = TypeVar("Person", Pupil, Guardian, Staff)


def add_person(
    actor: Actor, *, kind: type[Person], card: Mapping[str, Any], today: dt.date
) -> Person:
    """Put a pupil, guardian or member of staff on the list; `card` is values by column [P4].

    Raises Forbidden, and Refused with every fault of the card.
    """
    require_may_keep_people(actor)
    person = kind()
    fill_card(person, card=card, today=today)
    db.session.add(person)
    return person


def change_person(
    actor: Actor, *, person: Pupil | Guardian | Staff, card: Mapping[str, Any], today: dt.date
) -> None:
    """Change the given columns of a card [P4]; raises as `add_person`.

    The address of staff with a login is the administrator's to change: codes that open the login
    are sent there, and nobody raises himself by writing an address [P6].
    """
    require_may_keep_people(actor)
    opens_login = isinstance(person, Staff) and person.user_id is not None
    if opens_login and not actor.has("admin"):
        refuse_if(rules.same_address_faults(str(person), person.email, card))
    fill_card(person, card=card, today=today)


def fill_card(person: Pupil | Guardian | Staff, *, card: Mapping[str, Any], today: dt.date) -> None:
    """Write checked values into a card; a missing sex is taken from the patronymic [P8].

    Whoever calls it has asked whether the actor may.
    """
    before = {name: getattr(person, name) for name in (*rules.NAMES, "sex")}
    values = rules.settled_card(card, before)
    refuse_if(rules.card_faults(values, pupil=isinstance(person, Pupil), today=today))
    for column, value in values.items():
        setattr(person, column, value)


def link_guardian(actor: Actor, *, pupil: Pupil, guardian: Guardian, relation: str) -> Guardianship:
    """Put a guardian on a pupil's card: the parent then sees the child [P4 P5]."""
    require_may_keep_people(actor)
    link = Guardianship(pupil=pupil, guardian=guardian, relation=relation)
    db.session.add(link)
    return link


def change_relation(actor: Actor, *, link: Guardianship, relation: str) -> None:
    """What the guardian is to the pupil: mother, father [P4 P8]."""
    require_may_keep_people(actor)
    link.relation = relation
