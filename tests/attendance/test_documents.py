"""Papers on absence: rules, lessons, terms, who may [T2]."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.attendance import access
from app.attendance.enums import AbsenceKind, DocumentKind
from app.attendance.models import Absence, AbsenceDocument, DayNote
from app.attendance.operations.day_notes import change_note, note_day, remove_note
from app.attendance.operations.documents import (
    PaperCard,
    apply_document,
    correct_document,
    receive_document,
    remove_document,
)
from app.attendance.queries.documents import concerned_lessons, kept_document, seen_document
from app.attendance.queries.dues import uncorrected_documents, unknown_reasons
from app.attendance.rules.documents import (
    Noted,
    Paper,
    correct_by,
    deciding,
    document_faults,
    know_by,
    uncorrected,
    why_unchanged,
)
from app.audit.models import AuditEntry
from app.core.db import db, unit_of_work
from app.core.errors import Conflict, Forbidden, NotFound, Refused
from app.school.enums import DayKind
from app.school.rules.calendar import Calendar, OwnDay, by_date
from app.timetable.enums import LessonStatus
from tests.factories import (
    actor,
    make_class,
    make_course,
    make_lesson,
    make_pupil,
    make_staff,
    save,
)
from tests.journal.entries import TODAY, as_actor

UNKNOWN, NO, EXC, ILL, LATE = AbsenceKind
CERTIFICATE, STATEMENT, ORDER = DocumentKind
DAY = dt.date(2026, 9, 1)
NEXT = dt.date(2026, 9, 2)
YEAR = Calendar(dt.date(2026, 9, 1), dt.date(2027, 5, 31))


def paper(number=1, document=CERTIFICATE, kind=ILL, first=1, last=3, received=3):
    day = lambda n: dt.date(2026, 9, n)  # noqa: E731
    return Paper(number, document, kind, day(first), day(last), day(received))


# Rules.


@pytest.mark.req("T2")
@pytest.mark.parametrize(
    ("kind", "first", "last", "received", "fields"),
    [
        (ILL, DAY, DAY, NEXT, []),
        (EXC, NEXT, NEXT, DAY, []),  # a statement may come ahead
        (LATE, DAY, DAY, NEXT, ["kind"]),
        (UNKNOWN, NEXT, DAY, dt.date(2026, 9, 4), ["kind", "last", "received_on"]),
        (ILL, DAY, dt.date(2027, 9, 3), NEXT, ["last"]),
    ],
)
def test_what_is_wrong_with_a_document_is_said_at_once(kind, first, last, received, fields):
    found = document_faults(kind, first, last, received, today=TODAY)
    assert [fault.field for fault in found] == fields


@pytest.mark.req("T2")
@pytest.mark.parametrize(
    ("papers", "decides"),
    [
        ([], None),
        ([paper(1, first=2)], None),
        ([paper(1)], 1),
        ([paper(1, STATEMENT, received=3), paper(2, CERTIFICATE, received=2)], 2),
        ([paper(1, ORDER), paper(2, STATEMENT)], 1),
        ([paper(1, received=2), paper(2, received=3)], 2),
        ([paper(1), paper(2)], 2),  # the one entered later
    ],
)
def test_the_surer_and_later_paper_decides_about_a_day(papers, decides):
    found = deciding(papers, DAY)
    assert (found and found.id) == decides


@pytest.mark.req("T2")
@pytest.mark.parametrize(
    ("stored", "minutes", "decides", "why"),
    [
        (UNKNOWN, None, paper(), None),
        (NO, None, paper(), None),
        (EXC, None, paper(), None),
        (ILL, None, paper(), "уже так"),
        (None, None, paper(), "присутствовал"),
        (LATE, 5, paper(), "присутствовал, опоздал на 5 мин"),
        (LATE, None, paper(), "присутствовал, опоздал"),
        (UNKNOWN, None, paper(2), "решает другой документ, полученный 03.09.2026"),
    ],
)
def test_only_absences_of_another_kind_change(sqlite_app, stored, minutes, decides, why):
    found = why_unchanged(stored, minutes, paper(), decides)
    assert (found and str(found)) == why


@pytest.mark.req("T2")
@pytest.mark.parametrize(
    ("received", "own", "by"),
    [
        (dt.date(2026, 9, 1), {}, dt.date(2026, 9, 3)),
        (dt.date(2026, 9, 4), {}, dt.date(2026, 9, 8)),  # Friday → Tuesday
        (dt.date(2026, 9, 1), {2: DayKind.DAY_OFF}, dt.date(2026, 9, 4)),
        (dt.date(2026, 9, 4), {5: DayKind.WORKING}, dt.date(2026, 9, 7)),
        (dt.date(2026, 11, 3), {}, dt.date(2026, 11, 6)),  # over the holiday of 4 November
    ],
)
def test_the_term_of_two_working_days_follows_the_calendar(received, own, by):
    days = by_date(OwnDay(dt.date(2026, 9, day), kind) for day, kind in own.items())
    assert correct_by(Calendar(YEAR.starts, YEAR.ends, (), days), received) == by


@pytest.mark.req("T1")
def test_a_reason_is_to_be_known_in_five_working_days():
    assert know_by(YEAR, dt.date(2026, 9, 1)) == dt.date(2026, 9, 8)


@pytest.mark.req("T2")
@pytest.mark.parametrize(
    ("noted", "papers", "expected"),
    [
        ([(1, UNKNOWN)], [paper()], {1: 1}),
        ([(1, ILL)], [paper()], {}),
        ([(1, LATE)], [paper()], {}),
        ([(9, UNKNOWN)], [paper()], {}),
        ([(1, EXC), (2, UNKNOWN)], [paper()], {1: 2}),
        # the certificate decides: what the statement says is settled with it
        ([(1, ILL)], [paper(), paper(2, STATEMENT, EXC)], {}),
        ([(1, EXC)], [paper(), paper(2, STATEMENT, EXC)], {1: 1}),
    ],
)
def test_an_absence_that_differs_from_its_paper_is_uncorrected(noted, papers, expected):
    rows = [Noted(n, 7, dt.date(2026, 9, day), kind) for n, (day, kind) in enumerate(noted)]
    found = uncorrected(rows, [(7, one) for one in papers])
    assert {key: len(rows) for key, rows in found.items()} == expected
    assert uncorrected(rows, [(8, one) for one in papers]) == {}


# Operations.


@pytest.fixture
def head(school):
    return as_actor(school.head, "class_teacher")


def receive(who, pupil, kind=ILL, first=DAY, last=TODAY, today=TODAY, **values):
    defaults = {"document": CERTIFICATE, "received_on": TODAY}
    card = PaperCard(kind=kind, first=first, last=last, **{**defaults, **values})
    with unit_of_work("form", who):
        return receive_document(who, pupil_id=pupil.id, card=card, today=today)


def apply(who, document, today=TODAY, seen=None):
    version = concerned_lessons(who, document, today).version if seen is None else seen
    with unit_of_work("page", who):
        return apply_document(who, document_id=document.id, seen=version, today=today)


def kinds():
    rows = db.session.scalars(select(Absence).order_by(Absence.id))
    return [(row.kind, row.minutes) for row in rows]


@pytest.fixture
def absent(school):
    """The first pupil missed algebra on the 1st and 2nd, came late on the 3rd, was at English."""
    pupil = school.pupils[0]
    save(
        Absence(lesson=school.lessons[0], pupil=pupil, kind=UNKNOWN),
        Absence(lesson=school.lessons[1], pupil=pupil, kind=NO),
        Absence(lesson=school.lessons[2], pupil=pupil, kind=LATE, minutes=7),
    )
    return pupil


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2")
def test_receiving_a_document_changes_nothing_and_shows_the_lessons(school, head, absent):
    document = receive(head, absent)
    concerns = concerned_lessons(head, document, TODAY)
    assert [
        (one.day.day, one.number, one.subject, one.becomes, one.why and str(one.why))
        for one in concerns.lessons
    ] == [
        (1, 2, "Алгебра", ILL, None),
        (1, 3, "Английский язык", None, "присутствовал"),
        (2, 2, "Алгебра", ILL, None),
        (3, 2, "Алгебра", None, "присутствовал, опоздал на 7 мин"),
    ]
    assert kinds() == [(UNKNOWN, None), (NO, None), (LATE, 7)]


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2", "J9")
def test_applying_changes_the_absences_in_one_transaction_with_their_history(school, head, absent):
    document = receive(head, absent)
    assert apply(head, document) == 2
    assert kinds() == [(ILL, None), (ILL, None), (LATE, 7)]
    mine = AuditEntry.user_id == head.user_id
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.table_name == "absence", mine))
    assert sorted(row.changes["kind"] for row in rows) == [
        ["no_reason", "ill"],
        ["unknown", "ill"],
    ]
    assert concerned_lessons(head, document, TODAY).changing == []


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2", "J10")
def test_a_list_that_is_no_longer_so_is_shown_again(school, head, absent):
    document = receive(head, absent)
    seen = concerned_lessons(head, document, TODAY).version
    save(Absence(lesson=school.english_lesson, pupil=absent, kind=UNKNOWN))
    with pytest.raises(Conflict):
        apply(head, document, seen=seen)
    assert kinds()[0] == (UNKNOWN, None)
    assert apply(head, document) == 3


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2")
def test_a_corrected_span_or_kind_is_shown_again(school, head, absent):
    document = receive(head, absent)
    apply(head, document)
    card = PaperCard(STATEMENT, EXC, DAY, DAY, TODAY, "болел живот")
    with unit_of_work("form", head):
        correct_document(head, document=document, card=card, today=TODAY)
    found = concerned_lessons(head, document, TODAY)
    assert [(one.day, one.becomes) for one in found.changing] == [(DAY, EXC)]
    assert kinds()[0] == (ILL, None)


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2")
def test_deleting_a_document_leaves_the_lessons_as_they_are(school, head, absent):
    document = receive(head, absent)
    apply(head, document)
    with unit_of_work("form", head):
        remove_document(head, document=document, today=TODAY)
    assert kinds() == [(ILL, None), (ILL, None), (LATE, 7)]
    assert db.session.scalars(select(AbsenceDocument)).all() == []


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2", "J8")
def test_the_entry_window_runs_from_the_day_of_receipt(school, head, absent):
    later = TODAY + dt.timedelta(days=40)
    document = receive(head, absent, received_on=later - dt.timedelta(days=14), today=later)
    assert apply(head, document, today=later) == 2
    save_kinds = kinds()
    other = receive(head, absent, kind=EXC, received_on=later - dt.timedelta(days=13), today=later)
    after = later + dt.timedelta(days=2)
    found = concerned_lessons(head, other, after)
    assert found.changing == []
    assert "принимались до 14.10.2026" in str(found.lessons[0].why)
    assert kinds() == save_kinds


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2", "J8")
def test_a_closed_period_is_told_and_not_changed(school, head, absent):
    school.periods[0].closed_on = TODAY
    db.session.commit()
    document = receive(head, absent)
    found = concerned_lessons(head, document, TODAY)
    assert (found.changing, "Период закрыт" in str(found.lessons[0].why)) == ([], True)
    assert apply(head, document) == 0


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2", "S6")
def test_lessons_of_other_classes_cancelled_ones_and_coming_days_are_left_out(school, head):
    pupil = school.pupils[0]
    school.lessons[0].status = LessonStatus.CANCELLED
    save(Absence(lesson=school.lessons[0], pupil=pupil, kind=UNKNOWN))
    make_lesson(school.algebra, TODAY + dt.timedelta(1), 2)
    document = receive(head, pupil, first=DAY, last=TODAY + dt.timedelta(days=4))
    found = concerned_lessons(head, document, TODAY)
    assert [(one.day.day, one.number) for one in found.lessons] == [(1, 3), (2, 2), (3, 2)]
    assert found.ahead == 4


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2", "P3")
def test_a_class_teacher_corrects_only_lessons_of_the_own_class(school, head, absent):
    old = make_class(school.year, "7Б")
    course = make_course(old, school.algebra.subject, school.other)
    make_lesson(course, DAY, 5)
    moved = make_pupil(old, "Перешедший", until=DAY)
    save(type(absent.class_stays[0])(pupil=moved, school_class=school.class_7a, since=NEXT))
    save(
        Absence(lesson=course_lesson(course), pupil=moved, kind=UNKNOWN),
        Absence(lesson=school.lessons[1], pupil=moved, kind=UNKNOWN),
    )
    document = receive(head, moved)
    found = concerned_lessons(head, document, TODAY)
    assert [one.day for one in found.changing] == [NEXT]
    secretary = actor("secretary")
    assert [one.day for one in concerned_lessons(secretary, document, TODAY).changing] == [
        DAY,
        NEXT,
    ]


def course_lesson(course):
    from app.timetable.models import Lesson  # noqa: PLC0415

    return db.session.scalars(select(Lesson).where(Lesson.course_id == course.id)).one()


# Access.

PEOPLE = {
    # who: (sees the document, keeps it, sees the note)
    "admin": (True, True, True),
    "secretary": (True, True, True),
    "director": (True, False, True),
    "deputy": (True, False, True),
    "head": (True, True, True),
    "teacher": (False, False, False),
    "other": (False, False, False),
    "other_head": (False, False, False),
    "former_head": (False, False, False),
    "pupil": (False, False, False),
    "parent": (False, False, False),
}


def person(school, who):
    if who in {"admin", "secretary", "director", "deputy"}:
        return actor(who)
    if who == "other_head":
        colleague = make_staff("Восьмая")
        school.class_8b.teacher = colleague
        db.session.commit()
        return actor("class_teacher", "teacher", staff_id=colleague.id)
    if who == "former_head":
        colleague = make_staff("Прежняя")
        year = type(school.year)(
            name="2025/2026", starts=dt.date(2025, 9, 1), ends=dt.date(2026, 5, 31)
        )
        before = make_class(save(year), "6А", teacher=colleague)
        save(
            type(school.pupils[0].class_stays[0])(
                pupil=school.pupils[0], school_class=before, since=dt.date(2025, 9, 1)
            )
        )
        return actor("class_teacher", staff_id=colleague.id)
    if who == "pupil":
        return actor("pupil", pupil_id=school.pupils[0].id)
    if who == "parent":
        return actor("parent", children=(school.pupils[0].id,))
    role = "class_teacher" if who == "head" else "teacher"
    return actor(role, staff_id=getattr(school, who).id)


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2", "P2", "P3", "P4", "P5")
@pytest.mark.parametrize(("who", "expected"), PEOPLE.items())
def test_who_sees_and_keeps_papers_and_notes(school, absent, who, expected):
    document = receive(actor("admin"), absent)
    save(DayNote(pupil=absent, day=DAY, kind=EXC))
    someone = person(school, who)

    def tried(work):
        try:
            work()
        except (NotFound, Forbidden):
            return False
        return True

    notes = db.session.scalars(select(DayNote).where(access.visible_notes(someone, TODAY))).all()
    assert (
        tried(lambda: seen_document(someone, document.id, TODAY)),
        tried(lambda: kept_document(someone, document.id, TODAY)),
        bool(notes),
    ) == expected
    keeps = expected[1]
    assert tried(lambda: receive(someone, absent)) is keeps
    assert tried(lambda: apply(someone, document)) is keeps
    assert tried(lambda: note(someone, absent)) is keeps


def note(who, pupil, day=DAY, kind=EXC, words=""):
    with unit_of_work("form", who):
        return note_day(who, pupil_id=pupil.id, day=day, kind=kind, note=words)


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2")
def test_leaders_read_a_document_but_do_not_open_or_change_it(school, absent):
    document, deputy = receive(actor("admin"), absent), actor("deputy")
    with pytest.raises(Forbidden):
        kept_document(deputy, document.id, TODAY)
    with pytest.raises(NotFound):
        kept_document(actor("teacher", staff_id=school.teacher.id), document.id, TODAY)


@pytest.mark.usefixtures("app")
@pytest.mark.req("T1")
def test_a_note_of_a_day_is_one(school, head, absent):
    first = note(head, absent, words="олимпиада")
    second = note(head, absent, kind=ILL, words="температура")
    assert (first.id, second.kind, second.note) == (second.id, ILL, "температура")
    other = note(head, absent, day=NEXT)
    with pytest.raises(Refused, match="уже есть"), unit_of_work("form", head):
        change_note(head, row=other, day=DAY, kind=EXC, note="")
    with pytest.raises(Refused):
        note(head, absent, kind=LATE)
    with unit_of_work("form", head):
        change_note(head, row=other, day=TODAY, kind=ILL, note="дома")
        remove_note(head, row=second)
    found = db.session.scalars(select(DayNote)).all()
    assert [(row.day, row.kind) for row in found] == [(TODAY, ILL)]


# Terms.


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2")
def test_uncorrected_documents_are_listed_with_their_term(school, head, absent):
    document = receive(head, absent)
    receive(head, school.pupils[1])
    (due,) = uncorrected_documents(head, TODAY)
    assert (due.document_id, due.pupil, due.count) == (document.id, "Абрамов Иван", 2)
    assert (due.by, due.late(due.by)) == (dt.date(2026, 9, 7), False)
    assert due.late(dt.date(2026, 9, 8))
    assert uncorrected_documents(actor("deputy"), TODAY) == [due]
    assert uncorrected_documents(actor("teacher", staff_id=school.teacher.id), TODAY) == []
    apply(head, document)
    assert uncorrected_documents(head, TODAY) == []


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2")
def test_the_term_of_a_paper_that_was_there_before_runs_from_the_absence(school, head, absent):
    receive(head, absent, received_on=dt.date(2026, 8, 20))
    (due,) = uncorrected_documents(head, TODAY)
    assert (due.first, due.by) == (DAY, dt.date(2026, 9, 3))


@pytest.mark.usefixtures("app")
@pytest.mark.req("T2", "S6")
def test_an_entry_after_the_pupil_had_left_the_class_is_no_term_of_a_paper(school, head):
    gone = make_pupil(school.class_7a, "Выбывший", until=DAY)
    for lesson in school.lessons[:2]:
        save(Absence(lesson=lesson, pupil=gone, kind=UNKNOWN))
    document = receive(head, gone)
    (due,) = uncorrected_documents(head, TODAY)
    assert (due.document_id, due.count) == (document.id, 1)
    assert apply(head, document) == 1
    assert uncorrected_documents(head, TODAY) == []


@pytest.mark.usefixtures("app")
@pytest.mark.req("T1")
def test_reasons_that_nobody_found_out_in_time_are_listed(school, head, absent):
    eighth, ninth = dt.date(2026, 9, 8), dt.date(2026, 9, 9)
    assert unknown_reasons(head, eighth) == []
    (due,) = unknown_reasons(head, ninth)
    assert (due.pupil, due.first, due.count, due.by) == ("Абрамов Иван", DAY, 1, eighth)
    assert unknown_reasons(actor("teacher", staff_id=school.teacher.id), ninth) == []


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_documents(school, head, statements, rows):
    for pupil in school.pupils[:rows]:
        save(Absence(lesson=school.lessons[0], pupil=pupil, kind=UNKNOWN))
        document = receive(head, pupil)
    for read, expected in (
        (lambda: concerned_lessons(head, document, TODAY), 3),
        (lambda: uncorrected_documents(head, TODAY), 5),
        (lambda: unknown_reasons(head, dt.date(2026, 9, 20)), 4),
    ):
        sent = statements()
        read()
        assert len(sent) == expected
