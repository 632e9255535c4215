"""The access matrix: every route × every role × own and foreign object [P1–P5].

The table is `access/table.py`. What a person of a role may is asked of the running application;
whatever is foreign carries a secret word, and no answer to whom it is foreign may hold it.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event

from app.accounts.roles import ROLES, granted
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.pages import JournalModelView
from tests.architecture.access import world as worlds
from tests.architecture.access.crawler import Crawler, rules
from tests.architecture.access.table import TABLE
from tests.architecture.access.world import SECRETS, World

pytestmark = pytest.mark.req("P1", "P2", "P3", "P4", "P5")


def expected() -> dict[str, dict[str, str]]:
    """Route → role → letter, as the table says."""
    found = {}
    for line in TABLE.strip().splitlines()[1:]:
        if line.strip():
            view, letters, names = (part.strip() for part in line.split("|"))
            for name in names.split():
                found[f"{view}.{name}"] = dict(zip(ROLES, letters.split(), strict=True))
    return found


@pytest.fixture
def world(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """The school with everything twice; nothing that is asked of it is written any more."""
    monkeypatch.setattr(clock, "now", lambda: worlds.NOW)
    made = worlds.build()

    def refuse(_session: object) -> None:
        raise Conflict

    event.listen(db.session, "before_commit", refuse)
    yield made
    event.remove(db.session, "before_commit", refuse)


@pytest.fixture
def crawler(sqlite_app: Flask, world: World, login: Callable[[int], object]) -> object:
    """`crawler(role)` asks as the person with this role."""
    return lambda role: Crawler(sqlite_app, login(world.users[role]), world, role)


def unnamed(app: Flask) -> list[str]:
    """What to add to the table: routes that no line names, opened as `roles.TABLE` opens them."""
    views = {type(view).__name__: view for view in app.appbuilder.baseviews}
    lines = expected()
    named = {route.split(".")[0] for route in lines}
    found = []
    for rule in rules(app):
        view, name = rule.endpoint.split(".")
        closed_else = view in named and isinstance(views[view], JournalModelView)
        if rule.endpoint not in lines and not closed_else:
            asked = getattr(getattr(views[view], name), "_permission_name", None)
            open_to = [asked is None or (f"can_{asked}", view) in granted(role) for role in ROLES]
            letters = " ".join("a" if is_open else "-" for is_open in open_to)
            found.append(f"{view:22} | {letters} | {name}   # o for whom a foreign one is closed")
    return found


def test_every_route_has_a_line_in_the_table(sqlite_app):
    missing = unnamed(sqlite_app)
    assert missing == [], "add to tests/architecture/access/table.py:\n" + "\n".join(missing)


def test_no_line_names_a_route_that_is_not_there(sqlite_app):
    assert set(expected()) - {rule.endpoint for rule in rules(sqlite_app)} == set()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_the_table_says_and_sees_nothing_foreign(crawler, role):
    asked = crawler(role)
    asked.ask_with_foreign_ids()
    lines = expected()
    differing = {
        route: f"is «{letter}», the table says «{_said(lines, route, role)}»"
        for route, letter in asked.levels().items()
        if letter != _said(lines, route, role)
    }
    assert differing == {}
    leaks = [
        (address, secret)
        for address, text in asked.texts.items()
        for secret in SECRETS.get(role, ())
        if secret in text
    ]
    assert leaks == []


def _said(lines: dict[str, dict[str, str]], route: str, role: str) -> str:
    return lines[route][role] if route in lines else "-"


@pytest.mark.parametrize("role", ["admin", "deputy"])
def test_the_secret_words_are_seen_where_they_may_be(crawler, role):
    """Else the search for leaks would find none."""
    asked = crawler(role)
    for address, secret in (
        ("/pupils/list/", worlds.NAME),
        ("/pupils/export", worlds.NAME),
        ("/attendance/documents/list/", worlds.NAME),
        ("/homework/list/", worlds.WORK),
        ("/lessons/export", worlds.WORK),
    ):
        assert (address, asked.get(address), secret in asked.texts[address]) == (address, 200, True)
