import datetime as dt
import threading

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from app.attendance.models import Absence
from app.audit.models import AuditChain, AuditEntry
from app.audit.queries import checked
from app.core.actor import Actor
from app.core.db import db, unit_of_work
from app.journal.models import Mark, Task
from app.school.models import Room
from tests.factories import make_room, save

ANNA = Actor(user_id=7, name="Иванова Анна", roles=frozenset({"teacher"}))
OLEG = Actor(user_id=8, name="Петров Олег", roles=frozenset({"teacher"}))


def entries(table):
    return list(
        db.session.scalars(
            select(AuditEntry).where(AuditEntry.table_name == table).order_by(AuditEntry.id)
        )
    )


@pytest.mark.req("J9")
def test_who_when_way_and_what_are_recorded_for_add_change_and_delete(app, school):
    task = save(Task(lesson=school.lessons[0], kind=school.kinds["К"]))
    with unit_of_work(way="page", actor=ANNA):
        mark = Mark(task_id=task.id, pupil_id=school.pupils[0].id, value="4")
        db.session.add(mark)
    with unit_of_work(way="form", actor=ANNA):
        mark.value = "5"
    with unit_of_work(way="import", actor=ANNA):
        db.session.delete(mark)
    found = entries("mark")
    assert [(e.action, e.way, e.user_id, e.user_name) for e in found] == [
        ("insert", "page", 7, "Иванова Анна"),
        ("update", "form", 7, "Иванова Анна"),
        ("delete", "import", 7, "Иванова Анна"),
    ]
    pupil = school.pupils[0].id
    assert [e.changes for e in found] == [
        {"task_id": [None, task.id], "pupil_id": [None, pupil], "value": [None, "4"]},
        {"value": ["4", "5"]},
        {"task_id": [task.id, None], "pupil_id": [pupil, None], "value": ["5", None]},
    ]
    places = {(e.course_id, e.lesson_id, e.pupil_id) for e in found}
    assert places == {(school.algebra.id, school.lessons[0].id, pupil)}
    assert all(abs(e.at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1) for e in found)


@pytest.mark.req("J9")
def test_an_old_value_is_known_although_the_row_was_not_read_in_this_transaction(app, school):
    lesson = school.lessons[0]
    with unit_of_work(way="page", actor=ANNA):
        lesson.topic = "Дроби"
    with unit_of_work(way="page", actor=ANNA):
        lesson.topic = "Степени"
    assert [e.changes for e in entries("lesson")[-2:]] == [
        {"topic": ["", "Дроби"]},
        {"topic": ["Дроби", "Степени"]},
    ]


@pytest.mark.req("J9")
def test_a_row_that_was_deleted_unread_leaves_its_values(app):
    room = make_room("101")
    with unit_of_work(way="form", actor=ANNA):
        db.session.delete(room)
    assert entries("room")[-1].changes == {"name": ["101", None]}


def failing_work(lesson):
    with unit_of_work(way="page", actor=ANNA):
        lesson.topic = "Дроби"
        db.session.flush()
        _ = 1 / 0


@pytest.mark.req("J9")
def test_what_did_not_change_and_what_was_rolled_back_is_not_recorded(app, school):
    before = len(entries("lesson"))
    with unit_of_work(way="page", actor=ANNA):
        school.lessons[0].topic = school.lessons[0].topic
    with pytest.raises(ZeroDivisionError):
        failing_work(school.lessons[0])
    assert len(entries("lesson")) == before
    assert checked()[0] == []


def rename(lesson, topic):
    with unit_of_work(way="page", actor=ANNA):
        lesson.topic = topic


@pytest.mark.req("J9")
def test_history_of_one_save_costs_three_statements(app, school, statements):
    rename(school.lessons[1], "Степени")
    lesson = school.lessons[0]
    sent = statements()
    rename(lesson, "Дроби")
    assert [s.split()[0] for s in sent] == ["SELECT", "UPDATE", "SELECT", "INSERT", "UPDATE"]


@pytest.mark.req("J9")
def test_bulk_update_and_delete_of_an_audited_table_are_refused(app, school):
    for statement in (update(Mark).values(value="5"), delete(Absence), delete(Mark.__table__)):
        with pytest.raises(RuntimeError, match="is audited"):
            db.session.execute(statement)


def add(row, person):
    with unit_of_work(way="page", actor=person):
        db.session.add(row)


@pytest.fixture
def history(app):
    """Three rows of Anna's, one of Oleg's."""
    for person, name in ((ANNA, "1"), (OLEG, "2"), (ANNA, "3"), (ANNA, "4")):
        add(Room(name=name), person)
    assert checked()[0] == []


COPY = (
    "INSERT INTO audit_entry"
    " (chain, seq, at, user_name, way, action, table_name, changes, hash)"
    " SELECT '{chain}', {seq}, at, user_name, way, action, table_name, changes, hash"
    " FROM audit_entry WHERE chain = 'user 7' AND seq = 3"
)


def without_triggers(statement):
    """What somebody with the database's password can do."""
    db.session.rollback()
    with db.engine.begin() as connection:
        postgresql = connection.dialect.name == "postgresql"
        triggers = ["audit_entry_kept"] + ([] if postgresql else ["audit_entry_not_emptied"])
        for name in triggers:
            table = " ON audit_entry" if postgresql else ""
            connection.execute(text(f"DROP TRIGGER {name}{table}"))
        connection.execute(text(statement))


@pytest.mark.req("J9")
@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        (
            "UPDATE audit_entry SET user_name = 'Другая' WHERE chain = 'user 7' AND seq = 2",
            ["user 7: запись 2 изменена."],
        ),
        (
            "UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE chain = 'user 8'",
            ["user 8: запись 1 изменена."],
        ),
        (
            "DELETE FROM audit_entry WHERE chain = 'user 7' AND seq = 2",
            ["user 7: запись 2 удалена."],
        ),
        (
            "DELETE FROM audit_entry WHERE chain = 'user 7' AND seq = 3",
            ["user 7: запись 3 удалена."],
        ),
        (
            "DELETE FROM audit_entry WHERE chain = 'user 7'",
            ["user 7: записи 1–3 удалены."],
        ),
        (COPY.format(chain="user 7", seq=4), ["user 7: запись 4 вставлена."]),
        (COPY.format(chain="user 9", seq=1), ["user 9: запись 1 вставлена."]),
        (
            "UPDATE audit_chain SET seq = 9 WHERE chain = 'user 7'",
            ["user 7: записи 4–9 удалены."],
        ),
        (
            "UPDATE audit_entry SET hash = 'x' WHERE chain = 'user 8' AND seq = 1",
            ["user 8: запись 1 изменена."],
        ),
    ],
)
def test_a_changed_removed_or_inserted_row_is_named(app, history, statement, faults):
    without_triggers(statement)
    assert [str(fault.text) for fault in checked()[0]] == faults
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (result.exit_code, len(result.output.splitlines())) == (1, len(faults))


@pytest.mark.req("J9")
def test_verify_says_that_the_history_is_whole(app, history):
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (result.exit_code, result.output.splitlines()[1]) == (0, checked()[1])


@pytest.mark.req("J9")
def test_a_history_that_was_rewritten_whole_has_another_digest(app, history):
    before = checked()[1]
    assert checked()[1] == before
    add(Room(name="5"), ANNA)
    assert checked()[1] != before


@pytest.mark.req("J9")
def test_verify_does_not_take_what_is_written_meanwhile_for_a_fault(app, history):
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set() and (number := number + 1) < 500:
            add(Room(name=f"зал {number}"), OLEG)

    writer = in_thread(app, write)
    found = [checked()[0] for _ in range(10)]
    stop.set()
    writer.join(30)
    assert (found, writer.error) == ([[]] * 10, None)


@pytest.mark.req("J9")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET user_name = 'Другая'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_chain",
        "UPDATE audit_chain SET seq = seq - 1",
    ],
)
def test_the_database_refuses_to_change_history(app, history, statement):
    with pytest.raises(DatabaseError, match="history is never changed"):
        db.session.execute(text(statement))
    db.session.rollback()


def in_thread(app, work):
    """Run `work` in another thread with its own session; its error, if any, is kept."""

    def run():
        with app.app_context():
            try:
                work()
            except Exception as error:  # noqa: BLE001  # shown by the test
                thread.error = error
            finally:
                db.session.remove()

    thread = threading.Thread(target=run)
    thread.error = None
    thread.start()
    return thread


@pytest.mark.req("J9")
def test_two_people_do_not_wait_for_each_others_history(app, history):
    if db.engine.dialect.name == "sqlite":
        return  # one writer at a time there, history or not
    with unit_of_work(way="page", actor=ANNA):
        db.session.add(Room(name="held"))
        db.session.flush()
        other = in_thread(app, lambda: add(Room(name="9"), OLEG))
        other.join(5)
        assert (other.is_alive(), other.error) == (False, None)
    assert checked()[0] == []


@pytest.mark.req("J9")
def test_one_person_in_two_tabs_and_a_first_change_of_all_give_one_whole_chain(app, school):
    new = Actor(user_id=77, name="Новая")
    gate = threading.Barrier(4)

    def write(number):
        gate.wait()
        for part in range(5):
            add(Room(name=f"{number}/{part}"), new)

    threads = [in_thread(app, lambda n=n: write(n)) for n in range(4)]
    for thread in threads:
        thread.join(30)
    assert [thread.error for thread in threads] == [None] * 4
    assert db.session.get(AuditChain, "user 77").seq == 20
    assert checked()[0] == []
