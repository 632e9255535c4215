"""Every report there is, in the order of the list [R4]."""

from app.core.actor import Actor
from app.core.errors import NotFound
from app.reports.asked import Kind
from app.reports.kinds import (
    activity,
    arrivals,
    attendance,
    attendance_sheet,
    changes,
    class_summary,
    class_teacher,
    class_use,
    compared_works,
    control,
    control_work,
    marks,
    movement,
    occupancy,
    progress_sheet,
    pupil,
    subject,
    substitutions,
    taught,
    teacher,
    totals,
)

KINDS: tuple[Kind, ...] = (
    class_teacher.KIND,
    class_teacher.PRELIMINARY,
    class_summary.KIND,
    progress_sheet.KIND,
    teacher.KIND,
    subject.KIND,
    totals.KIND,
    control_work.KIND,
    compared_works.KIND,
    attendance.KIND,
    attendance_sheet.KIND,
    pupil.KIND,
    movement.KIND,
    arrivals.KIND,
    occupancy.KIND,
    marks.KIND,
    taught.KIND,
    substitutions.KIND,
    changes.KIND,
    activity.KIND,
    class_use.KIND,
    control.KIND,
)


def kinds_of(actor: Actor) -> list[Kind]:
    """The reports that the person may make something of."""
    return [kind for kind in KINDS if kind.may(actor)]


def kind_of(actor: Actor, name: str) -> Kind:
    """The report of this name, if the person may make it; else NotFound."""
    found = next((kind for kind in kinds_of(actor) if kind.name == name), None)
    if found is None:
        raise NotFound
    return found
