import datetime as dt

import pytest
from sqlalchemy import select

from app.classes import access
from app.classes.models import ClassMembership, SchoolClass, Subgroup, SubgroupMembership
from app.core.db import db
from app.people.models import Guardian, Guardianship, Pupil
from tests import factories as make

TODAY = dt.date(2026, 9, 10)
ALL, OWN, NONE = "all", "own", "none"


def reach(model, clause, own):
    """How much of a table the clause shows: «all», just the rows of 7А, or «none»."""
    found = frozenset(db.session.scalars(select(model.id).where(clause)))
    every = frozenset(db.session.scalars(select(model.id)))
    assert own < every
    return {every: ALL, frozenset(own): OWN, frozenset(): NONE}[found]


@pytest.fixture
def rows(school):
    """What exists twice: in 7А, which is the own class, and in 8Б."""
    make.make_subgroup(school.class_8b, "1 группа", school.foreign_pupil)
    for pupil in (*school.pupils, school.foreign_pupil):
        make.make_guardian(pupil)
    own_pupils = {pupil.id for pupil in school.pupils}
    return {
        "classes": (SchoolClass, access.visible_classes, {school.class_7a.id}),
        "subgroups": (Subgroup, access.visible_subgroups, {1}),
        "class lists": (
            ClassMembership,
            access.visible_class_memberships,
            _ids(ClassMembership, own_pupils),
        ),
        "subgroup lists": (
            SubgroupMembership,
            access.visible_subgroup_memberships,
            _ids(SubgroupMembership, own_pupils),
        ),
        "cards": (Pupil, access.visible_cards, own_pupils),
        "families": (Guardianship, access.visible_families, _ids(Guardianship, own_pupils)),
        "parents": (
            Guardian,
            access.visible_guardian_cards,
            {link.guardian_id for link in db.session.query(Guardianship) if link.pupil_id != 4},
        ),
        "kept cards": (Pupil, access.kept_cards, own_pupils),
        "kept parents": (Guardian, access.kept_guardians, {1, 2, 3}),
        "split": (SchoolClass, access.splittable_classes, {school.class_7a.id}),
    }


def _ids(model, pupil_ids):
    return set(db.session.scalars(select(model.id).where(model.pupil_id.in_(pupil_ids))))


@pytest.mark.req("P2", "P3", "P4", "P5", "P8", "S4", "S6")
@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("admin", [ALL] * 10),
        ("secretary", [ALL] * 9 + [NONE]),
        ("director", [ALL] * 7 + [NONE] * 3),
        ("deputy", [ALL] * 7 + [NONE] * 3),
        ("class_teacher", [ALL] * 2 + [OWN] * 8),
        ("teacher", [ALL] * 2 + [NONE] * 8),
        ("pupil", [OWN] * 2 + [NONE] * 8),
        ("parent", [OWN] * 2 + [NONE] * 8),
    ],
)
def test_what_each_role_sees_of_classes_and_people(school, rows, role, seen):
    who = {
        "class_teacher": {"staff_id": school.head.id},
        "teacher": {"staff_id": school.teacher.id},
        "pupil": {"pupil_id": school.pupils[0].id},
        "parent": {"children": (school.pupils[0].id,)},
    }
    actor = make.actor(role, **who.get(role, {}))
    found = [reach(model, visible(actor, TODAY), own) for model, visible, own in rows.values()]
    assert dict(zip(rows, found, strict=True)) == dict(zip(rows, seen, strict=True))


@pytest.mark.req("P3")
def test_who_is_no_member_of_staff_heads_no_class(school):
    """8Б has no class teacher: «nobody» must not be taken for somebody without a card."""
    actor = make.actor("class_teacher", staff_id=None)
    for model, visible in (
        (Pupil, access.visible_cards),
        (Pupil, access.kept_cards),
        (SchoolClass, access.splittable_classes),
        (ClassMembership, access.visible_class_memberships),
    ):
        assert db.session.scalars(select(model).where(visible(actor, TODAY))).all() == []
    assert access.may_split(actor, school.class_8b) is False


@pytest.mark.req("P3", "S6")
@pytest.mark.parametrize(
    ("since", "until", "on", "own"),
    [
        ("2026-09-01", None, "2026-09-10", True),
        ("2026-09-01", "2026-09-10", "2026-09-10", True),
        ("2026-09-01", "2026-09-09", "2026-09-10", False),
        ("2026-10-01", None, "2026-09-10", True),
        ("2026-09-01", None, "2026-08-25", True),
        ("2026-09-01", None, "2027-05-31", True),
        ("2026-09-01", None, "2027-06-01", False),
    ],
)
def test_a_card_is_the_class_teachers_while_the_pupil_is_in_the_class(
    school, since, until, on, own
):
    pupil = make.make_pupil(
        school.class_7a,
        since=dt.date.fromisoformat(since),
        until=until and dt.date.fromisoformat(until),
    )
    clause = access.visible_cards(
        make.actor("class_teacher", staff_id=school.head.id), dt.date.fromisoformat(on)
    )
    found = db.session.scalars(select(Pupil.id).where(clause, Pupil.id == pupil.id)).all()
    assert found == ([pupil.id] if own else [])
