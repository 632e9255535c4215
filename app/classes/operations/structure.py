"""The classes of a year and their subgroups as the administrator arranges them [S2 P4]."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.classes import queries, rules
from app.classes.access import require_may_arrange
from app.classes.models import SchoolClass, Subgroup
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import refuse_if
from app.school.models import AcademicYear

_USUAL_CAPACITY = 25
_LONG_WEEK = 6


def add_class(actor: Actor, *, values: Mapping[str, Any]) -> SchoolClass:
    """Add a class; `values` by column, `year` among them. Raises Forbidden, Refused."""
    require_may_arrange(actor)
    refuse_if(rules.closed_faults(values["year"].closed_on))
    school_class = SchoolClass(**{**values, "name": " ".join(values["name"].split())})
    _check(school_class, values["year"].id)
    db.session.add(school_class)
    return school_class


def add_classes(
    actor: Actor, *, year: AcademicYear, classes: Sequence[Mapping[str, Any]]
) -> list[SchoolClass]:
    """Add classes of a year at once, values by column; raises as `add_class` [S8]."""
    require_may_arrange(actor)
    refuse_if(rules.closed_faults(year.closed_on))
    names = list(queries.class_names(year.id))
    found, faults = [], []
    for values in classes:
        row = SchoolClass(**{"capacity": _USUAL_CAPACITY, **values, "year": year})
        faults += rules.class_faults(row.grade, row.name, row.capacity, names)
        names.append(row.name)
        found.append(row)
    refuse_if(faults)
    db.session.add_all(found)
    return found


def widen_week(actor: Actor, *, classes: Iterable[SchoolClass]) -> None:
    """Give classes of one year a six-day week [S1 S8]; raises as `add_class`."""
    require_may_arrange(actor)
    for school_class in classes:
        refuse_if(rules.closed_faults(school_class.year.closed_on))
        school_class.days_per_week = _LONG_WEEK


def change_class(actor: Actor, *, school_class: SchoolClass, values: Mapping[str, Any]) -> None:
    """Change a class, but not its year; raises as `add_class`."""
    require_may_arrange(actor)
    refuse_if(rules.closed_faults(school_class.year.closed_on))
    with db.session.no_autoflush:  # checked before the database sees it
        for column, value in values.items():
            setattr(school_class, column, value)
        school_class.name = " ".join(school_class.name.split())
        _check(school_class, school_class.year_id)


def rename_subgroup(actor: Actor, *, subgroup: Subgroup, division: str, name: str) -> None:
    """Change the names of a subgroup; its pupils stay in it. Raises Forbidden, Refused."""
    require_may_arrange(actor)
    refuse_if(rules.closed_faults(subgroup.school_class.year.closed_on))
    subgroup.division, subgroup.name = " ".join(division.split()), " ".join(name.split())


def add_subgroup(actor: Actor, *, school_class: SchoolClass, division: str, name: str) -> Subgroup:
    """Add one more subgroup to a division of a class; raises as `rename_subgroup`."""
    require_may_arrange(actor)
    refuse_if(rules.closed_faults(school_class.year.closed_on))
    group = Subgroup(
        school_class=school_class, division=" ".join(division.split()), name=" ".join(name.split())
    )
    db.session.add(group)
    return group


def _check(school_class: SchoolClass, year_id: int) -> None:
    others = queries.class_names(year_id, but=school_class.id)
    given = (school_class.grade, school_class.name, school_class.capacity)
    refuse_if(rules.class_faults(*given, others))
