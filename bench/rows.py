"""Many rows into a table as fast as the database takes them: COPY, or one prepared INSERT."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from psycopg import sql
from sqlalchemy import Engine, func, insert, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import class_mapper
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from app.audit.rules import plain

Row = dict[str, Any]


def put(engine: Engine, model: type[Any], rows: Iterable[Row]) -> None:
    """Store rows (texts, numbers, None; dates as ISO texts).

    Columns that the rows do not have get the model's plain default. The rows name their keys.
    """
    rest = iter(rows)
    first = next(rest)
    fixed = {name: value for name, value in _defaults(model).items() if name not in first}
    values = tuple(fixed.values())
    lines = (tuple(row.values()) + values for row in chain([first], rest))
    store = _copy if engine.dialect.name == "postgresql" else _insert
    store(engine, model, [*first, *fixed], lines)


def counted(engine: Engine, *models: type[Any]) -> list[int]:
    """How many rows the tables have."""
    with engine.connect() as connection:
        return [connection.scalar(select(func.count()).select_from(model)) or 0 for model in models]


def settle(engine: Engine, models: Iterable[type[Any]]) -> None:
    """PostgreSQL: keys go on after the last one, and the planner knows the tables."""
    if engine.dialect.name != "postgresql":
        return
    with engine.begin() as connection:
        for model in models:
            table = model.__table__
            if "id" in table.c:
                last = select(func.max(table.c.id)).scalar_subquery()
                sequence = func.pg_get_serial_sequence(table.name, "id")
                connection.execute(select(func.setval(sequence, func.coalesce(last, 1))))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _defaults(model: type[Any]) -> Row:
    mapper = class_mapper(model)
    defaults = {
        column.name: plain(column.default.arg)
        for column in mapper.columns
        if isinstance(column.default, ScalarElementColumnDefault)
    }
    return {**defaults, "version": 1} if mapper.version_id_col is not None else defaults


def _copy(engine: Engine, model: type[Any], names: list[str], lines: Iterator[Any]) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model.__tablename__), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    raw = engine.raw_connection()
    with raw.driver_connection.cursor() as cursor, cursor.copy(statement) as copy:
        for line in lines:
            copy.write_row(line)
    raw.commit()
    raw.close()


def _insert(engine: Engine, model: type[Any], names: list[str], lines: Iterator[Any]) -> None:
    table = model.__table__
    columns = dict.fromkeys(names)
    statement = insert(table).values(columns).compile(dialect=sqlite.dialect(), column_keys=names)
    order = [names.index(name) for name in statement.positiontup]
    raw = engine.raw_connection()
    cursor = raw.driver_connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    cursor.executemany(str(statement), (tuple(line[at] for at in order) for line in lines))
    cursor.execute("COMMIT")
    raw.close()
