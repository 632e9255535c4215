"""What the pages of outages read, on both databases [U3]."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import NotFound
from app.outages.enums import TransferState
from app.outages.models import JournalSheet, Outage, Transfer
from app.outages.queries.lessons import due_lessons, transfers_of
from app.outages.queries.lines import class_parts, teacher_lines
from app.outages.queries.outages import (
    classes_of_year,
    latest_sheet,
    outage_lines,
    outages_of_sheet,
    seen_outage,
    sheet_of,
)
from app.outages.rules.outages import Progress
from tests import factories as make
from tests.outages.scene import DEPUTY, NOW, as_staff, facts, moment, registered

pytestmark = pytest.mark.req("U3")

TODAY = NOW.date()


def close(outage):
    db.session.get(Outage, outage.id).closed_at = NOW
    db.session.commit()


def settle(lesson):
    row = db.session.scalars(select(Transfer).where(Transfer.lesson_id == lesson.id)).one()
    row.state = TransferState.TRANSFERRED
    db.session.commit()


def test_outages_stand_with_their_progress_the_open_ones_first(app, school):
    first = registered()
    empty = registered(facts(moment(20), moment(21)))
    second = registered(facts(moment(8, day=2), moment(15, day=2)))
    settle(school.foreign_lesson)
    close(second)
    found = [(line.outage.id, line.progress) for line in outage_lines(DEPUTY, TODAY)]
    assert found == [
        (empty.id, Progress(0, 0)),
        (first.id, Progress(1, 3)),
        (second.id, Progress(0, 1)),
    ]
    assert outage_lines(make.actor("secretary"), TODAY) == []


def test_an_outage_is_found_by_those_who_keep_journals(app, school):
    outage = registered(facts(None, None, school.class_7a))
    found = seen_outage(as_staff(school.teacher), outage.id, TODAY)
    assert [row.name for row in found.classes] == ["7А"]
    for someone in (make.actor("parent"), make.actor("secretary")):
        with pytest.raises(NotFound):
            seen_outage(someone, outage.id, TODAY)


def test_the_list_stands_by_class_and_course_the_own_first(app, school):
    outage = registered()
    settle(school.foreign_lesson)
    lessons = transfers_of(DEPUTY, outage.id, TODAY)
    everything = class_parts(DEPUTY, lessons)
    assert [(part.name, part.progress) for part in everything] == [
        ("7А", Progress(0, 2)),
        ("8Б", Progress(1, 1)),
    ]
    own = class_parts(as_staff(school.other), lessons)
    assert [(part.name, part.own) for part in own] == [("7А", True), ("8Б", True)]
    assert [line.subject for line in own[0].courses] == ["Английский язык (1 группа)", "Алгебра"]
    assert teacher_lines(lessons) == {
        "Иванова А. П.": Progress(0, 1),
        "Петрова А. П.": Progress(1, 2),
    }


def test_the_most_urgent_lessons_come_first(app, school):
    registered(facts(moment(8, day=2), moment(15, day=2)))
    registered(facts(moment(8), moment(15)))
    due = due_lessons(DEPUTY, dt.date(2026, 9, 4))
    assert [(item.deadline.day, item.late) for item in due] == [
        *[(3, True)] * 3,
        (4, False),
    ]
    own = due_lessons(as_staff(school.other), TODAY, own=True)
    assert {item.lesson.id for item in own} == {school.english_lesson.id, school.foreign_lesson.id}


def test_a_waiting_list_needs_the_same_statements_whatever_the_size(app, school, statements):
    registered()
    counts = []
    for number in (5, 6):
        listening = statements()
        due_lessons(DEPUTY, TODAY)
        counts.append(len(listening))
        make.make_lesson(school.algebra, dt.date(2026, 9, 3), number)
        registered(facts(moment(8, day=3), moment(20, day=3)))
    assert counts == [4, 4]


def test_a_sheet_leads_to_the_outages_of_its_days(app, school):
    first, second = registered(), registered(facts(moment(8, day=3), moment(15, day=3)))
    span = {"first": dt.date(2026, 9, 1), "last": dt.date(2026, 9, 2)}
    filled = make.save(JournalSheet(course_id=school.algebra.id, printed_at=NOW, **span))
    blank = make.save(JournalSheet(course_id=school.algebra.id, printed_at=NOW))
    nobodys = make.save(JournalSheet(printed_at=NOW))

    def found(sheet):
        return [outage.id for outage in outages_of_sheet(DEPUTY, sheet, TODAY)]

    assert (found(filled), found(blank), found(nobodys)) == ([first.id], [second.id, first.id], [])
    close(second)
    assert found(blank) == [first.id]


def test_the_usual_sheet_is_the_last_that_was_printed_for_the_days(app, school):
    def printed(first, last, minute, course=school.algebra):
        days = {"first": dt.date(2026, 9, first), "last": dt.date(2026, 9, last)}
        return make.save(
            JournalSheet(course_id=course.id, printed_at=moment(7, minute), **days)
        ).number

    printed(1, 5, 1)
    later = printed(2, 6, 2)
    printed(7, 11, 3)
    printed(1, 6, 4, school.english)
    day = dt.date(2026, 9, 3)
    assert latest_sheet(school.algebra.id, day, day).number == later
    assert latest_sheet(school.foreign.id, day, day) is None


@pytest.mark.parametrize("number", ["", "0", "-1", "7 ", "х", "99999999999999", "²"])
def test_what_is_no_number_is_no_sheet(app, school, number):
    assert sheet_of(school.algebra.id, number) is None


def test_classes_of_the_running_year_are_offered(app, school):
    make.make_class(
        make.make_year(name="2024/2025", starts=dt.date(2024, 9, 1), ends=dt.date(2025, 5, 31))
    )
    assert [row.name for row in classes_of_year(TODAY)] == ["7А", "8Б"]
