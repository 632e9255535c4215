"""Plans, works, points, marks that go to the journal [R5]."""

import datetime as dt

import pytest

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.audit.models import AuditEntry
from app.core.db import db, unit_of_work
from app.core.errors import Conflict, Forbidden, NotFound, Refused
from app.journal.models import Mark, Task
from app.journal.operations.tasks import remove_task
from app.works.enums import Level
from app.works.models import CheckedElement, ControlWork, PupilWork, WorkPlan
from app.works.operations.marks import put_marks
from app.works.operations.plans import add_plan, change_plan, copy_plan, remove_plan
from app.works.operations.works import (
    VARIANT,
    Typed,
    begin_work,
    remove_work,
    store_rows,
    write_cell,
)
from app.works.queries.works import points_version, proposed_marks, seen_work, stored_rows
from app.works.rules.marks import shown_of
from app.works.rules.plan import ItemDraft, PlanDraft
from app.works.rules.points import Row
from app.works.rules.scale import Scale
from tests import factories as make
from tests.works.scene import TODAY, as_teacher, give, make_plan, make_work

pytestmark = [pytest.mark.req("R5"), pytest.mark.usefixtures("app")]


@pytest.fixture
def plan(school):
    return make_plan(school.algebra.subject, school.teacher)


@pytest.fixture
def work(school, plan):
    return make_work(plan, school.lessons[0], school.kinds["К"])


@pytest.fixture
def teacher(school):
    return as_teacher(school.teacher)


def draft(school, **values) -> PlanDraft:
    items = [ItemDraft("1", "Степени", Level.BASIC, 2), ItemDraft("2", "Дроби", Level.HIGH, 3)]
    subject = school.algebra.subject_id
    defaults = {"title": "Работа", "subject_id": subject, "grade": 7, "variants": 1}
    return PlanDraft(**{**defaults, "scale": Scale(5, 4, 3), "items": items, **values})


def done(work):
    """Run in a unit of work, as a door does."""
    with unit_of_work("page"):
        return work()


def test_a_plan_is_made_and_its_elements_are_offered_next_time(school, teacher):
    key = done(lambda: add_plan(teacher, draft=draft(school), today=TODAY).id)
    again = draft(school, items=[ItemDraft("1", "Дроби", Level.BASIC, 5)])
    done(lambda: add_plan(teacher, draft=again, today=TODAY))
    plan = db.session.get(WorkPlan, key)
    assert ([i.number for i in plan.items], plan.maximum, plan.author_id) == (
        ["1", "2"],
        5,
        school.teacher.id,
    )
    texts = db.session.scalars(db.select(CheckedElement.text).order_by(CheckedElement.text)).all()
    assert texts == ["Дроби", "Степени"]


@pytest.mark.parametrize(
    ("who", "allowed"), [("teacher", True), ("deputy", True), ("other", False), ("pupil", False)]
)
def test_a_plan_is_made_by_a_teacher_of_the_subject_or_a_deputy(school, who, allowed):
    actor = {
        "teacher": as_teacher(school.teacher),
        "other": as_teacher(school.other),
        "deputy": make.actor("deputy"),
        "pupil": make.actor("pupil", pupil_id=school.pupils[0].id),
    }[who]
    if allowed:
        assert add_plan(actor, draft=draft(school), today=TODAY).id
    else:
        with pytest.raises(Forbidden):
            add_plan(actor, draft=draft(school), today=TODAY)


def test_a_plan_is_changed_by_its_author_until_a_class_has_written_it(school, plan, teacher):
    wanted = draft(school, title="Другая")
    change = {"plan_id": plan.id, "draft": wanted, "today": TODAY}
    with pytest.raises(Conflict):
        change_plan(teacher, **change, seen=plan.version + 1)
    colleague = make.make_staff("Коллега")
    make.make_course(school.class_8b, school.algebra.subject, colleague)
    with pytest.raises(Forbidden):
        change_plan(as_teacher(colleague), **change, seen=plan.version)
    done(lambda: change_plan(teacher, **change, seen=plan.version))
    assert (plan.title, plan.maximum) == ("Другая", 5)
    make_work(plan, school.lessons[0], school.kinds["К"])
    with pytest.raises(Refused):
        change_plan(teacher, **change, seen=plan.version)
    with pytest.raises(Refused):
        remove_plan(teacher, plan_id=plan.id, today=TODAY)
    copy = done(lambda: copy_plan(as_teacher(colleague), plan_id=plan.id, today=TODAY))
    assert (len(copy.items), copy.author_id, copy.title) == (2, colleague.id, "Другая (копия)")


def test_of_two_who_change_the_items_of_a_plan_the_second_is_told(school, plan, teacher):
    seen, items = plan.version, [ItemDraft("1", "Степени", Level.BASIC, 9)]
    same = draft(school, title=plan.title, variants=2, scale=plan.scale, items=items)
    change = {"plan_id": plan.id, "draft": same, "seen": seen, "today": TODAY}
    done(lambda: change_plan(teacher, **change))
    with pytest.raises(Conflict):
        change_plan(make.actor("deputy"), **change)


def test_a_plan_of_another_subject_is_not_there(school, plan):
    with pytest.raises(NotFound):
        copy_plan(as_teacher(school.other), plan_id=plan.id, today=TODAY)


def test_a_work_is_begun_on_a_lesson_with_a_task_or_without(school, plan, teacher):
    here = {"plan_id": plan.id, "today": TODAY}
    lesson, another = school.lessons[:2]
    task = make.save(Task(lesson=lesson, kind=school.kinds["К"], position=1))
    known = done(lambda: begin_work(teacher, **here, lesson_id=lesson.id, task_id=task.id))
    made = done(lambda: begin_work(teacher, **here, lesson_id=another.id, task_id=None))
    assert (known.task_id, known.day) == (task.id, lesson.day)
    assert (made.task.kind.code, made.task.title) == ("К", plan.title)


def test_a_work_of_the_journal_is_analysed_after_the_span_of_entries_too(school, plan, teacher):
    later = {"plan_id": plan.id, "today": TODAY + dt.timedelta(40)}
    task = make.save(Task(lesson=school.lessons[0], kind=school.kinds["К"], position=1))
    lesson, other = (one.id for one in school.lessons[:2])
    known = done(lambda: begin_work(teacher, **later, lesson_id=lesson, task_id=task.id))
    assert known.task_id == task.id
    with pytest.raises(Refused):
        done(lambda: begin_work(teacher, **later, lesson_id=other, task_id=None))


@pytest.mark.parametrize("what", ["foreign lesson", "other parallel", "other task", "no lesson"])
def test_a_work_is_not_begun_elsewhere(school, plan, teacher, what):
    lesson_id, task_id, error = school.lessons[0].id, None, NotFound
    if what == "foreign lesson":
        lesson_id, error = school.english_lesson.id, Forbidden
    elif what == "other parallel":
        course = make.make_course(school.class_8b, school.algebra.subject, school.teacher)
        lesson_id, error = make.make_lesson(course, TODAY, 4).id, Refused
    elif what == "other task":
        task = Task(lesson=school.lessons[1], kind=school.kinds["К"], position=1)
        task_id = make.save(task).id
    else:
        lesson_id = 999
    with pytest.raises(error):
        begin_work(teacher, plan_id=plan.id, lesson_id=lesson_id, task_id=task_id, today=TODAY)


def typed(work, pupil, place, text, was=""):
    item = place if place == VARIANT else str(work.plan.items[place].id)
    return {"work_id": work.id, "typed": Typed(pupil.id, item, text, was), "today": TODAY}


def test_points_are_written_cell_by_cell_and_the_history_has_them(school, work, teacher):
    pupil = school.pupils[0]
    done(lambda: write_cell(teacher, **typed(work, pupil, 0, "2")))
    done(lambda: write_cell(teacher, **typed(work, pupil, 3, "0")))
    done(lambda: write_cell(teacher, **typed(work, pupil, VARIANT, "2")))
    row = db.session.scalars(db.select(PupilWork)).one()
    assert (row.points, row.variant, row.absent) == ("2 – – 0", 2, False)
    written = db.session.scalars(
        db.select(AuditEntry.changes).where(AuditEntry.table_name == "pupil_work")
    ).all()
    assert written[1]["points"] == ["2 – – –", "2 – – 0"]


@pytest.mark.parametrize(("place", "text"), [(0, "3"), (0, "пять"), (VARIANT, "3")])
def test_bad_points_are_refused_and_nothing_is_written(school, work, teacher, place, text):
    with pytest.raises(Refused), unit_of_work("page"):
        write_cell(teacher, **typed(work, school.pupils[0], place, text))
    assert db.session.scalars(db.select(PupilWork)).all() == []


def test_two_who_write_one_cell_notice_each_other_two_cells_do_not_matter(school, work, teacher):
    pupil = school.pupils[0]
    give(work, pupil, "2 1 – –")
    with pytest.raises(Conflict) as conflict:
        write_cell(teacher, **typed(work, pupil, 1, "2", was=""))
    assert conflict.value.payload["cells"][str(work.plan.items[1].id)] == "1"
    row = write_cell(teacher, **typed(work, pupil, 2, "3", was=""))
    assert row.points == (2, 1, 3, None)


def test_points_are_the_teachers_of_the_course(school, work):
    cell = typed(work, school.pupils[0], 0, "1")
    head = make.actor("class_teacher", staff_id=school.head.id)
    for reader in (head, make.actor("deputy"), make.actor("director")):
        with pytest.raises(Forbidden):
            write_cell(reader, **cell)
    strangers = (
        as_teacher(school.other),
        make.actor("pupil", pupil_id=school.pupils[0].id),
        make.actor("parent", children=(school.pupils[0].id,)),
        make.actor("secretary"),
    )
    for stranger in strangers:
        with pytest.raises(NotFound):
            write_cell(stranger, **cell)


def test_a_pupil_of_another_class_has_no_points_here(school, work, teacher):
    with pytest.raises(NotFound):
        write_cell(teacher, **typed(work, school.foreign_pupil, 0, "1"))


def test_many_rows_are_stored_together_or_not_at_all(school, work, teacher):
    rows = {pupil.id: Row((1, 1, 1, 1), 1) for pupil in school.pupils}
    store = {"work_id": work.id, "today": TODAY}
    stranger = rows | {school.foreign_pupil.id: Row((1, 1, 1, 1))}
    with pytest.raises(NotFound), unit_of_work("import"):
        store_rows(teacher, **store, rows=stranger, seen=0)
    assert stored_rows(work.id) == {}
    assert done(lambda: store_rows(teacher, **store, rows=rows, seen=0)) == 3
    version = points_version(stored_rows(work.id))
    with pytest.raises(Conflict):
        store_rows(teacher, **store, rows=rows, seen=0)
    assert done(lambda: store_rows(teacher, **store, rows=rows, seen=version)) == 0


def seen(work, teacher):
    lines = proposed_marks(teacher, seen_work(teacher, work.id, TODAY), TODAY)
    return {line.sitting.pupil_id: shown_of(line) for line in lines if line.ticked}


def test_marks_and_debts_go_to_the_journal(school, work, teacher):
    first, second, third = school.pupils
    give(work, first, "2 2 3 2")
    give(work, second, absent=True)
    make.save(Absence(lesson=school.lessons[0], pupil=third, kind=AbsenceKind.ILL))
    shown = seen(work, teacher)
    assert shown == {first.id: "5", second.id: "•", third.id: "•"}
    assert done(lambda: put_marks(teacher, work_id=work.id, seen=shown, today=TODAY)) == 3
    marks = db.session.execute(
        db.select(Mark.pupil_id, Mark.value).where(Mark.task_id == work.task_id)
    )
    assert dict(marks.all()) == {
        first.id: "5",
        second.id: "•",
        third.id: "•",
    }


def test_what_changed_since_the_preview_is_not_overwritten(school, work, teacher):
    pupil = school.pupils[0]
    give(work, pupil, "2 2 3 2")
    shown = seen(work, teacher)
    make.save(Mark(task=work.task, pupil=pupil, value="3"))
    with pytest.raises(Conflict):
        put_marks(teacher, work_id=work.id, seen=shown, today=TODAY)


def test_what_the_journal_refuses_is_refused_as_a_whole(school, work, teacher):
    for pupil in school.pupils[:2]:
        give(work, pupil, "2 2 3 2")
    shown = {pupil.id: "5" for pupil in school.pupils[:2]}
    later = TODAY + dt.timedelta(days=30)
    with pytest.raises(Refused) as refused, unit_of_work("page"):
        put_marks(teacher, work_id=work.id, seen=shown, today=later)
    assert [str(fault.text)[:7] for fault in refused.value.faults] == ["Абрамов", "Ёлкин И"]
    assert db.session.scalars(db.select(Mark)).all() == []


def test_a_reader_puts_no_marks(school, work):
    with pytest.raises(Forbidden):
        put_marks(make.actor("deputy"), work_id=work.id, seen={}, today=TODAY)


def test_a_work_whose_task_was_removed_from_the_journal_keeps_its_points(school, work, teacher):
    give(work, school.pupils[0], "2 2 3 2")
    done(lambda: remove_task(teacher, task=work.task, today=TODAY))
    db.session.expire_all()
    assert (work.task_id, len(stored_rows(work.id))) == (None, 1)
    assert proposed_marks(teacher, work, TODAY) == []
    with pytest.raises(Refused):
        put_marks(teacher, work_id=work.id, seen={}, today=TODAY)


def test_a_work_is_removed_with_its_points_and_without_its_marks(school, work, teacher):
    give(work, school.pupils[0], "2 2 3 2")
    make.save(Mark(task=work.task, pupil=school.pupils[0], value="5"))
    with pytest.raises(Forbidden):
        remove_work(make.actor("director"), work_id=work.id, today=TODAY)
    done(lambda: remove_work(teacher, work_id=work.id, today=TODAY))
    counts = [len(db.session.scalars(db.select(m)).all()) for m in (ControlWork, PupilWork, Mark)]
    assert counts == [0, 0, 1]


def test_points_of_a_closed_year_stay_as_they_are(school, work, teacher):
    school.year.closed_on = TODAY
    db.session.commit()
    with pytest.raises(Refused), unit_of_work("page"):
        write_cell(teacher, **typed(work, school.pupils[0], 0, "1"))
