"""Rows of staff, pupils and families; who is in which class and subgroup since when [P8 S4 S6]."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from typing import Any

from app.classes.enums import Leaving
from app.classes.models import ClassMembership, Subgroup, SubgroupMembership
from app.core.db import db
from app.exchange.demo.curriculum import BOYS, BY_SEX, ENGLISH, grade_of, taught_in
from app.exchange.demo.names import Family, Name, Namer
from app.exchange.demo.staffing import STAFF
from app.exchange.demo.world import HOME_CLASS, SIBLING_CLASS, World
from app.people.enums import MedicalGroup, Sex
from app.people.models import Guardian, Guardianship, Pupil, Staff

_SEXES = (Sex.MALE, Sex.FEMALE)
_SMALLEST, _LARGEST = 22, 28  # pupils in a class
_SCHOOL_AGE = 6.5  # years of the youngest on the first day of class 1
_MEDICAL = (
    (0.02, MedicalGroup.EXEMPT),
    (0.06, MedicalGroup.SPECIAL),
    (0.16, MedicalGroup.PREPARATORY),
)
_ONLINE = 0.9  # the families that have the internet; the others asked for weekly slips
_LEFT, _ARRIVED, _MOVED = 40, 25, 20  # days ago


def make_staff(world: World, namer: Namer) -> None:
    """About thirty people, each with a post of the staffing plan."""
    for post in STAFF:
        sex = Sex.MALE if post.man else Sex.FEMALE
        columns = _columns(namer.person(sex))
        world.staff[post.key] = Staff(**columns, position=post.position, phone=namer.phone())
    db.session.add_all(world.staff.values())
    db.session.flush()


def make_pupils(world: World, namer: Namer) -> None:
    """Pupils with their families, class by class; one family has a child in 7А and one in 4А."""
    home = namer.family(Sex.MALE)
    while not (home.mother and home.father):
        home = namer.family(Sex.MALE)
    parents = _guardians(namer, home)
    world.mother = parents[0]
    for name in world.class_names:
        chance = world.chance_of("pupils", name)
        families = _families(namer, chance, name, home, parents)
        world.members[name] = [
            ClassMembership(
                pupil=_pupil(world, chance, name, child, guardians),
                school_class=world.classes[name],
                since=world.year.starts,
            )
            for child, guardians in families
        ]
        db.session.add_all(world.members[name])
    members = world.members[HOME_CLASS]
    gone, come = members[-1], members[-2]
    gone.until, come.since = world.ago(_LEFT), world.ago(_ARRIVED)
    gone.leaving, gone.left_to, gone.departure_order = Leaving.OTHER_SCHOOL, "Школа № 4", "87-у"
    come.came_from, come.arrival_order = "Школа № 9", "95-у"
    db.session.flush()


def make_subgroups(world: World) -> None:
    """Every division of every class; in 7А a pupil was moved to the other English group [S4]."""
    for name in world.class_names:
        parts = {(t.division, t.group) for t in taught_in(name) if t.group}
        for division, group in sorted(parts):
            row = Subgroup(school_class=world.classes[name], division=division, name=group)
            world.subgroups[name, division, group] = row
            stays = world.stays[name, division, group] = _stays(world.members[name], row)
            db.session.add_all([row, *stays])
    db.session.flush()
    _move_one(world)


def _families(
    namer: Namer, chance: random.Random, name: str, home: Family, parents: list[Guardian]
) -> Iterator[tuple[Name, list[Guardian]]]:
    """Children of a class with their parents; the home family's child first."""
    count = chance.randint(_SMALLEST, _LARGEST)
    if name == HOME_CLASS:
        yield home.child, parents
    if name == SIBLING_CLASS:
        yield namer.sibling(home, Sex.FEMALE), parents
    sexes = [_SEXES[number % 2] for number in range(count - (name in {HOME_CLASS, SIBLING_CLASS}))]
    chance.shuffle(sexes)
    for sex in sexes:
        family = namer.family(sex)
        yield family.child, _guardians(namer, family)


def _guardians(namer: Namer, family: Family) -> list[Guardian]:
    known = [person for person in (family.mother, family.father) if person]
    return [Guardian(**_columns(person), phone=namer.phone()) for person in known]


def _pupil(
    world: World, chance: random.Random, name: str, child: Name, guardians: Sequence[Guardian]
) -> Pupil:
    luck = chance.random()
    years = dt.timedelta(days=round((_SCHOOL_AGE + grade_of(name) - 1) * 365.25))
    return Pupil(
        **_columns(child),
        birth_date=world.year.starts - years - dt.timedelta(days=chance.randrange(365)),
        medical_group=next((group for limit, group in _MEDICAL if luck < limit), None),
        slips_since=world.year.starts if luck > _ONLINE else None,
        guardians=[
            Guardianship(
                guardian=guardian, relation="мать" if guardian.sex == Sex.FEMALE else "отец"
            )
            for guardian in guardians
        ],
    )


def _columns(name: Name) -> dict[str, Any]:
    return {
        "last_name": name.last,
        "first_name": name.first,
        "middle_name": name.middle,
        "sex": name.sex,
    }


def _stays(members: Sequence[ClassMembership], group: Subgroup) -> list[SubgroupMembership]:
    """Who is in the group, as long as in the class: by sex, or every other of the class."""
    if group.name in BY_SEX:
        sex = Sex.MALE if group.name in BOYS else Sex.FEMALE
        chosen = [member for member in members if member.pupil.sex == sex]
    else:
        chosen = list(members[group.name.startswith("2") :: 2])
    return [
        SubgroupMembership(pupil=m.pupil, subgroup=group, since=m.since, until=m.until)
        for m in chosen
    ]


def _move_one(world: World) -> None:
    """The first pupil of the second English group of 7А goes to the first one [S4]."""
    one, other = ((HOME_CLASS, ENGLISH, group) for group in ("1 группа", "2 группа"))
    moved, stay = world.ago(_MOVED), world.stays[other][0]
    stay.until = moved - dt.timedelta(days=1)
    arrival = SubgroupMembership(pupil=stay.pupil, subgroup=world.subgroups[one], since=moved)
    world.stays[one].append(arrival)
    db.session.add(arrival)
    db.session.flush()
