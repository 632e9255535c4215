"""Letters with codes: to the own address only, sent once, kept nowhere [P6]."""

import datetime as dt
import re

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select

from app.accounts import operations as accounts
from app.accounts.models import ActivationCode, LoginRecord
from app.accounts.operations import Visit
from app.accounts.rules import code_of
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.messages.enums import MailState
from app.messages.models import OutboxLetter
from app.messages.operations import (
    Mailed,
    claim_letter,
    letter_sent,
    mail_codes,
    settle_broken_claims,
    wipe_late_letters,
)
from tests.accounts.scene import MORNING, send
from tests.factories import actor, make_guardian, make_user

pytestmark = pytest.mark.req("P6")
ADMIN = actor("admin")
VISIT = Visit("10.0.0.1", "Firefox", MORNING)


@pytest.fixture
def post_office(app, monkeypatch):
    """The school has a mail server, and says where the journal is."""
    monkeypatch.setitem(app.config, "SMTP_HOST", "mail.school.example")
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://journal.school.example/")


@pytest.fixture
def head(school):
    """The class teacher of 7А."""
    return actor("class_teacher", staff_id=school.head.id, user_id=make_user("class_teacher"))


def mailed(who, *people, class_id=None):
    keys = [f"{type(one).__name__.lower()}-{one.id}" for one in people]
    with unit_of_work(way="page", actor=who):
        return mail_codes(who, class_id=class_id, keys=keys, visit=VISIT)


def letters():
    rows = select(OutboxLetter).order_by(OutboxLetter.id)
    return db.session.scalars(rows.execution_options(populate_existing=True)).all()


def sent_code(letter):
    return re.search(r"Код: (\S+)", letter.body)[1]


def test_a_class_teacher_sends_codes_to_whom_the_card_has_an_address_of(post_office, school, head):
    pupil, other = school.pupils[:2]
    guardian = make_guardian(pupil, email="mama@home.example")
    result = mailed(head, pupil, other, guardian, class_id=school.class_7a.id)
    assert result == Mailed(sent=1, without=2)
    letter = letters()[0]
    code = sent_code(letter)
    assert (letter.recipient, letter.notice_id, pupil.user_id) == ("mama@home.example", None, None)
    link = f"https://journal.school.example/activate/#{code_of(code)}"
    told = (link, "abramov.m", "Абрамов Мария", "15.09.2026")
    assert [word for word in told if word not in letter.body] == []
    given = accounts.use_code(typed=code, password="зелёный чайник", now=MORNING)
    assert given.id == guardian.user_id


def test_the_code_of_a_letter_replaces_that_of_a_slip_and_nobody_without_a_letter_loses_one(
    post_office, school
):
    with_address, without = school.pupils[:2]
    with_address.email = "a@home.example"
    db.session.commit()
    mailed(ADMIN, with_address, class_id=school.class_7a.id)
    with unit_of_work(way="page", actor=ADMIN):
        user = accounts.open_login(ADMIN, person=without, role="pupil")
        kept = accounts.give_code(ADMIN, user=user, now=MORNING).code
    old = sent_code(letters()[0])
    result = mailed(ADMIN, with_address, without, class_id=school.class_7a.id)
    assert result == Mailed(sent=1, without=1)
    with pytest.raises(Refused):
        accounts.use_code(typed=old, password="зелёный чайник", now=MORNING)
    assert accounts.use_code(typed=kept, password="зелёный чайник", now=MORNING)


def test_what_is_recorded_of_it_names_who_sent_it_and_holds_no_code(post_office, school):
    school.teacher.email = "t@school.example"
    db.session.commit()
    mailed(ADMIN, school.teacher)
    code = code_of(sent_code(letters()[0]))
    row = db.session.scalars(select(LoginRecord)).one()
    user = db.session.get(User, school.teacher.user_id)
    assert (row.outcome.value, row.name, row.user_id) == ("mailed", user.username, user.id)
    assert row.note == f"t@school.example ({ADMIN.name})"
    kept = [*vars(row).values(), *vars(db.session.scalars(select(ActivationCode)).one()).values()]
    assert code not in " ".join(map(code_of, map(str, kept)))
    assert (user.fail_login_count or 0) == 0


def test_nobody_sends_codes_to_others_than_slips_may_be_given(post_office, school, head):
    foreign = school.foreign_pupil
    foreign.email = "a@home.example"
    db.session.commit()
    for class_id, error in ((school.class_8b.id, Forbidden), (school.class_7a.id, NotFound)):
        with pytest.raises(error):
            mailed(head, foreign, class_id=class_id)
    with pytest.raises(Forbidden):
        mailed(head, school.teacher)
    assert (letters(), foreign.user_id) == ([], None)


def test_the_code_of_a_teacher_goes_to_no_address_that_a_parents_card_has(post_office, school):
    """Others than the administrator write the cards of parents."""
    login = make_user("teacher", "parent")
    guardian = make_guardian(school.pupils[0], user_id=login, email="foreign@home.example")
    assert mailed(ADMIN, guardian, class_id=school.class_7a.id) == Mailed(sent=0, without=1)
    school.teacher.user_id, school.teacher.email = login, "t@school.example"
    db.session.commit()
    mailed(ADMIN, guardian, class_id=school.class_7a.id)
    assert [letter.recipient for letter in letters()] == ["t@school.example"]


def test_without_a_mail_server_and_for_blocked_logins_nothing_is_sent(app, school, monkeypatch):
    pupil = school.pupils[0]
    pupil.email, pupil.user_id = "a@home.example", make_user("pupil")
    db.session.commit()
    with pytest.raises(Refused, match="Почта школы не настроена"):
        mailed(ADMIN, pupil, class_id=school.class_7a.id)
    monkeypatch.setitem(app.config, "SMTP_HOST", "mail")
    db.session.get(User, pupil.user_id).active = False
    db.session.commit()
    with pytest.raises(Refused, match="Заблокированы: Абрамов Иван"):
        mailed(ADMIN, pupil, class_id=school.class_7a.id)
    assert letters() == []


def test_a_letter_with_a_code_keeps_no_text_once_it_is_sent_late_or_unclear(post_office, school):
    for pupil in school.pupils:
        pupil.email = "a@home.example"
    db.session.commit()
    mailed(ADMIN, *school.pupils, class_id=school.class_7a.id)
    later, too_late = MORNING + dt.timedelta(hours=1), MORNING + dt.timedelta(days=14)
    with unit_of_work("mail"):
        letter_sent(claim_letter(MORNING).id)
    with unit_of_work("mail"):
        claim_letter(MORNING)
    for moment in (later, too_late):
        with unit_of_work("mail"):
            settle_broken_claims(moment)
            wipe_late_letters(moment)
    assert [(one.state, one.body) for one in letters()] == [
        (MailState.SENT, ""),
        (MailState.UNCLEAR, ""),
        (MailState.LATE, ""),
    ]


def test_a_letter_whose_code_is_too_old_is_not_sent(post_office, school):
    school.teacher.email = "t@school.example"
    db.session.commit()
    mailed(ADMIN, school.teacher)
    last = MORNING + dt.timedelta(days=14)
    assert claim_letter(last) is None
    assert claim_letter(last - dt.timedelta(minutes=1)) is not None


def test_the_page_sends_codes_with_one_press_and_says_how_many(
    sqlite_app, school, login, monkeypatch, statements
):
    client = login(make_user("admin"))
    address = f"/codes/?class_id={school.class_7a.id}"
    assert "отправить по почте" not in client.get(address).text
    monkeypatch.setitem(sqlite_app.config, "SMTP_HOST", "mail")
    school.pupils[0].email = "a@home.example"
    db.session.commit()
    listening = statements()
    page = client.get(address).text
    assert len(listening) == 9
    assert ("a@home.example" in page, "нет адреса" in page) == (True, True)
    ticked = re.findall(r'name="who" value="([^"]+)"[^>]* checked', page)
    answer = send(client, "/codes/send", "/codes/", class_id=school.class_7a.id, who=ticked)
    assert answer.location == address
    page = client.get(address).text
    assert "Отправлено: 1, без адреса: 2. Тем, у кого адреса нет, напечатайте листки." in page
    assert len(re.findall(r'name="who" value="[^"]+"[^>]* checked', page)) == 2
