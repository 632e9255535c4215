"""The demo school on a school day, a Sunday, in a vacation and in summer."""

import datetime as dt
import hashlib
import random

import pytest
from sqlalchemy import func, select

from app.accounts.operations import is_owner
from app.accounts.queries import login_by_name
from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence, WeekCheck
from app.attendance.queries.week_lists import unreconciled
from app.audit.models import AuditEntry
from app.audit.queries import broken_chains
from app.classes.access import own_pupils
from app.classes.models import ClassMembership, SchoolClass, SubgroupMembership
from app.cli.demo import LOGINS, NEW_TO, PASSWORD, load_if_empty, read_diaries
from app.cli.demo_diary import fill_diaries
from app.core.actor import Actor, of_user
from app.core.db import db
from app.diary.models import HandedIn, PupilRemark
from app.diary.queries.fresh import fresh_marks
from app.exchange.demo.calendar import demo_year
from app.exchange.demo.courses import weekly_pieces
from app.exchange.demo.curriculum import CLASSES, SECOND_SHIFT, days_of
from app.exchange.demo.making import make_demo
from app.exchange.demo.weaving import hours_of, weave
from app.journal.models import Homework, Mark, Reopening, Task
from app.journal.rules.cell import DEBT, DIGITS
from app.people.enums import Sex
from app.people.models import Guardian, Guardianship, Pupil, Staff
from app.plan.models import Course, PlanTopic
from app.results.models import Result
from app.school.models import AcademicYear, GradingPeriod, School
from app.timetable.enums import LessonStatus, WeekKind
from app.timetable.models import Lesson, Slot
from app.timetable.queries.clashing import year_clashes
from app.works.models import ControlWork
from app.works.queries.works import stored_rows
from app.works.rules.scale import mark_for
from tests.conftest import SQLite

SCHOOL_DAY = dt.date(2026, 11, 18)
SUNDAY = dt.date(2026, 11, 22)
VACATION = dt.date(2026, 10, 28)
NEW_YEAR = dt.date(2027, 1, 5)
SUMMER = dt.date(2027, 7, 15)
SMALL = ("1А", "4А", "7А", "11А")
WEEK = dt.timedelta(days=7)


def silent(_line: str) -> None:
    """Progress is not looked at."""


@pytest.fixture(scope="module")
def backend(tmp_path_factory):
    """A database of this module's own: a loaded school stays for many tests."""
    return SQLite(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module", params=[SCHOOL_DAY, SUNDAY, VACATION, NEW_YEAR, SUMMER], ids=str)
def today(request, backend):
    """A small demo school around this date, made once for all tests of the date."""
    backend.reset()
    with backend.app.app_context():
        make_demo(request.param, silent, SMALL)
        yield request.param
        db.session.remove()


def count(model, *where) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def lesson_days(model, *joins) -> set[dt.date]:
    """Days of the lessons that rows of a table belong to."""
    query = select(Lesson.day).distinct().select_from(model)
    for join in joins:
        query = query.join(join)
    return set(db.session.scalars(query))


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def test_everybody_of_the_list_can_log_in_and_is_somebody(today):
    logins = {name: login_by_name(name) for name in LOGINS}
    assert [name for name, user in logins.items() if not is_owner(user, PASSWORD)] == []
    roles = {name: {role.name for role in user.roles} for name, user in logins.items()}
    assert roles == {
        "admin": {"admin"},
        "director": {"director"},
        "deputy": {"deputy"},
        "secretary": {"secretary"},
        "klassruk": {"class_teacher", "teacher"},
        "uchitel": {"teacher"},
        "uchenik": {"pupil"},
        "roditel": {"parent"},
    }
    ids = {user.id for user in logins.values()}
    people = [db.session.scalars(select(kind.user_id)).all() for kind in (Staff, Pupil, Guardian)]
    assert {key for keys in people for key in keys if key} >= ids


def test_the_pupil_and_a_child_of_the_parent_are_in_the_class_of_the_class_teacher(today):
    head = db.session.scalar(
        select(SchoolClass.name)
        .join(Staff, Staff.id == SchoolClass.teacher_id)
        .where(Staff.user_id == login_by_name("klassruk").id)
    )
    pupil = db.session.scalar(select(Pupil).where(Pupil.user_id == login_by_name("uchenik").id))
    parent = db.session.scalar(
        select(Guardian).where(Guardian.user_id == login_by_name("roditel").id)
    )
    children = db.session.scalars(
        select(SchoolClass.name)
        .join(ClassMembership, ClassMembership.class_id == SchoolClass.id)
        .join(Guardianship, Guardianship.pupil_id == ClassMembership.pupil_id)
        .where(Guardianship.guardian_id == parent.id)
        .order_by(SchoolClass.name)
    ).all()
    assert (head, children) == ("7А", ["4А", "7А"])
    assert parent.id in {row.guardian_id for row in pupil.guardians}


def test_the_teacher_teaches_several_classes_on_the_next_school_day(today):
    teacher = select(Staff.id).where(Staff.user_id == login_by_name("uchitel").id)
    day = demo_year(today).current_day()
    classes = db.session.scalars(
        select(SchoolClass.name)
        .distinct()
        .join(Course, Course.class_id == SchoolClass.id)
        .join(Lesson, Lesson.course_id == Course.id)
        .where(Lesson.day == day, Lesson.teacher_id == teacher.scalar_subquery())
        .order_by(SchoolClass.name)
    ).all()
    assert classes == ["11А", "7А"]


def test_this_week_has_lessons_of_every_class(today):
    monday = monday_of(today)
    classes = db.session.scalars(
        select(SchoolClass.name)
        .distinct()
        .join(Course, Course.class_id == SchoolClass.id)
        .join(Lesson, Lesson.course_id == Course.id)
        .where(Lesson.day.between(monday, monday + WEEK))
    )
    assert set(classes) == set(SMALL)


def test_journals_are_filled_up_to_yesterday_and_partly_today(today):
    held = select(Lesson.topic != "").where(Lesson.status == LessonStatus.HELD)
    before = db.session.scalars(held.where(Lesson.day < today)).all()
    on_the_day = db.session.scalars(held.where(Lesson.day == today)).all()
    after = db.session.scalars(held.where(Lesson.day > today)).all()
    assert sum(before) > 0.97 * len(before) > 500
    assert sum(on_the_day) < len(on_the_day) or not on_the_day
    assert (sum(after), len(after) > 0) == (0, True)


def test_entries_reach_to_the_last_school_day_and_not_beyond(today):
    last = max(day for day in lesson_days(Lesson) if day < today)
    assert max(lesson_days(Mark, Mark.task, Task.lesson)) == last
    assert max(day for day in lesson_days(Homework, Homework.lesson)) in {last, today}
    assert max(day for day in lesson_days(Absence, Absence.lesson)) in {last, today}
    assert today - last <= dt.timedelta(days=3)


@pytest.mark.req("J6")
def test_class_1_has_lessons_and_absences_but_no_marks_tasks_homework_or_results(today):
    first = select(Course.id).join(Course.school_class).where(SchoolClass.grade == 1)
    lessons = select(Lesson.id).where(Lesson.course_id.in_(first))
    assert count(Lesson, Lesson.course_id.in_(first), Lesson.topic != "") > 100
    assert count(Absence, Absence.lesson_id.in_(lessons)) > 10
    assert count(Task, Task.lesson_id.in_(lessons)) == 0
    assert count(Homework, Homework.lesson_id.in_(lessons)) == 0
    assert count(Result, Result.course_id.in_(first)) == 0


def test_sexes_agree_with_the_endings_of_names(today):
    people = [row for kind in (Staff, Pupil, Guardian) for row in db.session.scalars(select(kind))]
    wrong = [
        person.full_name
        for person in people
        if (person.middle_name[-2:], person.last_name[-1] == "а")
        != (("на", True) if person.sex == Sex.FEMALE else ("ич", False))
    ]
    assert (wrong, len(people) > 200) == ([], True)


@pytest.mark.req("S5")
def test_the_timetable_has_no_clash(today):
    year = db.session.scalars(select(AcademicYear)).one()
    assert [str(clash.text) for clash in year_clashes(year.id)] == []
    assert count(Slot, Slot.week == WeekKind.A) == count(Slot, Slot.week == WeekKind.B) > 0


def test_results_exist_for_the_periods_that_are_over_and_for_no_other(today):
    over = db.session.scalars(
        select(GradingPeriod.id).where(GradingPeriod.ends < today, GradingPeriod.kind != "year")
    ).all()
    assert set(db.session.scalars(select(Result.period_id).distinct())) == set(over)


def test_the_year_has_its_incidents(today):
    left = count(ClassMembership, ClassMembership.until.is_not(None))
    late = count(ClassMembership, ClassMembership.since > demo_year(today).proposed.starts)
    moved = count(SubgroupMembership, SubgroupMembership.until < today)
    assert (left, late, moved > 0) == (1, 1, True)
    assert count(Lesson, Lesson.status == LessonStatus.CANCELLED) == 1
    substituted = select(Lesson.day).distinct().where(Lesson.substitute_id.is_not(None))
    assert demo_year(today).current_day() in db.session.scalars(substituted).all()
    assert count(Reopening) == 1
    contradictions = (
        select(func.count())
        .select_from(Mark)
        .join(Mark.task)
        .join(Absence, (Absence.lesson_id == Task.lesson_id))
        .where(Absence.pupil_id == Mark.pupil_id, Absence.kind != "late", Mark.value == "4")
        .join(Lesson, Lesson.id == Task.lesson_id)
        .where(Lesson.day >= today - 2 * WEEK)
    )
    assert db.session.scalar(contradictions) >= 2


@pytest.mark.req("J9")
def test_every_row_is_in_the_history_and_its_chain_is_whole(today):
    for model in (Mark, Absence, Homework, Task, Lesson, Result, PlanTopic, Pupil):
        inserted = count(
            AuditEntry,
            AuditEntry.table_name == model.__tablename__,
            AuditEntry.action == "insert",
        )
        assert (model.__tablename__, inserted) == (model.__tablename__, count(model))
    assert broken_chains() == []


def test_a_second_load_is_refused_and_changes_nothing(today, backend):
    before = count(Pupil), count(Mark)
    result = backend.app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 1
    assert result.output == (
        "Error: В базе уже есть школа. Демонстрационная школа создаётся только в пустой базе.\n"
    )
    load_if_empty()
    assert (count(Pupil), count(Mark)) == before


def digest() -> str:
    """What the school consists of, keys and all."""
    kinds = (School, Staff, Pupil, Guardian, Course, Slot, PlanTopic, Lesson, Task, Mark, Absence)
    rows = [
        tuple(row)
        for kind in (*kinds, Homework, Result)
        for row in db.session.execute(select(kind.__table__).order_by(kind.__table__.c.id))
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_the_same_date_gives_the_same_school_and_another_date_another(sqlite_backend):
    digests = []
    for day in (SCHOOL_DAY, SCHOOL_DAY, SCHOOL_DAY + WEEK):
        sqlite_backend.reset()
        with sqlite_backend.app.app_context():
            make_demo(day, silent, ("4А", "7А"))
            digests.append(digest())
            db.session.remove()
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.postgresql
def test_the_school_loads_on_postgresql(postgresql_backend):
    postgresql_backend.reset()
    with postgresql_backend.app.app_context():
        make_demo(SCHOOL_DAY, silent, SMALL)
        assert set(db.session.scalars(select(SchoolClass.name))) == set(SMALL)
        assert count(Mark) > 5000
        assert broken_chains() == []
        db.session.remove()


def test_the_command_loads_a_whole_school(sqlite_app):
    result = sqlite_app.test_cli_runner().invoke(args=["demo", "load", "--today", "2026-09-16"])
    assert result.output.splitlines()[-1] == (
        f"Готово. Пароль у всех: {PASSWORD}. Войти можно как {', '.join(LOGINS)}."
    )
    sizes = db.session.execute(
        select(SchoolClass.name, func.count())
        .join(ClassMembership, ClassMembership.class_id == SchoolClass.id)
        .group_by(SchoolClass.name)
    ).all()
    assert sorted(name for name, _size in sizes) == sorted(CLASSES)
    assert [pair for pair in sizes if not 22 <= pair[1] <= 28] == []


@pytest.mark.req("T3")
def test_weeks_are_reconciled_and_none_is_open_again(today):
    deputy = Actor(user_id=None, name="Завуч", roles=frozenset({"deputy"}))
    found = unreconciled(deputy, today)
    stamped = db.session.scalar(select(func.count(WeekCheck.id)))
    waiting = [week for one in found for week in one.weeks]
    assert [one.school_class.name for one in found] == list(SMALL)
    assert stamped > len(waiting)
    assert [week for week in waiting if week.reopened] == []


@pytest.mark.req("T3")
def test_no_mark_stands_beside_an_absence_in_a_reconciled_week(today):
    marked = select(Mark.id).join(Mark.task).where(
        Task.lesson_id == Absence.lesson_id,
        Mark.pupil_id == Absence.pupil_id,
        Mark.value.is_not(None),
        Mark.value != DEBT,
    )  # fmt: skip
    places = db.session.execute(
        select(Course.class_id, Lesson.day)
        .select_from(Absence)
        .join(Absence.lesson)
        .join(Lesson.course)
        .where(Absence.kind.is_not(None), Absence.kind != AbsenceKind.LATE, marked.exists())
    )
    stamped = {
        tuple(row) for row in db.session.execute(select(WeekCheck.class_id, WeekCheck.monday))
    }
    assert stamped & {(of, monday_of(day)) for of, day in places} == set()


def test_the_whole_timetable_needs_nobody_twice():
    pieces = [piece for piece, _together in weekly_pieces(CLASSES)]
    places = weave(
        pieces,
        {name: days_of(name) for name in CLASSES},
        SECOND_SHIFT,
        random.Random(5),  # noqa: S311
    )
    hours = [
        (who, place.weekday, hour)
        for piece, place in ((piece, places[piece.key]) for piece in pieces)
        for who in (*piece.teachers, piece.school_class)
        for hour in hours_of(place.number, second_shift=piece.school_class in SECOND_SHIFT)
    ]
    assert len(hours) == len(set(hours)) > 800


def test_no_day_of_a_year_has_an_empty_week(sqlite_app):
    empty = []
    for number in range(365):
        day = dt.date(2026, 9, 1) + dt.timedelta(days=number)
        year = demo_year(day)
        monday = monday_of(day)
        week = [monday + dt.timedelta(days=n) for n in range(5)]
        if not any(year.works(on) for on in week) or not year.days(7, 5, year.proposed.starts, day):
            empty.append(day)
    assert empty == []


@pytest.mark.req("M5")
def test_the_family_that_logs_in_has_read_its_diaries_but_for_the_latest_marks(today):
    for login, new in NEW_TO.items():
        person = of_user(login_by_name(login).id)
        count = lambda: [len(fresh_marks(person, one, today)) for one in own_pupils(person)]  # noqa: B023, E731
        before = count()
        read_diaries(today)
        assert count() == [min(new, number) for number in before]
        db.session.rollback()


@pytest.mark.req("R5")
def test_the_points_of_control_works_give_the_marks_of_the_journal(today):
    works = db.session.scalars(select(ControlWork)).all()
    assert [work.course.school_class.name for work in works] == ["7А"]
    for work in works:
        marks = db.session.execute(
            select(Mark.pupil_id, Mark.value).where(Mark.task_id == work.task_id)
        )
        rows = stored_rows(work.id)
        scale, most = work.plan.scale, work.plan.maximum
        assert {pupil: value for pupil, value in marks if value in DIGITS} == {
            pupil: mark_for(scale, row.row(len(work.plan.items)).total, most)
            for pupil, row in rows.items()
            if not row.absent
        }


@pytest.mark.req("M5")
def test_families_have_remarks_praise_and_handed_in_homework(today):
    assert fill_diaries(today) == (4, 3)
    db.session.flush()
    remarks = db.session.scalars(select(PupilRemark)).all()
    assert [len(remarks), len({remark.kind for remark in remarks})] == [4, 2]
    assert all(remark.day < today for remark in remarks)
    files = db.session.scalars(select(HandedIn)).all()
    assert [one.homework.lesson.course.school_class.name for one in files] == ["7А"] * 3
    son = db.session.get_one(Pupil, remarks[0].pupil_id)
    assert son.user_id == login_by_name("uchenik").id
    assert son.id in {one.pupil_id for one in files}
    db.session.rollback()
