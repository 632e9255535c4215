"""Sessions end as they should, failed tries are slowed down, every try is recorded [P7]."""

import re

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select

from app.accounts import operations
from app.accounts.enums import LoginOutcome
from app.accounts.models import LoginRecord, LoginSession
from app.core.db import db, unit_of_work
from tests.accounts.scene import MORNING, Time, come_in, is_inside, send, token
from tests.factories import actor, make_user

pytestmark = pytest.mark.req("P7")


@pytest.fixture
def at(monkeypatch):
    return Time(monkeypatch)


def test_every_try_is_recorded_with_time_and_address(app, at):
    user_id = make_user("teacher", username="ivanova.a")
    come_in(app, "ivanova.a", "wrong")
    come_in(app, "Ivanova.A", "x", address="10.0.0.7")
    rows = db.session.scalars(select(LoginRecord).order_by(LoginRecord.id)).all()
    assert [(row.at, row.name, row.user_id, row.outcome.value, row.address) for row in rows] == [
        (MORNING, "ivanova.a", user_id, "wrong", "10.0.0.1"),
        (MORNING, "ivanova.a", user_id, "right", "10.0.0.7"),
    ]


def test_an_idle_session_ends_and_a_used_one_does_not(app, at):
    make_user("teacher", username="ivanova.a")
    client, _answer = come_in(app, "ivanova.a")
    for _time in range(5):
        at.later(minutes=115)
        assert is_inside(client)
    at.later(minutes=121)
    assert not is_inside(client)


def test_a_session_ends_after_a_day_however_it_is_used(app, at):
    make_user("teacher", username="ivanova.a")
    client, _answer = come_in(app, "ivanova.a")
    for _time in range(23):
        at.later(hours=1)
        assert is_inside(client)
    at.later(hours=1)
    assert not is_inside(client)


def test_what_a_page_asks_by_itself_keeps_no_session_alive(app, at):
    make_user("teacher", username="ivanova.a")
    client, _answer = come_in(app, "ivanova.a")
    at.later(minutes=119)
    client.get("/journal/token")
    at.later(minutes=2)
    assert not is_inside(client)


def test_a_session_is_noted_once_in_five_minutes(app, at, statements):
    make_user("teacher", username="ivanova.a")
    client, _answer = come_in(app, "ivanova.a")
    sent = statements()
    at.later(minutes=4)
    client.get("/password/")
    assert [one for one in sent if one.startswith("UPDATE")] == []
    at.later(minutes=2)
    client.get("/password/")
    assert len([one for one in sent if one.startswith("UPDATE login_session")]) == 1


@pytest.mark.parametrize("deed", ["password", "block", "own"])
def test_all_sessions_end_with_a_new_password_or_a_block(app, at, deed):
    user_id = make_user("teacher", username="ivanova.a")
    admin = actor("admin", user_id=make_user("admin"))
    clients = [come_in(app, "ivanova.a")[0] for _browser in range(2)]
    if deed == "own":
        new = {"old": "x", "password": "зелёный чайник", "again": "зелёный чайник"}
        assert send(clients[0], "/password/", "/password/", **new).status_code == 302
    else:
        with unit_of_work(way="page", actor=admin):
            if deed == "password":
                operations.set_password(admin, user_id=user_id, password="kora-7314", now=at.now)
            else:
                user = db.session.get(User, user_id)
                operations.block(admin, user=user, active=False, now=at.now)
    assert [is_inside(client) for client in clients] == [deed == "own", False]


def test_whoever_leaves_is_out_also_with_the_old_cookie(app, at):
    make_user("teacher", username="ivanova.a")
    client, _answer = come_in(app, "ivanova.a")
    kept = client.get_cookie("session").value
    send(client, "/logout/", "/password/")
    client.set_cookie("session", kept)
    assert not is_inside(client)


def test_a_cookie_without_a_session_on_the_server_opens_nothing(app, at):
    user_id = make_user("admin")
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = str(user_id), True
    assert not is_inside(client)


def test_another_device_is_told_of_and_ended(app, at):
    make_user("teacher", username="ivanova.a")
    first, _answer = come_in(app, "ivanova.a", device="Firefox Windows", address="10.0.0.9")
    second, _answer = come_in(app, "ivanova.a", device="Chrome Android")
    page = second.get("/sessions/").text
    assert ("Firefox, Windows" in page, "Chrome, Android" in page, "10.0.0.9" in page) == (
        True,
        True,
        True,
    )
    assert 'href="/sessions/"' in second.get("/").text
    rows = db.session.scalars(select(LoginSession).order_by(LoginSession.id)).all()
    send(second, f"/sessions/{rows[0].id}/end", "/password/")
    assert (is_inside(first), is_inside(second)) == (False, True)


def test_nobody_ends_the_session_of_another(app, at):
    make_user("teacher", username="ivanova.a")
    make_user("teacher", username="petrova.a")
    first, _answer = come_in(app, "ivanova.a")
    other, _answer = come_in(app, "petrova.a")
    key = db.session.scalars(select(LoginSession.id).order_by(LoginSession.id)).first()
    assert send(other, f"/sessions/{key}/end", "/password/").status_code == 404
    send(other, "/sessions/others/end", "/password/")
    assert is_inside(first)


def test_after_failures_one_waits_also_with_the_right_password(app, at):
    make_user("teacher", username="ivanova.a")
    answers = [come_in(app, "ivanova.a", "wrong")[1].status_code for _try in range(5)]
    assert answers == [422] * 5
    client, answer = come_in(app, "ivanova.a")
    assert (answer.status_code, is_inside(client)) == (429, False)
    assert "Слишком много" in answer.text
    at.later(seconds=31)
    client, answer = come_in(app, "ivanova.a")
    assert (answer.status_code, is_inside(client)) == (302, True)


def test_waiting_looks_the_same_for_a_login_that_is_not_there(app, at):
    make_user("teacher", username="ivanova.a")
    answers = {
        name: [come_in(app, name, "wrong")[1] for _try in range(6)]
        for name in ("ivanova.a", "nobody.a")
    }
    assert [one.status_code for one in answers["nobody.a"]] == [422] * 5 + [429]
    faults = [
        {re.search(r'role="alert">(.*?)</div>', one[at_].text)[1] for one in answers.values()}
        for at_ in (0, 5)
    ]
    assert [len(one) for one in faults] == [1, 1]


def test_a_school_behind_one_address_is_not_locked_out(app, at):
    """Many pupils mistype in the morning; those who came in from there before still come in."""
    make_user("teacher", username="ivanova.a")
    make_user("teacher", username="novaya.a")
    come_in(app, "ivanova.a")
    rows = [
        LoginRecord(at=at.now, name=f"pupil{n}", outcome=LoginOutcome.WRONG, address="10.0.0.1")
        for n in range(120)
    ]
    db.session.add_all(rows)
    db.session.commit()
    assert come_in(app, "ivanova.a")[1].status_code == 302
    assert come_in(app, "novaya.a")[1].status_code == 429
    assert come_in(app, "novaya.a", address="10.0.0.2")[1].status_code == 302


def test_old_sessions_and_records_go(app, at):
    make_user("teacher", username="ivanova.a")
    come_in(app, "ivanova.a")
    for days, left in ((89, (1, 1)), (20, (0, 1)), (300, (0, 0))):
        at.later(days=days)
        with unit_of_work(way="cli"):
            operations.forget_logins(at.now)
        found = [len(db.session.scalars(select(t)).all()) for t in (LoginSession, LoginRecord)]
        assert tuple(found) == left


def test_a_visitor_behind_the_proxy_has_his_own_address(app, at, another_app):
    behind = another_app(PROXIES=1)
    for app_, expected in ((app, "127.0.0.1"), (behind, "10.9.9.9")):
        client = app_.test_client()
        sent = {"username": "a", "password": "b", "csrf_token": token(client)}
        client.post("/login/", data=sent, headers={"X-Forwarded-For": "1.1.1.1, 10.9.9.9"})
        last = db.session.scalars(select(LoginRecord).order_by(LoginRecord.id.desc())).first()
        assert last.address == expected
