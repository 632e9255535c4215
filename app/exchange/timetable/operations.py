"""Commit of a timetable import: one unit of work, all or nothing [S5 S8]."""

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Conflict, Fault, refuse_if
from app.exchange.timetable.change import TimetableChange
from app.exchange.timetable.document import Document
from app.exchange.timetable.plan import plan_import
from app.exchange.timetable.queries import autumn_of, the_date, the_year
from app.exchange.timetable.stored import stored_timetable
from app.exchange.timetable.writer import Writer
from app.plan.operations import start_year
from app.school.models import AcademicYear
from app.timetable.access import require_may_edit_timetable

_MOST_NAMED = 10


def import_timetable(
    actor: Actor,
    *,
    document: Document,
    today: dt.date,
    autumn: int | None = None,
    since: dt.date | None = None,
    decisions: Mapping[str, str] | None = None,
    accept_clashes: bool = False,
    seen: str | None = None,
) -> TimetableChange:
    """Bring the timetable from `since` on in line with the document; the past stays [S5 S8].

    `autumn` chooses the academic year, which is made when the school has none. `decisions` answer
    the questions of the preview, `seen` is the state that it was compared with. Raises Forbidden,
    Conflict when the journal has changed since then, Refused with undecided names or clashes.
    """
    require_may_edit_timetable(actor)
    year = _locked_year(actor, autumn, today)
    stored = stored_timetable(year, the_date(year, since, today))
    if seen is not None and seen != stored.digest:
        raise Conflict(_("The journal or the date has changed since the preview. Compare again."))
    change = plan_import(document, stored, decisions)
    if change.changed:
        refuse_if([*_undecided(change), *([] if accept_clashes else _clashes(change))])
    Writer(actor, stored, change, today).write()
    return change


def _locked_year(actor: Actor, autumn: int | None, today: dt.date) -> AcademicYear:
    """The year; two imports into one wait for each other."""
    year = the_year(autumn, today)
    if year is None:
        year = start_year(actor, autumn=autumn or autumn_of(today))
        db.session.flush()  # the reads that follow ask for its id
    db.session.execute(select(AcademicYear.id).where(AcademicYear.id == year.id).with_for_update())
    return year


def _undecided(change: TimetableChange) -> list[Fault]:
    names = [f"«{q.name}» — «{q.candidates[0].name}»" for q in change.undecided]
    if not names:
        return []
    return [Fault(_("Decide whether these are the same: %(names)s.", names=_some(names)))]


def _clashes(change: TimetableChange) -> list[Fault]:
    found = change.hard_clashes
    if not found:
        return []
    told = ngettext(
        "The timetable has %(num)s clash: %(text)s",
        "The timetable has %(num)s clashes: %(text)s",
        len(found),
        text=" ".join(str(clash.text) for clash in found[:_MOST_NAMED]),
    )
    return [Fault(told)]


def _some(names: list[str]) -> str:
    more = "; …" if len(names) > _MOST_NAMED else ""
    return "; ".join(names[:_MOST_NAMED]) + more
