import datetime as dt

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.queries import broken_chains
from app.classes.enums import Leaving
from app.classes.models import ClassMembership
from app.consents import operations
from app.consents.enums import Covers
from app.consents.models import Consent, GuardianPapers
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, Refused
from app.people.models import Guardianship
from tests import factories as make

TODAY = dt.date(2026, 9, 10)
NOW = dt.datetime(2026, 9, 10, 9, 0, tzinfo=dt.UTC)
SECRETARY = make.actor("secretary")
SECRETS = ("4510 123456", "112-233-445 95", "1985-05-01")


def do(operation, actor=SECRETARY, **given):
    with unit_of_work(way="form", actor=actor):
        return operation(actor, **given)


def give(pupil, guardian, covers=Covers.PAPERS, actor=SECRETARY, given_on=TODAY):
    return do(
        operations.give_consent,
        actor,
        pupil_id=pupil.id,
        guardian_id=guardian.id,
        covers=covers,
        given_on=given_on,
        note="",
        today=TODAY,
    )


def write(guardian, actor=SECRETARY, **values):
    card = {"birth_date": dt.date(1985, 5, 1), "passport": SECRETS[0], "snils": "11223344595"}
    return do(
        operations.write_papers,
        actor,
        guardian_id=guardian.id,
        **{**card, **values},
        today=TODAY,
    )


def withdraw(consent, **changes):
    values = {"covers": consent.covers, "given_on": consent.given_on, "note": ""}
    do(
        operations.change_consent,
        consent=consent,
        **{**values, "withdrawn_on": TODAY, **changes},
        today=TODAY,
    )


def kept():
    db.session.expire_all()
    return db.session.scalars(select(GuardianPapers.snils)).all()


@pytest.fixture
def mother(school):
    return make.make_guardian(school.pupils[0])


@pytest.mark.req("P8", "P9")
def test_papers_open_only_with_a_consent_that_covers_them(app, school, mother):
    for consent in (None, Covers.PUPIL):
        given = consent and give(school.pupils[0], mother, consent)
        with pytest.raises(Refused) as refusal:
            write(mother)
        assert [fault.field for fault in refusal.value.faults] == ["guardian"]
    withdraw(given, covers=Covers.PAPERS, withdrawn_on=None)
    write(mother)
    assert kept() == ["112-233-445 95"]


@pytest.mark.req("P9", "J9")
def test_after_the_withdrawal_the_papers_are_gone_and_the_history_says_so_without_their_values(
    app, school, mother
):
    consent = give(school.pupils[0], mother)
    papers = write(mother)
    do(
        operations.write_papers,
        guardian_id=mother.id,
        papers=papers,
        birth_date=None,
        passport="4511 654321",
        snils="",
        today=TODAY,
    )
    withdraw(consent)
    assert kept() == []
    rows = db.session.scalars(
        select(AuditEntry).where(AuditEntry.table_name == "guardian_papers").order_by("id")
    ).all()
    hidden, nothing = "•••", None
    assert [(row.action, row.changes["passport"]) for row in rows] == [
        ("insert", [nothing, hidden]),
        ("update", [hidden, hidden]),
        ("delete", [hidden, nothing]),
    ]
    assert rows[1].changes["birth_date"] == [hidden, nothing]
    whole = " ".join(str(row.changes) for row in db.session.scalars(select(AuditEntry)))
    assert [secret for secret in (*SECRETS, "654321") if secret in whole] == []
    assert broken_chains() == []


@pytest.mark.req("P9")
def test_papers_stay_while_another_childs_consent_covers_them(app, school, mother):
    make.save(Guardianship(guardian=mother, pupil=school.pupils[1]))
    first, second = (give(pupil, mother) for pupil in school.pupils[:2])
    write(mother)
    withdraw(first)
    assert len(kept()) == 1
    do(operations.forget_consent, consent=second, today=TODAY)
    assert kept() == []


@pytest.mark.req("P9")
def test_only_a_guardian_of_the_pupil_signs_and_not_twice(app, school, mother):
    with pytest.raises(Refused):
        give(school.pupils[1], mother)
    consent = give(school.pupils[0], mother)
    with pytest.raises(Refused):
        give(school.pupils[0], mother)
    withdraw(consent)
    give(school.pupils[0], mother)
    assert db.session.query(Consent).count() == 2


@pytest.mark.req("P3", "P9")
def test_who_records_consents_and_papers(app, school, mother):
    own = make.actor("class_teacher", staff_id=school.head.id)
    others = [
        make.actor("class_teacher", "teacher", staff_id=school.teacher.id),
        make.actor("director"),
        make.actor("deputy"),
        make.actor("parent", children=(school.pupils[0].id,)),
        make.actor("pupil", pupil_id=school.pupils[0].id),
    ]
    for actor in others:
        with pytest.raises(Forbidden):
            give(school.pupils[0], mother, actor=actor)
    give(school.pupils[0], mother, actor=own)
    for actor in others:
        with pytest.raises(Forbidden):
            write(mother, actor=actor)
    write(mother, actor=own)
    assert len(kept()) == 1


@pytest.mark.req("P9", "S6")
@pytest.mark.parametrize(
    ("leaving", "until", "left"),
    [
        (None, None, 1),
        (Leaving.OTHER_SCHOOL, dt.date(2026, 9, 9), 0),
        (Leaving.OTHER_SCHOOL, TODAY, 1),
        (None, dt.date(2026, 9, 9), 1),  # summer, or the way to another class
    ],
)
def test_a_chore_empties_papers_when_the_child_has_left_the_school(
    app, school, mother, leaving, until, left
):
    give(school.pupils[0], mother)
    write(mother)
    stay = db.session.query(ClassMembership).filter_by(pupil_id=school.pupils[0].id).one()
    stay.until, stay.leaving = until, leaving
    before = make.make_year(name="2025/2026", starts=dt.date(2025, 9, 1), ends=dt.date(2026, 5, 31))
    old = make.make_class(before, "6А")
    make.save(ClassMembership(pupil=school.pupils[0], school_class=old, since=before.starts))
    with unit_of_work(way="cli", actor=SECRETARY):
        operations.close_papers(NOW)
    assert len(kept()) == left


@pytest.mark.req("P9")
def test_a_chore_empties_papers_of_who_is_a_guardian_no_more(app, school, mother):
    give(school.pupils[0], mother)
    write(mother)
    db.session.delete(db.session.query(Guardianship).one())
    db.session.commit()
    with unit_of_work(way="cli", actor=SECRETARY):
        operations.close_papers(NOW)
    assert kept() == []
