"""Long work of the timetable import: a file with many changes [S8]."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.core import clock
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.exchange import forms, previews
from app.exchange.timetable.change import TimetableChange
from app.exchange.timetable.detect import read_timetable
from app.exchange.timetable.operations import import_timetable
from app.jobs.kinds import Made, Run, long_work

LARGE = 1000  # so many changes are entered while the person waits


@long_work("timetable-import", _l("Timetable import"))
def importing(run: Run, token: str, decided: Mapping[str, Any]) -> Made:
    """Enter the kept file; when it is refused, the way on is its preview."""
    change = enter(run.actor, token, **decided)
    return Made(
        words=words(change),
        address=f"/import/timetable/done/{change.year.id}/{change.since.isoformat()}",
    )


def enter(
    actor: Actor, token: str, *, asked: Mapping[str, Any], seen: str, accept_clashes: bool
) -> TimetableChange:
    """Enter a kept file as it was previewed, all of it or nothing; then it is forgotten."""
    document = read_timetable(previews.kept(actor.user_id or 0, token).data)
    with unit_of_work("import", actor=actor):
        change = import_timetable(
            actor,
            document=document,
            today=clock.today(),
            accept_clashes=accept_clashes,
            seen=seen,
            **forms.arguments(asked),
        )
    previews.forget(token)
    return change


def words(change: TimetableChange) -> str:
    """«Внесено 36 изменений.» for a person."""
    count = change.changed
    return str(
        ngettext("Entered: %(num)s change.", "Entered: %(num)s changes.", count)
        if count
        else _("The journal held this timetable already: nothing was changed.")
    )
