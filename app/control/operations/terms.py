"""The school's terms: which are watched, and with which number [K1]."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.control.access import require_may_set_terms
from app.control.checks.catalogue import CHECKS
from app.control.checks.check import Check
from app.control.models import Term
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Fault, Refused


@dataclass(frozen=True)
class Wanted:
    """How the school wants a term: `number` None for a text that is none."""

    watched: bool
    number: int | None


def set_terms(actor: Actor, *, wanted: Mapping[str, Wanted]) -> None:
    """Set every term by the name of its check; Refused with all that is wrong."""
    require_may_set_terms(actor)
    faults = [fault for check in CHECKS for fault in _faults(check, wanted[check.name])]
    if faults:
        raise Refused(faults)
    stored = {row.check: row for row in db.session.scalars(select(Term))}
    for check in CHECKS:
        row = stored.get(check.name) or Term(check=check.name)
        row.watched, row.number = wanted[check.name].watched, wanted[check.name].number
        db.session.add(row)


def _faults(check: Check, wanted: Wanted) -> list[Fault]:
    bounds = check.number
    if bounds is None or (
        wanted.number is not None and bounds.least <= wanted.number <= bounds.most
    ):
        return []
    text = _l(
        "%(title)s: a number from %(least)s to %(most)s.",
        title=check.title,
        least=bounds.least,
        most=bounds.most,
    )
    return [Fault(text, check.name)]
