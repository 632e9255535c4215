"""Lists of classes and staff are confirmed [S6]."""

import datetime as dt

from flask_babel import lazy_gettext as _l

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Conflict, Fault, Refused
from app.movement.access import require_may_confirm
from app.movement.enums import Lists
from app.movement.models import ListConfirmation
from app.movement.queries import lists as queries


def confirm_lists(actor: Actor, *, lists: Lists, seen: int, now: dt.datetime) -> ListConfirmation:
    """The lists are right as they are today [S6].

    `seen`: the newest row of the history that the person had before them. Raises Forbidden,
    Refused outside a school year, Conflict when the lists have changed since.
    """
    user_id = require_may_confirm(actor)
    year = queries.year_to_confirm(now.date())
    if year is None:
        raise Refused([Fault(_l("No school year is going on: there is nothing to confirm."))])
    if queries.changes_since(lists, seen, year.id):
        raise Conflict(_l("The lists have changed meanwhile: look at the changes and confirm."))
    row = ListConfirmation(
        year_id=year.id,
        lists=lists,
        confirmed_by=user_id,
        confirmed_name=actor.name,
        confirmed_at=now,
        seen=queries.last_of_history(),
    )
    row.classes, row.lines = _counts(lists, year.id, now.date())
    db.session.add(row)
    return row


def _counts(lists: Lists, year_id: int, today: dt.date) -> tuple[int, int]:
    """How many classes and lines are on the lists."""
    if lists is Lists.STAFF:
        return 0, queries.staff_count(today)
    classes = queries.class_lines(year_id, today)
    return len(classes), sum(one.pupils for one in classes)
