"""Nothing is deleted before its time; afterwards the summary sheets stay [R7]."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from app.archive.operations.forgetting import forget_year, forgettable
from app.archive.rules.keeping import Stage, deletion_faults, kept_until
from app.attendance.models import Absence
from app.audit.models import AuditEntry
from app.audit.queries import checked
from app.classes.models import ClassMembership
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, Refused
from app.journal.models import Mark, Task
from app.people.models import Guardian, Guardianship, Pupil
from app.plan.models import Course, WorkKind
from app.results.models import Result
from app.timetable.models import Lesson
from tests import factories as make

pytestmark = pytest.mark.req("R7")
D = dt.date
ENDS, CLOSED = D(2027, 5, 31), D(2027, 6, 10)
ADMIN = make.actor("admin", name="Администратор")
LATER = D(2033, 1, 1)


@pytest.mark.parametrize(
    ("ends", "stage", "until"),
    [
        (ENDS, Stage.JOURNALS, D(2033, 1, 1)),
        (ENDS, Stage.SHEETS, D(2053, 1, 1)),
        (D(2027, 8, 31), Stage.JOURNALS, D(2033, 1, 1)),
        (D(2026, 12, 31), Stage.JOURNALS, D(2032, 1, 1)),
    ],
)
def test_until_when_it_is_kept(ends, stage, until):
    assert kept_until(ends, stage) == until


@pytest.mark.parametrize(
    ("closed_on", "stage", "today", "count"),
    [
        (CLOSED, Stage.JOURNALS, D(2032, 12, 31), 1),
        (CLOSED, Stage.JOURNALS, D(2033, 1, 1), 0),
        (CLOSED, Stage.SHEETS, D(2033, 1, 1), 1),
        (CLOSED, Stage.SHEETS, D(2053, 1, 1), 0),
        (None, Stage.JOURNALS, D(2040, 1, 1), 1),
        (None, Stage.JOURNALS, D(2028, 1, 1), 2),
    ],
)
def test_when_it_may_be_deleted(closed_on, stage, today, count):
    assert len(deletion_faults(ENDS, closed_on, stage, today)) == count


@pytest.fixture
@make.together()
def filled(school):
    """A mark, an absence, a result; Абрамов is at school still, the others have left."""
    year = make.make_year(name="2027/2028", starts=D(2027, 9, 1), ends=D(2028, 5, 31))
    next_class = make.make_class(year, "8А")
    stays, leaves = school.pupils[:2]
    make.save(ClassMembership(pupil=stays, school_class=next_class, since=year.starts))
    for pupil in (stays, leaves):
        pupil.phone, pupil.birth_date = "8999", D(2013, 1, 1)
    both = Guardian(last_name="Мать", first_name="Двоих")
    own = Guardian(last_name="Отец", first_name="Одного")
    fresh = Guardian(last_name="Новый", first_name="Родитель")
    make.save(
        *(both, own, fresh),
        Guardianship(guardian=both, pupil=stays),
        *(Guardianship(guardian=person, pupil=leaves) for person in (both, own)),
    )
    kind = db.session.scalars(select(WorkKind)).first()
    task = Task(lesson=school.lessons[1], kind=kind)
    make.save(
        task,
        Mark(task=task, pupil=stays, value="4"),
        Absence(lesson=school.lessons[1], pupil=leaves, kind="ill"),
        Result(course=school.algebra, period=school.periods[0], pupil=leaves, value="5"),
    )
    school.lessons[2].merged_with = None
    school.lessons[2].merged_with_id = school.lessons[0].id
    db.session.commit()
    with unit_of_work("page"):
        school.year.closed_on = CLOSED
    return school


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def forgotten(school, stage=Stage.JOURNALS, today=LATER, actor=ADMIN):
    with unit_of_work("page", actor=actor):
        return forget_year(actor, year_id=school.year.id, stage=stage, today=today)


def test_nothing_is_deleted_before_its_time_or_by_others(app, filled):
    with pytest.raises(Refused, match=r"Журналы этого года хранятся до 31\.12\.2032"):
        forgotten(filled, today=D(2032, 12, 31))
    with pytest.raises(Refused, match=r"Сводные ведомости этого года хранятся до 31\.12\.2052"):
        forgotten(filled, Stage.SHEETS)
    for role in ("deputy", "director", "secretary"):
        with pytest.raises(Forbidden):
            forgotten(filled, actor=make.actor(role))
    assert (count(Mark), count(Absence)) == (1, 1)


def test_journals_go_and_what_the_summary_sheets_are_made_of_stays(app, filled):
    stays, leaves = (pupil.id for pupil in filled.pupils[:2])
    expected = forgettable(ADMIN, year_id=filled.year.id, stage=Stage.JOURNALS)
    done = forgotten(filled)
    assert done == expected
    assert (done["mark"], done["absence"], done["lesson"]) == (1, 1, 5)
    assert [count(model) for model in (Mark, Task, Absence, Lesson)] == [0, 0, 0, 0]
    assert (count(Result), count(Course)) == (1, 3)
    gone, here = db.session.get(Pupil, leaves), db.session.get(Pupil, stays)
    assert (gone.last_name != "—", gone.phone, gone.birth_date) == (True, "", None)
    assert (here.phone, here.birth_date) == ("8999", D(2013, 1, 1))
    people = db.session.scalars(select(Guardian.last_name).order_by(Guardian.id)).all()
    assert people == ["Мать", "Новый"]


def test_the_history_says_what_was_deleted_and_stays_whole(app, filled):
    forgotten(filled)
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "erase", AuditEntry.table_name == "mark")
    ).all()
    assert [(e.user_name, e.changes, e.row_id) for e in entries] == [
        ("Администратор", {"rows": [1, 0]}, None)
    ]
    assert checked()[0] == []


def test_a_second_time_there_is_nothing_left_to_delete(app, filled):
    forgotten(filled)
    assert forgettable(ADMIN, year_id=filled.year.id, stage=Stage.JOURNALS) == {}
    assert forgotten(filled) == {}


def test_after_25_years_the_sheets_go_with_the_names_of_who_left(app, filled):
    names = {pupil.id: pupil.last_name for pupil in filled.pupils}
    stays, leaves = (pupil.id for pupil in filled.pupils[:2])
    forgotten(filled, Stage.SHEETS, today=D(2053, 1, 1))
    assert (count(Result), count(Course), count(Lesson)) == (0, 0, 0)
    assert db.session.get(Pupil, leaves).last_name == "—"
    assert db.session.get(Pupil, stays).last_name == names[stays]
    assert count(ClassMembership) == 1


def test_another_year_keeps_everything(app, filled):
    other = make.make_course(
        db.session.scalars(select(ClassMembership).where(ClassMembership.since > ENDS))
        .one()
        .school_class,
        filled.algebra.subject,
    )
    make.make_lesson(other, D(2027, 9, 1))
    forgotten(filled)
    assert db.session.scalars(select(Lesson.course_id)).all() == [other.id]


def test_the_command_shows_first_and_deletes_when_told(app, filled, monkeypatch):
    monkeypatch.setattr("app.core.clock.today", lambda: LATER)
    run = app.test_cli_runner().invoke
    command = ["archive", "forget", "--year", "2026"]
    shown = run(args=command)
    assert (shown.exit_code, count(Mark)) == (0, 1)
    assert "Отметки: 1" in shown.output
    done = run(args=[*command, "--yes"])
    assert (done.exit_code, count(Mark)) == (0, 0)
    early = run(args=["archive", "forget", "--year", "2026", "--what", "sheets", "--yes"])
    assert (early.exit_code, count(Result)) == (1, 1)
