"""Two people, two tabs, the same moment: on both databases [J10 U4 J9]."""

import threading

import pytest
from flask import g
from sqlalchemy import func, select

from app.attendance.operations.cell import write_cell
from app.audit.models import AuditChain
from app.audit.queries import checked
from app.core.db import attempt, db, unit_of_work
from app.core.errors import JournalError
from app.journal.models import EntryReceipt, Mark, Task
from app.journal.operations.lessons import write_homework
from app.results.models import Result
from app.results.operations import write_result
from tests.journal.entries import NOW, as_actor, cell, save, sent

pytestmark = pytest.mark.usefixtures("app")


def at_once(app, *works):
    """Run each work in a thread of its own at the same moment; their answers in order."""
    gate, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        with app.app_context():
            gate.wait(20)
            try:
                answers[place] = work()
            except Exception as error:  # noqa: BLE001  # compared by the test
                answers[place] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    db.session.expire_all()
    return answers


def working(operation, person, item):
    """The operation as the page runs it."""

    def work():
        g.actor = person
        outcome = attempt("page", lambda: operation(person, sent=item, now=NOW))
        return outcome.status if isinstance(outcome, JournalError) else 200

    return work


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def two(school):
    """The teacher and the class teacher."""
    return as_actor(school.teacher, "teacher"), as_actor(school.head, "class_teacher")


@pytest.mark.req("J10")
def test_two_first_marks_in_one_cell_one_is_saved_one_is_told(app, school, two):
    works = [
        working(write_cell, person, cell(school, text))
        for person, text in zip(two, "45", strict=True)
    ]
    assert sorted(at_once(app, *works)) == [200, 409]
    assert (count(Mark), count(Task)) == (1, 1)
    assert checked()[0] == []


@pytest.mark.req("J10")
def test_two_changes_of_one_cell_one_is_saved_one_is_told(app, school, two):
    seen = save(two[0], cell(school, "3"))["version"]
    works = [
        working(write_cell, person, cell(school, text, seen=seen))
        for person, text in zip(two, "45", strict=True)
    ]
    assert sorted(at_once(app, *works)) == [200, 409]
    assert checked()[0] == []


@pytest.mark.req("J10")
def test_an_absence_waits_for_the_mark_that_is_being_written_and_is_told_of_it(app, school, two):
    teacher, head = two
    answers = []

    def other():
        with app.app_context():
            answers.append(working(write_cell, head, cell_of_head)())
            db.session.remove()

    cell_of_head, entry = cell(school, "Н"), cell(school, "5")
    db.session.rollback()
    with unit_of_work("page", teacher):
        write_cell(teacher, sent=entry, now=NOW)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(1)
        assert thread.is_alive()
    thread.join(30)
    assert answers == [409]


@pytest.mark.req("J10")
def test_first_marks_of_several_pupils_at_once_share_one_task(app, school, two):
    works = [
        working(write_cell, two[number % 2], cell(school, "5", pupil=number)) for number in range(3)
    ]
    assert at_once(app, *works) == [200, 200, 200]
    assert (count(Mark), count(Task)) == (3, 1)
    assert checked()[0] == []


@pytest.mark.req("U4")
def test_the_same_entry_twice_at_once_is_written_once(app, school, two):
    item = cell(school, "5")
    work = working(write_cell, two[0], item)
    assert at_once(app, work, work, work) == [200, 200, 200]
    assert (count(Mark), count(EntryReceipt)) == (1, 1)


@pytest.mark.req("J10")
def test_two_results_and_two_homeworks_at_once(app, school, two):
    place = {"course": school.algebra.id}
    result = {**place, "period": school.periods[0].id, "pupil": school.pupils[0].id}
    works = [
        working(write_result, person, sent("result", text=text, **result))
        for person, text in zip(two, "45", strict=True)
    ]
    assert sorted(at_once(app, *works)) == [200, 409]
    assert count(Result) == 1
    homework = {**place, "lesson": school.lessons[0].id}
    works = [
        working(write_homework, person, sent("homework", text=text, **homework))
        for person, text in zip(two, "45", strict=True)
    ]
    assert sorted(at_once(app, *works)) == [200, 409]


@pytest.mark.req("J9")
def test_one_person_in_several_tabs_saves_everything_and_the_chain_is_whole(app, school, two):
    works = [
        working(write_cell, two[0], cell(school, "5", pupil=pupil, lesson=lesson))
        for pupil in range(3)
        for lesson in range(2)
    ]
    assert at_once(app, *works) == [200] * 6
    assert (count(Mark), checked()[0]) == (6, [])
    assert db.session.get(AuditChain, f"user {two[0].user_id}").seq == 8  # two tasks, six marks
