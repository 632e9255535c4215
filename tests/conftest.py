"""Fixtures: an application on a fresh copy of a migrated database, clients of every role."""

import gc
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Connection, create_engine, event, text

from app import create_app
from app.accounts.models import LoginSession
from app.accounts.operations import sync_access
from app.accounts.queries import key_of
from app.core.db import db
from tests import factories, postgresql

SHARED = Path(__file__).parents[2] / "shared" / "data"


class Visitor(FlaskClient):
    """A client whose requests share nothing with the test, as those of a browser.

    Without this Flask would let them use the test's application context: its session, and who
    was logged in before. What the test reads afterwards is read from the database.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["buffered"] = True
        answer = Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.rollback()
            db.session.expire_all()
        return answer


Extend = Callable[[Flask], None]


class Backend:
    """One kind of database: an application on it, and a quick way back to the empty school.

    `extend` adds to both what else belongs to the empty state.
    """

    def __init__(self, url: str, folder: Path, extend: Extend | None = None) -> None:
        self.folder = folder
        self.app = create_app(
            TESTING=True,
            SQLALCHEMY_DATABASE_URI=url,
            INSTANCE_DIR=str(folder / "instance"),
            BACKUP_DIR=str(folder / "backups"),
            FORMS_DIR=str(folder / "forms"),
            FAB_PASSWORD_HASH_METHOD="pbkdf2:sha256:1",
            RATELIMIT_ENABLED=False,
        )
        self.app.test_client_class = Visitor
        with self.app.app_context():
            upgrade()
            sync_access()
            if extend:
                extend(self.app)
            db.session.remove()
            db.engine.dispose()
        self.keep()


class SQLite(Backend):
    """The embedded database: the empty school is a file that is copied."""

    def __init__(self, folder: Path, extend: Extend | None = None) -> None:
        self.file = folder / "journal.db"
        super().__init__(f"sqlite:///{self.file}", folder, extend)

    def drop(self) -> None:
        with self.app.app_context():
            db.engine.dispose()

    def keep(self) -> None:
        engine = create_engine(f"sqlite:///{self.file}")
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()  # an open connection would spoil the file that is copied over this one
        shutil.copy(self.file, self.file.with_suffix(".empty"))

    def reset(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
        for end in ("-wal", "-shm"):
            Path(f"{self.file}{end}").unlink(missing_ok=True)
        shutil.copy(self.file.with_suffix(".empty"), self.file)


# What a test may not leave behind unnoticed: columns and triggers of the tables.
_END_OTHERS = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""
_SCHEMA = """
    string_agg(t, ',' order by t) from (
        select concat(attrelid, attname, atttypid, attnotnull) as t from pg_attribute
        where attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
        union all select concat(tgrelid, tgname, tgenabled) from pg_trigger
    ) as parts
"""


class PostgreSQL(Backend):
    """The production database: after each test the rows go that an empty school has not.

    Where the school's own rows or the tables were changed, the database is made anew from its
    template, which takes twenty times as long.
    """

    def __init__(self, server: str, folder: Path, extend: Extend | None = None) -> None:
        self.admin = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
        self.name = f"journal_{folder.name.replace('-', '_')}"
        self.inside = create_engine(f"{server}/{self.name}", isolation_level="AUTOCOMMIT")
        self._do(f"CREATE DATABASE {self.name}")
        super().__init__(f"{server}/{self.name}", folder, extend)

    def _do(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.execute(text(statement))

    def keep(self) -> None:
        self._do(f"ALTER DATABASE {self.name} RENAME TO {self.name}_empty")
        self._do(f"CREATE DATABASE {self.name} TEMPLATE {self.name}_empty")
        with self.inside.connect() as connection:
            tables = connection.scalars(
                text("select tablename from pg_tables where schemaname = 'public'")
            ).all()
            filled = [
                table
                for table in tables
                if connection.scalar(text(f'select exists (select from "{table}")'))
            ]
            sequences = connection.execute(
                text("select sequencename, last_value from pg_sequences")
            )
            self.empty = "; ".join(
                [
                    _END_OTHERS,
                    "set session_replication_role = replica",  # neither order nor triggers
                    *(f'delete from "{table}"' for table in tables if table not in filled),
                    *(
                        f"select setval('\"{name}\"', {last or 1}, {last is not None})"
                        for name, last in sequences
                    ),
                    "set session_replication_role = default",
                ]
            )
            rows = [f"string_agg(t::text, '' order by t::text) from \"{t}\" t" for t in filled]
            parts = [
                f"select {n}, md5(whole.one) from (select {part}) as whole(one)"
                for n, part in enumerate([_SCHEMA, *rows])
            ]
            self.look = f"{' union all '.join(parts)} order by 1"
            self.seen = self._looked(connection)

    def _looked(self, connection: Connection) -> list[Any]:
        return list(connection.execute(text(self.look)))

    def reset(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
        with self.inside.connect() as connection:
            connection.exec_driver_sql(self.empty)
            whole = self._looked(connection) == self.seen
        if not whole:
            self.inside.dispose()
            self._do(f"DROP DATABASE {self.name} WITH (FORCE)")
            self._do(f"CREATE DATABASE {self.name} TEMPLATE {self.name}_empty")

    @contextmanager
    def another(self) -> Iterator[str]:
        """The URL of an empty database beside it."""
        name = f"{self.name}_other"
        self._do(f"CREATE DATABASE {name}")
        yield self.inside.url.set(database=name).render_as_string(hide_password=False)
        self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def drop(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
        self.inside.dispose()
        self._do(f"DROP DATABASE {self.name} WITH (FORCE)")
        self._do(f"DROP DATABASE {self.name}_empty WITH (FORCE)")
        self.admin.dispose()


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not look through it each time."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no process waits for the other at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/browser/"))


@pytest.fixture(scope="session")
def sqlite_backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SQLite]:
    backend = SQLite(tmp_path_factory.mktemp("sqlite"))
    yield backend
    backend.drop()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with postgresql.server() as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_backend(
    postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PostgreSQL]:
    backend = PostgreSQL(postgresql_server, tmp_path_factory.mktemp("pg"))
    yield backend
    backend.drop()


def running(backend: Backend) -> Iterator[Flask]:
    """The application on the empty school, in its context; nothing of a test outlives it."""
    backend.reset()
    shutil.rmtree(backend.folder / "backups", ignore_errors=True)
    settings = dict(backend.app.config)
    with backend.app.app_context():
        yield backend.app
        db.session.remove()
    backend.app.config.update(settings)  # what a test sets is not the next one's


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on an empty school: each test runs on SQLite and on PostgreSQL."""
    yield from running(request.getfixturevalue(f"{request.param}_backend"))


@pytest.fixture
def sqlite_app(sqlite_backend: SQLite) -> Iterator[Flask]:
    """The application on SQLite only, for what the database cannot change."""
    yield from running(sqlite_backend)


def beside(like: Flask, **settings: Any) -> Flask:
    """A second application on the same database."""
    kept = (
        *("SQLALCHEMY_DATABASE_URI", "FAB_PASSWORD_HASH_METHOD", "TESTING"),
        *("INSTANCE_DIR", "BACKUP_DIR", "FORMS_DIR"),
    )
    same = {name: like.config[name] for name in kept} | {"RATELIMIT_ENABLED": False}
    app = create_app(**same | settings)
    app.test_client_class = Visitor
    return app


@pytest.fixture
def another_app(request: pytest.FixtureRequest) -> Iterator[Callable[..., Flask]]:
    """`another_app(**settings)` is a second application on the same database."""
    like = request.getfixturevalue("app" if "app" in request.fixturenames else "sqlite_app")
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        made.append(beside(like, **settings))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


LONG_AFTER = datetime(2100, 1, 1, tzinfo=UTC)


def logged_in(app: Flask, user_id: int) -> FlaskClient:
    """A client in a session that never is idle or old, whatever the clock of the test says."""
    client, token = app.test_client(), secrets.token_hex(8)
    row = {"user_id": user_id, "key": key_of(token), "address": "", "device": ""}
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(
            LoginSession.__table__.insert().values(began_at=LONG_AFTER, seen_at=LONG_AFTER, **row)
        )
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"], session["sid"] = str(user_id), True, token
    return client


@pytest.fixture
def login(request: pytest.FixtureRequest) -> Callable[[int], FlaskClient]:
    """`login(user_id)` gives a client that is logged in as that user."""
    name = "app" if "app" in request.fixturenames else "sqlite_app"
    app = request.getfixturevalue(name)
    return lambda user_id: logged_in(app, user_id)


class Statements(list[str]):
    """The SQL statements that were sent while it listened."""


@pytest.fixture
def statements() -> Iterator[Callable[[], Statements]]:
    """`statements()` starts to record; the list that it returns grows with each statement."""
    listening: list[Callable[..., None]] = []

    def start() -> Statements:
        found = Statements()

        def record(_c: object, _cur: object, statement: str, *_rest: object) -> None:
            if statement.split(maxsplit=1)[0] not in {"BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE"}:
                found.append(statement)

        event.listen(db.engine, "before_cursor_execute", record)
        listening.append(record)
        return found

    yield start
    for record in listening:
        event.remove(db.engine, "before_cursor_execute", record)


@pytest.fixture
def school(request: pytest.FixtureRequest) -> factories.SchoolWorld:
    """A small school: see `factories.SchoolWorld`."""
    request.getfixturevalue("app" if "app" in request.fixturenames else "sqlite_app")
    return factories.school_world()


def shared_file(path: str) -> Path:
    """A real file of the folder beside the project; the test is skipped where it is missing."""
    file = SHARED / path
    if not file.exists():
        pytest.skip("skipped: no ../shared/data")
    return file
