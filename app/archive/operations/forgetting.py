"""What has been kept long enough is deleted; the history says that it was done [R7]."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, exists, func, or_, select

from app.archive.access import require_may_administer
from app.archive.rules.keeping import Stage, deletion_faults
from app.audit.bulk import erase
from app.classes.models import ClassMembership, SchoolClass
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import refuse_if
from app.people.models import Guardian, Guardianship, Pupil
from app.school.belonging import of_year
from app.school.models import AcademicYear
from app.school.queries import get_year, locked_year
from app.timetable.models import Lesson

# What the summary sheets are made of: classes, who was in them, subjects, results, decisions;
# and what names no pupil.
_OF_SHEETS = frozenset(
    {
        *("academic_year", "grading_period", "school_class", "class_membership", "subgroup"),
        *("subgroup_membership", "course", "course_teacher", "result", "council_decision"),
        *("curriculum_hours", "lesson_plan", "plan_topic", "vacation", "calendar_day"),
    }
)
_CARD: dict[str, Any] = {
    **dict.fromkeys(("birth_date", "medical_group"), None),
    **dict.fromkeys(("phone", "email", "note"), ""),
}
_PUPIL, _GUARDIAN = Pupil.__table__, Guardian.__table__


def forgettable(actor: Actor, *, year_id: int, stage: Stage) -> dict[str, int]:
    """How many rows of which tables would go: table → rows. Raises NotFound, Forbidden."""
    require_may_administer(actor)
    counts = {
        table.name: db.session.scalar(select(func.count()).select_from(table).where(where)) or 0
        for table, where, _values in _goes(get_year(year_id), stage)
    }
    return {name: count for name, count in counts.items() if count}


def forget_year(actor: Actor, *, year_id: int, stage: Stage, today: dt.date) -> dict[str, int]:
    """Delete the journals of a year, and what is known of pupils who have left since.

    At the later stage also the summary sheets with the pupils' names. Returns the rows by table.
    Raises NotFound, Forbidden, and Refused before the time of keeping is over.
    """
    require_may_administer(actor)
    year = locked_year(year_id)
    refuse_if(deletion_faults(year.ends, year.closed_on, stage, today))
    lesson = Lesson.__table__
    joint = lesson.c.merged_with_id.is_not(None) & of_year(lesson.name, year)
    erase(lesson, joint, {"merged_with_id": None})  # lessons are deleted in any order
    counts: dict[str, int] = {}
    for table, where, values in _goes(year, stage):
        if count := erase(table, where, values):
            counts[table.name] = count
    db.session.expire_all()
    return counts


def _goes(year: AcademicYear, stage: Stage) -> Iterator[tuple[Table, Any, dict[str, Any] | None]]:
    """Table, which rows, and what is set in them (none: they are deleted), in order."""
    gone = _gone_pupils(year)
    if stage is Stage.SHEETS:
        named = {"last_name": "—", "first_name": "", "middle_name": "", **_CARD}
        yield _PUPIL, gone & (_PUPIL.c.last_name != "—"), named
    else:
        yield _PUPIL, gone & _has_card(), _CARD
        links, pupils = Guardianship.__table__, select(_PUPIL.c.id).where(gone)
        theirs = select(links.c.guardian_id).where(links.c.pupil_id.in_(pupils))
        known = db.session.scalars(theirs).all()
        others = exists().where(
            links.c.guardian_id == _GUARDIAN.c.id, links.c.pupil_id.not_in(pupils)
        )
        yield links, links.c.pupil_id.in_(pupils), None
        yield _GUARDIAN, _GUARDIAN.c.id.in_(known) & ~others, None
    for table in reversed(db.metadata.sorted_tables):
        where = of_year(table.name, year)
        kept = table.name in _OF_SHEETS and stage is Stage.JOURNALS
        if where is not None and not kept and table.name != AcademicYear.__tablename__:
            yield table, where, None


def _gone_pupils(year: AcademicYear) -> Any:
    """Pupils who were in a class of the year and in none since."""
    stays, classes, years = (
        *(ClassMembership.__table__, SchoolClass.__table__),
        AcademicYear.__table__,
    )
    theirs = (
        select(years.c.ends)
        .select_from(stays)
        .join(classes, classes.c.id == stays.c.class_id)
        .join(years, years.c.id == classes.c.year_id)
        .where(stays.c.pupil_id == _PUPIL.c.id)
    )
    return (
        theirs.where(years.c.id == year.id).exists()
        & ~theirs.where(years.c.ends > year.ends).exists()
    )


def _has_card() -> Any:
    return or_(
        *(
            _PUPIL.c[name].is_not(None) if empty is None else _PUPIL.c[name] != empty
            for name, empty in _CARD.items()
        )
    )
