import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.core.db import db, unit_of_work
from app.core.errors import NotFound
from app.outages.models import JournalSheet
from app.outages.operations.sheets import record_empty_sheets, record_sheets
from tests import factories as make

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2026, 9, 5)
NOW = dt.datetime(2026, 9, 1, 8, tzinfo=dt.UTC)
pytestmark = pytest.mark.req("U1")


def record(actor, *courses, first=FIRST, last=LAST, now=NOW):
    with unit_of_work(way="page", actor=actor):
        return record_sheets(
            actor, course_ids=[c.id for c in courses], first=first, last=last, now=now
        )


def stored():
    return db.session.query(JournalSheet).order_by(JournalSheet.number).all()


def test_a_course_and_a_span_have_one_number_however_often_they_are_printed(app, school):
    user = make.make_user("admin")
    first = record(make.actor("admin"), school.algebra, school.english)
    again = record(make.actor("admin", user_id=user), school.algebra, now=NOW + dt.timedelta(1))
    assert again == {school.algebra.id: first[school.algebra.id]}
    sheets = {sheet.course_id: sheet for sheet in stored()}
    printed = [
        (sheet.printed_by_id, sheet.printed_at - NOW)
        for sheet in (sheets[school.algebra.id], sheets[school.english.id])
    ]
    assert printed == [(user, dt.timedelta(1)), (None, dt.timedelta(0))]


def test_another_span_and_a_blank_sheet_have_their_own_number(app, school):
    admin = make.actor("admin")
    numbers = [
        record(admin, school.algebra, **span)[school.algebra.id]
        for span in ({}, {"last": FIRST}, {"first": None, "last": None})
    ]
    assert len(set(numbers)) == 3
    assert record(admin, school.algebra, first=None, last=None)[school.algebra.id] == numbers[2]


@pytest.mark.req("P2")
def test_a_number_for_a_foreign_course_is_refused_and_nothing_is_stored(app, school):
    teacher = make.actor("teacher", staff_id=school.teacher.id)
    with pytest.raises(NotFound):
        record(teacher, school.algebra, school.english)
    assert stored() == []


def test_every_blank_sheet_for_any_class_has_a_number_of_its_own(app, school):
    with unit_of_work(way="page", actor=make.actor("teacher")):
        first = record_empty_sheets(make.actor("teacher"), count=3, now=NOW)
        second = record_empty_sheets(make.actor("teacher"), count=1, now=NOW)
    assert len({*first, *second}) == 4
    assert [sheet.course_id for sheet in stored()] == [None] * 4


@pytest.mark.parametrize("count", [1, 5])
def test_the_number_of_statements_does_not_grow_with_the_class(app, school, statements, count):
    admin, class_7a = make.actor("admin"), school.class_7a
    subjects = [make.make_subject(f"Предмет {number}") for number in range(count)]
    ids = [make.make_course(class_7a, subject).id for subject in subjects]
    sent = statements()
    for _again in range(2):
        with unit_of_work(way="page", actor=admin):
            record_sheets(admin, course_ids=ids, first=FIRST, last=LAST, now=NOW)
    assert len(sent) == 4 + 3


@pytest.mark.postgresql
def test_two_who_print_the_same_at_once_get_one_number(postgresql_backend):
    app = postgresql_backend.app
    postgresql_backend.reset()
    with app.app_context():
        school = make.school_world()
        course = school.algebra.id
    together = Barrier(2)

    def printing(_who):
        with app.app_context():
            together.wait()
            admin = make.actor("admin")
            with unit_of_work(way="page", actor=admin):
                return record_sheets(admin, course_ids=[course], first=FIRST, last=LAST, now=NOW)

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(printing, range(2))
    assert one == other
