"""Databases to measure on: made, migrated, filled with a school and its logins."""

import datetime as dt
import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import create_engine, text

from app import create_app
from app.accounts.operations import add_login, sync_access
from app.audit.models import AuditChain
from app.core.actor import SYSTEM
from app.core.db import db, unit_of_work
from app.people.models import Staff
from bench.entries import TABLES, Entries
from bench.rows import counted, put, settle
from bench.school import MEASURED, Size, people, period_id, structure
from tests import postgresql

PASSWORD = "bench-password-2026"  # noqa: S105  # of a database that is thrown away
ADMIN = "admin"
DEPUTY = "deputy"
_CELLS = 12  # that one client writes to, again and again


@dataclass(frozen=True)
class Target:
    """What a client works on: the own class's course, and cells that it may write."""

    login: str
    class_id: int
    course_id: int
    period_id: int
    first: dt.date
    last: dt.date
    lesson_id: int
    pupils: tuple[int, ...]


@dataclass(frozen=True)
class Filled:
    """A database with a school in it."""

    url: str
    folder: Path
    size: Size
    targets: list[Target]
    counts: dict[str, int]
    seconds: float


@contextmanager
def servers(names: list[str], folder: Path) -> Iterator[dict[str, str]]:
    """URL prefixes by kind of database; the PostgreSQL server lives as long as this."""
    urls = {"sqlite": f"sqlite:///{folder}"} if "sqlite" in names else {}
    if "postgresql" not in names:
        yield urls
        return
    with postgresql.server() as url:
        yield {**urls, "postgresql": url}


def database(prefix: str, name: str) -> str:
    """The URL of a new database."""
    if prefix.startswith("sqlite"):
        return f"{prefix}/{name}.db"
    admin = create_engine(f"{prefix}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return f"{prefix}/{name}"


def fill(url: str, folder: Path, size: Size) -> Filled:
    """Migrate the database and make the school in it."""
    started = time.monotonic()
    app = create_app(SQLALCHEMY_DATABASE_URI=url, INSTANCE_DIR=str(folder))
    with app.app_context():
        upgrade()
        sync_access()
        for model, rows in itertools.chain(people(size), structure(size)):
            put(db.engine, model, rows)
        entries = Entries(size)
        for place in size.places():
            for model, rows in entries.of_class(*place).items():
                if rows:
                    put(db.engine, model, iter(rows))
        put(db.engine, AuditChain, iter([entries.chain()]))
        settle(db.engine, [model for model, _rows in structure(size)] + [*TABLES, Staff])
        _make_logins(size)
        counts = dict(
            zip((m.__tablename__ for m in TABLES), counted(db.engine, *TABLES), strict=True)
        )
        db.session.remove()
        db.engine.dispose()
    return Filled(url, folder, size, _targets(size, entries), counts, time.monotonic() - started)


def _make_logins(size: Size) -> None:
    with unit_of_work(way="cli", actor=SYSTEM):
        _login(ADMIN, "admin")
        _login(DEPUTY, "deputy")
        for number in range(1, size.classes + 1):
            db.session.get_one(Staff, number).user_id = _login(
                f"teacher{number}", "teacher", "class_teacher"
            )


def _login(name: str, *roles: str) -> int:
    user = add_login(
        SYSTEM, username=name, password=PASSWORD, last_name=name, first_name="А", roles=roles
    )
    db.session.flush()
    return int(user.id)


def _targets(size: Size, entries: Entries) -> list[Target]:
    """One for each class of the last year; a lesson of the measured course to write into."""
    year, quarters = size.years - 1, size.quarters()
    first, last = quarters[-1]
    found = []
    for number in range(size.classes):
        class_id = size.class_id(year, number)
        course = size.course_id(class_id, MEASURED)
        lesson, pupils = next(
            (lesson, pupils) for owner, lesson, pupils in entries.recent if owner == course
        )
        found.append(
            Target(
                f"teacher{number + 1}",
                class_id,
                course,
                period_id(year, len(quarters) - 1),
                size.monday(year, first),
                size.monday(year, last) - dt.timedelta(days=1),
                lesson,
                tuple(pupils[:_CELLS]),
            )
        )
    return found
