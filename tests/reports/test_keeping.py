"""Reports on how journals are kept, by hand [R4]."""

import datetime as dt

import pytest

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.audit.models import AuditEntry
from app.control.models import UseDay
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.journal.models import Homework, Mark, Task
from app.plan.models import CurriculumHours
from app.timetable.enums import LessonStatus
from tests import factories as make
from tests.journal.entries import NOW, as_actor, cell, save
from tests.reports.small import lines, made

pytestmark = pytest.mark.req("R4")
DAY = dt.date(2026, 9, 7)


def task(lesson, kind, **marks):
    row = make.save(Task(lesson=lesson, kind=kind))
    for pupil, value in marks.values():
        make.save(Mark(task=row, pupil=pupil, value=value))
    return row


@pytest.mark.req("R2")
def test_accumulation_of_marks_by_hand(small):
    """Algebra has 3 hours: 5 marks are needed. Абрамов has 5, Борисова 1 and a debt, which is no
    mark; the others none: 4 of 5 pupils have fewer. English of group 1 has 2 hours: 3 needed.
    """
    kinds = make.make_work_kinds()
    make.save(
        CurriculumHours(
            school_class=small.of, subject=small.algebra.subject, hours_week=3, hours_year=102
        )
    )
    small.one.hours_week = 2
    for n in range(1, 6):
        lesson = make.make_lesson(small.algebra, DAY, n)
        marks = {"a": (small["Абрамов"], "4")}
        if n <= 2:
            marks["b"] = (small["Борисова"], "3" if n == 1 else "•")
        task(lesson, kinds["К" if n == 5 else "О"], **marks)
    report = made("marks", period_id=small.quarter.id)
    found = lines(report)
    assert [line[2:] for line in found[:2]] == [
        [3, 5, 5, 4, 6, "К 1, О 4"],
        [2, 3, 2, 2, 0, ""],
    ]
    fewer = report.sections[0].lines[0].who[5]
    assert [tuple(one) for one in fewer[:2]] == [
        ("Борисова Иван", "1 из 5"),
        ("Громова Иван", "0 из 5"),
    ]


def test_material_taught_by_hand(small):
    """Four lessons: whole; without homework but «без задания»; without both; cancelled."""
    kinds = make.make_work_kinds()
    whole = make.make_lesson(small.algebra, DAY, 1, topic="Дроби")
    make.save(Homework(lesson=whole, text="§ 1", set_at=NOW))
    task(whole, kinds["О"], a=(small["Абрамов"], "5"))
    make.save(Absence(lesson=whole, pupil=small["Борисова"], kind=AbsenceKind.ILL))
    make.make_lesson(small.algebra, DAY, 2, topic="Дроби", no_homework=True)
    make.make_lesson(small.algebra, DAY, 3)
    make.make_lesson(small.algebra, DAY, 4, status=LessonStatus.CANCELLED)
    first_class = make.make_course(make.make_class(small.year, "1А"), make.make_subject("Чтение"))
    make.make_lesson(first_class, DAY, 1, topic="Буквы")
    report = made("taught", first=DAY, last=DAY)
    assert lines(report) == [
        ["1А, Чтение", "", 1, 0, None, None, 1],
        ["7А, Алгебра", "Иванова А. П.", 3, 1, 1, 2, 2],
        ["Всего", "", 4, 1, 1, 2, 3],
    ]
    assert lines(report, 1) == [
        [DAY, 3, "7А, Алгебра", "Иванова А. П.", "нет", "нет", "нет", "нет"],
    ]


@pytest.mark.req("P2", "P3")
def test_a_teacher_sees_the_own_courses_a_class_teacher_the_whole_class(small_sqlite):
    small = small_sqlite
    for course in (small.algebra, small.one, small.two):
        make.make_lesson(course, DAY)
    teacher = as_actor(small.one.teachers[0].staff, "teacher")
    head = as_actor(small.teacher, "teacher", "class_teacher")
    stranger = as_actor(make.make_staff("Чужова"), "teacher")
    for name, asked in (("marks", {}), ("taught", {"first": DAY, "last": DAY})):
        assert [line[0] for line in lines(made(name, teacher, **asked))] == [
            "7А, Английский язык (1 группа)",
        ]
        assert len([line for line in lines(made(name, head, **asked)) if "7А" in line[0]]) == 3
        assert lines(made(name, stranger, **asked)) == []
        narrowed = made(name, teacher, class_id=small.of.id, staff_id=small.teacher.id, **asked)
        assert lines(narrowed) == []


@pytest.mark.req("S7")
def test_the_register_of_substitutions_has_the_columns_of_the_book(small):
    lesson = make.make_lesson(small.one, DAY, 2, topic="Present Simple")
    lesson.substitute = make.make_staff("Сменова")
    make.make_lesson(small.algebra, DAY, 3, status=LessonStatus.CANCELLED)
    db.session.commit()
    assert lines(made("substitutions", first=DAY, last=DAY)) == [
        [
            *(DAY, 2, "7А", "Английский язык (1 группа)", "Петрова А. П.", "Сменова А. П."),
            *("Present Simple", ""),
        ],
    ]


@pytest.mark.req("J9")
def test_the_register_of_changes_says_who_changed_what(school, app):
    teacher = as_actor(school.teacher, "teacher")
    answer = save(teacher, cell(school, "4"))
    save(teacher, cell(school, "5", seen=answer["version"]))
    today = clock.today()

    def changes(**narrowed):
        found = lines(made("changes", first=today, last=today, **narrowed))
        return [line for line in found if line[5].startswith("Отметки")]

    marks = changes(class_id=school.class_7a.id, subject_id=school.algebra.subject_id)
    assert [line[1:5] for line in marks] == [
        [school.teacher.full_name, "страница журнала", "Абрамов Иван", str(school.lessons[0])],
    ] * 2
    assert [line[6:] for line in marks] == [["4", "5"], ["—", "4"]]
    assert changes(class_id=school.class_8b.id) == []
    assert changes(person="петрова") == []
    assert changes(person="ИВАНОВА") == marks


@pytest.mark.req("P10")
def test_activity_counts_who_came_and_what_was_entered_in_time(small):
    """Иванова entered one mark on the day of its lesson and one a day later: 50 %."""
    user = as_actor(small.teacher, "teacher").user_id
    make.make_guardian(small["Абрамов"])
    lesson = make.make_lesson(small.algebra, DAY)
    for number, hours in enumerate((9, 40), 1):
        at = dt.datetime(2026, 9, 7, 0, tzinfo=clock.now().tzinfo) + dt.timedelta(hours=hours)
        make.save(_entry(number, at, user, lesson))
    make.save(UseDay(day=DAY + dt.timedelta(1), user_id=user, logins=2))
    report = made("activity", first=DAY, last=DAY + dt.timedelta(3))
    assert [line[:3] for line in lines(report)] == [
        ["Сотрудники", 3, 1],
        ["Ученики", 5, 0],
        ["Родители", 1, 0],
    ]
    assert lines(report, 1) == [["08.09.2026", 1, 0, 0]]  # twice on a day is once
    (row,) = lines(report, 2)
    assert row[0] == "Иванова Анна Петровна"
    assert [str(value) for value in row[5:7]] == ["2", "50.0"]
    assert lines(report, 3) == [["7А", 1, 0, 0, 1, 0]]
    with pytest.raises(NotFound):
        made("activity", as_actor(small.teacher, "teacher"))


def _entry(number, at, user, lesson):
    return AuditEntry(
        chain="x", seq=number, at=at, user_id=user, user_name="x", way="page", action="insert",
        table_name="mark", row_id=number, lesson_id=lesson.id, changes={}, hash="x",
    )  # fmt: skip
