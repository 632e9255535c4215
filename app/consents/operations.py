"""Writes of consents; papers go when no consent opens them any more [P8 P9]."""

import datetime as dt

from sqlalchemy import exists, select

from app.consents import rules
from app.consents.access import (
    in_force,
    opened_guardians,
    require_may_keep_consents,
    require_may_keep_papers,
)
from app.consents.enums import Covers
from app.consents.models import Consent, GuardianPapers
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound, refuse_if
from app.people.models import Guardian, Guardianship


def give_consent(
    actor: Actor,
    *,
    pupil_id: int,
    guardian_id: int,
    covers: Covers,
    given_on: dt.date,
    note: str,
    today: dt.date,
) -> Consent:
    """Record a signed consent [P9]; raises NotFound, Forbidden, Refused."""
    require_may_keep_consents(actor, pupil_id, today)
    _lock(guardian_id)
    family = _is_guardian(pupil_id, guardian_id)
    refuse_if(rules.consent_faults(given_on, None, today, is_guardian=family))
    same = (Consent.pupil_id == pupil_id, Consent.guardian_id == guardian_id)
    refuse_if(rules.second_faults() if _there(*same, in_force(today)) else [])
    consent = Consent(
        pupil_id=pupil_id, guardian_id=guardian_id, covers=covers, given_on=given_on, note=note
    )
    db.session.add(consent)
    db.session.flush()
    db.session.refresh(consent)
    return consent


def change_consent(
    actor: Actor,
    *,
    consent: Consent,
    covers: Covers,
    given_on: dt.date,
    withdrawn_on: dt.date | None,
    note: str,
    today: dt.date,
) -> None:
    """Put a consent right or withdraw it; papers without a consent are emptied at once [P9]."""
    require_may_keep_consents(actor, consent.pupil_id, today)
    _lock(consent.guardian_id)
    # Who has ceased to be a guardian may still withdraw what they signed.
    refuse_if(rules.consent_faults(given_on, withdrawn_on, today, is_guardian=True))
    consent.covers, consent.given_on, consent.note = covers, given_on, note
    consent.withdrawn_on = withdrawn_on
    _close_papers(consent.guardian_id, today)


def forget_consent(actor: Actor, *, consent: Consent, today: dt.date) -> None:
    """Delete a consent that was recorded by mistake; papers go with it [P9]."""
    require_may_keep_consents(actor, consent.pupil_id, today)
    _lock(consent.guardian_id)
    db.session.delete(consent)
    _close_papers(consent.guardian_id, today)


def write_papers(
    actor: Actor,
    *,
    guardian_id: int,
    birth_date: dt.date | None,
    passport: str,
    snils: str,
    today: dt.date,
    papers: GuardianPapers | None = None,
) -> GuardianPapers:
    """Enter or change (`papers`) what a consent has opened [P8 P9]; raises Forbidden, Refused."""
    require_may_keep_papers(actor, guardian_id, today)
    _lock(guardian_id)
    refuse_if([] if _is_open(guardian_id, today) else rules.closed_papers_faults())
    passport, snils = " ".join(passport.split()), rules.tidy_snils(snils)
    refuse_if(rules.papers_faults(birth_date, passport, snils, today))
    papers = papers or GuardianPapers(guardian_id=guardian_id)
    papers.birth_date, papers.passport, papers.snils = birth_date, passport, snils
    db.session.add(papers)
    db.session.flush()
    return papers


def drop_papers(actor: Actor, *, papers: GuardianPapers, today: dt.date) -> None:
    """Empty what a guardian gave; the consent stays [P8]; raises Forbidden."""
    require_may_keep_papers(actor, papers.guardian_id, today)
    db.session.delete(papers)


def close_papers(now: dt.datetime) -> None:
    """A chore: papers go of whose child has left the school, or who is a guardian no more [P9]."""
    closed = select(Guardian.id).where(~opened_guardians(now.date()))
    for papers in db.session.scalars(
        select(GuardianPapers).where(GuardianPapers.guardian_id.in_(closed))
    ):
        db.session.delete(papers)


def _close_papers(guardian_id: int, today: dt.date) -> None:
    db.session.flush()
    if not _is_open(guardian_id, today):
        query = select(GuardianPapers).where(GuardianPapers.guardian_id == guardian_id)
        for papers in db.session.scalars(query):
            db.session.delete(papers)


def _is_open(guardian_id: int, today: dt.date) -> bool:
    return _there(Guardian.id == guardian_id, opened_guardians(today))


def _is_guardian(pupil_id: int, guardian_id: int) -> bool:
    return _there(Guardianship.pupil_id == pupil_id, Guardianship.guardian_id == guardian_id)


def _there(*where: object) -> bool:
    return bool(db.session.scalar(select(exists().where(*where))))  # type: ignore[arg-type]


def _lock(guardian_id: int) -> None:
    """A consent is not withdrawn while the papers that it opens are entered."""
    row = select(Guardian.id).where(Guardian.id == guardian_id).with_for_update(key_share=True)
    if db.session.scalar(row) is None:
        raise NotFound
