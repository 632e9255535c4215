"""The next year is made from one that is over [S2 S4 S6 R1 R7]."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.archive.operations.next_year import make_next_year
from app.archive.rules.next_year import Member, OldClass, next_name, planned
from app.classes.enums import Leaving
from app.classes.models import ClassMembership, SchoolClass, Subgroup, SubgroupMembership
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, Refused
from app.plan.models import Course, CurriculumHours
from app.results.enums import Decision
from app.results.models import CouncilDecision
from app.school.models import AcademicYear, GradingPeriod, Vacation
from app.timetable.models import Slot
from tests import factories as make

pytestmark = pytest.mark.req("R7")
UP, REPEATS = Decision.PROMOTED, Decision.REPEATS
ADMIN = make.actor("admin")


@pytest.mark.parametrize(
    ("name", "grade", "after"),
    [("7А", 7, "8А"), ("9Б", 9, "10Б"), ("10 А", 10, "11А"), ("Кадеты", 7, "8 Кадеты")],
)
def test_the_name_of_a_class_a_year_later(name, grade, after):
    assert next_name(name, grade) == after


def old(name, grade, *members):
    """A class whose key is its grade; members as (key, decision)."""
    return OldClass(grade, name, grade, [Member(k, f"У{k}", decision) for k, decision in members])


def told(plan):
    """The plan in plain values."""
    return {
        "classes": {
            new.name: ([m.pupil for m in new.pupils], [m.pupil for m in new.repeating])
            for new in plan.classes
        },
        "leaving": {name: [m.pupil for m in members] for name, members in plan.leaving},
        "choices": {name: [m.pupil for m in members] for name, members in plan.choices},
        "unplaced": [m.pupil for m in plan.unplaced],
        "undecided": [m.pupil for m in plan.undecided],
    }


NOTHING = {"classes": {}, "leaving": {}, "choices": {}, "unplaced": [], "undecided": []}


@pytest.mark.parametrize(
    ("classes", "to_tenth", "expected"),
    [
        ([], (), {}),
        ([old("7А", 7, (1, UP))], (), {"classes": {"8А": ([1], [])}}),
        ([old("7А", 7, (1, None))], (), {"classes": {"8А": ([1], [])}, "undecided": [1]}),
        (
            [old("6А", 6, (1, UP)), old("7А", 7, (2, UP), (3, REPEATS))],
            (),
            {"classes": {"7А": ([1], [3]), "8А": ([2], [])}},
        ),
        (
            [old("6Б", 6, (1, UP)), old("7А", 7, (3, REPEATS))],
            (),
            {"classes": {"7Б": ([1], [3]), "8А": ([], [])}},
        ),
        ([old("1А", 1, (3, REPEATS))], (), {"classes": {"2А": ([], [])}, "unplaced": [3]}),
        (
            [old("9А", 9, (1, UP), (2, UP))],
            (),
            {"leaving": {"9А": [1, 2]}, "choices": {"9А": [1, 2]}},
        ),
        (
            [old("9А", 9, (1, UP), (2, UP))],
            (2,),
            {"classes": {"10А": ([2], [])}, "leaving": {"9А": [1]}, "choices": {"9А": [1, 2]}},
        ),
        (
            [old("11А", 11, (1, Decision.GRADUATED), (2, REPEATS)), old("10А", 10, (3, UP))],
            (),
            {"classes": {"11А": ([3], [2])}, "leaving": {"11А": [1]}},
        ),
    ],
)
def test_where_classes_and_pupils_go(classes, to_tenth, expected):
    assert told(planned(classes, to_tenth)) == {**NOTHING, **expected}


def made(to_tenth=(), actor=ADMIN, year=None, order=""):
    with unit_of_work("page", actor=actor):
        return make_next_year(actor, year_id=year, to_tenth=to_tenth, order=order)


def coming() -> AcademicYear:
    return db.session.scalars(select(AcademicYear).order_by(AcademicYear.starts.desc())).first()


def test_classes_move_up_with_their_pupils_subgroups_and_courses(app, school):
    """7А (algebra, English in two groups) and 8Б (chemistry) become 8А and 9Б."""
    school.class_7a.teacher = school.head
    gone = make.make_pupil(school.class_7a, until=dt.date(2027, 3, 1))
    make.save(
        CurriculumHours(
            school_class=school.class_8b,
            subject=school.foreign.subject,
            hours_week=2,
            hours_year=68,
        )
    )
    summary = made(year=school.year.id)
    year = coming()
    assert (year.name, year.starts) == ("2027/2028", dt.date(2027, 9, 1))
    rows = db.session.scalars(
        select(SchoolClass).where(SchoolClass.year_id == year.id).order_by(SchoolClass.grade)
    ).all()
    assert [(row.name, row.grade, row.teacher) for row in rows] == [
        ("8А", 8, school.head),
        ("9Б", 9, None),
    ]
    stays = db.session.scalars(
        select(ClassMembership).where(ClassMembership.since == year.starts)
    ).all()
    assert {(s.pupil_id, s.school_class.name) for s in stays} == {
        *((pupil.id, "8А") for pupil in school.pupils),
        (school.foreign_pupil.id, "9Б"),
    }
    assert gone.id not in {s.pupil_id for s in stays}
    groups = db.session.scalars(select(Subgroup).where(Subgroup.class_id == rows[0].id)).all()
    old_groups = db.session.scalars(
        select(Subgroup).where(Subgroup.class_id == school.class_7a.id)
    ).all()
    assert {g.name for g in groups} == {g.name for g in old_groups} != set()
    inside = [
        db.session.scalars(
            select(SubgroupMembership.pupil_id).where(SubgroupMembership.subgroup_id == g.id)
        ).all()
        for g in sorted((*groups,), key=lambda g: g.name)
    ]
    assert all(inside)
    titles = db.session.scalars(
        select(Course).join(SchoolClass).where(SchoolClass.year_id == year.id)
    ).all()
    assert sorted(course.title for course in titles) == ["8А, Химия", "9Б, Химия"]
    assert summary.courses == 2
    hours = db.session.scalars(
        select(CurriculumHours).where(CurriculumHours.class_id == rows[0].id)
    ).all()
    assert [row.hours_year for row in hours] == [68]
    for model in (GradingPeriod, Vacation):
        assert db.session.scalars(select(model).where(model.year_id == year.id)).first()
    assert db.session.scalars(select(Slot)).all() == []


def test_a_class_without_an_example_keeps_its_own_courses_groups_and_teachers(app, school):
    """Nobody was in grade 8 with these subjects: 7А goes on with what it had."""
    with unit_of_work("page"):
        school.class_8b.grade = 10
        school.class_8b.name = "10Б"
    made(year=school.year.id)
    courses = db.session.scalars(
        select(Course).join(SchoolClass).where(SchoolClass.name == "8А")
    ).all()
    assert sorted((c.title, [t.staff_id for t in c.teachers]) for c in courses) == [
        ("8А, Алгебра", [school.teacher.id]),
        ("8А, Английский язык (1 группа)", [school.other.id]),
    ]


def test_the_council_and_the_choice_for_class_10_are_followed(app, school):
    ninth = make.make_class(school.year, "9А")
    on, off = make.make_pupil(ninth, "Идущий"), make.make_pupil(ninth, "Уходящий")
    with unit_of_work("page"):
        db.session.add(
            CouncilDecision(
                school_class=school.class_7a,
                pupil=school.pupils[0],
                decision=REPEATS,
                protocol_number="1",
                protocol_date=dt.date(2027, 5, 30),
            )
        )
    sixth = make.make_class(school.year, "6А")
    make.make_pupil(sixth, "Младший")
    made(to_tenth=[on.id], year=school.year.id)
    rows = db.session.execute(
        select(ClassMembership.pupil_id, SchoolClass.name)
        .join(SchoolClass)
        .where(ClassMembership.since == coming().starts)
    )
    places = {pupil: name for pupil, name in rows}  # noqa: C416  # rows are not pairs
    assert (places[school.pupils[0].id], places[on.id], off.id in places) == ("7А", "10А", False)


def stay_of(pupil) -> tuple:
    [stay] = db.session.scalars(
        select(ClassMembership).where(
            ClassMembership.pupil_id == pupil.id, ClassMembership.since < coming().starts
        )
    )
    return stay.until, stay.leaving, stay.departure_order


def test_with_an_order_those_who_finish_the_school_leave_by_it(app, school):
    ninth, eleventh = make.make_class(school.year, "9А"), make.make_class(school.year, "11А")
    on, off, last = (make.make_pupil(of) for of in (ninth, ninth, eleventh))
    gone = make.make_pupil(eleventh, until=dt.date(2027, 3, 1))
    group = make.make_subgroup(eleventh, "1 группа", last)
    made(to_tenth=[on.id], year=school.year.id, order="№ 12 от 20.06.2027")
    by_order = (school.year.ends, Leaving.GRADUATED, "№ 12 от 20.06.2027")
    assert [stay_of(one) for one in (off, last)] == [by_order, by_order]
    assert stay_of(on) == stay_of(school.pupils[0]) == (None, None, "")
    assert stay_of(gone) == (dt.date(2027, 3, 1), None, "")
    ends = select(SubgroupMembership.until).where(SubgroupMembership.subgroup_id == group.id)
    assert db.session.scalars(ends).all() == [school.year.ends]


def test_without_an_order_nobody_leaves(app, school):
    last = make.make_pupil(make.make_class(school.year, "11А"))
    made(year=school.year.id)
    assert stay_of(last) == (None, None, "")


def test_nobody_leaves_a_closed_year(app, school):
    make.make_pupil(make.make_class(school.year, "11А"))
    with unit_of_work("page"):
        school.year.closed_on = dt.date(2027, 6, 10)
    with pytest.raises(Refused, match="Учебный год закрыт"):
        made(year=school.year.id, order="№ 12")


def test_the_next_year_is_made_once_and_by_the_administrator(app, school):
    with pytest.raises(Forbidden):
        made(actor=make.actor("deputy"), year=school.year.id)
    made(year=school.year.id)
    with pytest.raises(Refused, match="2027/2028 уже есть классы"):
        made(year=school.year.id)


def test_a_year_that_was_entered_before_is_filled(app, school):
    year = make.make_year(name="2027/28", starts=dt.date(2027, 9, 1), ends=dt.date(2028, 5, 25))
    assert made(year=school.year.id).year.id == year.id


def test_a_closed_year_gives_the_next_one_too(app, school):
    with unit_of_work("page"):
        school.year.closed_on = dt.date(2027, 6, 10)
    assert made(year=school.year.id).classes == 2


def test_the_number_of_statements_does_not_grow_with_pupils(app, school, statements):
    for _each in range(30):
        make.make_pupil(school.class_7a)
    counted = statements()
    made(year=school.year.id)
    assert len(counted) < 75
