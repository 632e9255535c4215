"""What of outages waits for a person, for the first page [U3 K1]."""

import datetime as dt
from dataclasses import dataclass

from app.core.actor import Actor
from app.outages.access import may_manage
from app.outages.queries.lessons import due_lessons
from app.outages.queries.outages import open_gaps


@dataclass(frozen=True)
class PaperWork:
    """How many own lessons wait and until when; late ones of the school; silences to look at."""

    own: int = 0
    until: dt.date | None = None
    late: int = 0
    gaps: int = 0


def paper_work(actor: Actor, today: dt.date) -> PaperWork:
    """What waits: one statement for a teacher, two for a deputy, while there is nothing."""
    manages = may_manage(actor)
    controls = manages or actor.has("director")
    if not controls and actor.staff_id is None:
        return PaperWork()
    due = due_lessons(actor, today, own=not controls)
    own = [one for one in due if actor.staff_id and one.lesson.staff_id == actor.staff_id]
    return PaperWork(
        own=len(own),
        until=own[0].deadline if own else None,
        late=sum(one.late for one in due) if controls else 0,
        gaps=len(open_gaps()) if manages else 0,
    )
