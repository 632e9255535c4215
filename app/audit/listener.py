"""Writes the history: one session listener for every table with `audited = True` [J9].

Each flush adds its changes to the chain of the person who acts, in the same transaction. A chain
has one head row, locked until the commit: only the same person's other tab waits for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import ColumnElement, event, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import (
    Mapper,
    ORMExecuteState,
    RelationshipDirection,
    Session,
    UOWTransaction,
    scoped_session,
)
from sqlalchemy.orm import attributes as orm

from app.audit.models import AuditChain, AuditEntry
from app.audit.rules import START, recorded, seal
from app.core import clock
from app.core.actor import NOBODY

_HEADS, _ENTRIES = AuditChain.__table__, AuditEntry.__table__
UNRECORDED = frozenset({"id", "version"})
_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
_PLACES = ("course_id", "lesson_id", "pupil_id")
DIRECT = "direct"  # the way of a change that no door made: a script, a test


class Guard(Protocol):
    """What is asked with every write: an expression over the changes, and who refuses by it."""

    def question(self, changes: Sequence[Mapping[str, Any]], /) -> ColumnElement[Any] | None:
        """An expression that is NULL when the changes may be made."""

    def refuse(self, answer: str, /) -> None:
        """Raise what is wrong."""


_guards: list[Guard] = []


def watch(session: scoped_session[Any], guard: Guard) -> None:
    """Record the changes of this session's flushes, as far as the guard lets them; once."""
    if guard not in _guards:
        _guards.append(guard)
    if event.contains(session, "after_flush", _record):
        return
    event.listen(session, "before_flush", _load_deleted)
    event.listen(session, "after_flush", _record)
    event.listen(session, "do_orm_execute", _refuse_bulk)
    event.listen(Mapper, "mapper_configured", _remember_old_values)
    for mapper in list(_mappers()):
        _remember_old_values(mapper, mapper.class_)


def _mappers() -> Iterator[Mapper[Any]]:
    yield from AuditEntry.registry.mappers  # those that are configured already


def _audited(thing: Any) -> bool:
    return getattr(thing, "audited", False)


def _remember_old_values(mapper: Mapper[Any], kind: type[Any]) -> None:
    """An expired column is read before it is overwritten: the history needs both values."""
    if mapper.configured and _audited(kind):
        for column in mapper.column_attrs:
            getattr(kind, column.key).impl.active_history = True


def _load_deleted(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    """What is about to be deleted is read while it is there."""
    for row in session.deleted:
        if _audited(row):
            for column in orm.instance_state(row).mapper.column_attrs:
                getattr(row, column.key)
            _place(session, row)


def _refuse_bulk(state: ORMExecuteState) -> None:
    """An UPDATE or DELETE of many rows would not be in the history."""
    if not (state.is_update or state.is_delete):
        return
    name = state.statement.table.name  # type: ignore[attr-defined]
    if any(_audited(m.class_) and m.class_.__tablename__ == name for m in _mappers()):
        raise RuntimeError(f"{name} is audited: change its rows one by one")


def _record(session: Session, _context: UOWTransaction) -> None:
    found = list(_changed(session))
    if found:
        append(session, found)


def _changed(session: Session) -> Iterator[dict[str, Any]]:
    for action, rows in (
        ("insert", session.new),
        ("update", session.dirty),
        ("delete", session.deleted),
    ):
        for row in rows:
            if _audited(row) and (changes := _changes(row, action)):
                yield {
                    "action": action,
                    "table_name": row.__tablename__,
                    "row_id": row.id,
                    "changes": changes,
                    **_place(session, row),
                }


def _changes(row: Any, action: str) -> dict[str, list[Any]]:
    state = orm.instance_state(row)
    found = {}
    for column in state.mapper.column_attrs:
        if column.key in UNRECORDED:
            continue
        old, new = _both(state, column.key, action)
        if old != new:
            veiled = column.columns[0].info.get("veiled", False)
            found[column.key] = [recorded(value, veiled=veiled) for value in (old, new)]
    return {**found, **_changed_links(state, action)}


def _both(state: Any, key: str, action: str) -> tuple[Any, Any]:
    """The value before and after."""
    now = state.dict.get(key)
    if action == "delete":
        return now, None
    if action == "insert":
        return None, now
    history = state.attrs[key].history
    return (history.deleted[0] if history.deleted else None, now) if history.added else (now, now)


def _changed_links(state: Any, action: str) -> dict[str, list[Any]]:
    """Many-to-many links as lists of keys, e.g. the teachers of a slot."""
    found = {}
    for link in state.mapper.relationships:
        if link.direction is not RelationshipDirection.MANYTOMANY or link.key not in state.dict:
            continue
        history = state.attrs[link.key].history
        stay = [row.id for row in history.unchanged or ()]
        gone = [row.id for row in history.deleted or ()]
        new = [row.id for row in history.added or ()]
        before, after = sorted(stay + gone), sorted(stay + new)
        if action == "delete":
            before, after = after, []
        if before != after:
            found[link.key] = [before, after]
    return found


def _place(session: Session, row: Any) -> dict[str, int | None]:
    """Course, lesson and pupil that the row speaks of, to find it by."""
    task = _parent(session, row, "task")
    lesson = _parent(session, task or row, "lesson")
    ids: dict[str, int | None] = {f"{row.__tablename__}_id": row.id}
    for part in (row, task, lesson):
        for key in _PLACES:
            if getattr(part, key, None) is not None:
                ids.setdefault(key, getattr(part, key))
    return {key: ids.get(key) for key in _PLACES}


def _parent(session: Session, row: Any, name: str) -> Any:
    """The row that `row` hangs on, also when only its key is set as yet."""
    relation = orm.instance_state(row).mapper.relationships.get(name)
    if relation is None:
        return None
    key = getattr(row, f"{name}_id")
    if key is None:
        return row.__dict__.get(name)
    return row.__dict__.get(name) or session.get(relation.mapper.class_, key)


def append(session: Session, found: list[dict[str, Any]], *, guarded: bool = True) -> None:
    """Add the changes to the chain of the person who acts: three statements.

    The guards are asked in the first of them; a refusal ends the transaction with the changes.
    """
    person = session.info.get("actor", NOBODY)
    chain = f"user {person.user_id}" if person.user_id else "system"
    head = _head(session, chain, _asked(found) if guarded else [])
    rows, sealed, at = [], head.hash, clock.now()
    for seq, change in enumerate(found, head.seq + 1):
        facts = {
            "chain": chain,
            "seq": seq,
            "at": at,
            "user_id": person.user_id,
            "user_name": person.name,
            "way": session.info.get("way", DIRECT),
            **change,
        }
        sealed = seal(sealed, facts)
        rows.append({**facts, "hash": sealed})
    session.execute(insert(_ENTRIES), rows)
    session.execute(
        update(_HEADS).where(_HEADS.c.chain == chain).values(seq=head.seq + len(rows), hash=sealed)
    )


def _head(session: Session, chain: str, asked: list[tuple[Guard, ColumnElement[Any]]]) -> Any:
    """The head of a chain, locked; made at the person's first change."""
    heads = select(_HEADS.c.seq, _HEADS.c.hash, *(question for _guard, question in asked))
    query = heads.where(_HEADS.c.chain == chain).with_for_update(of=_HEADS)
    head = session.execute(query).first()
    if head is None:
        new: Any = _INSERT[session.get_bind().dialect.name]
        session.execute(new(_HEADS).values(chain=chain, seq=0, hash=START).on_conflict_do_nothing())
        head = session.execute(query).one()
    for (guard, _question), answer in zip(asked, head[2:], strict=True):
        if answer is not None:
            guard.refuse(answer)
    return head


def _asked(found: list[dict[str, Any]]) -> list[tuple[Guard, ColumnElement[Any]]]:
    asked = ((guard, guard.question(found)) for guard in _guards)
    return [(guard, question) for guard, question in asked if question is not None]
