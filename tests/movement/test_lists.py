import datetime as dt

import pytest

from app.classes.models import ClassMembership
from app.classes.operations.membership import enrol_pupil, forget_stay, remove_pupil
from app.core import clock
from app.core.db import db, unit_of_work
from app.core.errors import Conflict, Forbidden, Refused
from app.movement.enums import Event, Lists
from app.movement.models import ListConfirmation
from app.movement.operations.lists import confirm_lists
from app.movement.queries.lists import last_of_history, standings, year_to_confirm
from tests import factories as make

pytestmark = pytest.mark.req("S6")
NOW = dt.datetime(2026, 9, 4, 9, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 9, 14, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def secretary(school):
    return make.actor("secretary", user_id=make.make_user("secretary"))


def confirm(actor, lists=Lists.CLASSES, seen=None, now=NOW):
    with unit_of_work("form", actor=actor):
        seen = last_of_history() if seen is None else seen
        return confirm_lists(actor, lists=lists, seen=seen, now=now)


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "now", lambda: moment)


def standing(school, lists=Lists.CLASSES, now=NOW):
    return next(one for one in standings(school.year, now) if one.lists is lists)


def told(school, lists=Lists.CLASSES, now=LATER):
    return [
        (one.event, one.who, one.place, one.day) for one in standing(school, lists, now).changes
    ]


def test_lists_wait_until_5_september_and_are_confirmed_with_their_numbers(app, school, secretary):
    assert standing(school).due == dt.date(2026, 9, 5)
    assert not standing(school).late(dt.date(2026, 9, 5))
    assert standing(school).late(dt.date(2026, 9, 6))
    row = confirm(secretary)
    assert (row.classes, row.lines, row.confirmed_name) == (2, 4, "Кто-то")
    assert standing(school, now=LATER).due is None
    assert standing(school, Lists.STAFF).due == dt.date(2026, 9, 5)
    assert confirm(secretary, Lists.STAFF).lines == 3
    assert standing(school, Lists.STAFF).due is None


def test_what_changed_since_is_due_a_week_after_the_first_change(
    app, school, secretary, monkeypatch
):
    confirm(secretary)
    stay = db.session.query(ClassMembership).filter_by(pupil_id=school.pupils[0].id).one()
    at(monkeypatch, dt.datetime(2026, 9, 9, 20, 30, tzinfo=dt.UTC))  # 10 September in the school
    with unit_of_work("form", actor=secretary):
        remove_pupil(secretary, membership_id=stay.id, last=dt.date(2026, 9, 8))
    at(monkeypatch, LATER)
    new = make.make_pupil(last_name="Новый")
    with unit_of_work("form", actor=secretary):
        class_id, since = school.class_8b.id, dt.date(2026, 9, 3)
        enrol_pupil(secretary, pupil_id=new.id, class_id=class_id, since=since)
    zone = dt.timezone(dt.timedelta(hours=5))
    assert told(school) == [
        (Event.LEFT, "Абрамов Иван", "7А", dt.date(2026, 9, 8)),
        (Event.CAME, "Новый Иван", "8Б", dt.date(2026, 9, 3)),
    ]
    assert standing(school, now=LATER.astimezone(zone)).due == dt.date(2026, 9, 17)
    confirm(secretary, now=LATER)
    assert told(school) == []


def test_what_was_entered_and_deleted_since_is_no_change(app, school, secretary):
    confirm(secretary)
    new = make.make_pupil(school.class_7a, "Ошибка")
    mistake = db.session.query(ClassMembership).filter_by(pupil_id=new.id).one()
    known = db.session.query(ClassMembership).filter_by(pupil_id=school.pupils[0].id).one()
    with unit_of_work("form", actor=secretary):
        for row in (mistake, known):
            day = dt.date(2026, 9, 4)
            forget_stay(secretary, membership_id=row.id, today=day, recorded=False)
    assert told(school) == [(Event.TAKEN_OFF, "Абрамов Иван", "", None)]


def test_changes_of_staff_count_but_not_their_telephones(app, school, secretary):
    confirm(secretary, Lists.STAFF)
    school.other.phone = "8 900"
    make.save(school.other)
    assert told(school, Lists.STAFF) == []
    make.make_staff("Новикова", position="учитель")
    school.teacher.left_on = dt.date(2026, 9, 30)
    make.save(school.teacher)
    assert [
        (event, who.split()[0], day) for event, who, _place, day in told(school, Lists.STAFF)
    ] == [
        (Event.CAME, "Новикова", None),
        (Event.LEFT, "Иванова", dt.date(2026, 9, 30)),
    ]


def test_another_year_is_no_change_of_this_one(sqlite_app, school, secretary):
    confirm(secretary)
    starts, ends = dt.date(2027, 9, 1), dt.date(2028, 5, 31)
    coming = make.make_year(name="2027/2028", starts=starts, ends=ends)
    make.make_pupil(make.make_class(coming, "8А"), "Будущий", since=starts)
    assert told(school) == []


def test_what_was_not_seen_is_not_confirmed(sqlite_app, school, secretary):
    confirm(secretary)
    seen = last_of_history()
    make.make_pupil(school.class_7a, "Новый")
    with pytest.raises(Conflict):
        confirm(secretary, seen=seen)
    assert db.session.query(ListConfirmation).count() == 1
    assert confirm(secretary).lines == 5


@pytest.mark.req("P4")
@pytest.mark.parametrize("role", ["admin", "director", "deputy", "class_teacher", "teacher"])
def test_only_the_secretary_confirms(sqlite_app, school, role):
    with pytest.raises(Forbidden):
        confirm(make.actor(role, user_id=make.make_user(role)))


def test_in_the_summer_nothing_is_confirmed(sqlite_app, school, secretary):
    summer = dt.datetime(2027, 7, 15, 9, 0, tzinfo=dt.UTC)
    assert year_to_confirm(summer.date()) is None
    with pytest.raises(Refused):
        confirm(secretary, now=summer)
