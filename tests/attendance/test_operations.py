import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.attendance.operations.absences import record_absence
from app.audit.models import AuditEntry
from app.core.db import db, unit_of_work
from app.core.errors import Conflict, Forbidden, NotFound, Refused, Unconfirmed
from app.journal.models import EntryReceipt, Mark, Reopening, Task
from app.people.enums import MedicalGroup
from app.school.enums import LetterProfile
from tests.factories import (
    make_class,
    make_course,
    make_lesson,
    make_pupil,
    make_staff,
    make_subject,
)
from tests.factories import save as store
from tests.journal.entries import NOW, TODAY, as_actor, cell, save, sent

pytestmark = pytest.mark.usefixtures("app")
LATER = NOW + dt.timedelta(days=30)


@pytest.fixture
def teacher(school):
    return as_actor(school.teacher, "teacher")


def rows(model):
    return db.session.scalars(select(model).order_by(model.id)).all()


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.req("J1")
def test_a_first_mark_makes_a_task_of_the_usual_kind(school, teacher):
    answer = save(teacher, cell(school, "5"), period=school.periods[0].id)
    (task,) = rows(Task)
    (mark,) = rows(Mark)
    assert (task.kind.code, task.lesson_id, mark.value) == ("О", school.lessons[0].id, "5")
    assert answer == {
        "text": "5",
        "version": answer["version"],
        "flag": None,
        "average": "5,00",
        "tasks": [{"task": task.id, "kind": "О", "version": answer["tasks"][0]["version"]}],
    }


@pytest.mark.req("J1")
def test_two_marks_belong_to_two_tasks_and_the_next_pupil_uses_them(school, teacher):
    assert save(teacher, cell(school, "4/5"))["text"] == "4/5"
    assert "tasks" not in save(teacher, cell(school, "-/3", pupil=1))
    found = [(mark.task.position, mark.pupil_id, mark.value) for mark in rows(Mark)]
    first, second = school.pupils[0].id, school.pupils[1].id
    assert found == [(1, first, "4"), (2, first, "5"), (2, second, "3")]


@pytest.mark.req("J5")
def test_the_answer_brings_the_weighted_average_of_the_period(school, teacher):
    store(Task(lesson=school.lessons[1], kind=school.kinds["К"]))
    save(teacher, cell(school, "5"))
    period, half_year = school.periods[0].id, school.periods[1].id
    answer = save(teacher, cell(school, "2", lesson=1), period=period)
    assert answer["average"] == "3,00"  # (5·1 + 2·2) / 3
    assert save(teacher, cell(school, "зач", lesson=2), period=period)["average"] == "3,00"
    last = cell(school, "•", lesson=2, seen=answer_version(school, teacher))
    assert save(teacher, last, period=half_year)["average"] == ""


def answer_version(school, teacher):
    with pytest.raises(Conflict) as caught:
        save(teacher, cell(school, "", lesson=2, seen=1))
    return caught.value.payload["version"]


@pytest.mark.req("T1")
def test_absence_and_lateness_stand_in_the_same_cell(school, teacher):
    save(teacher, cell(school, "Н"))
    save(teacher, cell(school, "o15 4", pupil=1))
    found = [(row.pupil_id, row.kind, row.minutes) for row in rows(Absence)]
    assert found == [
        (school.pupils[0].id, AbsenceKind.UNKNOWN, None),
        (school.pupils[1].id, AbsenceKind.LATE, 15),
    ]
    assert [(m.pupil_id, m.value) for m in rows(Mark)] == [(school.pupils[1].id, "4")]


@pytest.mark.req("T1")
def test_gone_for_the_day_stays_with_another_reason_and_ends_with_the_absence(school, teacher):
    save(teacher, cell(school, "Н→"))
    facts = {"lesson_id": school.lessons[0].id, "pupil_id": school.pupils[0].id, "today": TODAY}
    seen = []
    for kind, minutes in ((AbsenceKind.ILL, None), (AbsenceKind.LATE, 5), (AbsenceKind.ILL, None)):
        with unit_of_work("form", teacher):
            row = record_absence(teacher, kind=kind, minutes=minutes, **facts)
        seen.append((row.kind, row.gone))
    assert seen == [
        (AbsenceKind.ILL, True),
        (AbsenceKind.LATE, False),
        (AbsenceKind.ILL, False),
    ]


@pytest.mark.req("T1")
def test_letters_are_those_of_the_school(school, teacher):
    school.school.letters = LetterProfile.KIASUO
    db.session.commit()
    with unit_of_work("page", teacher):
        record_absence(teacher, lesson_id=school.lessons[0].id, pupil_id=school.pupils[0].id,
                       kind=AbsenceKind.NO_REASON, minutes=None, today=TODAY)  # fmt: skip
    with pytest.raises(Conflict) as caught:
        save(teacher, cell(school, "", seen=1))
    version = caught.value.payload["version"]
    assert caught.value.payload["other"]["text"] == "Н"
    save(teacher, cell(school, "Н •", seen=version))
    assert rows(Absence)[0].kind == AbsenceKind.NO_REASON  # «Н» meant what it was


@pytest.mark.req("J1", "T3")
def test_a_mark_for_an_absent_pupil_asks_and_is_flagged_when_confirmed(school, teacher):
    version = save(teacher, cell(school, "Н"))["version"]
    with pytest.raises(Unconfirmed) as asked:
        save(teacher, cell(school, "4", seen=version))
    assert "Н 4" in str(asked.value.text)
    assert (rows(Mark), count(EntryReceipt)) == ([], 1)
    answer = save(teacher, cell(school, "4", seen=version, confirmed=True))
    assert (answer["text"], answer["flag"]) == ("Н 4", "К сверке: отметка рядом с пропуском")
    again = save(teacher, cell(school, "4", seen=answer["version"]))
    assert (again["text"], again["flag"]) == ("4", None)


@pytest.mark.req("T3")
def test_an_absence_beside_a_mark_asks_too_but_a_debt_of_an_absent_pupil_does_not(school, teacher):
    version = save(teacher, cell(school, "4"))["version"]
    with pytest.raises(Unconfirmed):
        save(teacher, cell(school, "Н 4", seen=version))
    absent = save(teacher, cell(school, "Н", pupil=1))["version"]
    debt = save(teacher, cell(school, ".", pupil=1, seen=absent))
    assert (debt["text"], debt["flag"]) == ("Н •", None)


@pytest.mark.req("J1", "J9")
def test_clearing_takes_everything_back_and_keeps_the_history(school, teacher):
    version = save(teacher, cell(school, "О5 4"))["version"]
    answer = save(teacher, cell(school, "", seen=version))
    assert (answer["text"], answer["version"]) == ("", 0)
    assert [mark.value for mark in rows(Mark)] == [None]
    assert [row.kind for row in rows(Absence)] == [None]
    changes = [e.changes for e in rows(AuditEntry) if e.table_name == "mark"]
    assert changes[-1] == {"value": ["4", None]}


@pytest.mark.req("J10")
def test_a_stale_version_gets_the_others_value_name_and_time(school, teacher):
    head = as_actor(school.head, "class_teacher")
    save(teacher, cell(school, "4"))
    with pytest.raises(Conflict) as caught:
        save(head, cell(school, "5"))
    other = caught.value.payload["other"]
    assert (other["text"], other["by"]) == ("4", "Иванова Анна Петровна")
    assert dt.datetime.strptime(other["at"], "%d.%m.%Y %H:%M")  # noqa: DTZ007  # only its form
    assert [mark.value for mark in rows(Mark)] == ["4"]
    seen = caught.value.payload["version"]
    assert save(head, cell(school, "5", seen=seen))["text"] == "5"


@pytest.mark.req("J10")
def test_a_value_that_came_back_is_no_conflict(school, teacher):
    version = save(teacher, cell(school, "4"))["version"]
    changed = save(teacher, cell(school, "5", seen=version))["version"]
    save(teacher, cell(school, "4", seen=changed))
    assert save(teacher, cell(school, "3", seen=version))["text"] == "3"


@pytest.mark.req("U4")
def test_the_same_entry_sent_again_gets_the_same_answer_and_writes_nothing(school, teacher):
    entry = cell(school, "5")
    first = save(teacher, entry, period=school.periods[0].id)
    history = count(AuditEntry)
    assert save(teacher, entry, period=school.periods[0].id) == first
    assert (count(AuditEntry), count(Mark), count(EntryReceipt)) == (history, 1, 1)


@pytest.mark.req("U4")
def test_a_receipt_is_of_its_sender(school, teacher):
    entry = cell(school, "5")
    save(teacher, entry)
    head = as_actor(school.head, "class_teacher")
    with pytest.raises(Conflict):
        save(head, entry)


@pytest.mark.req("J10")
def test_a_form_of_another_journal_is_refused(school, teacher):
    with pytest.raises(Refused, match="другого журнала"):
        save(teacher, cell(school, "5", course=school.english.id))
    assert rows(Mark) == []


@pytest.mark.parametrize(("field", "error"), [("lesson", NotFound), ("pupil", Refused)])
def test_what_does_not_exist_is_refused(school, teacher, field, error):
    entry = replace(cell(school, "5"), **{field: 999_999})
    with pytest.raises(error):
        save(teacher, entry)


@pytest.fixture
def first_grade(school, teacher):
    """Algebra of 1А by the teacher, one lesson, one pupil."""
    school.school.allow_mark_one = True
    class_1a = make_class(school.year, "1А")
    pupil = make_pupil(class_1a, "Малыш")
    course = make_course(class_1a, school.algebra.subject, school.teacher)
    lesson = make_lesson(course, TODAY)
    return {"course": course.id, "lesson": lesson.id, "pupil": pupil.id}


@pytest.mark.req("J6")
@pytest.mark.parametrize("text", ["5", "зач", "•", "О10 5"])
def test_class_1_gets_no_marks(school, teacher, first_grade, text):
    with pytest.raises(Refused, match="В 1 классе отметки не ставятся"):
        save(teacher, sent(text=text, **first_grade))
    assert (rows(Mark), rows(Task), rows(Absence)) == ([], [], [])


@pytest.mark.req("J6", "T1")
def test_class_1_has_attendance(school, teacher, first_grade):
    assert save(teacher, sent(text="Н", **first_grade))["text"] == "Н"


@pytest.mark.req("J7")
def test_physical_education_marks_theory_and_takes_no_exemption(school, teacher):
    pupil = make_pupil(school.class_7a, "Больной", medical_group=MedicalGroup.EXEMPT)
    course = make_course(
        school.class_7a, make_subject("Физкультура", physical_education=True), school.teacher
    )
    place = {"course": course.id, "lesson": make_lesson(course, TODAY).id, "pupil": pupil.id}
    with pytest.raises(Refused, match="не вносится"):
        save(teacher, sent(text="осв", **place))
    assert save(teacher, sent(text="5", **place))["text"] == "5"


@pytest.mark.req("J8")
def test_the_span_of_entry_closes_and_is_opened_to_a_named_teacher(school, teacher):
    with pytest.raises(Refused, match=r"принимались до 15\.09\.2026"):
        save(teacher, cell(school, "5"), now=LATER)
    store(
        Reopening(
            course=school.algebra,
            staff=school.teacher,
            first=dt.date(2026, 9, 1),
            last=dt.date(2026, 9, 2),
            until=LATER.date(),
            reason="болезнь",
        )
    )
    assert save(teacher, cell(school, "5"), now=LATER)["text"] == "5"
    with pytest.raises(Refused):  # not in the span
        save(teacher, cell(school, "5", lesson=2), now=LATER)
    with pytest.raises(Refused):  # the day is over
        save(teacher, cell(school, "4", lesson=1), now=LATER + dt.timedelta(days=1))
    with pytest.raises(Refused):  # opened to somebody else
        save(as_actor(school.head, "class_teacher"), cell(school, "4", lesson=1), now=LATER)


@pytest.mark.req("J8")
def test_a_closed_period_and_a_closed_year_take_nothing(school, teacher):
    school.periods[0].closed_on = TODAY
    db.session.commit()
    with pytest.raises(Refused, match=r"Период закрыт с 03\.09\.2026"):
        save(teacher, cell(school, "5"))
    school.periods[0].closed_on = None
    db.session.commit()
    school.year.closed_on = TODAY
    db.session.commit()
    with pytest.raises(Refused, match="Учебный год закрыт"):
        save(teacher, cell(school, "Н"))


@pytest.mark.req("S6")
@pytest.mark.parametrize(("since", "allowed"), [(1, True), (2, False)])
def test_a_pupil_is_marked_on_the_days_of_membership(school, teacher, since, allowed):
    pupil = make_pupil(school.class_7a, "Новый", since=dt.date(2026, 9, since))
    place = {"course": school.algebra.id, "lesson": school.lessons[0].id, "pupil": pupil.id}
    entry = sent(text="5", **place)
    if allowed:
        assert save(teacher, entry)["text"] == "5"
    else:
        with pytest.raises(Refused, match="не числился"):
            save(teacher, entry)


@pytest.mark.req("S4", "S6")
def test_a_pupil_outside_the_subgroup_gets_no_mark(school):
    other = as_actor(school.other, "teacher")
    place = {"course": school.english.id, "lesson": school.english_lesson.id}
    assert save(other, sent(text="5", pupil=school.pupils[1].id, **place))["text"] == "5"
    with pytest.raises(Refused, match="не числился"):
        save(other, sent(text="5", pupil=school.pupils[2].id, **place))


@pytest.mark.req("J5")
def test_every_fault_is_named_at_once(school, teacher):
    school.lessons[0].status = "cancelled"
    db.session.commit()
    with pytest.raises(Refused) as caught:
        save(teacher, cell(school, "1/н/а", pupil=0, lesson=0), now=LATER)
    assert len(caught.value.faults) == 4


def substitute_for(lesson, staff):
    lesson.substitute = staff
    db.session.commit()


# who may write marks and absences into the first algebra lesson of 7А [P2–P5]
GRID = [
    ("teacher", ["teacher"], True, True),
    ("other", ["teacher"], False, False),
    ("head", ["class_teacher"], True, True),
    ("substitute", ["teacher"], True, True),
    ("director", ["director"], False, False),
    ("deputy", ["deputy"], False, False),
    ("secretary", ["secretary"], False, False),
    ("admin", ["admin"], False, False),
    ("former", ["teacher"], False, False),
    ("future", ["teacher"], False, False),
]


@pytest.fixture
def people(school):
    found = {"teacher": school.teacher, "other": school.other, "head": school.head}
    for name in ("substitute", "director", "deputy", "secretary", "admin", "former", "future"):
        found[name] = make_staff(name)
    substitute_for(school.lessons[0], found["substitute"])
    for name, since, until in (
        ("former", dt.date(2026, 8, 1), dt.date(2026, 9, 2)),
        ("future", dt.date(2026, 9, 2), None),
    ):
        school.algebra.teachers.append(
            type(school.algebra.teachers[0])(staff=found[name], since=since, until=until)
        )
    db.session.commit()
    return found


@pytest.mark.req("P2", "P3", "P4", "P5", "J10")
@pytest.mark.parametrize(("name", "roles", "marks", "absences"), GRID)
def test_who_may_write_marks_and_absences(school, people, name, roles, marks, absences):
    actor = as_actor(people[name], *roles)
    for text, pupil, allowed in (("5", 0, marks), ("Н", 1, absences)):
        if allowed:
            assert save(actor, cell(school, text, pupil=pupil))["text"] == text
        else:
            with pytest.raises(Forbidden):
                save(actor, cell(school, text, pupil=pupil))


@pytest.mark.req("P2")
def test_a_substitute_writes_the_substituted_lesson_only(school, people):
    actor = as_actor(people["substitute"], "teacher")
    with pytest.raises(Forbidden):
        save(actor, cell(school, "5", lesson=1))


@pytest.mark.req("P3")
def test_class_teacher_looks_only_at_marks_where_the_school_says_so(school):
    school.school.class_teacher_edits_marks = False
    db.session.commit()
    head = as_actor(school.head, "class_teacher")
    with pytest.raises(Forbidden):
        save(head, cell(school, "5"))
    version = save(head, cell(school, "Н"))["version"]
    with pytest.raises(Forbidden):
        save(head, cell(school, "Н 5", seen=version, confirmed=True))


@pytest.mark.req("P5")
def test_pupils_and_parents_never_write(school):
    pupil = as_actor(school.other, "pupil")
    nobody = pupil.__class__(user_id=pupil.user_id, name="", roles=frozenset({"pupil"}),
                             pupil_id=school.pupils[0].id)  # fmt: skip
    with pytest.raises(Forbidden):
        save(nobody, cell(school, "5"))


@pytest.mark.req("T1")
def test_an_absence_by_the_form_follows_the_same_rules(school, teacher):
    place = {"lesson_id": school.lessons[0].id, "pupil_id": school.pupils[0].id}

    def record(kind, minutes=None, today=TODAY, adds=False):
        with unit_of_work("form", teacher):
            return record_absence(
                teacher, kind=kind, minutes=minutes, today=today, adds=adds, **place
            )

    with pytest.raises(Refused) as caught:
        record(AbsenceKind.ILL, minutes=500, today=LATER.date())
    assert [fault.field for fault in caught.value.faults] == [None, "minutes"]
    record(AbsenceKind.LATE, minutes=10)
    with pytest.raises(Refused, match="уже"):
        record(AbsenceKind.ILL, adds=True)
    record(None)
    assert [(row.kind, row.minutes) for row in rows(Absence)] == [(None, None)]
    record(AbsenceKind.ILL, adds=True)
    assert len(rows(Absence)) == 1
