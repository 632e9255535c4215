"""Database: the session, column types, SQLite's settings, and the one commit."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from flask import g, has_app_context
from flask_appbuilder import Model
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Date,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    String,
    Table,
    Text,
    event,
    func,
    select,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.core.actor import Actor, current
from app.core.errors import Forbidden, JournalError
from app.core.text import in_lines, one_line

_T = TypeVar("_T")
_DEADLOCK = "40P01"  # PostgreSQL's code
_LINE = 320  # letters of the longest column that is one line: a name, a reason, an address

db = SQLAlchemy(model_class=Model, session_options={"expire_on_commit": False})
migrate = Migrate(
    directory=str(Path(__file__).parents[2] / "migrations"), render_as_batch=True, compare_type=True
)


def cleaner(column: Any) -> Callable[[Any], Any] | None:
    """What makes a value fit for a column of typed text; none for other columns [P7]."""
    if type(column.type) not in {String, Text}:
        return None
    clean = one_line if (column.type.length or _LINE + 1) <= _LINE else in_lines
    return lambda value: (
        value if not isinstance(value, str) or value.isprintable() else clean(value)
    )


@event.listens_for(Model, "attribute_instrument", propagate=True)
def _clean_what_is_typed(_model: Any, _key: str, attribute: Any) -> None:
    """No way leads around it: forms, imports and the command line all set attributes of rows."""
    column = next(iter(getattr(attribute.property, "columns", ())), None)
    clean = None if column is None else cleaner(column)
    if clean is not None:
        event.listen(
            attribute,
            "set",
            lambda _row, value, _before, _by, clean=clean: clean(value),
            retval=True,
        )


# Russian alphabetical order (Ё beside Е) where a column is sorted.
_ORDER_POSTGRES = "ru-RU-x-icu"
_ORDER_SQLITE = "RU"


def sorted_text(length: int) -> TypeEngine[str]:
    """A string column that sorts as a Russian reader expects, on both databases."""
    return (
        String(length)
        .with_variant(String(length, collation=_ORDER_SQLITE), "sqlite")
        .with_variant(String(length, collation=_ORDER_POSTGRES), "postgresql")
    )


class Moment(TypeDecorator[dt.datetime]):
    """A point in time: given with a zone, stored in UTC, returned in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """To UTC; SQLite keeps it without a zone."""
        if value is None:
            return None
        moment = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """From what the database keeps, with the zone UTC."""
        if value is None:
            return None
        moment: dt.datetime = value
        return (
            moment.replace(tzinfo=dt.UTC) if dialect.name == "sqlite" else moment.astimezone(dt.UTC)
        )


def coded(kind: type[StrEnum]) -> Enum:
    """Column type of an enumerated value: the code is stored, no database type is made."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


def link(target: str, *, on_delete: str = "RESTRICT", **options: Any) -> Mapped[Any]:
    """Foreign key column to `table.column`, indexed; what is referred to is not deleted away."""
    options.setdefault("index", True)
    return mapped_column(ForeignKey(target, ondelete=on_delete), **options)


def russian_order(text: str) -> str:
    """Sort key: case does not matter, Ё stands with Е and follows it among equals."""
    small = text.lower()
    return f"{small.replace('ё', 'е')}\0{small}"


class folded(FunctionElement[str]):  # noqa: N801  # reads as the SQL function that it is
    """A text expression for searching: case does not matter, ё is е, whatever the database."""

    name = "folded"
    type = String()
    inherit_cache = True


@compiles(folded)
def _folded(element: folded, compiler: Any, **options: Any) -> str:
    return f"replace(lower({compiler.process(element.clauses, **options)}), 'ё', 'е')"


@compiles(folded, "postgresql")
def _folded_postgresql(element: folded, compiler: Any, **options: Any) -> str:
    text = compiler.process(element.clauses, **options)
    return f"replace(lower(({text}) COLLATE \"{_ORDER_POSTGRES}\"), 'ё', 'е')"


class days_after(FunctionElement[dt.date]):  # noqa: N801  # reads as the SQL function that it is
    """A date so many days later, whatever the database: `days_after(WeekCheck.monday, 6)`."""

    name = "days_after"
    type = Date()
    inherit_cache = True


@compiles(days_after)
def _days_after(element: days_after, compiler: Any, **options: Any) -> str:
    day, days = (compiler.process(part, **options) for part in element.clauses)
    return f"date({day}, {days} || ' days')"


@compiles(days_after, "postgresql")
def _days_after_postgresql(element: days_after, compiler: Any, **options: Any) -> str:
    day, days = (compiler.process(part, **options) for part in element.clauses)
    return f"({day} + CAST({days} AS INTEGER))"


def russian(column: Any) -> Any:
    """A column as it sorts for a Russian reader: also one of the framework's own tables."""
    if not isinstance(column.type, String) or isinstance(column.type, Enum):
        return column
    on_sqlite = db.engine.dialect.name == "sqlite"
    return column.collate(_ORDER_SQLITE if on_sqlite else _ORDER_POSTGRES)


def fold(text: str) -> str:
    """The same for a text in Python."""
    return text.strip().lower().replace("ё", "е")


def _compare(left: str, right: str) -> int:
    left_key, right_key = ((russian_order(text), text.swapcase()) for text in (left, right))
    return (left_key > right_key) - (left_key < right_key)


_writing: ContextVar[bool] = ContextVar("writing", default=False)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # transactions begin in _begin_sqlite
    connection.create_function("lower", 1, lambda s: s and str(s).lower(), deterministic=True)
    connection.create_collation(_ORDER_SQLITE, _compare)
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what is confirmed outlives a power cut, too
        "busy_timeout=10000",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """A unit of work takes SQLite's write lock first: it reads what it will change, undisturbed."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


@contextmanager
def unit_of_work(way: str, actor: Actor | None = None) -> Iterator[None]:
    """Run operations and commit once; on any error nothing is written.

    `way` (page, form, import, cli, temporary) and the actor, by default that of the request,
    are recorded in the history [J9]. Rows read before
    are read again inside, so that decisions rest on what is stored now.
    Raises Forbidden in a request of somebody who only looks as another person.
    """
    if has_app_context() and "read_only" in g:
        raise Forbidden
    session = db.session
    session.rollback()
    session.expire_all()
    token = _writing.set(True)
    session.info.update(way=way, actor=actor or current())
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.clear()
        _writing.reset(token)


def recorded_as(way: str, name: str) -> None:
    """What follows in this unit of work is recorded with this way and name of the person [J9].

    For an entry that one person makes at the request of another: the history names both.
    """
    info = db.session.info
    info.update(way=way, actor=replace(info["actor"], name=name[:200]))


def reserved_ids(table: Table, count: int) -> list[int]:
    """Keys for `count` new rows of `table`: many rows with keys go in by one statement.

    Call it inside a unit of work: there nobody else writes to SQLite, and PostgreSQL's sequence
    gives no number twice.
    """
    session = db.session
    if session.get_bind().dialect.name == "postgresql":
        drawn = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
        return list(session.scalars(select(drawn).select_from(func.generate_series(1, count))))
    last = session.scalar(select(func.max(table.c.id))) or 0
    return list(range(last + 1, last + 1 + count))


def attempt(way: str, work: Callable[[], _T]) -> _T | JournalError:
    """Run `work` in a unit of its own; what the rules say against it is returned, not raised.

    A race that the database decided (a unique key, a version, a deadlock) is run once more: now
    the other's row is there to be compared with [J10].
    """
    for lost_before in (False, True):
        try:
            with unit_of_work(way):
                return work()
        except JournalError as error:
            return error
        except (IntegrityError, StaleDataError, OperationalError) as error:
            if lost_before or not _lost_race(error):
                raise
    raise AssertionError("the second try returns or raises")


def _lost_race(error: Exception) -> bool:
    """A deadlock is one of the database's operational errors; the others are trouble."""
    if isinstance(error, OperationalError):
        return getattr(error.orig, "sqlstate", None) == _DEADLOCK
    return True
