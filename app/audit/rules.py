"""How rows of the history are chained, and what a broken chain tells [J9]."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault

VEILED = "•••"  # stands for a value that the history must not keep
START = ""  # the hash before the first row of a chain
_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})


@dataclass(frozen=True)
class Link:
    """A stored row: its number in the chain, what it says, the hash it was stored with."""

    seq: int
    facts: Mapping[str, Any]
    hash: str


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it: codes as codes, dates as ISO, decimals as text."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def recorded(value: Any, *, veiled: bool) -> Any:
    """A value as the history keeps it; of a veiled column only whether there was one [P9]."""
    return VEILED if veiled and value not in (None, "") else plain(value)


_AS_TEXT = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=plain)


def seal(previous: str, facts: Mapping[str, Any]) -> str:
    """SHA-256 over a row and the hash before it: neither can change unnoticed [J9]."""
    return sha256(_AS_TEXT.encode([previous, facts]).encode()).hexdigest()


def digest(heads: Mapping[str, Link]) -> str:
    """One number for all chains: kept on paper, it shows a history that was rewritten whole."""
    return seal(START, {chain: [head.seq, head.hash] for chain, head in heads.items()})


def chain_faults(chain: str, head: Link, links: Iterable[Link]) -> list[Fault]:
    """What is wrong with a chain: rows changed, removed (the last ones too) or inserted [J9].

    `links` in the order of their numbers; `head` says which row and hash must be the last.
    """
    faults, previous, last = [], START, 0
    for link in links:
        if link.seq > head.seq:
            text = _l("%(chain)s: row %(seq)s was inserted.", chain=chain, seq=link.seq)
            faults.append(Fault(text))
            continue
        if link.seq > last + 1:  # whether the row after a gap was changed cannot be told
            faults.append(_removed(chain, last + 1, link.seq - 1))
        elif seal(previous, link.facts) != link.hash:
            text = _l("%(chain)s: row %(seq)s was changed.", chain=chain, seq=link.seq)
            faults.append(Fault(text))
        previous, last = link.hash, link.seq
    if last < head.seq:
        faults.append(_removed(chain, last + 1, head.seq))
    elif not faults and previous != head.hash:
        text = _l("%(chain)s: row %(seq)s was changed.", chain=chain, seq=last)
        faults.append(Fault(text))
    return faults


def _removed(chain: str, first: int, last: int) -> Fault:
    if first == last:
        return Fault(_l("%(chain)s: row %(seq)s was removed.", chain=chain, seq=first))
    text = _l(
        "%(chain)s: rows %(first)s–%(last)s were removed.", chain=chain, first=first, last=last
    )
    return Fault(text)
