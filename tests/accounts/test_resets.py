"""A forgotten password comes back by e-mail: once, to its owner, telling nobody who is there."""

import re

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from werkzeug.security import check_password_hash

from app.accounts import operations
from app.accounts.models import LoginRecord, PasswordRequest, PasswordReset, SecondFactor
from app.core.db import db, unit_of_work
from app.messages.models import OutboxLetter
from app.messages.operations import answer_requests
from tests.accounts.scene import Time, come_in, is_inside, send
from tests.factories import actor, make_guardian, make_pupil, make_staff, make_user, save

pytestmark = pytest.mark.req("P6")
NEW = {"password": "зелёный чайник", "again": "зелёный чайник"}
ADMIN = actor("admin")
MAIL = "i@school.example"


@pytest.fixture
def at(app, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_HOST", "mail")
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://journal.school.example")
    return Time(monkeypatch)


@pytest.fixture
def teacher(at):
    """The login of a teacher whose card has an address."""
    user_id = make_user("teacher", username="ivanova.a")
    make_staff(email=MAIL, user_id=user_id)
    return user_id


def ask(app, name, address="10.0.0.1"):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return send(client, "/login/forgotten", name=name)


def answered(at):
    """Letters that the requests so far have brought, by whom they go to."""
    with unit_of_work(way="cli"):
        answer_requests(at.now)
    return {one.recipient: one.body for one in db.session.scalars(select(OutboxLetter))}


def letter_code(at, app, name="ivanova.a"):
    ask(app, name)
    return re.search(r"Код: (\S+)", list(answered(at).values())[-1])[1]


def restore(app, code, **values):
    client = app.test_client()
    return client, send(client, "/login/password", code=code, **{**NEW, **values})


def outcomes():
    return [one.value for one in db.session.scalars(select(LoginRecord.outcome).order_by("id"))]


@pytest.mark.parametrize("name", ["ivanova.a", " Ivanova.A ", "I@School.example"])
def test_the_code_of_the_letter_sets_a_new_password_once_and_ends_all_sessions(
    app, at, teacher, name
):
    inside, _answer = come_in(app, "ivanova.a")
    code = letter_code(at, app, name)
    client, answer = restore(app, code)
    assert (answer.location, is_inside(client), is_inside(inside)) == ("/", True, False)
    assert check_password_hash(db.session.get(User, teacher).password, NEW["password"])
    again, answer = restore(app, code)
    assert (answer.status_code, is_inside(again)) == (422, False)
    assert outcomes() == ["right", "asked", "mailed", "reset", "wrong_code"]


def test_the_letter_leads_to_the_address_that_the_school_has_set(app, at, teacher):
    client = app.test_client()
    sent = {"base_url": "http://evil.example/"}
    token = re.search(r'csrf-token" content="([^"]+)', client.get("/login/", **sent).text)[1]
    client.post("/login/forgotten", data={"name": "ivanova.a", "csrf_token": token}, **sent)
    letter = answered(at)[MAIL]
    code = re.search(r"Код: (\S+)", letter)[1].replace("-", "")
    assert f"https://journal.school.example/login/password#{code}" in letter
    assert "evil" not in letter


def test_the_answer_and_its_work_are_the_same_whoever_is_asked_about(app, at, teacher, statements):
    answers, works = [], []
    for name in ("ivanova.a", "nobody.a", MAIL, "nobody@school.example"):
        client = app.test_client()
        listening = statements()
        answer = send(client, "/login/forgotten", name=name)
        works.append(len(listening))
        answers.append((answer.status_code, answer.location))
    assert set(answers) == {(302, "/login/password?sent=1")}
    assert len(set(works)) == 1
    assert list(answered(at)) == [MAIL]


def test_a_request_waits_for_its_answer_an_hour_at_most(app, at, teacher):
    ask(app, "ivanova.a")
    at.later(minutes=61)
    assert answered(at) == {}
    assert db.session.scalars(select(PasswordRequest)).all() == []


def test_the_code_is_kept_as_a_hash_works_two_hours_and_goes_with_any_new_password(
    app, at, teacher
):
    code = letter_code(at, app)
    row = db.session.scalars(select(PasswordReset)).one()
    assert code.replace("-", "") not in " ".join(map(str, vars(row).values()))
    at.later(minutes=119)
    assert restore(app, code, password="short", again="short")[1].status_code == 422
    assert db.session.scalars(select(PasswordReset)).one()
    at.later(minutes=1)
    assert restore(app, code)[1].status_code == 422
    code = letter_code(at, app)
    with unit_of_work(way="page"):
        given = operations.give_code(ADMIN, user=db.session.get(User, teacher), now=at.now)
        operations.use_code(typed=given.code, password="синий чайник", now=at.now)
    assert restore(app, code)[1].status_code == 422


def test_to_open_the_link_changes_nothing(app, at, teacher):
    """Programs that look for viruses open the links of letters."""
    code = letter_code(at, app)
    page = app.test_client().get("/login/password")
    assert page.status_code == 200
    assert restore(app, code)[1].status_code == 302


def test_a_blocked_login_and_one_without_an_address_get_no_letter(app, at, teacher):
    make_user("teacher", username="petrova.a")
    db.session.get(User, teacher).active = False
    db.session.commit()
    for name in ("ivanova.a", "petrova.a", MAIL):
        ask(app, name)
    assert answered(at) == {}


@pytest.mark.parametrize("role", ["admin", "director", "deputy"])
def test_a_leader_gets_a_letter_only_with_a_second_factor(app, at, role):
    """Others than the administrator write the cards with the addresses."""
    user_id = make_user(role, username="ivanova.a")
    make_staff(email=MAIL, user_id=user_id)
    ask(app, "ivanova.a")
    assert answered(at) == {}
    save(SecondFactor(user_id=user_id, secret="JBSWY3DPEHPK3PXP", since=at.now))
    code = letter_code(at, app)
    client, answer = restore(app, code)
    assert (answer.location, is_inside(client)) == ("/login/code", False)


def test_a_teacher_who_is_a_parent_gets_it_at_the_address_of_the_school_only(app, at, teacher):
    make_guardian(make_pupil(), user_id=teacher, email="home@home.example")
    ask(app, "home@home.example")
    assert answered(at) == {}
    ask(app, "ivanova.a")
    assert list(answered(at)) == [MAIL]


def test_the_address_of_a_family_brings_each_its_own_letter(app, at):
    pupil = make_pupil(email="family@home.example", user_id=make_user("pupil", username="syn.a"))
    parent = make_user("parent", username="mama.a")
    make_guardian(pupil, email="family@home.example", user_id=parent)
    ask(app, "family@home.example")
    answered(at)
    told = [one.body for one in db.session.scalars(select(OutboxLetter).order_by("id"))]
    assert [re.search(r"Логин: (\S+)", body)[1] for body in told] == ["syn.a", "mama.a"]


def test_many_requests_have_to_wait_and_lock_nobody_out(app, at, teacher):
    answers = [ask(app, "ivanova.a").status_code for _request in range(6)]
    assert answers == [302] * 5 + [429]
    assert come_in(app, "ivanova.a")[1].status_code == 302
    assert (db.session.get(User, teacher).fail_login_count or 0) == 0
    answered(at)
    assert len(db.session.scalars(select(OutboxLetter)).all()) == 1


def test_wrong_codes_of_letters_are_slowed_down_as_logins_are(app, at, teacher):
    answers = [restore(app, "AAAA-BBBB-CCCC")[1] for _try in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 6
    assert ["Слишком много" in answer.text for answer in answers] == [False] * 5 + [True]
    assert restore(app, letter_code(at, app))[1].status_code == 422


def test_without_a_mail_server_the_page_says_whom_to_ask(sqlite_app):
    client = sqlite_app.test_client()
    assert 'href="/login/forgotten"' in client.get("/login/").text
    page = client.get("/login/forgotten").text
    assert "Новый код выдаёт классный руководитель" in page
    assert 'name="name"' not in page
    answer = send(client, "/login/forgotten", name="ivanova.a")
    assert answer.status_code == 422
    assert db.session.scalars(select(PasswordRequest)).all() == []
