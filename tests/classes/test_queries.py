import datetime as dt

import pytest

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.classes import queries
from app.classes.models import ClassMembership, SubgroupMembership
from app.classes.rules import Span
from app.core.db import db
from app.journal.models import Mark, Task
from app.results.models import Result
from tests import factories as make

FIRST = dt.date(2026, 9, 1)


def day(number):
    return dt.date(2026, 9, number)


@pytest.mark.req("S6")
def test_members_are_told_with_their_days_in_the_order_of_the_list(school, statements):
    back = make.make_pupil(school.class_7a, "Ежов", until=day(5))
    make.save(ClassMembership(pupil=back, school_class=school.class_7a, since=day(20)))
    make.make_pupil(school.class_7a, "Бывший", until=day(2))
    make.make_pupil(school.class_7a, "Будущий", since=day(21))
    db.session.expire_all()
    sent = statements()
    found = queries.members(school.class_7a.id, None, day(3), day(20))
    assert [(m.pupil.last_name, m.spans) for m in found] == [
        ("Абрамов", [Span(FIRST)]),
        ("Ежов", [Span(FIRST, day(5)), Span(day(20))]),
        ("Ёлкин", [Span(FIRST)]),
        ("Жуков", [Span(FIRST)]),
    ]
    assert [found[1].on(day(n)) for n in (5, 6, 19, 20)] == [True, False, False, True]
    assert len(sent) == 2  # the class was expired by the test


@pytest.mark.req("S4", "S6")
def test_members_of_a_subgroup_are_only_its_own(school):
    group_id = school.english.subgroup_id
    found = queries.members(school.class_7a.id, group_id, FIRST, FIRST)
    assert [member.pupil.last_name for member in found] == ["Абрамов", "Ёлкин"]


@pytest.mark.req("S6")
@pytest.mark.parametrize(
    ("on", "names"),
    [
        (day(1), ["Абрамов", "Ёлкин", "Жуков", "Уходящий"]),
        (day(9), ["Абрамов", "Ёлкин", "Жуков", "Уходящий"]),
        (day(10), ["Абрамов", "Ёлкин", "Жуков"]),
        (dt.date(2026, 8, 31), []),
    ],
)
def test_a_class_list_tells_who_was_there_then(school, on, names):
    make.make_pupil(school.class_7a, "Уходящий", until=day(9))
    assert [pupil.last_name for pupil in queries.class_list(school.class_7a.id, on)] == names


@pytest.mark.req("S6")
@pytest.mark.parametrize(
    ("on", "name"),
    [
        (dt.date(2026, 8, 1), "6А"),
        (dt.date(2025, 8, 1), "6А"),
        (day(1), "7А"),
        (day(9), "7А"),
        (day(10), "8Б"),
        (dt.date(2026, 12, 1), ""),
    ],
)
def test_the_class_of_a_pupil_is_that_of_the_day_or_the_next_one(school, on, name):
    before = make.make_year(name="2025/2026", starts=dt.date(2025, 9, 1), ends=dt.date(2026, 5, 31))
    pupil = make.make_pupil(make.make_class(before, "6А"), since=dt.date(2025, 9, 1))
    make.save(
        ClassMembership(pupil=pupil, school_class=school.class_7a, since=FIRST, until=day(9)),
        ClassMembership(pupil=pupil, school_class=school.class_8b, since=day(10), until=day(30)),
    )
    assert queries.class_on(queries.class_memberships([pupil.id]), on) == name


@pytest.mark.req("S6")
@pytest.mark.parametrize(("on", "name"), [((2027, 8, 31), "11А"), ((2027, 9, 1), "")])
def test_who_finished_the_school_is_in_no_class_after_the_summer(school, on, name):
    pupil = make.make_pupil(make.make_class(school.year, "11А"))
    assert queries.class_on(queries.class_memberships([pupil.id]), dt.date(*on)) == name


@pytest.mark.req("S4")
def test_a_division_takes_the_same_statements_for_one_pupil_and_for_three(school, statements):
    make.make_subgroup(school.class_7a, "2 группа", division="Английский язык")
    given = {"name": "Английский язык", "free": False, "today": day(2)}
    sent = statements()
    found = queries.division_of(school.class_7a, on=day(2), **given)
    three = len(sent)
    assert [(row.pupil.last_name, row.subgroup_id, row.fixed) for row in found.rows] == [
        ("Абрамов", school.english.subgroup_id, True),
        ("Ёлкин", school.english.subgroup_id, True),
        ("Жуков", None, False),
    ]
    assert [group.name for group in found.subgroups] == ["1 группа", "2 группа"]
    for pupil in school.pupils[1:]:
        db.session.delete(db.session.query(ClassMembership).filter_by(pupil_id=pupil.id).one())
    db.session.commit()
    sent.clear()
    assert len(queries.division_of(school.class_7a, on=day(2), **given).rows) == 1
    assert (three, len(sent)) == (3, 3)


@pytest.mark.req("S4", "S6")
def test_any_entry_of_the_pupil_in_the_class_counts(school):
    pupil, other = school.pupils[0], school.pupils[1]
    task = make.save(Task(lesson=school.lessons[0], kind=school.kinds["О"]))
    english = school.english.subgroup_id
    in_class = {"class_id": school.class_7a.id}

    def known():
        return [
            queries.has_entries(pupil.id, **in_class),
            queries.has_entries(pupil.id, **in_class, subgroup_id=english),
            queries.has_entries(pupil.id, class_id=school.class_8b.id),
            queries.has_entries(other.id, **in_class),
        ]

    assert known() == [False] * 4
    for row, told in (
        (Mark(task=task, pupil=pupil, value="5"), [True, False, False, False]),
        (
            Absence(lesson=school.lessons[1], pupil=pupil, kind=AbsenceKind.ILL),
            [True, False, False, False],
        ),
        (
            Result(course=school.english, period=school.periods[0], pupil=pupil, value="5"),
            [True, True, False, False],
        ),
    ):
        make.save(row)
        assert known() == told
        db.session.delete(row)
        db.session.commit()


@pytest.mark.req("S4")
def test_locked_pupils_come_by_id_and_only_those_that_exist(school):
    ids = [pupil.id for pupil in school.pupils]
    assert sorted(queries.locked_pupils([*ids, 999])) == sorted(ids)


@pytest.mark.req("S4")
def test_a_stay_without_a_last_day_lasts_to_the_end_of_the_year(school):
    row = db.session.query(SubgroupMembership).first()
    assert queries.stay_of(row).span == Span(FIRST, make.YEAR_ENDS)
