import datetime as dt

import pytest
from sqlalchemy import select

from app.audit.bulk import add_recorded, change_recorded
from app.audit.models import AuditEntry
from app.audit.queries import broken_chains
from app.core.actor import SYSTEM
from app.core.db import db, unit_of_work
from app.journal.models import Mark, Task
from app.timetable.models import Lesson
from tests.factories import save


def history(table):
    columns = (
        AuditEntry.action,
        AuditEntry.way,
        AuditEntry.changes,
        AuditEntry.course_id,
        AuditEntry.lesson_id,
        AuditEntry.pupil_id,
    )
    return db.session.execute(
        select(*columns).where(AuditEntry.table_name == table).order_by(AuditEntry.id.desc())
    ).all()


@pytest.mark.req("J9")
def test_a_row_of_many_has_the_history_of_a_row_by_itself(app, school):
    task = save(Task(lesson=school.lessons[0], kind=school.kinds["К"]))
    one, other = school.pupils[:2]
    with unit_of_work(way="import", actor=SYSTEM):
        db.session.add(Mark(task=task, pupil=one, value="4"))
    with unit_of_work(way="import", actor=SYSTEM):
        place = {"course_id": school.algebra.id, "lesson_id": task.lesson_id}
        add_recorded(Mark, [{"task_id": task.id, "pupil_id": other.id, "value": "4"}], [place])
    many, single = history("mark")
    assert (many.action, many.way) == (single.action, single.way)
    assert (many.course_id, many.lesson_id) == (single.course_id, single.lesson_id)
    assert many.changes == {**single.changes, "pupil_id": [None, other.id]}
    assert (single.pupil_id, many.pupil_id) == (one.id, other.id)
    assert broken_chains() == []


@pytest.mark.req("J9")
def test_many_rows_get_keys_defaults_and_a_first_version(app, school):
    place = {"course_id": school.algebra.id, "day": dt.date(2026, 10, 1)}
    with unit_of_work(way="import", actor=SYSTEM):
        add_recorded(Lesson, [{**place, "number": number} for number in (1, 2)])
    db.session.add(Lesson(**place, number=3))
    db.session.commit()
    found = db.session.scalars(select(Lesson).where(Lesson.day == place["day"])).all()
    assert [(x.number, x.status, x.topic, x.version) for x in found] == [
        (1, "held", "", 1),
        (2, "held", "", 1),
        (3, "held", "", 1),
    ]
    third, second, _first = history("lesson")[:3]
    assert second.changes == {**third.changes, "number": [None, 2]}


@pytest.mark.req("J9")
def test_many_changed_rows_have_the_history_of_one_by_itself_and_a_new_version(app, school):
    one, other = school.lessons[:2]
    with unit_of_work(way="import", actor=SYSTEM):
        one.topic = "Дроби"
    place = {"course_id": school.algebra.id}
    with unit_of_work(way="import", actor=SYSTEM):
        change_recorded(Lesson, [{"id": other.id, "topic": "Дроби"}], [{"topic": ""}], [place])
    many, single = history("lesson")[:2]
    assert many[:4] == single[:4] == ("update", "import", {"topic": ["", "Дроби"]}, one.course_id)
    assert (many.lesson_id, single.lesson_id) == (other.id, one.id)
    assert [(x.topic, x.version) for x in (one, other)] == [("Дроби", 2), ("", 1)]
    db.session.expire_all()
    assert (other.topic, other.version) == ("Дроби", 2)
    assert broken_chains() == []
