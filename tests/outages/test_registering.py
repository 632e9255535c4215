"""Outages are registered, changed, closed and reopened with their list of lessons [U3]."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core.actor import SYSTEM
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.outages.enums import TransferState
from app.outages.models import Heartbeat, Outage, ServerGap, Transfer
from app.outages.operations.heartbeat import dismiss_gap, take_turn
from app.outages.operations.outages import (
    change_outage,
    close_outage,
    register_outage,
    remove_outage,
    reopen_outage,
)
from app.outages.queries.lessons import lessons_in
from app.outages.queries.outages import open_gaps
from app.timetable.enums import LessonStatus
from tests import factories as make
from tests.outages.scene import DEPUTY, NOW, facts, moment, registered

pytestmark = pytest.mark.req("U3")


def do(work, **given):
    with unit_of_work(way="form", actor=DEPUTY):
        return work(DEPUTY, **given)


def listed():
    """Lesson ids of the list, with their states."""
    rows = db.session.execute(select(Transfer.lesson_id, Transfer.state))
    return {lesson: state.value for lesson, state in rows}


def settle(lesson, state=TransferState.TRANSFERRED):
    row = db.session.scalars(select(Transfer).where(Transfer.lesson_id == lesson.id)).one()
    row.state = state
    db.session.commit()


def test_registering_lists_the_held_lessons_of_the_span(app, school):
    cancelled = make.make_lesson(
        school.algebra, dt.date(2026, 9, 1), 5, status=LessonStatus.CANCELLED
    )
    registered()
    wanted = [school.lessons[0], school.english_lesson, school.foreign_lesson]
    assert listed() == {lesson.id: "waiting" for lesson in wanted}
    assert cancelled.id not in listed()


def test_only_the_chosen_classes_are_concerned(app, school):
    registered(facts(None, None, school.class_8b))
    assert set(listed()) == {school.foreign_lesson.id}


def test_the_bells_decide_on_the_clock_of_the_school(app, school):
    """Lesson 2 is from 10:00 to 10:40, lesson 3 from 11:00."""
    registered(facts(moment(10, 40), moment(11, 5)))
    assert set(listed()) == {school.english_lesson.id}


def test_a_lesson_without_bells_counts_by_its_day(app, school):
    lesson = make.make_lesson(school.algebra, dt.date(2026, 9, 1), 7, starts=None, ends=None)
    registered(facts(moment(6), moment(6, 30)))
    assert set(listed()) == {lesson.id}


def test_the_lessons_are_known_before_the_outage_is_saved(app, school):
    school.lessons[0].topic, school.lessons[0].no_homework = "Дроби", True
    db.session.commit()
    found = lessons_in(moment(8), moment(15), [])
    assert [(one.school_class, one.subject, one.filled, one.state) for one in found] == [
        ("7А", "Алгебра", True, None),
        ("7А", "Английский язык (1 группа)", False, None),
        ("8Б", "Химия", False, None),
    ]


def test_a_lesson_belongs_to_one_outage(app, school):
    first = registered(facts(None, None, school.class_8b))
    second = registered()
    rows = db.session.execute(select(Transfer.outage_id, Transfer.lesson_id)).all()
    assert (first.id, school.foreign_lesson.id) in rows
    assert {lesson for outage, lesson in rows if outage == second.id} == {
        school.lessons[0].id,
        school.english_lesson.id,
    }


def test_lessons_that_an_outage_lets_go_fall_to_another_that_overlaps_it(app, school):
    wrong = registered()
    right = registered(facts(moment(10), moment(14)))
    kept = {school.lessons[0].id, school.english_lesson.id, school.foreign_lesson.id}
    do(change_outage, outage_id=wrong.id, facts=facts(None, None, school.class_8b), now=NOW)
    rows = db.session.execute(select(Transfer.lesson_id, Transfer.outage_id)).all()
    assert {lesson for lesson, outage in rows if outage == right.id} == kept - {
        school.foreign_lesson.id
    }
    do(remove_outage, outage_id=wrong.id)
    rows = db.session.execute(select(Transfer.lesson_id, Transfer.outage_id)).all()
    assert {tuple(row) for row in rows} == {(lesson, right.id) for lesson in kept}


def test_a_closed_outage_takes_no_lessons_of_another(app, school):
    wrong = registered()
    closed = registered()
    do(close_outage, outage_id=closed.id, now=NOW)
    do(remove_outage, outage_id=wrong.id)
    assert listed() == {}


def test_a_wrong_outage_is_refused_with_all_faults(app, school):
    with pytest.raises(Refused) as refused:
        registered(facts(moment(15), moment(8), reason=" "))
    assert [fault.field for fault in refused.value.faults] == ["ends", "reason"]
    strange = facts()
    with pytest.raises(Refused) as refused:
        registered(type(strange)(strange.starts, strange.ends, (10**6,), "Сеть"))
    assert [fault.field for fault in refused.value.faults] == ["classes"]
    assert db.session.scalars(select(Outage)).all() == []


def test_a_changed_span_brings_lessons_and_takes_only_those_that_wait(app, school):
    outage = registered()
    settle(school.foreign_lesson)
    do(
        change_outage,
        outage_id=outage.id,
        facts=facts(moment(8, day=2), moment(15, day=2)),
        now=NOW,
    )
    assert listed() == {school.lessons[1].id: "waiting", school.foreign_lesson.id: "transferred"}


@pytest.mark.parametrize("role", ["director", "secretary", "class_teacher", "teacher", "pupil"])
def test_only_administrator_and_deputies_manage_outages(app, school, role):
    outage = registered()
    someone = make.actor(role, staff_id=school.head.id)
    gap = make.save(ServerGap(starts=moment(8), ends=moment(9)))
    for work in (
        lambda: register_outage(someone, facts=facts(), now=NOW),
        lambda: change_outage(someone, outage_id=outage.id, facts=facts(), now=NOW),
        lambda: close_outage(someone, outage_id=outage.id, now=NOW),
        lambda: reopen_outage(someone, outage_id=outage.id),
        lambda: remove_outage(someone, outage_id=outage.id),
        lambda: dismiss_gap(someone, gap_id=gap.id),
    ):
        with pytest.raises(Forbidden), unit_of_work(way="form", actor=someone):
            work()


def test_closing_is_refused_with_what_is_left(app, school):
    outage = registered()
    settle(school.foreign_lesson)
    with pytest.raises(Refused) as refused:
        do(close_outage, outage_id=outage.id, now=NOW)
    assert [str(fault.text) for fault in refused.value.faults] == [
        "Ещё не перенесено: 7А, Алгебра (1).",
        "Ещё не перенесено: 7А, Английский язык (1 группа) (1).",
    ]


def test_a_settled_outage_is_closed_and_can_be_opened_again(app, school):
    outage = registered()
    for lesson in (school.lessons[0], school.english_lesson):
        settle(lesson)
    settle(school.foreign_lesson, TransferState.NOT_HELD)
    do(close_outage, outage_id=outage.id, now=NOW)
    assert db.session.get(Outage, outage.id).closed_at == NOW
    for work in (
        lambda: do(close_outage, outage_id=outage.id, now=NOW),
        lambda: do(change_outage, outage_id=outage.id, facts=facts(), now=NOW),
        lambda: do(remove_outage, outage_id=outage.id),
    ):
        with pytest.raises(Refused):
            work()
    do(reopen_outage, outage_id=outage.id)
    assert db.session.get(Outage, outage.id).closed_at is None


def test_an_outage_is_removed_only_while_nothing_is_transferred(app, school):
    outage = registered()
    settle(school.foreign_lesson)
    with pytest.raises(Refused):
        do(remove_outage, outage_id=outage.id)
    settle(school.foreign_lesson, TransferState.WAITING)
    do(remove_outage, outage_id=outage.id)
    assert (db.session.scalars(select(Outage)).all(), listed()) == ([], {})


@pytest.mark.parametrize("work", [close_outage, reopen_outage, remove_outage])
def test_an_outage_that_does_not_exist_is_not_found(app, school, work):
    given = {"now": NOW} if work is close_outage else {}
    with pytest.raises(NotFound):
        do(work, outage_id=10**6, **given)


@pytest.mark.req("J9")
def test_who_registered_what_is_in_the_history(app, school):
    registered()
    tables = db.session.scalars(
        select(AuditEntry.table_name).where(AuditEntry.user_name == "Завучева")
    )
    assert sorted(tables) == ["outage", *["transfer"] * 3]


def beat(seen, now):
    make.save(Heartbeat(id=1, at=seen))
    with unit_of_work(way="cli", actor=SYSTEM):
        assert take_turn(seen=seen, now=now, least=dt.timedelta(minutes=5))


def test_a_silence_in_lesson_time_is_proposed_and_registered(app, school):
    beat(moment(9, 10), moment(10, 25))
    (gap,) = open_gaps()
    assert (gap.starts, gap.ends) == (moment(9, 10), moment(10, 25))
    outage = registered(facts(gap.starts, gap.ends), gap_id=gap.id)
    assert (open_gaps(), db.session.get(ServerGap, gap.id).outage_id) == ([], outage.id)
    do(remove_outage, outage_id=outage.id)
    assert [found.id for found in open_gaps()] == [gap.id]


@pytest.mark.parametrize(
    ("seen", "now"),
    [
        (moment(10), moment(10, 4)),  # a restart
        (moment(16), moment(23)),  # after the lessons
        (moment(8, day=5), moment(15, day=5)),  # a day without lessons
    ],
)
def test_other_silences_are_not_proposed(app, school, seen, now):
    beat(seen, now)
    assert open_gaps() == []


def test_a_dismissed_silence_is_not_proposed_again(app, school):
    gap = make.save(ServerGap(starts=moment(8), ends=moment(9)))
    do(dismiss_gap, gap_id=gap.id)
    assert open_gaps() == []
    with pytest.raises(NotFound):
        do(dismiss_gap, gap_id=10**6)
