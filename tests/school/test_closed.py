"""Nothing of a closed year is changed, by whichever door [R7]."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.attendance.enums import AbsenceKind, DocumentKind
from app.attendance.models import Absence, AbsenceDocument, DayNote
from app.audit.bulk import add_recorded, change_recorded
from app.classes.models import ClassMembership
from app.core.db import db, unit_of_work
from app.core.errors import Refused
from app.journal.models import Homework, Mark, Task
from app.outages.models import Outage, Transfer
from app.plan.models import WorkKind
from app.results.models import Result
from app.school.closed import question
from app.school.enums import DayKind
from app.school.models import CalendarDay, Vacation
from tests import factories as make

pytestmark = pytest.mark.req("R7")
D = dt.date
DAY = D(2026, 9, 7)
NOON = dt.datetime(2026, 9, 7, 9, tzinfo=dt.UTC)
WORDS = "Учебный год 2026/2027 закрыт: в нём ничего не меняется."


@pytest.fixture
def filled(school):
    """The small school with something of every kind in it."""
    kind = db.session.scalars(select(WorkKind)).first()
    school.task = make.save(Task(lesson=school.lessons[1], kind=kind))
    school.mark = make.save(Mark(task=school.task, pupil=school.pupils[0], value="4"))
    return school


def closed(school):
    with unit_of_work("page"):
        school.year.closed_on = D(2027, 6, 1)


ADDED = {
    "mark": lambda s: Mark(task=s.task, pupil=s.pupils[1], value="5"),
    "task": lambda s: Task(lesson=s.lessons[2], kind_id=s.task.kind_id),
    "homework": lambda s: Homework(lesson=s.lessons[1], text="§ 1", set_at=NOON),
    "absence": lambda s: Absence(lesson=s.lessons[1], pupil=s.pupils[0], kind=AbsenceKind.ILL),
    "result": lambda s: Result(course=s.algebra, period=s.periods[0], pupil=s.pupils[0], value="4"),
    "membership": lambda s: ClassMembership(pupil=s.pupils[0], school_class=s.class_8b, since=DAY),
    "vacation": lambda s: Vacation(year=s.year, name="Новые", starts=DAY, ends=DAY),
    "document": lambda s: AbsenceDocument(
        pupil=s.pupils[0],
        document=DocumentKind.CERTIFICATE,
        kind=AbsenceKind.ILL,
        first=D(2027, 5, 31),
        last=D(2027, 6, 5),
        received_on=DAY,
    ),
    "day note": lambda s: DayNote(pupil=s.pupils[0], day=DAY, kind=AbsenceKind.ILL),
    "special day": lambda _s: CalendarDay(day=DAY, kind=DayKind.DAY_OFF),
    "transfer": lambda s: Transfer(
        outage=Outage(starts=NOON, ends=NOON + dt.timedelta(hours=1), reason="Свет"),
        lesson=s.lessons[1],
    ),
}
CHANGED = {
    "mark": lambda s: setattr(s.mark, "value", "2"),
    "topic": lambda s: setattr(s.lessons[1], "topic", "Дроби"),
    "class": lambda s: setattr(s.class_7a, "capacity", 20),
    "course": lambda s: setattr(s.algebra, "hours_week", 3),
    "period": lambda s: setattr(s.periods[0], "name", "Первая"),
    "year": lambda s: setattr(s.year, "ends", D(2027, 6, 30)),
    "deleted mark": lambda s: db.session.delete(s.mark),
    "moved lesson": lambda s: setattr(s.lessons[1], "day", DAY),
}


@pytest.mark.parametrize("what", ADDED)
def test_nothing_is_added_to_a_closed_year(app, filled, what):
    with unit_of_work("page"):
        db.session.add(ADDED[what](filled))
        db.session.flush()
        db.session.rollback()
    closed(filled)
    with pytest.raises(Refused) as refusal, unit_of_work("page"):
        db.session.add(ADDED[what](filled))
    assert str(refusal.value) == WORDS


@pytest.mark.parametrize("what", CHANGED)
def test_nothing_of_a_closed_year_is_changed(app, filled, what):
    closed(filled)
    with pytest.raises(Refused) as refusal, unit_of_work("page"):
        CHANGED[what](filled)
    assert str(refusal.value) == WORDS
    db.session.expire_all()
    assert db.session.scalars(select(Mark.value)).all() == ["4"]


def test_the_writes_of_imports_are_refused_too(app, filled):
    closed(filled)
    rows = [{"task_id": filled.task.id, "pupil_id": filled.pupils[1].id, "value": "5"}]
    with pytest.raises(Refused), unit_of_work("import"):
        add_recorded(Mark, rows)
    change = {"id": filled.mark.id, "value": "5"}
    with pytest.raises(Refused), unit_of_work("import"):
        change_recorded(Mark, [change], [{"id": filled.mark.id, "value": "4"}])
    assert db.session.scalars(select(Mark.value)).all() == ["4"]


def test_a_row_is_not_moved_out_of_a_closed_year_or_into_it(app, filled):
    other = make.make_year(name="2027/2028", starts=D(2027, 9, 1), ends=D(2028, 5, 31))
    course = make.make_course(make.make_class(other, "8А"), filled.algebra.subject)
    lesson = make.make_lesson(course, D(2027, 9, 1))
    closed(filled)
    for row, place in ((filled.lessons[1], course), (lesson, filled.algebra)):
        with pytest.raises(Refused), unit_of_work("page"):
            row.course = place


def test_documents_of_days_before_and_after_are_taken(app, filled):
    closed(filled)
    with unit_of_work("page"):
        row = ADDED["document"](filled)
        row.first, row.last = D(2027, 6, 1), D(2027, 6, 5)
        db.session.add(row)
    with pytest.raises(Refused), unit_of_work("page"):
        row.first = D(2027, 5, 30)


def test_another_year_and_what_belongs_to_none_is_changed_as_ever(app, filled):
    other = make.make_year(name="2027/2028", starts=D(2027, 9, 1), ends=D(2028, 5, 31))
    closed(filled)
    with unit_of_work("page"):
        make_class = make.SchoolClass(year=other, name="8А", grade=8)
        db.session.add(make_class)
        filled.pupils[0].phone = "1"
    assert make_class.id


def test_an_opened_year_is_changed_again(app, filled):
    closed(filled)
    with unit_of_work("page"):
        filled.year.closed_on = None
    with unit_of_work("page"):
        filled.mark.value = "5"
    assert db.session.scalars(select(Mark.value)).all() == ["5"]


def test_every_table_of_the_year_is_guarded(app):
    """A new audited table is either of a year by its keys or dates, or named here as of none."""
    of_no_year = {
        *("school", "shift", "bell_schedule", "bell_time", "room", "subject", "work_kind"),
        *("pupil", "guardian", "guardianship", "staff", "outage", "control_term"),
        *("consent", "guardian_papers", "work_plan", "work_item", "checked_element"),
        "announcement",
    }
    change = {"action": "update", "row_id": 1, "course_id": None, "changes": {"name": ["а", "б"]}}
    audited = {
        mapper.class_.__tablename__
        for mapper in db.Model.registry.mappers
        if getattr(mapper.class_, "audited", False)
    }
    unguarded = {name for name in audited if question([{**change, "table_name": name}]) is None}
    assert unguarded == of_no_year


def test_the_guard_costs_no_statement(app, filled, statements):
    counted = statements()
    with unit_of_work("page"):
        filled.mark.value = "5"
    assert len([text for text in counted if "academic_year" in text]) == 1
    assert len(counted) == 7
