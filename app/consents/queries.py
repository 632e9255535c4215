"""Reads of consents: who has given one, who has not yet [P9]."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import case, exists, func, select

from app.classes.access import members_between, visible_cards
from app.classes.models import ClassMembership, SchoolClass
from app.classes.queries import class_list, class_memberships, class_on
from app.consents.access import consent_classes, in_force
from app.consents.models import Consent
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Guardian, Guardianship, Pupil
from app.school.queries import year_on


@dataclass(frozen=True)
class ClassCount:
    """A class, its pupils on the day, and how many of them have no consent."""

    school_class: SchoolClass
    pupils: int
    missing: int


@dataclass(frozen=True)
class PupilConsents:
    """A pupil with the guardians, the consents in force, and the one withdrawn last."""

    pupil: Pupil
    class_name: str
    guardians: list[Guardian] = field(default_factory=list)
    given: list[Consent] = field(default_factory=list)
    withdrawn: Consent | None = None


def class_counts(actor: Actor, on: dt.date) -> list[ClassCount]:
    """The classes of the year that the person looks through: two statements [P3 P9]."""
    year = year_on(on)
    if year is None:
        return []
    day = min(max(on, year.starts), year.ends)
    missing = ~exists().where(Consent.pupil_id == ClassMembership.pupil_id, in_force(on))
    counted = db.session.execute(
        select(
            ClassMembership.class_id,
            func.count(ClassMembership.id),
            func.sum(case((missing, 1), else_=0)),
        )
        .where(members_between(day, day))
        .group_by(ClassMembership.class_id)
    )
    counts = {class_id: (pupils, lack) for class_id, pupils, lack in counted}
    classes = db.session.scalars(
        select(SchoolClass)
        .where(SchoolClass.year_id == year.id, consent_classes(actor, on))
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    return [ClassCount(one, *counts.get(one.id, (0, 0))) for one in classes]


def class_consents(actor: Actor, class_id: int, on: dt.date) -> list[PupilConsents]:
    """The pupils of a class and their consents: four statements; raises NotFound [P3 P9]."""
    school_class = db.session.scalars(
        select(SchoolClass).where(SchoolClass.id == class_id, consent_classes(actor, on))
    ).one_or_none()
    if school_class is None:
        raise NotFound
    year = school_class.year
    pupils = class_list(class_id, min(max(on, year.starts), year.ends))
    return _with_consents(pupils, dict.fromkeys((one.id for one in pupils), school_class.name), on)


def pupil_consents(actor: Actor, pupil_id: int, on: dt.date) -> PupilConsents:
    """One pupil and the consents; raises NotFound for a card that the person may not read [P3]."""
    pupil = db.session.scalars(
        select(Pupil).where(Pupil.id == pupil_id, visible_cards(actor, on))
    ).one_or_none()
    if pupil is None:
        raise NotFound
    name = class_on(class_memberships([pupil_id]), on)
    return _with_consents([pupil], {pupil_id: name}, on)[0]


def _with_consents(
    pupils: Sequence[Pupil], class_names: dict[int, str], on: dt.date
) -> list[PupilConsents]:
    ids = [pupil.id for pupil in pupils]
    families, given, withdrawn = _families(ids), _given(ids, on), _withdrawn(ids, on)
    return [
        PupilConsents(
            one, class_names[one.id], families[one.id], given[one.id], withdrawn.get(one.id)
        )
        for one in pupils
    ]


def _families(pupil_ids: Collection[int]) -> dict[int, list[Guardian]]:
    links = select(Guardianship).where(Guardianship.pupil_id.in_(pupil_ids))
    found: dict[int, list[Guardian]] = defaultdict(list)
    for link in db.session.scalars(links.order_by(Guardianship.id)):
        found[link.pupil_id].append(link.guardian)
    return found


def _given(pupil_ids: Collection[int], on: dt.date) -> dict[int, list[Consent]]:
    consents = select(Consent).where(Consent.pupil_id.in_(pupil_ids), in_force(on))
    found: dict[int, list[Consent]] = defaultdict(list)
    for consent in db.session.scalars(consents.order_by(Consent.given_on, Consent.id)):
        found[consent.pupil_id].append(consent)
    return found


def _withdrawn(pupil_ids: Collection[int], on: dt.date) -> dict[int, Consent]:
    consents = select(Consent).where(Consent.pupil_id.in_(pupil_ids), Consent.withdrawn_on <= on)
    rows = db.session.scalars(consents.order_by(Consent.withdrawn_on, Consent.id))
    return {consent.pupil_id: consent for consent in rows}
