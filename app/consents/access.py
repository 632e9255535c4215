"""Who may see and record consents, and who reads the papers that they open [P3 P4 P8 P9]."""

import datetime as dt

from sqlalchemy import ColumnElement, exists, false, or_, select, true

from app.classes.access import (
    SEES_ALL_PEOPLE,
    kept_cards,
    kept_guardians,
    left_school,
    visible_cards,
)
from app.classes.models import SchoolClass
from app.consents.enums import Covers
from app.consents.models import Consent, GuardianPapers
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Forbidden
from app.people.models import Guardian, Guardianship, Pupil
from app.school.models import AcademicYear


def in_force(on: dt.date) -> ColumnElement[bool]:
    """Consents that were given and not withdrawn, of who still is a guardian of the pupil [P9]."""
    family = exists().where(
        Guardianship.pupil_id == Consent.pupil_id, Guardianship.guardian_id == Consent.guardian_id
    )
    withdrawn = Consent.withdrawn_on
    return family & (Consent.given_on <= on) & or_(withdrawn.is_(None), withdrawn > on)


def opened_guardians(on: dt.date) -> ColumnElement[bool]:
    """Guardians whose papers a consent opens on the day: its purpose ends with school [P8 P9]."""
    at_school = Consent.pupil_id.not_in(left_school(on))
    signed = select(Consent.guardian_id).where(
        in_force(on), Consent.covers == Covers.PAPERS, at_school
    )
    return Guardian.id.in_(signed)


def visible_consents(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Consents for the pupils whose cards the person may read [P3 P9]."""
    pupils = select(Pupil.id).where(visible_cards(actor, on))
    return true() if actor.has(*SEES_ALL_PEOPLE) else Consent.pupil_id.in_(pupils)


def visible_papers(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Open papers, for who keeps the card: secretary, administrator, class teacher [P3 P8]."""
    guardians = select(Guardian.id).where(kept_guardians(actor, on), opened_guardians(on))
    return GuardianPapers.guardian_id.in_(guardians)


def consent_classes(actor: Actor, on: dt.date) -> ColumnElement[bool]:
    """Classes whose consents the person looks through: all, or the own ones [P3 P9]."""
    if actor.has(*SEES_ALL_PEOPLE):
        return true()
    if not actor.staff_id:
        return false()
    going = select(AcademicYear.id).where(AcademicYear.ends >= on)
    return (SchoolClass.teacher_id == actor.staff_id) & SchoolClass.year_id.in_(going)


def require_may_keep_consents(actor: Actor, pupil_id: int, on: dt.date) -> None:
    """Who keeps the card of the pupil records the consents [P3 P4]; raises Forbidden."""
    kept = exists().where(Pupil.id == pupil_id, kept_cards(actor, on))
    if not db.session.scalar(select(kept)):
        raise Forbidden


def require_may_keep_papers(actor: Actor, guardian_id: int, on: dt.date) -> None:
    """Who keeps the card of the guardian keeps the papers [P3 P4]; raises Forbidden."""
    kept = exists().where(Guardian.id == guardian_id, kept_guardians(actor, on))
    if not db.session.scalar(select(kept)):
        raise Forbidden


def signatories(actor: Actor, pupil_key: str, on: dt.date) -> ColumnElement[bool]:
    """Guardians to choose from: of the pupil whose key the address names, else all kept ones."""
    kept = kept_guardians(actor, on)
    if not pupil_key.isdecimal():
        return kept
    family = select(Guardianship.guardian_id).where(Guardianship.pupil_id == int(pupil_key))
    return kept & Guardian.id.in_(family)
