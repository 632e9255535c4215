"""Errors: a Russian page for people, JSON for a fetch, nothing technical for anybody."""

import logging

import pytest
from flask import Flask, abort
from flask_babel import gettext

from app.core.db import db
from app.core.errors import Conflict, Fault, Forbidden, JournalError, NotFound, Refused, TooLarge
from tests.conftest import beside

FAULTS = [Fault("Ученик не учится в классе.", "pupil"), Fault("Период закрыт.")]
RAISED = {
    "forbidden": Forbidden(),
    "missing": NotFound(),
    "conflict": Conflict("Иванова А. П. поставила 5.", {"value": "5", "by": "Иванова А. П."}),
    "large": TooLarge("Файл больше 16 МБ."),
    "refused": Refused(FAULTS),
    "other": JournalError(),
}


@pytest.fixture(scope="module")
def broken_app(sqlite_backend) -> Flask:
    """An application in production mode with a page for each error."""
    app = beside(sqlite_backend.app, TESTING=False)

    @app.get("/raise/<name>")
    def raise_it(name: str):
        if name == "crash":
            raise RuntimeError("SELECT password FROM secret_table")
        if name == "value":
            raise ValueError("not ours to understand")
        if name == "loud":
            abort(400, "Неверный номер страницы.")
        if name.isdigit():
            abort(int(name))
        raise RAISED[name]

    return app


@pytest.fixture
def broken(sqlite_app, broken_app) -> Flask:
    """The same, on the empty school."""
    yield broken_app
    with broken_app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("name", "status", "title"),
    [
        ("forbidden", 403, "You have no right to do this"),
        ("missing", 404, "There is no such page or record"),
        ("conflict", 409, "Somebody else has changed this meanwhile"),
        ("large", 413, "What you send is too large"),
        ("refused", 422, "This cannot be saved"),
        ("loud", 400, "The request is not understood"),
        ("401", 401, "You are logged out"),
        ("403", 403, "You have no right to do this"),
        ("404", 404, "There is no such page or record"),
        ("405", 405, "This cannot be opened so"),
        ("429", 429, "Too many tries"),
        ("418", 418, "The request is not understood"),
        ("503", 503, "An error in the program"),
        ("crash", 500, "An error in the program"),
        ("value", 500, "An error in the program"),
        ("9" * 5000, 400, "The request is not understood"),
    ],
)
def test_an_error_is_a_russian_page(broken, name, status, title):
    answer = broken.test_client().get(f"/raise/{name}")
    assert answer.status_code == status
    assert f"<h1>{gettext(title)}</h1>" in answer.text
    assert gettext(title) != title
    assert "SELECT" not in answer.text


def test_a_page_names_the_faults(broken):
    page = broken.test_client().get("/raise/refused").text
    assert "<li>Ученик не учится в классе.</li><li>Период закрыт.</li>" in page
    assert "Иванова А. П. поставила 5." in broken.test_client().get("/raise/conflict").text
    assert "Неверный номер страницы." in broken.test_client().get("/raise/loud").text


@pytest.mark.req("U4")
def test_a_page_that_a_service_worker_passes_on_is_a_page(broken):
    passed = {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "navigate"}
    assert broken.test_client().get("/raise/conflict", headers=passed).mimetype == "text/html"


@pytest.mark.parametrize(
    "how",
    [
        {"headers": {"Accept": "application/json"}},
        {"headers": {"Sec-Fetch-Dest": "empty"}},
        {"json": {}},
    ],
)
def test_a_fetch_gets_json(broken, how):
    client = broken.test_client()
    assert client.get("/raise/conflict", **how).json == {
        "error": "Иванова А. П. поставила 5.",
        "value": "5",
        "by": "Иванова А. П.",
    }
    refused = client.get("/raise/refused", **how)
    assert (refused.status_code, refused.json) == (
        422,
        {
            "error": "Ученик не учится в классе. Период закрыт.",
            "faults": [
                {"text": "Ученик не учится в классе.", "field": "pupil"},
                {"text": "Период закрыт.", "field": None},
            ],
        },
    )
    assert list(client.get("/raise/404", **how).json) == ["error"]


def test_a_crash_shows_a_number_that_is_in_the_log(broken, caplog):
    with caplog.at_level(logging.ERROR):
        page = broken.test_client().get("/raise/crash").text
        facts = broken.test_client().get("/raise/crash", json={}).json
    shown = page.split('<p class="number">')[1].split("</p>")[0].split(": ")[1]
    assert len(shown) == 8
    logged = [record.getMessage() for record in caplog.records]
    assert f"Error number {shown}: GET /raise/crash, user None" in logged
    assert f"Error number {facts['number']}: GET /raise/crash, user None" in logged
    assert any(record.exc_info for record in caplog.records)


def test_a_body_beyond_the_limit_is_413(broken, monkeypatch):
    monkeypatch.setitem(broken.config, "MAX_CONTENT_LENGTH", 1000)
    answer = broken.test_client().post("/login/", data={"username": "x" * 1001})
    assert (answer.status_code, gettext("What you send is too large") in answer.text) == (413, True)


def test_a_stranger_host_is_refused_when_hosts_are_named(sqlite_app, another_app):
    client = another_app(TRUSTED_HOSTS=["journal.school"]).test_client()
    assert client.get("/login/", headers={"Host": "journal.school"}).status_code == 200
    assert client.get("/login/", headers={"Host": "evil.example"}).status_code == 400
