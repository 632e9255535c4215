"""Long work of the people import: a list with many changes [S8]."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.exchange import previews
from app.exchange.people.operations import Entered, import_people
from app.exchange.people.reading import read_people
from app.jobs.kinds import Made, Run, long_work

LARGE = 300  # so many lines are entered while the person waits


@long_work("people-import", _l("Import of people"))
def importing(run: Run, token: str, seen: str) -> Made:
    """Enter the kept list; when it is refused, the way on is its preview."""
    return Made(words=words(enter(run.actor, token, seen)), address="/import/people/")


def enter(actor: Actor, token: str, seen: str) -> Entered:
    """Enter a kept list as it was previewed, all of it or nothing; then it is forgotten."""
    kept = previews.kept(actor.user_id or 0, token)
    table = read_people(kept.data, kept.asked["kind"])
    with unit_of_work("import", actor=actor):
        entered = import_people(
            actor, table=table, since=since_of(kept.asked), today=clock.today(), seen=seen
        )
    previews.forget(token)
    return entered


def since_of(asked: Mapping[str, Any]) -> dt.date | None:
    """The first day that the person gave, if any."""
    return dt.date.fromisoformat(asked["since"]) if asked.get("since") else None


def words(entered: Entered) -> str:
    """What was entered, for a person."""
    if not (entered.new or entered.changed):
        return str(_("The journal held this list already: nothing was changed."))
    return str(_("Entered: new %(new)s, changed %(changed)s.", **vars(entered)))
