"""The second factor and the view as another person [P1 P7]."""

import re

import pytest
from pyotp import TOTP
from sqlalchemy import select

from app.accounts.models import LoginRecord, SecondFactor
from app.core.db import db
from tests.accounts.scene import Time, come_in, is_inside, send
from tests.factories import make_user


@pytest.fixture
def at(monkeypatch):
    return Time(monkeypatch)


def digits(at: Time) -> str:
    secret = db.session.scalars(select(SecondFactor.secret)).one()
    return TOTP(secret).at(at.now)


@pytest.fixture
def secured(app, at):
    """The recovery codes of a director with a second factor."""
    make_user("director", username="ivanova.a")
    client, _answer = come_in(app, "ivanova.a")
    client.get("/second-factor/")
    answer = send(client, "/second-factor/", "/password/", code=digits(at))
    at.later(minutes=5)
    return re.findall(r"<li><code>([^<]+)</code>", answer.text)


@pytest.mark.req("P7")
def test_with_a_second_factor_the_password_alone_opens_nothing(app, at, secured):
    client, answer = come_in(app, "ivanova.a")
    assert answer.location == "/login/code?next=/"
    assert not is_inside(client)
    assert send(client, "/login/code", "/login/code", code="000000").status_code == 422
    assert not is_inside(client)
    code = digits(at)
    assert send(client, "/login/code", "/login/code", code=code).status_code == 302
    assert is_inside(client)
    other, _answer = come_in(app, "ivanova.a")
    assert send(other, "/login/code", "/login/code", code=code).status_code == 422


@pytest.mark.req("P7")
def test_a_recovery_code_works_once(app, at, secured):
    assert len(secured) == 10
    for expected in (302, 422):
        client, _answer = come_in(app, "ivanova.a")
        assert send(client, "/login/code", "/login/code", code=secured[0]).status_code == expected


@pytest.mark.req("P7")
def test_the_way_from_password_to_code_is_open_for_five_minutes(app, at, secured):
    client, _answer = come_in(app, "ivanova.a")
    at.later(minutes=6)
    assert client.get("/login/code").status_code == 302


@pytest.mark.req("P7")
def test_guessing_codes_is_slowed_down(app, at, secured):
    client, _answer = come_in(app, "ivanova.a")
    for _try in range(5):
        send(client, "/login/code", "/login/code", code="000000")
    assert send(client, "/login/code", "/login/code", code=digits(at)).status_code == 422
    assert not is_inside(client)


@pytest.mark.req("P7")
def test_it_is_switched_off_with_the_password_only(app, at, secured):
    client, _answer = come_in(app, "ivanova.a")
    send(client, "/login/code", "/login/code", code=digits(at))
    off = "/second-factor/off"
    assert send(client, off, "/password/", password="wrong").status_code == 422
    assert send(client, off, "/password/", password="x").status_code == 302
    assert is_inside(come_in(app, "ivanova.a")[0])


@pytest.mark.req("P7")
def test_a_role_that_must_have_it_sets_it_up_first(sqlite_app, at, another_app):
    app = another_app(SECOND_FACTOR_ROLES=frozenset({"director"}))
    make_user("director", username="ivanova.a")
    make_user("teacher", username="petrova.a")
    client, _answer = come_in(app, "ivanova.a")
    assert client.get("/reports/").location == "/second-factor/"
    assert client.get("/second-factor/").status_code == 200
    send(client, "/second-factor/", "/second-factor/", code=digits(at))
    assert client.get("/reports/").status_code == 200
    assert is_inside(come_in(app, "petrova.a")[0])


@pytest.fixture
def seeing(app, at, school):
    """An administrator who looks at the journal as the teacher of algebra."""
    make_user("admin", username="admin.a")
    school.teacher.user_id = make_user("teacher", username="ivanova.a")
    db.session.commit()
    client, _answer = come_in(app, "admin.a")
    answer = send(client, f"/logins/see/{school.teacher.user_id}", "/password/")
    assert answer.status_code == 302
    return client


@pytest.mark.req("P1")
def test_one_sees_as_another_what_the_other_sees_and_it_is_recorded(app, school, seeing):
    page = seeing.get(f"/journal/course/{school.algebra.id}").text
    assert ("Абрамов" in page, "Вернуться к своим страницам" in page) == (True, True)
    assert seeing.get(f"/journal/course/{school.foreign.id}").status_code == 404
    assert seeing.get("/logins/list/").status_code == 403
    last = db.session.scalars(select(LoginRecord).order_by(LoginRecord.id.desc())).first()
    assert (last.name, last.outcome.value, last.note.split(":")[0]) == (
        "admin.a",
        "seen_as",
        "ivanova.a",
    )
    assert (
        send(seeing, "/logins/see/stop", f"/journal/course/{school.algebra.id}").status_code == 302
    )
    assert seeing.get("/logins/list/").status_code == 200


@pytest.mark.req("P1")
def test_whoever_sees_as_another_changes_nothing_and_reads_no_messages(app, school, seeing):
    page = f"/journal/course/{school.algebra.id}"
    sent = {"old": "x", "password": "зелёный чайник", "again": "зелёный чайник"}
    assert send(seeing, "/password/", page, **sent).status_code == 403
    assert seeing.get("/notices/").status_code == 403
    private = [view for view in app.appbuilder.baseviews if getattr(view, "private", False)]
    assert len(private) >= 1


@pytest.mark.req("P1")
@pytest.mark.parametrize("role", ["director", "deputy", "teacher", "class_teacher", "parent"])
def test_only_the_administrator_sees_as_another_and_not_as_an_administrator(app, at, role):
    teacher, admin = make_user("teacher"), make_user("admin", username="second.admin")
    make_user(role, username="ivanova.a")
    make_user("admin", username="admin.a")
    client, _answer = come_in(app, "ivanova.a")
    assert send(client, f"/logins/see/{teacher}", "/password/").status_code == 403
    client, _answer = come_in(app, "admin.a")
    assert send(client, f"/logins/see/{admin}", "/password/").status_code == 403
