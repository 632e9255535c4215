"""Entries from paper and what becomes of each lesson [U3 C3.2]."""

import datetime as dt
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.attendance.operations.cell import write_cell
from app.audit.models import AuditEntry
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.journal.models import Mark
from app.journal.operations.lessons import write_topic
from app.journal.rules.sent import Sent
from app.outages.enums import TransferState
from app.outages.models import JournalSheet, Outage, Transfer
from app.outages.operations.outages import change_outage
from app.outages.operations.transfers import (
    Papers,
    admitted,
    mark_not_held,
    mark_transferred,
    take_back,
)
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson
from tests import factories as make
from tests.outages.scene import DEPUTY, NOW, as_staff, facts, moment, registered

pytestmark = pytest.mark.req("U3")


@pytest.fixture
def outage(app, school):
    """1 September, everybody; algebra of 7А has its topic."""
    school.lessons[0].topic = "Дроби"
    db.session.commit()
    return registered()


def papers(outage, course, sheet=""):
    return Papers(outage.id, course.id, sheet)


def act(work, actor, **given):
    with unit_of_work(way="temporary", actor=actor):
        return work(actor, **{"now": NOW, **given})


def transferred(actor, outage, lesson, sheet=""):
    own = Papers(outage.id, lesson.course_id, sheet)
    act(mark_transferred, actor, papers=own, lesson_ids=[lesson.id])


def not_held(actor, outage, lesson, reason="Эвакуация"):
    own = Papers(outage.id, lesson.course_id)
    act(mark_not_held, actor, papers=own, lesson_id=lesson.id, reason=reason)


def back(actor, outage, lesson):
    act(take_back, actor, papers=Papers(outage.id, lesson.course_id), lesson_id=lesson.id)


def state(lesson):
    row = db.session.scalars(select(Transfer).where(Transfer.lesson_id == lesson.id)).one()
    return row.state, row.sheet, row.done_name, row.done_at


def sent(lesson, text="5", kind="cell", pupil=None, **values):
    return Sent(
        entry=str(uuid4()),
        kind=kind,
        course=lesson.course_id,
        lesson=lesson.id,
        pupil=pupil.id if pupil else 0,
        text=text,
        seen=0,
        **values,
    )


def test_a_transferred_lesson_says_who_when_and_from_which_sheet(school, outage):
    sheet = make.save(JournalSheet(course_id=school.algebra.id, printed_at=NOW))
    transferred(as_staff(school.teacher), outage, school.lessons[0], str(sheet.number))
    assert state(school.lessons[0]) == (
        TransferState.TRANSFERRED,
        str(sheet.number),
        str(school.teacher),
        NOW,
    )


def test_a_blank_sheet_of_no_course_will_do_and_a_foreign_or_unknown_one_not(school, outage):
    blank = make.save(JournalSheet(printed_at=NOW))
    foreign = make.save(JournalSheet(course_id=school.foreign.id, printed_at=NOW))
    teacher = as_staff(school.teacher)
    for number in (str(foreign.number), "999", "семь"):
        with pytest.raises(Refused) as refused:
            transferred(teacher, outage, school.lessons[0], number)
        assert [fault.field for fault in refused.value.faults] == ["sheet"]
    transferred(teacher, outage, school.lessons[0], str(blank.number))
    assert state(school.lessons[0])[1] == str(blank.number)


@pytest.mark.req("J9")
@pytest.mark.parametrize("work", [mark_not_held, take_back])
def test_no_deed_is_written_under_the_number_of_a_foreign_sheet(school, outage, work):
    foreign = make.save(JournalSheet(course_id=school.foreign.id, printed_at=NOW))
    given = {"reason": "Эвакуация"} if work is mark_not_held else {}
    own = papers(outage, school.english, str(foreign.number))
    with pytest.raises(Refused) as refused:
        act(
            work,
            as_staff(school.other),
            papers=own,
            lesson_id=school.english_lesson.id,
            **given,
        )
    assert [fault.field for fault in refused.value.faults] == ["sheet"]


def test_a_lesson_without_a_topic_is_not_transferred_and_nothing_of_the_rest_either(school, outage):
    second = make.make_lesson(school.algebra, dt.date(2026, 9, 1), 4)
    with unit_of_work(way="form", actor=DEPUTY):
        change_outage(DEPUTY, outage_id=outage.id, facts=facts(), now=NOW)
    both = [school.lessons[0].id, second.id]
    with pytest.raises(Refused) as refused:
        act(
            mark_transferred,
            as_staff(school.teacher),
            papers=papers(outage, school.algebra),
            lesson_ids=both,
        )
    assert [str(f.text) for f in refused.value.faults] == [
        "01.09.2026: сначала впишите тему урока."
    ]
    db.session.expire_all()
    assert {state(school.lessons[0])[0], state(second)[0]} == {TransferState.WAITING}


def test_a_lesson_that_was_not_held_is_cancelled_with_its_reason_and_can_be_held_after_all(
    school, outage
):
    make.make_bells()
    teacher = as_staff(school.other)
    not_held(teacher, outage, school.english_lesson)
    lesson = db.session.get(Lesson, school.english_lesson.id)
    assert (lesson.status, lesson.change_reason) == (LessonStatus.CANCELLED, "Эвакуация")
    assert state(lesson)[0] == TransferState.NOT_HELD
    back(teacher, outage, lesson)
    lesson = db.session.get(Lesson, lesson.id)
    assert (lesson.status, lesson.change_reason) == (LessonStatus.HELD, "")
    assert state(lesson) == (TransferState.WAITING, "", "", None)


def test_a_lesson_with_records_was_held(school, outage):
    with pytest.raises(Refused) as refused:
        not_held(as_staff(school.teacher), outage, school.lessons[0])
    assert [str(fault.text) for fault in refused.value.faults] == [
        "В уроке есть записи (тема, отметки, пропуски): отменить его нельзя."
    ]
    with pytest.raises(Refused):
        not_held(as_staff(school.other), outage, school.english_lesson, reason=" ")


def test_what_was_transferred_waits_again_when_it_is_taken_back(school, outage):
    teacher = as_staff(school.teacher)
    transferred(teacher, outage, school.lessons[0])
    back(teacher, outage, school.lessons[0])
    assert state(school.lessons[0]) == (TransferState.WAITING, "", "", None)
    assert db.session.get(Lesson, school.lessons[0].id).status == LessonStatus.HELD


WHO = (
    *("teacher", "head", "substitute", "colleague", "head of another class", "admin", "deputy"),
    *("director", "secretary", "pupil", "parent"),
)
MAY_TRANSFER = {"teacher", "head", "substitute"}
MAY_CALL_OFF = {*MAY_TRANSFER, "admin", "deputy"}


@make.together()
def people(school):
    substitute = make.make_staff("Замещаева")
    return {
        "teacher": as_staff(school.teacher),
        "head": as_staff(school.head, "class_teacher"),
        "substitute": as_staff(substitute),
        "colleague": as_staff(school.other),
        "head of another class": as_staff(make.make_staff("Другая"), "class_teacher"),
        "admin": make.actor("admin"),
        "deputy": DEPUTY,
        "director": make.actor("director"),
        "secretary": make.actor("secretary"),
        "pupil": make.actor("pupil", pupil_id=school.pupils[0].id),
        "parent": make.actor("parent", children=(school.pupils[0].id,)),
    }


@pytest.mark.req("P2", "P3", "P4", "P5")
@pytest.mark.parametrize("who", WHO)
def test_who_may_write_a_lesson_may_transfer_it(school, outage, who):
    actor = people(school)[who]
    lesson = school.lessons[0]
    if who == "substitute":
        lesson.substitute_id = actor.staff_id
        db.session.commit()
    allowed = _allowed(lambda: transferred(actor, outage, lesson))
    assert allowed == (who in MAY_TRANSFER)
    lesson.topic = ""
    db.session.commit()
    _wait_again(lesson)
    assert _allowed(lambda: not_held(actor, outage, lesson)) == (who in MAY_CALL_OFF)
    make.make_bells()
    assert _allowed(lambda: back(actor, outage, lesson)) == (who in MAY_CALL_OFF)


def _allowed(work) -> bool:
    try:
        work()
    except Forbidden:
        return False
    return True


def _wait_again(lesson):
    row = db.session.scalars(select(Transfer).where(Transfer.lesson_id == lesson.id)).one()
    row.state = TransferState.WAITING
    db.session.commit()


@pytest.mark.req("P3")
def test_a_class_teacher_who_only_looks_transfers_nothing(school, outage):
    school.school.class_teacher_edits_marks = False
    db.session.commit()
    with pytest.raises(Forbidden):
        transferred(as_staff(school.head, "class_teacher"), outage, school.lessons[0])


def test_a_lesson_of_another_course_or_outage_is_not_found(school, outage):
    teacher = as_staff(school.teacher)
    other = registered(facts(moment(8, day=2), moment(15, day=2)))
    for given in (
        {"papers": papers(outage, school.foreign), "lesson_ids": [school.lessons[0].id]},
        {"papers": papers(other, school.algebra), "lesson_ids": [school.lessons[0].id]},
        {"papers": papers(outage, school.algebra), "lesson_ids": [school.lessons[0].id, 10**6]},
        {"papers": papers(outage, school.algebra), "lesson_ids": []},
    ):
        with pytest.raises(NotFound):
            act(mark_transferred, teacher, **given)


def closed(outage):
    db.session.get(Outage, outage.id).closed_at = NOW
    db.session.commit()


def test_in_a_closed_outage_nothing_is_settled_or_entered(school, outage):
    closed(outage)
    teacher, lesson = as_staff(school.teacher), school.lessons[0]
    for work in (transferred, not_held, back):
        with pytest.raises(Refused):
            work(teacher, outage, lesson)
    with pytest.raises(Refused):
        admitted(papers(outage, school.algebra), sent(lesson, pupil=school.pupils[0]))


def test_only_lessons_of_the_course_in_the_outage_take_entries(school, outage):
    own = papers(outage, school.algebra)
    assert admitted(own, sent(school.lessons[0])).open_since == dt.date(2026, 9, 1)
    for lesson in (school.lessons[1], school.english_lesson):
        with pytest.raises(Refused):
            admitted(own, sent(lesson))
    with pytest.raises(Refused):
        admitted(
            own, Sent(entry=str(uuid4()), kind="result", course=own.course_id, text="5", seen=0)
        )


@pytest.mark.req("J8")
@pytest.mark.parametrize(
    ("today", "open_"),
    [
        (dt.date(2026, 10, 4), True),  # 14 days after the end of the outage
        (dt.date(2026, 10, 5), False),
    ],
)
def test_the_span_of_entry_runs_from_the_end_of_the_outage(app, school, today, open_):
    long = registered(facts(moment(8), moment(15, day=20)), now=moment(9, day=21))
    now = dt.datetime.combine(today, dt.time(12), tzinfo=dt.UTC)
    lesson, teacher = school.lessons[0], as_staff(school.teacher)
    entry = sent(lesson, pupil=school.pupils[0])
    from_paper = partial(_write, teacher, admitted(papers(long, school.algebra), entry), now)
    assert _written(from_paper) is open_
    on_the_page = partial(_write, teacher, sent(lesson, pupil=school.pupils[1]), now)
    assert _written(on_the_page) is False
    topic = admitted(papers(long, school.algebra), sent(lesson, "Дроби", "topic"))
    assert _written(partial(_write, teacher, topic, now)) is open_


def _write(actor, entry, now):
    with unit_of_work(way="temporary 7", actor=actor):
        work = write_cell if entry.kind == "cell" else write_topic
        return work(actor, sent=entry, now=now)


def _written(work) -> bool:
    try:
        work()
    except Refused:
        return False
    return True


@pytest.mark.req("J8")
def test_a_closed_period_stays_closed(school, outage):
    school.periods[0].closed_on = dt.date(2026, 9, 2)
    db.session.commit()
    entry = admitted(
        papers(outage, school.algebra), sent(school.lessons[0], pupil=school.pupils[0])
    )
    assert _written(partial(_write, as_staff(school.teacher), entry, NOW)) is False


@pytest.mark.req("J8", "U3")
def test_in_a_closed_period_no_lesson_is_called_off_and_none_held_again(school, outage):
    teacher, other = as_staff(school.teacher), as_staff(school.other)
    not_held(other, outage, school.english_lesson)
    school.periods[0].closed_on = dt.date(2026, 9, 2)
    db.session.commit()
    for work in (
        partial(not_held, teacher, outage, school.lessons[0]),
        partial(back, other, outage, school.english_lesson),
    ):
        with pytest.raises(Refused) as caught:
            work()
        assert "Период закрыт" in str(caught.value.text)


@pytest.mark.req("J9")
def test_the_history_names_the_sheet(school, outage):
    entry = admitted(
        papers(outage, school.algebra), sent(school.lessons[0], pupil=school.pupils[0])
    )
    _write(as_staff(school.teacher), entry, NOW)
    assert db.session.scalars(select(Mark.value)).all() == ["5"]
    ways = db.session.scalars(select(AuditEntry.way).where(AuditEntry.table_name == "mark")).all()
    assert ways == ["temporary 7"]
    assert [papers(outage, school.algebra, n).way for n in ("7", "")] == [
        "temporary 7",
        "temporary",
    ]
