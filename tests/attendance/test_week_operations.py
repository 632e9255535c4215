"""Settling, leaving, asking, confirming; requests answered; weeks open again [T3]."""

import datetime as dt
import threading
import time

import pytest
from sqlalchemy import select

from app.attendance.enums import AbsenceKind, Change, Decision, DocumentKind
from app.attendance.models import Absence, AbsenceDocument, CorrectionRequest, WeekCheck
from app.attendance.operations import weeks
from app.attendance.operations.absences import record_absence
from app.attendance.operations.cell import write_cell
from app.attendance.operations.reopened import tell_reopened_weeks
from app.attendance.operations.requests import accept_request, decline_request
from app.attendance.operations.weeks import Chosen
from app.attendance.queries.requests import waiting_count, waiting_requests
from app.attendance.queries.week_lists import unreconciled
from app.attendance.queries.week_page import standing_of
from app.attendance.queries.weeks import class_week
from app.audit.bulk import add_recorded
from app.audit.models import AuditEntry
from app.classes.models import ClassMembership
from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import db, unit_of_work
from app.core.errors import Conflict, Forbidden, NotFound, Refused
from app.journal.models import Mark, Reopening
from app.messages.models import Notice
from app.timetable.models import Lesson
from app.timetable.operations.lessons import cancel_lesson
from app.timetable.operations.substituting import Telling
from tests.factories import (
    actor,
    make_class,
    make_course,
    make_lesson,
    make_staff,
    make_subgroup,
    make_subject,
)
from tests.factories import save as store
from tests.journal.entries import as_actor, cell, save

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.req("T3")]

DAY = dt.date(2026, 9, 1)  # a Tuesday
MONDAY = dt.date(2026, 8, 31)
NOW = dt.datetime(2026, 9, 4, 15, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=2)


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """`at(moment)` sets the clock by which the history is written; it begins before `NOW`."""
    moments = [NOW - dt.timedelta(hours=1)]
    monkeypatch.setattr(clock, "now", lambda: moments[-1])
    return moments.append


@pytest.fixture
def filled(school):
    """The small school in which every lesson of the week has its topic."""
    for lesson in db.session.scalars(select(Lesson)):
        lesson.topic = "Дроби"
    db.session.commit()
    return school


@pytest.fixture
def head(filled):
    return as_actor(filled.head, "class_teacher")


@pytest.fixture
def teacher(filled):
    return as_actor(filled.teacher, "teacher")


def put(school, text, pupil=0, lesson=0, by=None):
    """A cell of algebra as its teacher wrote it."""
    who = by or as_actor(school.teacher, "teacher")
    with unit_of_work("page", who):
        return write_cell(who, sent=cell(school, text, pupil, lesson, confirmed=True), now=NOW)


def opened(school, who, now=NOW):
    db.session.expire_all()
    return class_week(who, school.class_7a.id, DAY, now)


def keys(school, who, about=None):
    lines = opened(school, who).open
    return [line.key for line in lines if about in {None, line.found.about.value}]


def chosen(school, who, *wanted, text="", about=None):
    return Chosen(school.class_7a.id, DAY, wanted or keys(school, who, about), text)


def settle(school, who, change, about=None, *wanted, at=None, now=NOW):
    picked = chosen(school, who, *wanted, about=about)
    with unit_of_work("form", who):
        return weeks.settle(who, chosen=picked, change=change, at=at, now=now)


def ask(school, who, about=None, *wanted, text=""):
    picked = chosen(school, who, *wanted, about=about, text=text)
    with unit_of_work("form", who):
        return weeks.ask(who, chosen=picked, telling=Telling(NOW, {}))


def leave(school, who, text, about=None):
    picked = chosen(school, who, about=about, text=text)
    with unit_of_work("form", who):
        return weeks.leave(who, chosen=picked, now=NOW)


def confirm(school, who, now=NOW):
    with unit_of_work("form", who):
        return weeks.confirm(who, chosen=Chosen(school.class_7a.id, DAY, ()), now=now)


def answer(who, *, text=None, topic="", now=NOW):
    """Decline the only request with a word, or accept it."""
    (request,) = db.session.scalars(select(CorrectionRequest)).all()
    with unit_of_work("form", who):
        told = Telling(now, {})
        if text is None:
            accept_request(who, request_id=request.id, topic=topic, telling=told)
        else:
            decline_request(who, request_id=request.id, text=text, telling=told)


def absences():
    rows = db.session.scalars(select(Absence).order_by(Absence.lesson_id, Absence.pupil_id))
    return [row.kind and row.kind.value for row in rows]


def marks():
    return list(db.session.scalars(select(Mark.value).order_by(Mark.id)))


# settling in place


def test_an_unknown_reason_becomes_known_in_the_whole_span_by_one_press(filled, head):
    for lesson in range(3):
        put(filled, "Н", pupil=2, lesson=lesson)
    assert settle(filled, head, Change.ILL, "no_reason") == 3
    assert absences() == ["ill", "ill", "ill"]
    assert opened(filled, head).lines == []


@pytest.mark.parametrize(("change", "left"), [(Change.PRESENT, [None]), (Change.LATE, ["late"])])
def test_who_was_there_after_all_is_said_with_ticked_lines(filled, head, change, left):
    put(filled, "Н", pupil=2)
    settle(filled, head, change, "no_reason")
    assert absences() == left


def test_several_pupils_are_settled_at_once(filled, head):
    for pupil in range(3):
        put(filled, "Н", pupil=pupil)
    assert settle(filled, head, Change.NO_REASON) == 3
    assert absences() == ["no_reason"] * 3


@pytest.mark.parametrize(
    ("change", "left", "marked"),
    [
        (Change.PRESENT, [None], ["4"]),
        (Change.LATE, ["late"], ["4"]),
        (Change.NO_MARK, ["ill"], [None]),
    ],
)
def test_a_mark_beside_an_absence_is_settled_three_ways(filled, head, change, left, marked):
    put(filled, "Б 4", pupil=2)
    settle(filled, head, change, "mark")
    assert (absences(), marks()) == (left, marked)
    assert opened(filled, head).lines == []


def test_who_was_present_between_two_absences_was_absent_for_the_same_reason(filled, head):
    first = make_lesson(filled.algebra, DAY, 1, topic="Дроби")
    third = make_lesson(filled.algebra, DAY, 4, topic="Дроби")
    for lesson in (first, third):
        store(Absence(lesson=lesson, pupil=filled.pupils[2], kind=AbsenceKind.ILL))
    settle(filled, head, Change.ILL, "between")
    assert absences() == ["ill", "ill", "ill"]


def test_the_code_of_the_document_is_taken(filled, head):
    put(filled, "Н")
    store(
        AbsenceDocument(
            pupil=filled.pupils[0],
            document=DocumentKind.CERTIFICATE,
            kind=AbsenceKind.ILL,
            first=DAY,
            last=DAY,
            received_on=DAY,
        )
    )
    assert keys(filled, head, "no_reason") == []
    settle(filled, head, Change.ILL, "document")
    assert absences() == ["ill"]


@pytest.mark.req("T2")
def test_a_late_certificate_opens_its_lessons_from_the_day_it_was_received(filled, head):
    put(filled, "Н", pupil=2)
    weeks_later = NOW + dt.timedelta(days=20)
    paper = AbsenceDocument(
        pupil=filled.pupils[2],
        document=DocumentKind.CERTIFICATE,
        kind=AbsenceKind.ILL,
        first=DAY,
        last=DAY,
        received_on=weeks_later.date(),
    )
    with pytest.raises(Refused):
        settle(filled, head, Change.ILL, now=weeks_later)
    store(paper)
    settle(filled, head, Change.ILL, now=weeks_later)
    assert absences() == ["ill"]


def test_the_history_says_that_it_was_the_reconciliation(filled, head):
    put(filled, "Н")
    settle(filled, head, Change.ILL)
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (last.way, last.user_name, last.changes["kind"]) == (
        "week",
        filled.head.full_name,
        ["unknown", "ill"],
    )


def test_an_entry_of_a_pupil_who_had_left_is_taken_back(filled, head):
    put(filled, "Н 4")
    stay = filled.pupils[0]
    member = db.session.scalars(
        select(ClassMembership).where(ClassMembership.pupil_id == stay.id)
    ).one()
    member.since = dt.date(2026, 9, 3)
    db.session.commit()
    settle(filled, head, Change.EMPTY, "outside")
    assert (absences(), marks()) == ([None], [None])
    assert opened(filled, head).lines == []


def test_of_two_subgroups_at_once_either_entry_is_taken_back(filled, head):
    second = make_subgroup(filled.class_7a, "девочки", filled.pupils[0], division="Труд")
    craft = make_course(filled.class_7a, make_subject("Труд"), filled.other, second)
    lesson = make_lesson(craft, DAY, 3, topic="Шов")
    pupil = filled.pupils[0]
    for place in (filled.english_lesson, lesson):
        store(Absence(lesson=place, pupil=pupil, kind=AbsenceKind.ILL))
    settle(filled, head, Change.EMPTY, "clash", at=filled.english_lesson.id)
    rows = db.session.scalars(select(Absence).where(Absence.kind.is_not(None))).all()
    assert [row.lesson_id for row in rows] == [lesson.id]


# all or nothing


def test_nothing_is_changed_when_one_line_is_refused_and_each_refusal_is_told(filled, head):
    put(filled, "Н", pupil=0, lesson=0)
    put(filled, "Н", pupil=1, lesson=1)
    filled.periods[0].closed_on = dt.date(2026, 9, 4)
    db.session.commit()
    with pytest.raises(Refused) as refusal:
        settle(filled, head, Change.ILL)
    assert [str(fault.text).split(":")[0] for fault in refusal.value.faults] == [
        "Абрамов Иван, 01.09, 2-й урок, Алгебра",
        "Ёлкин Иван, 02.09, 2-й урок, Алгебра",
    ]
    assert absences() == ["unknown", "unknown"]


def test_a_line_that_was_settled_meanwhile_refuses_the_whole_press(filled, head):
    put(filled, "Н", pupil=0)
    put(filled, "Н", pupil=1)
    seen = keys(filled, head)
    settle(filled, head, Change.ILL, None, seen[0])
    with pytest.raises(Refused):
        settle(filled, head, Change.EXCUSED, None, *seen)
    assert absences() == ["ill", "unknown"]


def test_the_entry_window_holds_for_the_class_teacher_until_it_is_opened(filled, head):
    put(filled, "Н")
    late = NOW + dt.timedelta(days=20)
    with pytest.raises(Refused):
        settle(filled, head, Change.ILL, now=late)
    store(
        Reopening(
            course=filled.algebra,
            staff=filled.head,
            first=DAY,
            last=DAY,
            until=late.date(),
            reason="Болезнь",
        )
    )
    settle(filled, head, Change.ILL, now=late)
    assert absences() == ["ill"]


@pytest.mark.parametrize("key", ["mark-1-1-1", "no_reason-999999-1-5", "", "x", "mark-x-y-z"])
def test_lines_that_are_not_there_are_refused(filled, head, key):
    put(filled, "Н")
    with pytest.raises(Refused):
        settle(filled, head, Change.ILL, None, key)
    assert absences() == ["unknown"]


def test_a_line_of_another_class_is_refused(filled, head):
    foreign = filled.foreign_lesson
    store(Absence(lesson=foreign, pupil=filled.foreign_pupil, kind=AbsenceKind.UNKNOWN))
    filled.class_8b.teacher = filled.other
    db.session.commit()
    other = as_actor(filled.other, "class_teacher")
    (line,) = [
        found for found in class_week(other, filled.class_8b.id, DAY, NOW).open if found.found.pupil
    ]
    with pytest.raises(Refused):
        settle(filled, head, Change.ILL, None, line.key)
    assert absences() == ["unknown"]


def test_a_change_that_is_not_proposed_is_refused(filled, head):
    put(filled, "Н")
    for change in (Change.EMPTY, Change.TOPIC, Change.NO_MARK):
        with pytest.raises(Refused):
            settle(filled, head, change)
    assert absences() == ["unknown"]


def test_marks_are_not_taken_back_where_the_school_keeps_them_from_class_teachers(filled, head):
    filled.school.class_teacher_edits_marks = False
    db.session.commit()
    put(filled, "Б 4", pupil=2)
    with pytest.raises(Refused):
        settle(filled, head, Change.NO_MARK, "mark")
    settle(filled, head, Change.PRESENT, "mark")  # who was there is the class teacher's to say
    assert (absences(), marks()) == ([None], ["4"])


# who may


ROLES = [
    ("head", True, True),
    ("other_head", False, False),
    ("teacher", False, False),
    ("deputy", True, False),
    ("director", True, False),
    ("admin", True, False),
    ("secretary", False, False),
    ("pupil", False, False),
    ("parent", False, False),
]


@pytest.mark.req("P3", "P4", "P5")
@pytest.mark.parametrize(("role", "sees", "settles"), ROLES)
def test_who_sees_and_who_settles_a_week(filled, role, sees, settles):
    put(filled, "Н")
    who = person(filled, role)
    if not sees:
        with pytest.raises(NotFound):
            opened(filled, who)
    picked = chosen(filled, as_actor(filled.head, "class_teacher"))
    for deed in (
        lambda: weeks.settle(who, chosen=picked, change=Change.ILL, at=None, now=NOW),
        lambda: weeks.ask(who, chosen=picked, telling=Telling(NOW, {})),
        lambda: weeks.confirm(who, chosen=picked, now=NOW),
    ):
        if settles:
            continue
        with pytest.raises((Forbidden, NotFound)), unit_of_work("form", who):
            deed()
    assert absences() == ["unknown"]
    assert db.session.scalars(select(CorrectionRequest)).all() == []


def person(school, role):
    if role == "head":
        return as_actor(school.head, "class_teacher")
    if role == "teacher":
        return as_actor(school.teacher, "teacher")
    if role == "other_head":
        school.class_8b.teacher = school.other
        db.session.commit()
        return as_actor(school.other, "class_teacher", "teacher")
    if role == "pupil":
        return actor("pupil", pupil_id=school.pupils[0].id)
    if role == "parent":
        return actor("parent", children=(school.pupils[0].id,))
    return actor(role, staff_id=make_staff("Никто").id)


# left as it is


def test_what_really_was_so_is_left_with_a_word_and_taken_back(filled, head):
    put(filled, "Б 4", pupil=2)
    with pytest.raises(Refused):
        leave(filled, head, "  ")
    assert leave(filled, head, "Писал на перемене") == 1
    week = opened(filled, head)
    assert (week.open, [line.request.answer for line in week.lines]) == ([], ["Писал на перемене"])
    with unit_of_work("form", head):
        weeks.take_back(
            head,
            chosen=Chosen(filled.class_7a.id, DAY, ()),
            request_id=week.lines[0].request.id,
            now=NOW,
        )
    assert len(opened(filled, head).open) == 1


def test_what_is_taken_back_after_the_stamp_opens_the_week_again(filled, head):
    put(filled, "Б 4", pupil=2)
    leave(filled, head, "Писал на перемене")
    confirm(filled, head)
    (line,) = opened(filled, head).lines
    with unit_of_work("form", head):
        weeks.take_back(
            head,
            chosen=Chosen(filled.class_7a.id, DAY, ()),
            request_id=line.request.id,
            now=LATER,
        )
    assert standing(filled, head) == (False, [])
    assert waits(filled, head, dt.date(2026, 9, 10)) == [("7А", [(MONDAY, True)])]


def test_an_unknown_reason_is_not_left_as_it_is(filled, head):
    put(filled, "Н")
    with pytest.raises(Refused):
        leave(filled, head, "не знаю")


def test_a_word_about_an_entry_that_changed_since_settles_nothing(filled, head):
    version = put(filled, "Б 4", pupil=2)["version"]
    leave(filled, head, "Писал на перемене")
    who = as_actor(filled.teacher, "teacher")
    save(who, cell(filled, "Б 5", 2, seen=version, confirmed=True), now=NOW)
    assert len(opened(filled, head).open) == 1


# requests


def test_a_request_is_sent_told_accepted_and_the_history_names_both(filled, head, teacher):
    put(filled, "Б 4", pupil=2)
    assert ask(filled, head, "mark", text="Проверьте, пожалуйста") == 1
    week = opened(filled, head)
    assert (week.open, len(week.lines)) == ([], 1)
    (notice,) = db.session.scalars(select(Notice)).all()
    assert (notice.user_id, notice.text, notice.address) == (
        teacher.user_id,
        "Классный руководитель 7А просит посмотреть 1 запись.",
        "/attendance/requests/",
    )
    assert waiting_count(teacher, NOW.date()) == 1
    answer(teacher)
    assert (absences(), marks()) == (["ill"], [None])
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.table_name == "mark").order_by(AuditEntry.id.desc())
    ).first()
    assert (entry.user_id, entry.way) == (teacher.user_id, "request")
    assert entry.user_name == f"{teacher.name}, по просьбе: {head.name}"
    told = db.session.scalars(select(Notice).where(Notice.user_id == head.user_id)).one()
    assert told.text.startswith(f"{teacher.name}: просьба выполнена — Жуков Иван")
    assert waiting_count(teacher, NOW.date()) == 0
    assert opened(filled, head).lines == []


def test_a_declined_request_says_why_and_settles_the_line(filled, head, teacher):
    put(filled, "Б 4", pupil=2)
    ask(filled, head, "mark")
    with pytest.raises(Refused):
        answer(teacher, text=" ")
    answer(teacher, text="Писал самостоятельную в среду")
    week = opened(filled, head)
    assert (week.open, week.lines[0].request.state) == ([], Decision.DECLINED)
    assert (absences(), marks()) == (["ill"], ["4"])
    told = db.session.scalars(select(Notice).where(Notice.user_id == head.user_id)).one()
    assert told.text.endswith("Писал самостоятельную в среду")
    with pytest.raises(Refused):
        answer(teacher)


def test_a_request_about_an_entry_that_changed_since_changes_nothing(filled, head, teacher):
    version = put(filled, "Б 4", pupil=2)["version"]
    ask(filled, head, "mark")
    save(teacher, cell(filled, "Б 5", 2, seen=version, confirmed=True), now=NOW)
    (asked,) = waiting_requests(teacher, NOW.date())
    assert asked.stale
    with pytest.raises(Conflict):
        answer(teacher)
    assert marks() == ["5"]
    assert len(opened(filled, head).open) == 1
    ask(filled, head, "mark")  # put anew, not twice
    answer(teacher)
    assert marks() == [None]


def test_a_question_about_a_mark_stays_when_the_reason_becomes_known(filled, head, teacher):
    put(filled, "Н 4", pupil=2)
    ask(filled, head, "mark")
    settle(filled, head, Change.ILL, "no_reason")
    assert opened(filled, head).open == []
    answer(teacher)
    assert (absences(), marks()) == (["ill"], [None])


def test_a_topic_that_is_asked_for_is_written_with_the_answer(filled, head, teacher):
    filled.lessons[0].topic = ""
    db.session.commit()
    assert ask(filled, head, "unfilled") == 1
    with pytest.raises(Refused):
        answer(teacher, topic=" ")
    answer(teacher, topic="Степени")
    assert db.session.get(Lesson, filled.lessons[0].id).topic == "Степени"
    assert opened(filled, head).lines == []


def test_a_topic_that_was_written_meanwhile_is_asked_for_no_more(filled, head, teacher):
    filled.lessons[0].topic = ""
    db.session.commit()
    ask(filled, head, "unfilled")
    assert waiting_count(teacher, NOW.date()) == 1
    filled.lessons[0].topic = "Степени"
    db.session.commit()
    assert (waiting_count(teacher, NOW.date()), waiting_requests(teacher, NOW.date())) == (0, [])


def test_only_the_teacher_of_the_lesson_answers(filled, head):
    put(filled, "Б 4", pupil=2)
    ask(filled, head, "mark")
    for who in (head, as_actor(filled.other, "teacher"), actor("deputy"), actor("admin")):
        with pytest.raises(NotFound):
            answer(who)
        assert waiting_count(who, NOW.date()) == 0
    assert marks() == ["4"]


def test_the_substitute_of_the_lesson_is_told_and_answers(filled, head):
    put(filled, "Б 4", pupil=2)
    filled.lessons[0].substitute = filled.other
    db.session.commit()
    stands_in = as_actor(filled.other, "teacher")
    ask(filled, head, "mark")
    assert db.session.scalars(select(Notice.user_id)).all() == [stands_in.user_id]
    answer(stands_in)
    assert marks() == [None]


def test_one_press_tells_a_teacher_once(filled, head, teacher):
    for lesson in filled.lessons:
        lesson.topic = ""
    db.session.commit()
    assert ask(filled, head, "unfilled") == 3
    (notice,) = db.session.scalars(select(Notice)).all()
    assert notice.text == "Классный руководитель 7А просит посмотреть 3 записи."


def test_a_button_that_is_pressed_twice_asks_once(filled, head):
    put(filled, "Б 4", pupil=2)
    pressed = keys(filled, head, "mark")
    assert ask(filled, head, None, *pressed) == 1
    with pytest.raises(Refused):
        ask(filled, head, None, *pressed)
    assert len(db.session.scalars(select(CorrectionRequest)).all()) == 1


# the week is in order


def test_a_week_with_open_lines_is_not_confirmed(filled, head):
    put(filled, "Н")
    with pytest.raises(Refused) as refusal:
        confirm(filled, head)
    assert str(refusal.value.faults[0].text) == "Не разобрано и не отправлено строк: 1."
    ask(filled, head)
    check = confirm(filled, head)
    assert (check.monday, check.confirmed_name, check.confirmed_at) == (
        MONDAY,
        head.name,
        NOW,
    )


def test_a_week_that_has_not_ended_is_not_confirmed(filled, head):
    with pytest.raises(Refused):
        confirm(filled, head, now=NOW - dt.timedelta(days=2))
    make_lesson(filled.algebra, dt.date(2026, 9, 5), 1)
    with pytest.raises(Refused):
        confirm(filled, head)


def test_a_week_without_lessons_is_not_confirmed(filled, head):
    with pytest.raises(Refused), unit_of_work("form", head):
        weeks.confirm(head, chosen=Chosen(filled.class_7a.id, dt.date(2026, 8, 24), ()), now=NOW)


# open again


def standing(school, who):
    week = opened(school, who)
    found = standing_of(week, NOW.date())
    return found.reconciled(week), [(e.table_name, e.way) for e in found.changes]


def by_page(school):
    put(school, "5", pupil=2)


def by_form(school):
    who = as_actor(school.other, "teacher")
    with unit_of_work("form", who):
        record_absence(
            who,
            lesson_id=school.english_lesson.id,
            pupil_id=school.pupils[0].id,
            kind=AbsenceKind.ILL,
            minutes=None,
            today=NOW.date(),
        )


def by_import(school):
    place = {"lesson_id": school.lessons[1].id, "pupil_id": school.pupils[1].id}
    with unit_of_work("import", SYSTEM):
        add_recorded(Absence, [{**place, "kind": AbsenceKind.ILL, "minutes": None}])


def by_paper(school):
    who = as_actor(school.teacher, "teacher")
    with unit_of_work("temporary", who):
        write_cell(who, sent=cell(school, "Н", 1, 2), now=LATER)


@pytest.mark.parametrize(
    ("write", "table", "way"),
    [
        (by_page, "mark", "page"),
        (by_form, "absence", "form"),
        (by_import, "absence", "import"),
        (by_paper, "absence", "temporary"),
    ],
)
def test_every_way_in_opens_a_reconciled_week_again(filled, head, at, write, table, way):
    as_actor(filled.teacher, "teacher")
    confirm(filled, head)
    assert standing(filled, head) == (True, [])
    at(LATER)
    write(filled)
    assert standing(filled, head) == (False, [(table, way)])


def test_a_week_with_a_line_that_came_after_the_stamp_is_not_reconciled(filled, head):
    """A paper that came later may change no lesson: of a closed period, for instance."""
    put(filled, "Б", pupil=2)
    confirm(filled, head)
    store(
        AbsenceDocument(
            pupil=filled.pupils[2],
            document=DocumentKind.ORDER,
            kind=AbsenceKind.EXCUSED,
            first=DAY,
            last=DAY,
            received_on=NOW.date(),
        )
    )
    assert standing(filled, head) == (False, [])


def test_a_lesson_that_is_cancelled_opens_the_week_again(filled, head, at):
    filled.lessons[2].topic = ""
    db.session.commit()
    ask(filled, head)
    confirm(filled, head)
    at(LATER)
    with unit_of_work("form", SYSTEM):
        cancel_lesson(SYSTEM, lesson_id=filled.lessons[2].id)
    assert standing(filled, head) == (False, [("lesson", "form")])


def test_what_does_not_concern_attendance_leaves_the_week_reconciled(filled, head, teacher, at):
    foreign = store(Absence(lesson=filled.foreign_lesson, pupil=filled.foreign_pupil))
    next_week = make_lesson(filled.algebra, dt.date(2026, 9, 8), 2)
    confirm(filled, head)
    at(LATER)
    filled.lessons[0].topic = "Другая тема"
    foreign.kind = AbsenceKind.ILL
    store(Absence(lesson=next_week, pupil=filled.pupils[0], kind=AbsenceKind.ILL))
    assert standing(filled, head) == (True, [])


def test_confirming_again_makes_it_reconciled_again_and_the_history_keeps_both(filled, head, at):
    confirm(filled, head)
    at(LATER)
    by_page(filled)
    once_more = LATER + dt.timedelta(minutes=5)
    at(once_more)
    confirm(filled, head, now=once_more)
    assert standing(filled, head) == (True, [])
    stamps = db.session.scalars(
        select(AuditEntry).where(AuditEntry.table_name == "week_check").order_by(AuditEntry.id)
    ).all()
    assert [row.changes["confirmed_at"][1] for row in stamps] == [
        NOW.isoformat(),
        once_more.isoformat(),
    ]


def test_the_class_teacher_is_told_once_of_a_week_that_is_open_again(filled, head, teacher, at):
    confirm(filled, head)
    at(LATER)

    def chore(now):
        with unit_of_work("cli", SYSTEM):
            tell_reopened_weeks(now)
        return db.session.scalars(select(Notice).order_by(Notice.id)).all()

    assert chore(LATER) == []
    by_page(filled)
    (notice,) = chore(LATER + dt.timedelta(minutes=1))
    assert (notice.user_id, notice.text) == (
        head.user_id,
        f"7А, неделя с 31.08.2026: изменена после выверки ({teacher.name}). Посмотрите её ещё раз.",
    )
    assert notice.address == f"/attendance/week/{filled.class_7a.id}?day=2026-08-31"
    put(filled, "4", pupil=1)
    assert len(chore(LATER + dt.timedelta(minutes=2))) == 1
    again = LATER + dt.timedelta(minutes=10)
    at(again)
    confirm(filled, head, now=again)
    at(again + dt.timedelta(minutes=1))
    put(filled, "3", lesson=1)
    assert len(chore(again + dt.timedelta(minutes=2))) == 2


# which weeks wait


def waits(school, who, today, **values):
    return [
        (one.school_class.name, [(week.monday, week.late) for week in one.weeks])
        for one in unreconciled(who, today, **values)
    ]


def test_weeks_wait_until_they_are_reconciled_and_again_when_changed(filled, head, at):
    thursday = dt.date(2026, 9, 10)
    assert waits(filled, head, NOW.date()) == [("7А", [])]  # the week is not over
    assert waits(filled, head, dt.date(2026, 9, 9)) == [("7А", [(MONDAY, False)])]
    assert waits(filled, head, thursday) == [("7А", [(MONDAY, True)])]
    confirm(filled, head)
    assert waits(filled, head, thursday) == [("7А", [])]
    at(LATER)
    by_page(filled)
    assert waits(filled, head, thursday) == [("7А", [(MONDAY, True)])]


@pytest.mark.req("P3", "P4")
def test_deputies_see_every_class_and_class_teachers_their_own(filled, head):
    thursday = dt.date(2026, 9, 10)
    every = [("7А", [(MONDAY, True)]), ("8Б", [(MONDAY, True)])]
    assert waits(filled, actor("deputy"), thursday) == every
    assert waits(filled, actor("deputy"), thursday, own=True) == []
    assert waits(filled, head, thursday) == every[:1]
    assert waits(filled, as_actor(filled.teacher, "teacher"), thursday) == []
    assert waits(filled, actor("parent", children=(filled.pupils[0].id,)), thursday) == []


@pytest.mark.parametrize("classes", [1, 3])
def test_the_list_costs_the_same_statements_whatever_the_school(
    filled, head, at, statements, classes
):
    confirm(filled, head)
    for number in range(classes):
        store(WeekCheck(class_id=filled.class_8b.id, monday=dt.date(2026, 9, 7 + 7 * number),
                        confirmed_at=NOW))  # fmt: skip
        make_lesson(make_course(make_class(filled.year, f"9{'АБВ'[number]}"),
                                make_subject(f"П{number}")), DAY)  # fmt: skip
    sent = statements()
    assert len(unreconciled(actor("deputy"), dt.date(2026, 9, 30))) == 2 + classes
    assert len(sent) == 6


def test_who_writes_while_the_week_is_confirmed_is_waited_for(app, filled, head, teacher):
    class_id, item = filled.class_7a.id, cell(filled, "Н", pupil=2)
    written, outcomes = threading.Event(), []
    db.session.rollback()

    def writing():
        with app.app_context(), unit_of_work("page", teacher):
            write_cell(teacher, sent=item, now=NOW)
            db.session.flush()
            written.set()
            time.sleep(1)  # the other has begun by now
        outcomes.append("written")

    def confirming():
        written.wait(10)
        chosen = Chosen(class_id, DAY, ())
        with app.app_context():
            try:
                with unit_of_work("form", head):
                    weeks.confirm(head, chosen=chosen, now=NOW)
            except Refused as refusal:
                outcomes.append(str(refusal))

    threads = [threading.Thread(target=work) for work in (writing, confirming)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert outcomes == ["written", "Не разобрано и не отправлено строк: 1."]
    assert db.session.scalars(select(WeekCheck)).all() == []
