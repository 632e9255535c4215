"""Writes of the diary: who may, and what a second press does [M5 P5]."""

import datetime as dt

import pytest
from flask_appbuilder.security.sqla.models import User

from app.core.db import db, unit_of_work
from app.core.errors import Conflict, NotFound
from app.diary import operations
from app.diary.models import CalendarFeed, HomeworkDone, MarkSeen
from app.diary.queries.feed import events, feed_at, feed_of
from app.timetable.enums import LessonStatus
from tests.diary.scene import NOW, as_parent, as_pupil, give_homework, give_mark
from tests.factories import make_lesson, make_user, save

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.req("M5")]


def see(who, pupil, *seen) -> int:
    with unit_of_work("page", who):
        return operations.see_marks(who, pupil_id=pupil.id, seen=seen, now=NOW)


def tick(who, pupil, homework, *, done: bool = True, version: int | None = None) -> None:
    with unit_of_work("page", who):
        operations.tick_homework(
            who,
            pupil_id=pupil.id,
            homework_id=homework.id,
            version=version or homework.version,
            done=done,
            now=NOW,
        )


def rows(model) -> list:
    return list(db.session.scalars(db.select(model)))


def test_a_mark_that_was_changed_after_the_page_was_made_stays_new(school):
    pupil = school.pupils[0]
    mark = give_mark(school, pupil, "4")
    shown = (mark.id, mark.version)
    mark.value = "2"
    save(mark)
    assert (see(as_parent(pupil), pupil, shown), rows(MarkSeen)) == (0, [])


@pytest.mark.req("P5")
def test_nobody_sees_marks_for_others(school):
    own, other = school.pupils[:2]
    mark, foreign = give_mark(school, own), give_mark(school, other)
    parent = as_parent(own)
    with pytest.raises(NotFound):
        see(parent, other, (foreign.id, foreign.version))
    assert see(parent, own, (foreign.id, foreign.version)) == 0
    assert see(parent, own, (mark.id, mark.version), (10**8, 1)) == 1
    assert [row.mark_id for row in rows(MarkSeen)] == [mark.id]


def test_homework_is_ticked_off_and_the_tick_taken_back(school):
    pupil, homework = school.pupils[2], give_homework(school.lessons[0], "§ 1")
    who = as_pupil(pupil)
    tick(who, pupil, homework)
    tick(who, pupil, homework)
    assert [(row.pupil_id, row.version) for row in rows(HomeworkDone)] == [(pupil.id, 1)]
    tick(who, pupil, homework, done=False)
    tick(who, pupil, homework, done=False)
    assert rows(HomeworkDone) == []


def test_homework_that_the_teacher_changed_is_to_do_again(school):
    pupil, homework = school.pupils[2], give_homework(school.lessons[0], "§ 1")
    who = as_parent(pupil)
    tick(who, pupil, homework)
    homework.text = "§ 1, 2"
    save(homework)
    with pytest.raises(Conflict):
        tick(who, pupil, homework, version=1)
    tick(who, pupil, homework)
    assert [row.version for row in rows(HomeworkDone)] == [2]


@pytest.mark.req("P5")
def test_homework_of_others_is_none(school):
    pupil, other = school.pupils[2], school.pupils[1]
    who = as_pupil(pupil)
    card = give_homework(school.lessons[0], "карточка", other)
    foreign = give_homework(school.foreign_lesson, "§ 9")
    own = give_homework(school.lessons[0], "§ 1")
    for homework in (card, foreign):
        with pytest.raises(NotFound):
            tick(who, pupil, homework)
    with pytest.raises(NotFound):
        tick(who, other, own)
    assert rows(HomeworkDone) == []


# The calendar.


def opened(who, pupil) -> str:
    with unit_of_work("page", who):
        return operations.open_feed(who, pupil_id=pupil.id, now=NOW).secret


def closed(who, pupil) -> None:
    with unit_of_work("page", who):
        operations.close_feed(who, pupil_id=pupil.id)


def test_an_address_leads_to_the_pupil_until_it_is_made_anew_or_revoked(school):
    pupil = school.pupils[0]
    parent = as_parent(pupil)
    first = opened(parent, pupil)
    assert feed_at(first)[1].id == pupil.id
    second = opened(parent, pupil)
    assert (second == first, len(rows(CalendarFeed)), len(second)) == (False, 1, 43)
    with pytest.raises(NotFound):
        feed_at(first)
    closed(parent, pupil)
    closed(parent, pupil)
    with pytest.raises(NotFound):
        feed_at(second)


@pytest.mark.req("P5")
def test_an_address_is_made_for_the_own_child_only(school):
    own, other = school.pupils[:2]
    parent = as_parent(own)
    secret = opened(as_pupil(other), other)
    for act in (opened, closed, lambda who, pupil: feed_of(who, pupil.id)):
        with pytest.raises(NotFound):
            act(parent, other)
    assert feed_at(secret)[1].id == other.id


@pytest.mark.req("P5")
def test_an_address_ends_with_the_guardianship_and_with_the_login(school):
    own, sister = school.pupils[:2]
    parent, pupil = as_parent(own), as_pupil(sister)
    of_parent, of_pupil = opened(parent, own), opened(pupil, sister)
    db.session.delete(own.guardians[0])
    db.session.get(User, pupil.user_id).active = False
    db.session.commit()
    for secret in (of_parent, of_pupil, "", "x"):
        with pytest.raises(NotFound):
            feed_at(secret)


def test_the_calendar_has_lessons_and_works_but_no_marks(school):
    pupil = school.pupils[2]
    give_mark(school, pupil, "2")
    give_mark(school, pupil, "2", lesson=1, code="К")
    make_lesson(school.algebra, NOW.date(), 5, status=LessonStatus.CANCELLED)
    who = as_pupil(pupil)
    found = list(events(who, pupil.id, NOW))
    assert [(one.title, one.words) for one in found] == [
        ("Алгебра", "Иванова А. П."),
        ("Алгебра: контрольная", "Иванова А. П."),
        ("Алгебра", "Иванова А. П."),
        ("Отменён: Алгебра", "Иванова А. П."),
    ]
    assert [one.cancelled for one in found] == [False, False, False, True]
    assert found[0].starts == dt.datetime(2026, 9, 1, 10, 0, tzinfo=dt.UTC)


def test_the_calendar_of_a_stranger_is_that_of_nobody(school):
    stranger = make_user("parent")
    save(
        CalendarFeed(
            user_id=stranger, pupil_id=school.pupils[0].id, secret="s" * 43, created_at=NOW
        )
    )
    with pytest.raises(NotFound):
        feed_at("s" * 43)
