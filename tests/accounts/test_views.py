"""Coming in, the own password, logins of others, the table of roles."""

import pytest
from flask.testing import FlaskClient
from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.security import check_password_hash

from app.accounts.roles import ROLES
from app.core.db import db
from tests.factories import make_class, make_pupil, make_user, make_year


def token(client: FlaskClient, page: str = "/password/") -> str:
    """The CSRF token of the client's session."""
    text = client.get(page).text
    return text.split('name="csrf-token" content="')[1].split('"')[0]


def come_in(client: FlaskClient, name: str, password: str, address: str = "/login/"):
    sent = {"username": name, "password": password, "csrf_token": token(client, "/login/")}
    return client.post(address, data=sent)


@pytest.mark.req("P7")
@pytest.mark.parametrize("name", ["Ivanova.A", "ivanova.a", " IVANOVA.A "])
def test_one_comes_in_whatever_the_case_of_the_login(app, name):
    make_user("teacher", username="ivanova.a")
    client = app.test_client()
    answer = come_in(client, name, "x", "/login/?next=/password/")
    assert (answer.status_code, answer.location) == (302, "/password/")
    assert client.get("/password/").status_code == 200
    assert db.session.scalars(select(User)).one().login_count == 1


def test_after_login_one_comes_to_the_page_that_was_asked_for(app):
    make_user("director", username="ivanova.a")
    client = app.test_client()
    asked = client.get("/roles/?x=1")
    assert asked.status_code == 302
    assert come_in(client, "ivanova.a", "x", asked.location).location == "/roles/?x=1"


@pytest.mark.req("P7")
def test_logins_are_listed_in_russian_order(app, login):
    client = login(make_user("admin"))
    for number, name in enumerate(("Жуков", "Ёлкин", "Едок", "абрамов")):
        user = db.session.get(User, make_user("teacher", username=f"user{number}-{number}"))
        user.last_name = name
    db.session.commit()
    page = client.get("/logins/list/").text
    places = [page.index(f">{name}<") for name in ("абрамов", "Едок", "Ёлкин", "Жуков")]
    assert places == sorted(places)


@pytest.mark.req("P7")
@pytest.mark.parametrize(("name", "password"), [("ivanova.a", "y"), ("nobody", "x"), ("", "")])
def test_a_wrong_login_says_only_that_it_is_wrong(app, name, password):
    make_user("teacher", username="ivanova.a")
    client = app.test_client()
    answer = come_in(client, name, password)
    assert answer.status_code == 422
    if name:
        assert gettext("The login or the password is wrong.") in answer.text
    assert client.get("/password/").status_code == 302


def test_a_login_form_without_token_is_refused(app):
    make_user("teacher", username="ivanova.a")
    client = app.test_client()
    answer = client.post("/login/", data={"username": "ivanova.a", "password": "x"})
    assert (answer.status_code, client.get("/password/").status_code) == (400, 302)


def test_a_blocked_login_neither_comes_in_nor_stays_in(app, login):
    user_id = make_user("teacher", username="ivanova.a")
    inside = login(user_id)
    assert inside.get("/password/").status_code == 200
    db.session.get(User, user_id).active = False
    db.session.commit()
    assert inside.get("/password/").status_code == 302
    assert come_in(app.test_client(), "ivanova.a", "x").status_code == 422


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "javascript:x"])
def test_after_login_nobody_is_sent_outside(app, target):
    make_user("teacher", username="ivanova.a")
    assert come_in(app.test_client(), "ivanova.a", "x", f"/login/?next={target}").location == "/"


def test_one_leaves_by_a_button_not_by_a_link(app, login):
    client = login(make_user("teacher"))
    assert client.get("/logout/").status_code == 405
    assert client.get("/password/").status_code == 200
    answer = client.post("/logout/", data={"csrf_token": token(client)})
    assert (answer.status_code, answer.location) == (302, "/login/")
    assert client.get("/password/").status_code == 302


@pytest.mark.req("P7")
def test_too_many_tries_from_one_address_have_to_wait(sqlite_app, another_app):
    app = another_app(AUTH_RATE_LIMIT="3 per minute", RATELIMIT_ENABLED=True)
    client = app.test_client()
    statuses = [come_in(client, "nobody", "x").status_code for _try in range(4)]
    assert statuses == [422, 422, 422, 429]
    assert "Слишком много попыток" in come_in(client, "nobody", "x").text


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/security/login",
        "/api/v1/security/refresh",
        "/api/v1/menu/",
        "/api/v1/_openapi",
        "/swagger/v1",
        "/register/form",
        "/users/list/",
        "/resetpassword/form?pk=1",
        "/resetmypassword/form",
        "/userinfoeditview/form",
        "/permissions/list/",
        "/viewmenus/list/",
        "/permissionviews/list/",
        "/groups/list/",
        "/userstatschartview/chart/",
        "/lang/en",
        "/back",
    ],
)
def test_the_frameworks_own_doors_are_not_there(sqlite_app, login, path):
    client = login(make_user("admin"))
    assert client.get(path).status_code == 404
    assert client.post(path, json={"username": "a", "password": "x"}).status_code in {400, 404}
    assert path.split("?")[0] not in {str(rule) for rule in sqlite_app.url_map.iter_rules()}


@pytest.mark.req("P7")
def test_the_own_password_is_changed(app, login):
    user_id = make_user("pupil")
    client = login(user_id)
    sent = {"old": "x", "password": "nemo-1234", "again": "nemo-1234"}
    answer = client.post("/password/", data={**sent, "csrf_token": token(client)})
    assert (answer.status_code, answer.location) == (302, "/")
    assert check_password_hash(db.session.get(User, user_id).password, "nemo-1234")


@pytest.mark.req("P7")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"old": "wrong"}, "The present password is wrong."),
        ({"again": "other-999"}, "The two new passwords differ."),
        (
            {"password": "short", "again": "short"},
            "The password needs at least %(count)s characters.",
        ),
    ],
)
def test_a_wrong_change_of_password_is_refused(app, login, change, message):
    user_id = make_user("pupil")
    client = login(user_id)
    sent = {"old": "x", "password": "nemo-1234", "again": "nemo-1234", **change}
    answer = client.post("/password/", data={**sent, "csrf_token": token(client)})
    assert (answer.status_code, gettext(message, count=8) in answer.text) == (422, True)
    assert check_password_hash(db.session.get(User, user_id).password, "x")


@pytest.mark.req("P4")
@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
def test_others_open_no_page_of_logins(app, login, role):
    other = make_user("admin")
    client = login(make_user(role))
    paths = ["list/", "add", f"edit/{other}", f"show/{other}", f"password/{other}", "for/staff/1"]
    for path in paths:
        assert client.get(f"/logins/{path}").status_code == 403
    sent = {"csrf_token": token(client), "password": "nemo-1234", "roles": ["admin"]}
    for path in ("add", f"edit/{other}", f"password/{other}"):
        assert client.post(f"/logins/{path}", data=sent).status_code == 403
    assert check_password_hash(db.session.get(User, other).password, "x")


@pytest.mark.req("P6")
def test_the_administrator_makes_changes_and_blocks_a_login(app, login):
    client = login(make_user("admin"))
    sent = {"csrf_token": token(client), "last_name": "Иванова", "first_name": "Анна"}
    made = {**sent, "username": "ivanova.a", "password": "kora-7314", "roles": ["teacher"]}
    assert client.post("/logins/add", data=made).status_code == 302
    user = db.session.scalars(select(User).where(User.username == "ivanova.a")).one()
    assert [role.name for role in user.roles] == ["teacher"]
    changed = {**sent, "roles": ["teacher", "class_teacher"]}
    assert client.post(f"/logins/edit/{user.id}", data=changed).status_code == 302
    assert (sorted(role.name for role in user.roles), user.active) == (
        ["class_teacher", "teacher"],
        False,
    )
    page = client.get("/logins/list/").text
    assert "классный руководитель, учитель" in page or "учитель, классный руководитель" in page
    assert "kora-7314" not in page
    assert user.password not in page


@pytest.mark.req("P6")
def test_a_refused_login_keeps_what_was_typed(app, login):
    client = login(make_user("admin"))
    sent = {"csrf_token": token(client), "last_name": "Иванова", "first_name": "Анна"}
    made = {**sent, "username": "иванова", "password": "kora-7314", "roles": ["teacher"]}
    answer = client.post("/logins/add", data=made)
    assert answer.status_code == 422
    assert 'value="иванова"' in answer.text
    assert 'id="username-fault1"' in answer.text


@pytest.mark.req("P6")
def test_a_login_is_proposed_and_made_for_a_person(app, login):
    pupil = make_pupil(make_class(make_year()), "Щукин")
    client = login(make_user("admin"))
    page = client.get(f"/logins/for/pupil/{pupil.id}").text
    assert 'value="shchukin.i"' in page
    sent = {"csrf_token": token(client), "username": "shchukin.i", "roles": ["pupil"]}
    address = f"/logins/for/pupil/{pupil.id}"
    assert client.post(address, data={**sent, "password": "kora-7314"}).status_code == 302
    assert db.session.get(User, pupil.user_id).username == "shchukin.i"
    assert client.post(address, data={**sent, "password": "kora-7314"}).status_code == 422


@pytest.mark.parametrize("path", ["/logins/for/king/1", "/logins/for/staff/999"])
def test_a_login_for_nobody_is_not_found(app, login, path):
    assert login(make_user("admin")).get(path).status_code == 404


@pytest.mark.req("P1")
def test_the_table_of_roles_is_shown_in_russian(app, login):
    page = login(make_user("director")).get("/roles/").text
    assert "администратор журнала" in page
    assert "LoginView" not in page


@pytest.mark.req("P1")
@pytest.mark.parametrize(("role", "seen"), [("admin", True), ("director", False), ("pupil", False)])
def test_the_menu_has_only_pages_that_open(app, login, role, seen):
    page = login(make_user(role)).get("/password/").text
    assert ('href="/logins/list/"' in page) is seen


@pytest.mark.parametrize("path", ["/logins/list/", "/password/", "/roles/"])
def test_permissions_cost_one_statement_a_request(sqlite_app, login, statements, path):
    client = login(make_user("admin"))
    sent = statements()
    assert client.get(path).status_code == 200
    assert len([one for one in sent if "ab_permission" in one]) == 1
