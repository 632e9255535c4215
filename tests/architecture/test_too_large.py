"""What is larger than the school allows: every address says the limit, nothing is stored [P7]."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import event

from app.core.db import db
from tests.architecture.access.crawler import rules
from tests.factories import make_user

pytestmark = pytest.mark.req("P7")
LIMIT, TEXT_LIMIT = 300 * 1024, 100 * 1024
SAYS = "За один раз можно отправить не больше %s МБ"


@pytest.fixture
def small(sqlite_app: Flask, monkeypatch) -> Flask:
    """A school that takes 0.3 megabytes."""
    monkeypatch.setitem(sqlite_app.config, "MAX_CONTENT_LENGTH", LIMIT)
    monkeypatch.setitem(sqlite_app.config, "MAX_FORM_MEMORY_SIZE", TEXT_LIMIT)
    return sqlite_app


@pytest.fixture
def stored() -> Iterator[list[object]]:
    """What is committed."""
    commits: list[object] = []

    def note(session: object) -> None:
        commits.append(session)

    event.listen(db.session, "before_commit", note)
    yield commits
    event.remove(db.session, "before_commit", note)


def addresses(app: Flask) -> list[str]:
    """Where anything can be sent to: whatever the address names is there or not, it is all one."""
    with app.test_request_context():
        sent = [rule for rule in rules(app) if "POST" in rule.methods]
        converted = [
            (rule.endpoint, {name: one.to_python("1") for name, one in rule._converters.items()})
            for rule in sent
        ]
        return [app.url_map.bind("").build(*one, method="POST") for one in converted]


def test_a_too_large_file_is_refused_at_every_address_by_the_limit(
    small, stored, login: Callable
) -> None:
    client, wrong = login(make_user("admin")), {}
    stored.clear()
    for address in addresses(small):
        answer = client.post(address, data={"file": (BytesIO(b"x" * LIMIT), "большой.xlsx")})
        if (answer.status_code, SAYS % "0,3" in answer.text) != (413, True):
            wrong[address] = answer.status_code
    assert (wrong, stored) == ({}, [])


def test_a_too_long_text_is_refused_by_its_own_limit(small, stored, login: Callable) -> None:
    client = login(make_user("teacher"))
    stored.clear()
    sent = {"text": "x" * (TEXT_LIMIT + 1), "file": (BytesIO(), "")}
    answer = client.post("/password/", data=sent)
    assert (answer.status_code, SAYS % "0,1" in answer.text, stored) == (413, True, [])


def test_a_fetch_is_told_the_limit_too(small, login: Callable) -> None:
    answer = login(make_user("teacher")).post("/journal/entries", json={"entries": "x" * LIMIT})
    assert (answer.status_code, answer.json["error"]) == (413, f"{SAYS % '0,3'}.")
