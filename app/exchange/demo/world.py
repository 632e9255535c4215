"""What the makers of the demo school hand to each other."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.classes.models import ClassMembership, SchoolClass, Subgroup, SubgroupMembership
from app.exchange.demo.calendar import DemoYear
from app.exchange.demo.curriculum import Taught
from app.people.models import Guardian, Staff
from app.plan.models import Course, WorkKind
from app.school.models import AcademicYear, GradingPeriod, Room, Shift, Subject

SCHOOL_NAME = "Школа № 17 (демонстрационная)"
HOME_CLASS, SIBLING_CLASS = "7А", "4А"  # of the family that logs in


@dataclass
class World:
    """Rows made so far, by the names that the plans of the demo use."""

    demo: DemoYear
    class_names: Sequence[str]
    say: Callable[[str], None]
    year: AcademicYear = field(init=False)
    periods: list[GradingPeriod] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    rooms: dict[str, Room] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    kinds: dict[str, WorkKind] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    classes: dict[str, SchoolClass] = field(default_factory=dict)
    members: dict[str, list[ClassMembership]] = field(default_factory=dict)
    stays: dict[tuple[str, str, str], list[SubgroupMembership]] = field(default_factory=dict)
    subgroups: dict[tuple[str, str, str], Subgroup] = field(default_factory=dict)
    mother: Guardian = field(init=False)
    courses: dict[Taught, Course] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        """The date around which the school is made."""
        return self.demo.today

    def ago(self, days: int) -> dt.date:
        """So many days ago, but not before the second week of the year."""
        return max(self.today - dt.timedelta(days), self.year.starts + dt.timedelta(days=7))

    def group_of(self, taught: Taught) -> list[ClassMembership] | list[SubgroupMembership]:
        """Dated members of what a course is taught to: the class or its part."""
        if taught.group:
            return self.stays[taught.school_class, taught.division, taught.group]
        return self.members[taught.school_class]

    def chance_of(self, *what: object) -> random.Random:
        """Luck of its own for a named part: a change in one part does not stir the others."""
        return random.Random(f"{self.demo.proposed.name}:{what}")  # noqa: S311  # a dice
