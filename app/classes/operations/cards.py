"""Personal cards as the class teacher of the own class keeps them [P3 P8]."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from app.classes.access import kept_cards, kept_guardians
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Forbidden, refuse_if
from app.people.models import Guardian, Guardianship, Pupil
from app.people.operations import fill_card

_TWO_PARENTS = _l(
    "This parent is on the list already: leave the fields below empty, or nobody chosen here."
)


def change_card(actor: Actor, *, pupil: Pupil, card: Mapping[str, Any], today: dt.date) -> None:
    """Change a pupil's card: secretary, administrator, own class teacher [P3 P8].

    `card` is values by column. Raises Forbidden, Refused.
    """
    _require(exists().where(Pupil.id == pupil.id, kept_cards(actor, today)))
    fill_card(pupil, card=card, today=today)


def change_guardian(
    actor: Actor, *, guardian: Guardian, card: Mapping[str, Any], today: dt.date
) -> None:
    """Change the card of a guardian; who may change that of the child may this [P3 P8]."""
    _require(exists().where(Guardian.id == guardian.id, kept_guardians(actor, today)))
    fill_card(guardian, card=card, today=today)


def add_guardian(
    actor: Actor,
    *,
    pupil: Pupil,
    relation: str,
    guardian: Guardian | None,
    card: Mapping[str, Any],
    today: dt.date,
) -> Guardianship:
    """Put a guardian on the card of a pupil: one on the list, or a new one of the card [P5 P8].

    The parent then sees the child's diary, and who keeps the pupil's card the parent's: so it is
    one whose card the person keeps already. Raises as `change_card`, and Refused where a card is
    filled in beside a parent who is on the list.
    """
    _require(exists().where(Pupil.id == pupil.id, kept_cards(actor, today)))
    if guardian is None:
        guardian = Guardian()
        fill_card(guardian, card=card, today=today)
    else:
        _require(exists().where(Guardian.id == guardian.id, kept_guardians(actor, today)))
        refuse_if([Fault(_TWO_PARENTS, "guardian")] if any(card.values()) else [])
    link = Guardianship(guardian=guardian, pupil=pupil, relation=relation.strip())
    db.session.add_all([guardian, link])
    return link


def remove_guardian(actor: Actor, *, link: Guardianship, today: dt.date) -> None:
    """Take a guardian off the card of a pupil: the parent no longer sees the child [P5]."""
    _require(exists().where(Pupil.id == link.pupil_id, kept_cards(actor, today)))
    db.session.delete(link)


def _require(found: Any) -> None:
    if not db.session.scalar(select(found)):
        raise Forbidden
