"""What every answer tells the browser."""

import re

import pytest

from app.core.db import db
from tests.factories import make_user


def test_pages_may_load_and_be_framed_only_by_the_journal_itself(app):
    answer = app.test_client().get("/login/")
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'self' 'nonce-([\w-]+)'", policy)[1]
    assert "script-src 'self' 'nonce-" in policy
    for rule in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
        assert rule in policy
    assert (answer.headers["X-Frame-Options"], answer.headers["X-Content-Type-Options"]) == (
        "DENY",
        "nosniff",
    )
    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert scripts
    assert all(f'nonce="{nonce}"' in script for script in scripts)


def test_every_answer_has_its_own_nonce(app):
    policies = {
        app.test_client().get("/login/").headers["Content-Security-Policy"] for _ in range(2)
    }
    assert len(policies) == 2


def test_pages_of_logged_in_people_are_not_kept(app, login):
    answer = login(make_user("admin")).get("/logins/list/")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_static_files_are_kept_and_their_address_changes_with_them(app, login):
    page = app.test_client().get("/login/").text
    own = re.search(r"/static/core/pages\.css\?v=\d+", page)[0]
    frameworks = re.search(r"/static/appbuilder/css/bootstrap\.min\.css\?v=[\d.]+", page)[0]
    for address in (own, frameworks):
        kept = app.test_client().get(address).headers["Cache-Control"]
        assert "max-age=31536000" in kept


@pytest.mark.parametrize(("secure", "expected"), [(False, False), (True, True)])
def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(app, secure, expected):
    app.config["SESSION_COOKIE_SECURE"] = secure
    cookie = app.test_client().get("/login/").headers["Set-Cookie"]
    app.config["SESSION_COOKIE_SECURE"] = False
    assert ("HttpOnly" in cookie, "SameSite=Lax" in cookie, "Secure" in cookie) == (
        True,
        True,
        expected,
    )


@pytest.mark.req("U4")
def test_every_page_says_whose_it_is_so_that_a_browser_forgets_those_of_others(app, login):
    user = make_user("teacher")
    client = login(user)
    assert client.get("/").headers["Journal-Person"] == str(user)
    assert client.get_cookie("journal_person").value == str(user)
    for path in ("/login/", "/static/core/pages.css"):
        assert "Journal-Person" not in app.test_client().get(path).headers
    app.appbuilder.sm.get_user_by_id(user).active = False
    db.session.commit()
    blocked = client.get("/")
    assert (blocked.status_code, "Journal-Person" in blocked.headers) == (302, False)
    assert client.get_cookie("journal_person") is None


@pytest.mark.req("U4")
def test_only_the_service_worker_may_look_after_the_whole_site(app):
    static = "/static/journal/offline"
    allowed = [app.test_client().get(f"{static}/{name}.js").headers for name in ("worker", "keep")]
    assert [headers.get("Service-Worker-Allowed") for headers in allowed] == ["/", None]
