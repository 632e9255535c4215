"""Marks of a work go to the journal by its own road [R5 J1 J5]."""

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext as _

from app.core.actor import Actor
from app.core.errors import Conflict, Fault, Refused, refuse_if
from app.journal.operations.marks import set_mark
from app.works.access import require_may_enter
from app.works.queries.works import locked_work, proposed_marks
from app.works.rules.marks import shown_of


def put_marks(actor: Actor, *, work_id: int, seen: Mapping[int, str], today: dt.date) -> int:
    """Put the proposed marks and debts of the ticked pupils into the journal, all or none.

    `seen`: by pupil the value and the mark that the preview showed, «4 3» or «•». Raises
    NotFound, Forbidden, Conflict, Refused with the names and reasons.
    """
    work = locked_work(actor, work_id, today)
    require_may_enter(actor, work.course_id, today)
    if work.task is None:
        raise Refused(_("The work was removed from the journal: begin it anew in a lesson."))
    found = {one.sitting.pupil_id: one for one in proposed_marks(actor, work, today)}
    chosen = [found[pupil] for pupil in seen if pupil in found]
    if any(shown_of(one) != seen[one.sitting.pupil_id] for one in chosen):
        raise Conflict(_("Points or marks were changed meanwhile. Look at the preview again."))
    refuse_if(
        [
            Fault(f"{one.sitting.name}: {one.note}")
            for one in chosen
            if not one.possible and one.note
        ]
    )
    put = [one for one in chosen if one.possible]
    for one in put:
        set_mark(
            actor,
            task_id=work.task.id,
            pupil_id=one.sitting.pupil_id,
            value=one.value or "",
            today=today,
        )
    return len(put)
