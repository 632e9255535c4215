"""The last classes leave the school with their year [S6]."""

from collections.abc import Collection

from app.classes import queries, rules
from app.classes.access import require_may_enrol
from app.classes.enums import Leaving
from app.core.actor import Actor
from app.core.errors import refuse_if
from app.school.models import AcademicYear


def graduate(actor: Actor, *, year: AcademicYear, pupil_ids: Collection[int], order: str) -> int:
    """The pupils leave the school on the year's last day, by this order; how many did [S6].

    Who left before stays as entered. Raises Forbidden, and Refused for a closed year.
    """
    require_may_enrol(actor)
    refuse_if(rules.closed_faults(year.closed_on))
    queries.locked_pupils(pupil_ids)
    stays = [
        stay
        for stay in queries.class_memberships(pupil_ids)
        if stay.school_class.year_id == year.id and (stay.until or year.ends) >= year.ends
    ]
    for stay in stays:
        stay.until, stay.leaving, stay.departure_order = year.ends, Leaving.GRADUATED, order
    for part in queries.subgroup_memberships(pupil_ids):
        if part.subgroup.school_class.year_id == year.id and part.until is None:
            part.until = year.ends
    return len(stays)
