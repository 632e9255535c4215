"""Reads of the history: of a cell, of a row, and the check of its chains [J9]."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, select

from app.audit.models import AuditChain, AuditEntry
from app.audit.rules import START, Link, chain_faults, digest
from app.core.db import db
from app.core.errors import Fault

BY_HAND = AuditEntry.way != "cli"  # what is loaded at once tells nothing of when it was written
_UNSEALED = frozenset({"id", "hash"})
_AT_ONCE = 5000  # rows read at a time: a year has about 500,000
_LONGEST = 200  # changes shown of one thing


def history_of_cell(tables: Collection[str], lesson_id: int, pupil_id: int) -> list[AuditEntry]:
    """What was done to a pupil's rows of a lesson in these tables, the latest first."""
    return _latest(
        AuditEntry.lesson_id == lesson_id,
        AuditEntry.pupil_id == pupil_id,
        AuditEntry.table_name.in_(tables),
    )


def history_of_lesson(tables: Collection[str], lesson_id: int) -> list[AuditEntry]:
    """What was done to the lesson itself (no pupil's rows) in these tables, the latest first."""
    return _latest(
        AuditEntry.lesson_id == lesson_id,
        AuditEntry.pupil_id.is_(None),
        AuditEntry.table_name.in_(tables),
    )


def history_of_row(table: str, row_id: int) -> list[AuditEntry]:
    """What was done to one row, the latest first."""
    return _latest(AuditEntry.table_name == table, AuditEntry.row_id == row_id)


def _latest(*where: Any) -> list[AuditEntry]:
    query = select(AuditEntry).where(*where).order_by(AuditEntry.id.desc()).limit(_LONGEST)
    return list(db.session.scalars(query))


def checked() -> tuple[list[Fault], str]:
    """Every row of the history that was changed, removed or inserted, and the digest [J9].

    Everything is read as at one moment: who writes meanwhile is not in the way.
    """
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        heads = {
            head.chain: Link(head.seq, {}, head.hash)
            for head in connection.execute(select(AuditChain.__table__))
        }
        chains = connection.scalars(select(AuditEntry.chain).distinct()).all()
        nothing = Link(0, {}, START)
        faults = [
            fault
            for chain in sorted({*heads, *chains})
            for fault in chain_faults(chain, heads.get(chain, nothing), _links(connection, chain))
        ]
    return faults, digest(heads)


def broken_chains() -> list[Fault]:
    """Every row of the history that was changed, removed or inserted [J9]."""
    return checked()[0]


def _links(connection: Connection, chain: str) -> Iterator[Link]:
    table = AuditEntry.__table__
    query = select(table).where(table.c.chain == chain).order_by(table.c.seq)
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(query).mappings()
    for row in rows:
        facts = {name: value for name, value in row.items() if name not in _UNSEALED}
        yield Link(row["seq"], facts, row["hash"])
