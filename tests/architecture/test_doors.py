"""Every page has a lock, a role that opens it, and no way to an outside address."""

import re
from pathlib import Path

import flask_appbuilder
import pytest
from flask import Flask

from app import menu
from app.accounts.roles import ROLES, TABLE
from app.core.pages import JournalModelView
from tests.factories import make_user

# Open without login, each one deliberately.
COMING_IN = {"/activate/", "/login/", "/login/forgotten", "/login/password"}
PUBLIC = {*COMING_IN, "/health", "/offline/"}
ROOT = Path(__file__).parents[2]
FRAMEWORK = Path(flask_appbuilder.__file__).parent / "templates"


def addresses(app: Flask, method: str) -> list[str]:
    """Every address of the application that takes the method, with 1 for its parameters."""
    rules = [rule for rule in app.url_map.iter_rules() if method in rule.methods]
    return sorted({re.sub(r"<[^>]*>", "1", rule.rule) for rule in rules})


@pytest.mark.req("P1")
def test_nobody_enters_without_login(sqlite_app):
    client = sqlite_app.test_client()
    opened = {
        path
        for path in addresses(sqlite_app, "GET")
        if not path.startswith("/static/")
        and client.get(path).status_code not in {301, 302, 308, 401, 403, 404}
    }
    assert opened == PUBLIC


def test_nobody_changes_anything_without_login(sqlite_app):
    accepted = {
        path: status
        for path in addresses(sqlite_app, "POST")
        if (status := _sent_by_a_stranger(sqlite_app, path)) not in {302, 401, 403, 404}
    }
    assert accepted == dict.fromkeys(COMING_IN, 422)


def _sent_by_a_stranger(app: Flask, path: str) -> int:
    """The answer to a form with a right token of nobody's session."""
    client = app.test_client()
    page = client.get("/login/").text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    return client.post(path, data={"csrf_token": token}).status_code


def test_no_change_is_accepted_without_a_token(sqlite_app, login):
    client = login(make_user(*ROLES))
    accepted = {
        path
        for path in addresses(sqlite_app, "POST")
        if client.post(path, data={}).status_code != 400
    }
    assert accepted == set()


def test_nothing_is_deleted_by_opening_an_address(sqlite_app):
    changing = {"delete", "remove", "action", "action_post", "logout"}
    opened = {
        rule.endpoint
        for rule in sqlite_app.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint.split(".")[-1] in changing
    }
    assert opened == set()


ODD = (
    "?page_X=1&day=zz&date=2026-99-99&period=abc&class=abc&course=99999999999999999999"
    "&year=x&week=x&teacher=-1&room=x&month=13&q=%00&next=//evil"
)


def odd_addresses(app: Flask, method: str) -> list[str]:
    """Every address with keys that cannot be, and with parameters that make no sense."""
    rules = [rule.rule for rule in app.url_map.iter_rules() if method in rule.methods]
    keys = ("99999999999999999999", "0", "%00")
    found = {re.sub(r"<[^>]*>", key, rule) for rule in rules for key in keys}
    return sorted(path for path in found if not path.startswith("/static/"))


def test_no_address_crashes_whatever_is_asked(school, app, login):
    client = login(make_user(*ROLES))
    for path in odd_addresses(app, "GET"):
        for query in ("", ODD):
            assert (path + query, client.get(path + query).status_code < 500) == (
                path + query,
                True,
            )


def test_no_form_crashes_whatever_is_sent(school, sqlite_app, login):
    client = login(make_user(*ROLES))
    page = client.get("/password/").text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    header = {"X-CSRFToken": token}
    for path in odd_addresses(sqlite_app, "POST"):
        if path == "/logout/":
            continue
        for sent in ({"data": {"x": "\0"}}, {"json": [1]}, {"json": {"person": {}, "entries": 1}}):
            status = client.post(path, headers=header, **sent).status_code
            assert (path, status < 500) == (path, True)


@pytest.mark.req("P1")
def test_the_table_of_roles_names_existing_pages_permissions_and_roles(sqlite_app):
    views = {view.class_permission_name: view for view in sqlite_app.appbuilder.baseviews}
    unknown = [
        (page, permission)
        for page, permissions, _roles in TABLE
        for permission in permissions
        if page not in views or permission not in views[page].base_permissions
    ]
    assert unknown == []
    assert {role for _page, _permissions, roles in TABLE for role in roles.split()} <= set(ROLES)


@pytest.mark.req("P1")
def test_every_page_can_be_opened_by_some_role(sqlite_app):
    named = {
        (page, permission) for page, permissions, _roles in TABLE for permission in permissions
    }
    forgotten = {
        (view.class_permission_name, permission)
        for view in sqlite_app.appbuilder.baseviews
        for permission in view.base_permissions
        if permission in {"can_list", "can_view"}
    } - named
    assert forgotten == set()


def test_every_page_in_the_menu_opens_for_some_role(sqlite_app, login):
    everything = login(make_user(*ROLES))
    for _key, _heading, pages in menu.MENU:
        for view, _label in pages:
            made = next(v for v in sqlite_app.appbuilder.baseviews if isinstance(v, view))
            with sqlite_app.test_request_context():
                address = made.get_default_url()
            assert (address, everything.get(address).status_code) == (address, 200)


@pytest.mark.req("P4")
def test_generated_pages_have_no_door_past_the_hooks(sqlite_app):
    overriding = {
        (type(view).__name__, name)
        for view in sqlite_app.appbuilder.baseviews
        if isinstance(view, JournalModelView)
        for name in ("add", "edit", "delete", "_enter", "list", "show", "pick", "row", "table")
        if getattr(type(view), name) is not getattr(JournalModelView, name)
    }
    assert overriding == set()


def templates() -> list[Path]:
    """Our templates, and those of the framework that ours do not replace."""
    own = sorted((ROOT / "app" / "templates").rglob("*.html"))
    replaced = {path.relative_to(ROOT / "app" / "templates") for path in own}
    rest = sorted(FRAMEWORK.rglob("*.html"))
    return own + [path for path in rest if path.relative_to(FRAMEWORK) not in replaced]


# Parts of the framework whose pages are not registered.
NOT_USED = {"swagger.html"}


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_no_template_names_an_outside_address(path):
    if path.name not in NOT_USED:
        assert re.findall(r"(?:https?:)?//[\w.-]+\.\w{2,}", path.read_text("utf-8")) == []


def test_no_script_or_style_of_ours_loads_from_outside():
    loading = re.compile(r"(?i)(?:@import|url\(|fetch\(|src\s*=)\s*['\"(]*\s*(?:https?:)?//")
    files = [*(ROOT / "app" / "static").rglob("*.js"), *(ROOT / "app" / "static").rglob("*.css")]
    assert [str(path) for path in files if loading.search(path.read_text("utf-8"))] == []
    assert files


def test_styles_of_the_framework_that_are_used_load_nothing_from_outside(sqlite_app):
    page = sqlite_app.test_client().get("/login/").text
    links = re.findall(r'href="(/static/appbuilder/[^"]+\.css)', page)
    assert links
    for link in links:
        text = sqlite_app.test_client().get(link).text
        assert re.findall(r"(?:@import|url\()\s*['\"(]*\s*(?:https?:)?//[^)'\"]+", text) == []


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_no_template_has_an_inline_handler(path):
    text = path.read_text("utf-8")
    assert re.findall(r"<[^>]+\son[a-z]+\s*=", text) == []
    assert "javascript:" not in text
