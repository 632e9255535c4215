"""Consents of the families: most have signed, one in 7А has withdrawn [P8 P9]."""

import datetime as dt
import random
from typing import Any

from app.audit.bulk import add_recorded
from app.classes.models import ClassMembership
from app.consents.enums import Covers
from app.consents.models import Consent, GuardianPapers
from app.consents.rules import snils_check
from app.exchange.demo.world import HOME_CLASS, World

_SIGNED, _WITH_PAPERS = 0.87, 0.2  # shares of the families
_WITHDRAWN = 7  # the pupil of 7А whose parent has withdrawn
_PARENT_AGE = 36  # years, more or less


def make_consents(world: World) -> int:
    """Signed by the first parent on the first day of the year; how many there are."""
    signed, papers = [], []
    for name in world.class_names:
        chance = world.chance_of("consents", name)
        for place, member in enumerate(world.members[name]):
            withdrawn = (name, place) == (HOME_CLASS, _WITHDRAWN)
            if chance.random() < _SIGNED or withdrawn:
                row = _consent(world, chance, member)
                if withdrawn:
                    row |= {"covers": Covers.PUPIL, "withdrawn_on": _day(world)}
                signed.append(row)
                if row["covers"] is Covers.PAPERS:
                    papers.append(_papers(world, chance, row["guardian_id"]))
    add_recorded(Consent, signed)
    add_recorded(GuardianPapers, list({row["guardian_id"]: row for row in papers}.values()))
    return len(signed)


def _day(world: World) -> dt.date:
    return min(world.year.starts, world.today)


def _consent(world: World, chance: random.Random, member: ClassMembership) -> dict[str, Any]:
    wide = chance.random() < _WITH_PAPERS and member.leaving is None
    return {
        "pupil_id": member.pupil_id,
        "guardian_id": member.pupil.guardians[0].guardian.id,
        "covers": Covers.PAPERS if wide else Covers.PUPIL,
        "given_on": _day(world),
        "withdrawn_on": None,
    }


def _papers(world: World, chance: random.Random, guardian_id: int) -> dict[str, Any]:
    number = f"{chance.randrange(2_000_000, 199_999_999):09}"
    years = dt.timedelta(days=_PARENT_AGE * 365 + chance.randrange(-2500, 2500))
    passport = f"{chance.randrange(1000, 9999)} {chance.randrange(100_000, 999_999)}"
    return {
        "guardian_id": guardian_id,
        "birth_date": world.year.starts - years,
        "passport": f"{passport}, выдан ОВД района",
        "snils": f"{number[:3]}-{number[3:6]}-{number[6:]} {snils_check(number):02}",
    }
