import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from threading import Barrier

import pytest

from app.classes.enums import Leaving
from app.classes.models import ClassMembership, SchoolClass, Subgroup, SubgroupMembership
from app.classes.operations import cards, division, membership, structure
from app.classes.rules import Papers
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.people.models import Guardian, Guardianship
from tests import factories as make

ADMIN, SECRETARY = make.actor("admin"), make.actor("secretary")
FIRST = dt.date(2026, 9, 1)


def day(month, day_of_month):
    return dt.date(2027 if month < 9 else 2026, month, day_of_month)


TODAY = day(10, 12)


def do(operation, actor=ADMIN, **given):
    with unit_of_work(way="form", actor=actor):
        return operation(actor, **given)


def head(school):
    return make.actor("class_teacher", staff_id=school.head.id)


def in_class(pupil):
    """Stays of the pupil in classes: (name, since, until)."""
    db.session.expire_all()
    rows = db.session.query(ClassMembership).filter_by(pupil_id=pupil.id)
    return [(r.school_class.name, r.since, r.until) for r in rows.order_by("since")]


def in_subgroups(pupil):
    """Stays of the pupil in subgroups: (name, since, until)."""
    db.session.expire_all()
    rows = db.session.query(SubgroupMembership).filter_by(pupil_id=pupil.id)
    return [(r.subgroup.name, r.since, r.until) for r in rows.order_by("since")]


def stay(pupil):
    return db.session.query(ClassMembership).filter_by(pupil_id=pupil.id).one().id


def faults(operation, actor=ADMIN, **given):
    with pytest.raises(Refused) as refusal:
        do(operation, actor, **given)
    return [fault.field for fault in refusal.value.faults]


# Stays in classes, S6.


@pytest.mark.req("S6")
def test_a_pupil_is_enrolled_from_a_day_on(school):
    pupil = make.make_pupil()
    do(
        membership.enrol_pupil,
        SECRETARY,
        pupil_id=pupil.id,
        class_id=school.class_7a.id,
        since=day(10, 5),
    )
    assert in_class(pupil) == [("7А", day(10, 5), None)]


@pytest.mark.req("S6")
def test_a_pupil_is_in_one_class_at_a_time(school):
    pupil = school.pupils[0]
    given = {"pupil_id": pupil.id, "class_id": school.class_8b.id, "since": day(10, 5)}
    assert faults(membership.enrol_pupil, **given) == ["since"]
    do(membership.remove_pupil, membership_id=stay(pupil), last=day(10, 4))
    do(membership.enrol_pupil, **given)
    assert in_class(pupil) == [("7А", FIRST, day(10, 4)), ("8Б", day(10, 5), None)]


@pytest.mark.req("S6")
def test_last_years_class_does_not_stand_in_the_way(school):
    """Nobody sets the last day in May; the year's end does."""
    before = make.make_year(name="2025/2026", starts=dt.date(2025, 9, 1), ends=dt.date(2026, 5, 31))
    pupil = make.make_pupil(make.make_class(before, "6А"), since=dt.date(2025, 9, 1))
    given = {"pupil_id": pupil.id, "class_id": school.class_7a.id, "since": FIRST}
    do(membership.enrol_pupil, **given)
    assert in_class(pupil) == [("6А", dt.date(2025, 9, 1), None), ("7А", FIRST, None)]


@pytest.mark.req("S6")
def test_two_people_who_enrol_a_pupil_at_once_do_not_both_succeed(app, school):
    pupil_id = make.make_pupil().id
    class_ids = [school.class_7a.id, school.class_8b.id]
    together = Barrier(2)

    def enrol(class_id):
        with app.app_context():
            together.wait()
            try:
                do(membership.enrol_pupil, pupil_id=pupil_id, class_id=class_id, since=FIRST)
            except Refused:
                return "refused"
            finally:
                db.session.remove()
            return "enrolled"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(enrol, class_ids)) == ["enrolled", "refused"]
    assert db.session.query(ClassMembership).filter_by(pupil_id=pupil_id).count() == 1


@pytest.mark.req("S6")
def test_leaving_the_class_ends_the_stay_in_its_subgroups(school):
    pupil = school.pupils[0]
    do(membership.remove_pupil, SECRETARY, membership_id=stay(pupil), last=day(10, 9))
    assert in_class(pupil) == [("7А", FIRST, day(10, 9))]
    assert in_subgroups(pupil) == [("1 группа", FIRST, day(10, 9))]


@pytest.mark.req("S6")
def test_a_later_first_day_and_what_lies_before_it_go_together(school):
    early, pupil = make.make_subgroup(school.class_7a, "Хор", division="Музыка"), school.pupils[0]
    make.save(
        SubgroupMembership(subgroup=early, pupil=pupil, since=FIRST, until=day(9, 5)),
    )
    do(membership.change_stay, membership_id=stay(pupil), since=day(9, 10), until=None)
    assert in_subgroups(pupil) == [("1 группа", day(9, 10), None)]


@pytest.mark.req("S6")
def test_a_stay_outside_the_year_or_backwards_is_refused(school):
    pupil = make.make_pupil()
    given = {"pupil_id": pupil.id, "class_id": school.class_7a.id}
    assert faults(membership.enrol_pupil, **given, since=dt.date(2026, 8, 31)) == ["since"]
    assert faults(membership.enrol_pupil, **given, since=day(10, 5), until=day(10, 4)) == ["until"]
    row = stay(school.pupils[0])
    assert faults(
        membership.change_stay, membership_id=row, since=day(10, 5), until=day(10, 4)
    ) == ["until"]
    assert in_class(pupil) == []
    assert in_class(school.pupils[0]) == [("7А", FIRST, None)]


@pytest.mark.req("S6")
def test_orders_are_kept_with_a_stay_and_leaving_needs_the_last_day(school):
    pupil = make.make_pupil()
    came = Papers(came_from="Школа № 2", arrival_order="17")
    given = {"pupil_id": pupil.id, "class_id": school.class_7a.id, "since": day(9, 14)}
    row = do(membership.enrol_pupil, SECRETARY, **given, papers=came)
    left = replace(came, leaving=Leaving.OTHER_SCHOOL, left_to="Школа № 3", departure_order="21")
    change = {"membership_id": row.id, "since": day(9, 14)}
    assert faults(membership.change_stay, **change, until=None, papers=left) == ["until"]
    do(membership.change_stay, **change, until=day(10, 9), papers=left)
    do(membership.change_stay, **change, until=day(10, 10))  # only the day is put right
    db.session.expire_all()
    kept = db.session.get(ClassMembership, row.id)
    assert {name: getattr(kept, name) for name in asdict(left)} == asdict(left)


@pytest.mark.req("S6")
def test_a_mistaken_stay_is_deleted_only_while_the_journal_knows_nothing_of_it(school):
    pupil = school.pupils[0]
    given = {"membership_id": stay(pupil), "today": TODAY}
    assert faults(membership.forget_stay, SECRETARY, **given, recorded=True) == [None]
    do(membership.forget_stay, SECRETARY, **given, recorded=False)
    assert (in_class(pupil), in_subgroups(pupil)) == ([], [])


@pytest.mark.req("S6")
def test_classes_of_a_closed_year_stay_as_they_are(school):
    school.year.closed_on = day(5, 31)
    make.save(school.year)
    row, pupil = stay(school.pupils[0]), make.make_pupil()
    class_id = school.class_7a.id
    assert faults(membership.remove_pupil, membership_id=row, last=day(10, 9)) == [None]
    assert faults(membership.forget_stay, membership_id=row, today=TODAY, recorded=False) == [None]
    enrol = {"pupil_id": pupil.id, "class_id": class_id, "since": FIRST}
    assert faults(membership.enrol_pupil, **enrol) == [None]
    assert faults(division.split_class, class_id=class_id, division="А", names=["1", "2"]) == [None]
    assert faults(structure.change_class, school_class=school.class_7a, values={}) == [None]


@pytest.mark.req("S6")
def test_what_is_not_there_is_not_found(school):
    for operation, given in (
        (membership.enrol_pupil, {"pupil_id": 0, "class_id": school.class_7a.id, "since": FIRST}),
        (
            membership.enrol_pupil,
            {"pupil_id": school.pupils[0].id, "class_id": 0, "since": FIRST},
        ),
        (membership.remove_pupil, {"membership_id": 0, "last": FIRST}),
        (division.split_class, {"class_id": 0, "division": "А", "names": []}),
        (
            division.move_pupil_to_subgroup,
            {"pupil_id": school.pupils[0].id, "subgroup_id": 0, "since": FIRST, "today": TODAY},
        ),
        (
            division.change_subgroup_stay,
            {"membership_id": 0, "since": FIRST, "until": None},
        ),
    ):
        with pytest.raises(NotFound):
            do(operation, **given)


# Subgroups, S4.


@pytest.fixture
def english(school):
    """The division that 7А has already: its two subgroups."""
    second = make.make_subgroup(school.class_7a, "2 группа", division="Английский язык")
    first = db.session.query(Subgroup).filter_by(name="1 группа").one()
    return first, second


def spread(school, choices, actor=ADMIN, since=TODAY, today=TODAY):
    return {
        "actor": actor,
        "class_id": school.class_7a.id,
        "division": "Английский язык",
        "choices": {pupil.id: group and group.id for pupil, group in choices.items()},
        "since": since,
        "today": today,
    }


@pytest.mark.req("S4")
def test_the_class_teacher_splits_the_own_class(school):
    given = {"class_id": school.class_7a.id, "division": " Труд ", "names": ["А", "", "Б "]}
    do(division.split_class, head(school), **given)
    rows = db.session.query(Subgroup).filter_by(division="Труд").order_by(Subgroup.name)
    assert [(row.school_class.name, row.name) for row in rows] == [("7А", "А"), ("7А", "Б")]
    assert faults(division.split_class, **given) == ["division"]


@pytest.mark.req("S4")
def test_the_class_teacher_spreads_pupils_who_are_in_no_subgroup_yet(school, english):
    third = school.pupils[2]
    do(division.spread_pupils, **spread(school, {third: english[1]}, head(school)))
    assert in_subgroups(third) == [("2 группа", TODAY, None)]


@pytest.mark.req("S4")
def test_a_choice_made_today_can_be_made_again_by_the_class_teacher(school, english):
    third = school.pupils[2]
    do(division.spread_pupils, **spread(school, {third: english[1]}, head(school)))
    do(division.spread_pupils, **spread(school, {third: english[0]}, head(school)))
    assert in_subgroups(third) == [("1 группа", TODAY, None)]
    do(division.spread_pupils, **spread(school, {third: None}, head(school)))
    assert in_subgroups(third) == []


@pytest.mark.req("S4", "P4")
def test_a_transfer_between_subgroups_is_the_administrators(school, english):
    moved, new = school.pupils[0], school.pupils[2]
    given = spread(school, {moved: english[1], new: english[1]}, head(school))
    assert faults(division.spread_pupils, **given) == [None]
    assert faults(division.spread_pupils, **spread(school, {moved: None}, head(school))) == [None]
    assert (in_subgroups(moved), in_subgroups(new)) == ([("1 группа", FIRST, None)], [])
    do(division.spread_pupils, **{**given, "actor": ADMIN})
    assert in_subgroups(moved) == [
        ("1 группа", FIRST, TODAY - dt.timedelta(1)),
        ("2 группа", TODAY, None),
    ]


@pytest.mark.req("S4")
def test_a_choice_for_the_past_does_not_hide_a_transfer(school, english):
    """The pupil has been in a subgroup since yesterday; a spread «since 1 September» cuts that."""
    third, yesterday = school.pupils[2], TODAY - dt.timedelta(1)
    make.save(SubgroupMembership(subgroup=english[0], pupil=third, since=yesterday))
    given = spread(school, {third: english[1]}, head(school), since=FIRST)
    assert faults(division.spread_pupils, **given) == [None]
    assert in_subgroups(third) == [("1 группа", yesterday, None)]


@pytest.mark.req("S4")
def test_a_move_replaces_what_was_planned_after_it(school, english):
    third = school.pupils[2]
    make.save(
        SubgroupMembership(subgroup=english[0], pupil=third, since=FIRST, until=day(10, 31)),
        SubgroupMembership(subgroup=english[1], pupil=third, since=day(11, 1)),
    )
    given = {"pupil_id": third.id, "subgroup_id": english[1].id, "today": TODAY}
    do(division.move_pupil_to_subgroup, **given, since=TODAY)
    assert in_subgroups(third) == [
        ("1 группа", FIRST, TODAY - dt.timedelta(1)),
        ("2 группа", TODAY, None),
    ]


@pytest.mark.req("S4")
def test_a_pupil_who_will_leave_the_class_leaves_the_subgroup_then(school, english):
    pupil = make.make_pupil(school.class_7a, until=day(12, 1))
    given = {"pupil_id": pupil.id, "subgroup_id": english[1].id, "today": TODAY}
    do(division.move_pupil_to_subgroup, **given, since=TODAY)
    assert in_subgroups(pupil) == [("2 группа", TODAY, day(12, 1))]


@pytest.mark.req("S4")
def test_a_pupil_of_another_class_is_not_put_into_the_subgroup(school, english):
    given = spread(school, {school.foreign_pupil: english[0], school.pupils[2]: english[0]})
    assert faults(division.spread_pupils, **given) == [None]
    assert in_subgroups(school.pupils[2]) == []


@pytest.mark.req("S4")
def test_a_subgroup_of_another_division_is_not_found(school, english):
    other = make.make_subgroup(school.class_8b, "1 группа", division="Английский язык")
    with pytest.raises(NotFound):
        do(division.spread_pupils, **spread(school, {school.pupils[2]: other}))


@pytest.mark.req("S4")
def test_the_days_of_a_stay_in_a_subgroup_lie_in_those_of_the_class(school, english):
    pupil = school.pupils[0]
    row = db.session.query(SubgroupMembership).filter_by(pupil_id=pupil.id).one()
    change = {"membership_id": row.id}
    assert faults(
        division.change_subgroup_stay, **change, since=dt.date(2026, 8, 31), until=None
    ) == ["since", "since"]
    do(division.change_subgroup_stay, **change, since=FIRST, until=TODAY)
    assert in_subgroups(pupil) == [("1 группа", FIRST, TODAY)]
    recorded = {**change, "today": TODAY, "recorded": True}
    assert faults(division.forget_subgroup_stay, **recorded) == [None]
    do(division.forget_subgroup_stay, **{**recorded, "recorded": False})
    assert in_subgroups(pupil) == []


# Classes themselves and cards, S2 and P8.


@pytest.mark.req("S2")
def test_the_administrator_adds_and_renames_a_class(school):
    values = {"year": school.year, "grade": 7, "name": " 7В ", "capacity": 25}
    school_class = do(structure.add_class, values=values)
    assert faults(structure.add_class, values=values) == ["name"]
    do(structure.change_class, school_class=school_class, values={"name": "7Г"})
    change = {"grade": 8, "name": "7 б", "capacity": 0}
    make.make_class(school.year, "7Б")
    assert faults(structure.change_class, school_class=school_class, values=change) == [
        "grade",
        "capacity",
        "name",
    ]
    names = {row.name for row in db.session.query(SchoolClass)}
    assert names == {"7А", "7Б", "7Г", "8Б"}


@pytest.mark.req("S4")
def test_the_administrator_adds_and_renames_a_subgroup(school):
    given = {"division": "Труд ", "name": " 1  группа"}
    group = do(structure.add_subgroup, school_class=school.class_7a, **given)
    do(structure.rename_subgroup, subgroup=group, division="Технология", name="А")
    db.session.expire_all()
    assert (group.division, group.name) == ("Технология", "А")


@pytest.mark.req("P3", "P8")
def test_the_class_teacher_keeps_the_cards_of_the_own_class_and_of_no_other(school):
    own, foreign = school.pupils[0], school.foreign_pupil
    do(cards.change_card, head(school), pupil=own, card={"phone": "8 900"}, today=TODAY)
    with pytest.raises(Forbidden):
        do(cards.change_card, head(school), pupil=foreign, card={"phone": "1"}, today=TODAY)
    db.session.expire_all()
    assert (own.phone, foreign.phone) == ("8 900", "")


@pytest.mark.req("P3", "P8")
def test_the_class_teacher_no_longer_keeps_the_card_of_a_pupil_who_left(school):
    pupil = school.pupils[0]
    do(membership.remove_pupil, membership_id=stay(pupil), last=TODAY - dt.timedelta(1))
    with pytest.raises(Forbidden):
        do(cards.change_card, head(school), pupil=pupil, card={"phone": "1"}, today=TODAY)


@pytest.mark.req("P3", "P5", "P8")
def test_a_parent_is_put_on_the_card_of_a_pupil_of_the_own_class(school):
    card = {"last_name": "абрамова", "first_name": "мария", "middle_name": "ильинична"}
    own, foreign = school.pupils[0], school.foreign_pupil
    given = {"relation": " мать", "guardian": None, "card": card, "today": TODAY}
    link = do(cards.add_guardian, head(school), pupil=own, **given)
    assert (str(link), link.relation) == ("Абрамова Мария Ильинична — Абрамов Иван", "мать")
    with pytest.raises(Forbidden):
        do(cards.add_guardian, head(school), pupil=foreign, **given)
    assert db.session.query(Guardian).count() == 1


@pytest.mark.req("P3", "P8")
def test_a_parent_of_two_children_is_one_person(school):
    parent = make.make_guardian(school.pupils[0])
    given = {"relation": "мать", "guardian": parent, "card": {}, "today": TODAY}
    do(cards.add_guardian, head(school), pupil=school.pupils[1], **given)
    children = {link.pupil_id for link in db.session.query(Guardianship)}
    assert children == {pupil.id for pupil in school.pupils[:2]}
    given["guardian"] = make.make_guardian(school.foreign_pupil)
    with pytest.raises(Forbidden):
        do(cards.add_guardian, head(school), pupil=school.pupils[1], **given)


@pytest.mark.req("P3", "P8")
def test_the_class_teacher_keeps_the_cards_of_the_parents_of_the_own_class(school):
    own, stranger = make.make_guardian(school.pupils[0]), make.make_guardian(school.foreign_pupil)
    do(cards.change_guardian, head(school), guardian=own, card={"phone": "2"}, today=TODAY)
    with pytest.raises(Forbidden):
        do(cards.change_guardian, head(school), guardian=stranger, card={"phone": "3"}, today=TODAY)
    db.session.expire_all()
    assert (own.phone, stranger.phone) == ("2", "")


@pytest.mark.req("P5")
def test_a_guardianship_ends_and_both_people_stay(school):
    for pupil in (school.pupils[0], school.foreign_pupil):
        make.make_guardian(pupil)
    own, foreign = db.session.query(Guardianship).order_by(Guardianship.id)
    do(cards.remove_guardian, head(school), link=own, today=TODAY)
    with pytest.raises(Forbidden):
        do(cards.remove_guardian, head(school), link=foreign, today=TODAY)
    assert db.session.query(Guardianship).one().pupil_id == school.foreign_pupil.id
    assert db.session.query(Guardian).count() == 2


@pytest.mark.req("P4", "P5", "S4", "S6")
@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("admin", "enrol remove forget split move stay class subgroup card"),
        ("secretary", "enrol remove forget card"),
        ("director", ""),
        ("deputy", ""),
        ("class_teacher", "split card"),
        ("teacher", ""),
        ("pupil", ""),
        ("parent", ""),
    ],
)
def test_who_may_change_what(school, role, allowed):
    staff_id = {"class_teacher": school.head.id, "teacher": school.teacher.id}.get(role)
    actor = make.actor(role, staff_id=staff_id, children=(school.pupils[0].id,))
    pupil, group = school.pupils[0], db.session.query(Subgroup).one()
    row = db.session.query(SubgroupMembership).filter_by(pupil_id=pupil.id).one()
    new = make.make_pupil()
    dated = {"since": FIRST, "today": TODAY}
    grid = {
        "enrol": (
            membership.enrol_pupil,
            {"pupil_id": new.id, "class_id": school.class_7a.id, "since": FIRST},
        ),
        "split": (
            division.split_class,
            {"class_id": school.class_7a.id, "division": "Труд", "names": ["1", "2"]},
        ),
        "stay": (
            division.change_subgroup_stay,
            {"membership_id": row.id, "since": FIRST, "until": None},
        ),
        "move": (
            division.move_pupil_to_subgroup,
            {"pupil_id": pupil.id, "subgroup_id": group.id, **dated},
        ),
        "class": (structure.change_class, {"school_class": school.class_7a, "values": {}}),
        "subgroup": (
            structure.rename_subgroup,
            {"subgroup": group, "division": "А", "name": "Б"},
        ),
        "card": (cards.change_card, {"pupil": pupil, "card": {}, "today": TODAY}),
        "remove": (membership.remove_pupil, {"membership_id": stay(pupil), "last": TODAY}),
        "forget": (
            membership.forget_stay,
            {"membership_id": stay(pupil), "today": TODAY, "recorded": False},
        ),
    }
    done = []
    for name, (operation, given) in grid.items():
        try:
            do(operation, actor, **given)
        except Forbidden:
            continue
        done.append(name)
    assert sorted(done) == sorted(allowed.split())
