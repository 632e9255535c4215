"""What may import, ask and touch what: ARCHITECTURE.md as a test."""

import ast
import sys

import pytest

from app import create_app
from app.core.db import db
from tests.architecture.source import Module, calls, dotted, imports, module, modules

FEATURES = [
    *("core", "accounts", "audit", "jobs", "school", "people", "classes"),
    *("consents", "plan", "messages"),
    *("timetable", "journal", "attendance", "results", "works", "outages", "control"),
    *("movement", "correspondence", "board"),
]
# Ways in and out: they import any feature, no feature imports them, and `cli` comes last.
EDGES = [
    *("reports", "binding", "archive", "diary", "home", "help", "exchange", "compat_api"),
    *("backup", "demo", "cli"),
]
# Edges that print what another one has gathered.
READERS = {("binding", "reports"), ("archive", "binding"), ("archive", "reports")}
LAYERS = ["enums", "rules", "models", "access", "queries", "operations", "forms", "views", "doors"]
# Files of a feature with a name of their own, and the layer that they are read as.
OTHER_FILES = {
    "accounts.roles": "enums",  # the table of roles and permissions
    "accounts.security": "doors",  # what the framework asks at login
    "accounts.guard": "doors",  # what holds for every request of a person
    "accounts.guessed": "enums",  # passwords that everybody tries
    "audit.listener": "operations",  # writes the history
    "audit.bulk": "operations",  # writes many rows with their history
    "control.checks": "queries",  # one file a term: what is due and when
    "outages.paper": "forms",  # what is printed is a form too
    "outages.folder": "forms",  # and waits in a folder
    "jobs.kinds": "enums",  # the kinds of long work
    "school.belonging": "queries",  # which rows are of which year
    "school.closed": "queries",  # asked with every write of the history
    "jobs.running": "doors",  # does what operations put into the queue
    "messages.mail": "doors",  # sends what operations put into the outbox
    "outages.jobs": "forms",  # long work of a feature stands where its views can begin it
    "timetable.jobs": "forms",
}
VIEWS_MAY_CALL = {"enums", "rules", "access", "queries", "operations", "views"}
# Modules that bring everything together.
ROOTS = {"app", "app.menu"}
PURE_LIBRARIES = {"flask_babel", "holidays", "pyotp"}
PURE_CORE = {"app.core.errors", "app.core.text"}

CLOCK = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "func.now",
    "func.current_date",
    "func.current_timestamp",
}
# Who else may end a transaction, and why.
COMMITS = {"app/core/db.py": "the one commit"}
# Who may send SQL as text, and why.
SQL_TEXT = {
    "app/core/db.py": "settings and locks of SQLite's connections",
    "app/core/backup/databases.py": "checks of a copy, the snapshot that a dump reads",
}
# Who may write many rows at once, and why.
BULK_WRITES = {
    "app/accounts/operations/synchronisation.py": "the framework's tables of permissions",
    "app/audit/bulk.py": "records the history of what it writes",
}


def layer_of(name: str) -> str | None:
    """The layer of `app.journal.rules.cells`: «rules»; none for a package and for the edges."""
    parts = name.split(".")[1:]
    if len(parts) < 2 or parts[0] in {"core", *EDGES}:
        return "views" if parts[1:2] == ["views"] else None
    return OTHER_FILES.get(".".join(parts[:2]), parts[1])


def order_faults(found: Module) -> list[str]:
    """Imports that do not go to the left."""
    if found.name in ROOTS:
        return []
    targets = {_target(name, what) for name, what in imports(found) if name.startswith("app.")}
    return [f"{found.name} imports {to}" for to in sorted(targets) if not _allowed(found.name, to)]


def _target(name: str, what: str) -> str:
    """`from app.journal import rules` imports the module `app.journal.rules`."""
    whole = f"{name}.{what}"
    return whole if len(name.split(".")) == 2 and what in LAYERS else name


def _allowed(source: str, target: str) -> bool:
    order = [*FEATURES, *EDGES]
    at, to = source.split(".")[1], target.split(".")[1]
    if to in EDGES:
        return at in {to, "cli"} or (at, to) in READERS
    if at != to:
        to_the_left = order.index(to) < order.index(at)
        seen_by_views = layer_of(source) == "views" and layer_of(target) in VIEWS_MAY_CALL
        return to_the_left or seen_by_views
    first, second = layer_of(source), layer_of(target)
    if first == second or not {first, second} <= set(LAYERS):
        return True
    return LAYERS.index(second) < LAYERS.index(first)


def purity_faults(found: Module) -> list[str]:
    """What rules import beside the standard library, texts, enumerations and other rules."""
    if layer_of(found.name) != "rules":
        return []
    faults = []
    for name, what in imports(found):
        target = _target(name, what)
        library = name.split(".")[0]
        pure = library in sys.stdlib_module_names or library in PURE_LIBRARIES
        if not (pure or name in PURE_CORE or layer_of(target) in {"enums", "rules"}):
            faults.append(f"{found.name} imports {target}")
    return faults


def clock_faults(found: Module) -> list[str]:
    """Calls that ask the system for the time; only core/clock.py does."""
    if found.name == "app.core.clock":
        return []
    return [
        f"{found.path}:{node.lineno}: {name}()"
        for name, node in calls(found)
        if ".".join(name.split(".")[-2:]) in CLOCK
    ]


def commit_faults(found: Module) -> list[str]:
    """Ends of a transaction outside the one unit of work."""
    if found.path in COMMITS:
        return []
    return [
        f"{found.path}:{node.lineno}: {name}()"
        for name, node in calls(found)
        if name.split(".")[-1] in {"commit", "rollback"}
    ]


def request_faults(found: Module) -> list[str]:
    """What the layers below views take from Flask beside the settings."""
    if layer_of(found.name) in {None, "forms", "views", "doors"}:
        return []
    return [
        f"{found.name} imports flask.{what or '*'}"
        for name, what in imports(found)
        if name == "flask" and what not in {"current_app", "Flask"}
    ]


def view_faults(found: Module) -> list[str]:
    """`try`, the session and SQL in views."""
    if layer_of(found.name) != "views":
        return []
    tries = [
        node.lineno for node in ast.walk(found.tree) if isinstance(node, ast.Try | ast.TryStar)
    ]
    faults = [f"{found.path}:{line}: try" for line in tries]
    for name, what in imports(found):
        if (name, what) == ("app.core.db", "db") or what in {
            "select",
            "insert",
            "update",
            "delete",
        }:
            faults.append(f"{found.name} imports {name}.{what}")
    return faults


def sql_faults(found: Module) -> list[str]:
    """SQL as text; a model's index may name its condition."""
    if found.path in SQL_TEXT:
        return []
    faults = [f"{found.path}:{n.lineno}" for name, n in calls(found) if "exec_driver_sql" in name]
    if layer_of(found.name) != "models":
        faults += [
            f"{found.name} imports {name}.{what}"
            for name, what in imports(found)
            if name.startswith("sqlalchemy") and what in {"text", "literal_column", "TextClause"}
        ]
    return faults


def bulk_faults(found: Module, audited: set[str]) -> list[str]:
    """Writes to audited tables that the history does not see."""
    if found.path in BULK_WRITES:
        return []
    faults = []
    for name, node in calls(found):
        last = name.split(".")[-1]
        statement = name in {"insert", "update", "delete"} or name.startswith("sa.")
        if statement and last in {"insert", "update", "delete"} and node.args:
            table = dotted(node.args[0]).split(".")[0]
            wrong = table in audited or table == "?" or table[:1].islower()
        else:
            queried = any(f".{word}()" in name for word in ("query", "filter", "filter_by"))
            wrong = (queried and last in {"update", "delete"}) or last.startswith("bulk_")
        if wrong:
            faults.append(f"{found.path}:{node.lineno}: {name}")
    return faults


CHECKS = [
    order_faults,
    purity_faults,
    clock_faults,
    commit_faults,
    request_faults,
    view_faults,
    sql_faults,
]


@pytest.mark.parametrize("check", CHECKS)
def test_the_code_keeps_to_its_architecture(check):
    assert [fault for found in modules("app") for fault in check(found)] == []


@pytest.mark.req("J9")
def test_no_write_goes_past_the_history():
    audited = audited_models()
    assert "Mark" in audited
    assert [fault for found in modules("app") for fault in bulk_faults(found, audited)] == []


def test_every_package_has_its_place():
    packages = {found.name.split(".")[1] for found in modules("app") if "." in found.name}
    assert packages - {*FEATURES, *EDGES, "menu"} == set()


def test_every_file_of_a_feature_has_its_layer():
    layers = {found.path: layer_of(found.name) for found in modules("app")}
    assert {path for path, layer in layers.items() if layer not in {None, *LAYERS}} == set()


def audited_models() -> set[str]:
    """Names of the models whose history is kept."""
    create_app()
    mappers = db.Model.registry.mappers
    return {m.class_.__name__ for m in mappers if getattr(m.class_, "audited", False)}


@pytest.mark.parametrize(
    ("check", "name", "text"),
    [
        (order_faults, "app.school.models", "from app.people.models import Pupil"),
        (order_faults, "app.core.db", "from app.school import models"),
        (order_faults, "app.plan.operations", "from app.exchange import plans"),
        (order_faults, "app.exchange.views", "import app.cli.demo"),
        (order_faults, "app.plan.rules", "from app.plan.models import Course"),
        (order_faults, "app.plan.models", "from app.plan import queries"),
        (order_faults, "app.plan.views", "from app.journal.models import Mark"),
        (order_faults, "app.plan.queries.pages", "def f():\n    from app.plan import views"),
        (purity_faults, "app.plan.rules", "from flask import g"),
        (purity_faults, "app.plan.rules.hours", "import sqlalchemy as sa"),
        (purity_faults, "app.plan.rules", "from app.core.clock import today"),
        (purity_faults, "app.plan.rules", "from app.school.models import Room"),
        (clock_faults, "app.plan.queries", "import datetime as dt\nx = dt.datetime.now(dt.UTC)"),
        (clock_faults, "app.plan.views", "from datetime import date\nx = date.today()"),
        (clock_faults, "app.plan.views", "import time\nx = time.time()"),
        (commit_faults, "app.plan.operations", "db.session.commit()"),
        (commit_faults, "app.cli.demo", "session.rollback()"),
        (request_faults, "app.plan.operations", "from flask import request"),
        (request_faults, "app.plan.queries", "from flask import g"),
        (request_faults, "app.plan.access", "import flask"),
        (view_faults, "app.plan.views", "try:\n    x = 1\nexcept ValueError:\n    x = 2"),
        (view_faults, "app.plan.views", "from app.core.db import db"),
        (view_faults, "app.exchange.views.timetable", "from sqlalchemy import select"),
        (sql_faults, "app.plan.queries", "from sqlalchemy import text"),
        (sql_faults, "app.plan.operations", "connection.exec_driver_sql('select 1')"),
    ],
)
def test_a_fault_is_found(check, name, text):
    assert len(check(module(name, text))) == 1


@pytest.mark.parametrize(
    ("check", "name", "text"),
    [
        (order_faults, "app.people.views", "from app.classes.operations import cards"),
        (order_faults, "app.people.operations", "from app.people import rules"),
        (order_faults, "app.cli.timetable", "from app.exchange import timetable"),
        (order_faults, "app.menu", "from app.cli import demo"),
        (purity_faults, "app.plan.rules", "import re\nfrom flask_babel import lazy_gettext as _l"),
        (purity_faults, "app.plan.rules", "from app.school.rules.calendar import Calendar"),
        (purity_faults, "app.plan.queries", "from sqlalchemy import select"),
        (clock_faults, "app.plan.views", "from app.core import clock\nx = clock.now()"),
        (commit_faults, "app.plan.views", "with unit_of_work(way='form'):\n    pass"),
        (request_faults, "app.plan.views", "from flask import request"),
        (sql_faults, "app.plan.models", "from sqlalchemy import text"),
    ],
)
def test_what_is_allowed_is_no_fault(check, name, text):
    assert check(module(name, text)) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("session.execute(insert(Mark).values(x))", 1),
        ("session.execute(update(Mark.__table__))", 1),
        ("session.execute(delete(table))", 1),
        ("session.query(Mark).filter_by(id=1).update({})", 1),
        ("db.session.query(Mark).delete()", 1),
        ("session.bulk_insert_mappings(Mark, rows)", 1),
        ("session.execute(insert(EntryReceipt).values(x))", 0),
        ("values.update(more)", 0),
        ("db.session.delete(row)", 0),
    ],
)
def test_a_write_past_the_history_is_found(text, count):
    assert len(bulk_faults(module("app.journal.operations", text), {"Mark"})) == count
