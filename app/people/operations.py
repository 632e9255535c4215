"""Writes of people's cards [P8 S2]."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import refuse_if
from app.people import rules
from app.people.access import require_may_keep_people
from app.people.models import Guardian, Pupil, Staff

Person = TypeVar("Person", Pupil, Guardian, Staff)
_NAMES = ("last_name", "first_name", "middle_name")


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
    """Change the given columns of a card [P4]; raises as `add_person`."""
    require_may_keep_people(actor)
    fill_card(person, card=card, today=today)


def fill_card(person: Pupil | Guardian | Staff, *, card: Mapping[str, Any], today: dt.date) -> None:
    """Write checked values into a card; a missing sex is taken from the patronymic [P8].

    Whoever calls it has asked whether the actor may.
    """
    values = {**card, **_names(person, card)}
    values["sex"] = values.get("sex") or person.sex or rules.sex_of(values["middle_name"])
    pupil = isinstance(person, Pupil)
    faults = rules.name_faults(*(values[name] for name in _NAMES))
    faults += rules.contact_faults(values.get("email", ""))
    faults += rules.pupil_faults(values["sex"], values.get("birth_date"), today) if pupil else []
    refuse_if(faults)
    for column, value in values.items():
        setattr(person, column, value)


def _names(person: Any, card: Mapping[str, Any]) -> dict[str, str]:
    given = {name: card.get(name, getattr(person, name)) for name in _NAMES}
    return {name: rules.tidy_name(text or "") for name, text in given.items()}
