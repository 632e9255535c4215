"""The database as one file, and back: SQLite by its online backup, PostgreSQL by its own tools."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic.migration import MigrationContext
from flask_babel import gettext as _
from sqlalchemy import URL, Connection, create_engine, func, inspect, select, table, text

from app.core.errors import Refused

_SQLITE_TAILS = ("-wal", "-shm")


@dataclass(frozen=True)
class Contents:
    """What a database holds: its newest migration, and the number of rows by table."""

    revision: str | None
    rows: dict[str, int]


def contents(connection: Connection) -> Contents:
    """What the database holds, as this transaction sees it."""
    names = sorted(inspect(connection).get_table_names())
    rows = {name: _count(connection, name) for name in names}
    return Contents(MigrationContext.configure(connection).get_current_revision(), rows)


def _count(connection: Connection, name: str) -> int:
    return connection.scalar(select(func.count()).select_from(table(name))) or 0


def contents_of(url: URL) -> Contents:
    """What the database at the address holds; without tables it is empty."""
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return Contents(None, {})  # to connect would make the file
    with _connected(url) as connection:
        return contents(connection)


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def dump(url: URL, file: Path) -> Contents:
    """Write the database into the file while others go on working; what it held at that moment."""
    if url.get_backend_name() == "sqlite":
        source, copy = sqlite3.connect(str(url.database)), sqlite3.connect(file)
        with closing(source), closing(copy):
            source.backup(copy)  # in one step: as at one moment, writers are not in the way
        return contents_of(URL.create("sqlite", database=str(file)))
    with _snapshot(url) as (connection, name):
        _postgresql("pg_dump", url, "--format=custom", f"--snapshot={name}", f"--file={file}")
        return contents(connection)


@contextmanager
def _snapshot(url: URL) -> Iterator[tuple[Connection, str]]:
    """A transaction whose state another connection can read too."""
    with _connected(url) as connection:
        connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection, str(connection.scalar(text("select pg_export_snapshot()")))


def load(url: URL, file: Path) -> None:
    """Fill the empty database from the file: whole or not at all."""
    if url.get_backend_name() == "sqlite":
        _load_sqlite(Path(str(url.database)), file)
    else:
        _postgresql("pg_restore", url, "--exit-on-error", "--single-transaction", str(file))


def _load_sqlite(place: Path, file: Path) -> None:
    with _connected(URL.create("sqlite", database=str(file))) as copy:
        whole = copy.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        if not whole or copy.exec_driver_sql("PRAGMA foreign_key_check").all():
            raise Refused(_("The database in the backup is damaged."))
    place.parent.mkdir(parents=True, exist_ok=True)
    arriving = place.with_name(f"{place.name}.restoring")
    shutil.copy(file, arriving)
    arriving.chmod(0o600)
    for tail in _SQLITE_TAILS:
        place.with_name(place.name + tail).unlink(missing_ok=True)
    arriving.replace(place)


def _postgresql(program: str, url: URL, *options: str) -> None:
    """Run a program of PostgreSQL; the password is not seen in the list of processes."""
    path = shutil.which(program)
    if path is None:
        raise Refused(
            _("The program %(name)s is missing: install postgresql-client.", name=program)
        )
    wanted = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    own = {name: str(value) for name, value in wanted.items() if value is not None}
    into = () if program == "pg_dump" else (f"--dbname={url.database}",)
    command = [path, "--no-owner", "--no-privileges", *options[:-1], *into, options[-1]]
    done = subprocess.run(  # noqa: S603  # a fixed program, nothing that a person types
        command, env={**os.environ, **own}, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise Refused(_("%(name)s refused: %(words)s", name=program, words=done.stderr.strip()))
