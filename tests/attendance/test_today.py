"""Who is absent today [T4]."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.attendance.enums import AbsenceKind, DocumentKind
from app.attendance.models import Absence, AbsenceDocument, DayNote
from app.attendance.queries.today import classes_today
from app.attendance.rules.today import (
    DayLesson,
    Marked,
    marked,
    numbers_text,
    pupil_day,
    unmarked,
)
from app.core import clock
from app.core.db import db
from app.journal.models import Mark, Task
from app.timetable.enums import LessonStatus
from tests.factories import actor, make_guardian, make_lesson, make_staff, make_user, save

UNKNOWN, NO, EXC, ILL, LATE = AbsenceKind
DAY = dt.date(2026, 9, 2)
NOON = dt.datetime(2026, 9, 2, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))


def lessons(*noted, group=None):
    """Lessons 1, 2, … that are over, with whether they are noted."""
    return [
        DayLesson(number, group, begun=True, over=True, noted=is_noted)
        for number, is_noted in enumerate(noted, 1)
    ]


def ahead(number):
    """A lesson that has not begun, with a topic or an absence written beforehand."""
    return DayLesson(number, None, begun=False, over=False, noted=True)


# Rules.


@pytest.mark.req("T4")
@pytest.mark.parametrize(
    ("kinds", "day", "now", "since", "missed"),
    [
        ({1: UNKNOWN}, lessons(True), True, 1, [1]),
        ({1: UNKNOWN}, lessons(True, True), False, None, [1]),  # came
        ({1: UNKNOWN}, lessons(True, False), True, 1, [1]),  # the second nobody has marked
        ({2: ILL, 3: ILL}, lessons(True, True, True), True, 2, [2, 3]),
        ({1: ILL, 3: ILL}, lessons(True, True, True), True, 3, [1, 3]),
        ({1: LATE}, lessons(True), False, None, []),
        ({1: UNKNOWN, 2: LATE}, lessons(True, True), False, None, [1]),
        ({}, lessons(True), False, None, []),
        ({1: UNKNOWN}, [*lessons(True), ahead(2)], True, 1, [1]),  # a topic brings nobody back
        ({2: EXC}, [*lessons(True), ahead(2)], False, None, [2]),  # will be away, is there yet
    ],
)
def test_absent_now_is_who_missed_the_last_noted_lesson(kinds, day, now, since, missed):
    found = pupil_day(kinds, day, ())
    assert (found.now, found.since, found.numbers) == (now, since, missed)


@pytest.mark.req("T4", "T1")
@pytest.mark.parametrize(
    ("kinds", "now", "since"),
    [({2: ILL}, True, 2), ({1: ILL, 2: ILL}, True, 1), ({2: ILL, 3: LATE}, False, None)],
)
def test_who_has_gone_for_the_day_is_not_brought_back_by_silence(kinds, now, since):
    found = pupil_day(kinds, lessons(True, True, True), (), gone={2})
    assert (found.now, found.since) == (now, since)


@pytest.mark.req("T4", "S4")
def test_a_lesson_of_another_subgroup_says_nothing():
    day = [*lessons(True), DayLesson(2, 7, begun=True, over=True, noted=True)]
    assert pupil_day({1: ILL}, day, {8}).now
    assert not pupil_day({1: ILL}, day, {7}).now
    assert pupil_day({2: ILL}, day, {8}).since == 2  # noted there after all


@pytest.mark.req("T4")
@pytest.mark.parametrize(
    ("day", "state", "gaps"),
    [
        ([], Marked.NO_LESSONS, []),
        ([DayLesson(1, None, begun=False, over=False, noted=False)], Marked.AHEAD, []),
        ([DayLesson(1, None, begun=True, over=False, noted=False)], Marked.NOT_MARKED, []),
        ([ahead(1)], Marked.AHEAD, []),
        ([*lessons(False), ahead(2)], Marked.NOT_MARKED, [1]),
        (lessons(False, False), Marked.NOT_MARKED, [1, 2]),
        (lessons(True, False), Marked.PARTLY, [2]),
        (lessons(True, True), Marked.MARKED, []),
        (
            [*lessons(True), DayLesson(2, None, begun=True, over=False, noted=False)],
            Marked.MARKED,
            [],
        ),
    ],
)
def test_a_lesson_without_any_entry_is_not_all_present(day, state, gaps):
    assert (marked(day), unmarked(day)) == (state, gaps)


@pytest.mark.parametrize(
    ("numbers", "text"), [([], ""), ([2], "2"), ([1, 2, 3, 5], "1–3, 5"), ([0, 2], "0, 2")]
)
def test_numbers_read_as_spans(numbers, text):
    assert numbers_text(numbers) == text


# Queries.


@pytest.fixture
def day(school):
    """7А on 2 September: algebra is the second lesson, noted; the third nobody has marked."""
    first, second, third = school.pupils
    school.lessons[1].topic = "Дроби"
    make_lesson(school.algebra, DAY, 1, topic="Повторение")
    make_lesson(school.algebra, DAY, 3, ends=dt.time(11, 40))
    make_lesson(school.algebra, DAY, 6)
    make_lesson(school.foreign, DAY, 2)
    save(
        Absence(lesson=school.lessons[1], pupil=first, kind=UNKNOWN),
        Absence(lesson=school.lessons[1], pupil=second, kind=LATE, minutes=12),
        Absence(lesson=school.lessons[0], pupil=third, kind=ILL),  # yesterday
    )
    return school


@pytest.mark.usefixtures("app")
@pytest.mark.req("T4", "P3")
def test_a_class_teacher_sees_the_own_class(day):
    (own,) = classes_today(actor("class_teacher", staff_id=day.head.id), NOON)
    assert (own.name, own.size, own.state, own.gaps) == ("7А", 3, Marked.PARTLY, "3")
    assert [(one.name, str(one.since), str(one.reason)) for one in own.absent] == [
        ("Абрамов Иван", "со 2 урока", "причина не известна")
    ]
    assert [(one.name, one.late_in, one.minutes) for one in own.late] == [("Ёлкин Иван", "2", 12)]
    assert own.came == []


@pytest.mark.usefixtures("app")
@pytest.mark.req("T4", "T1")
@pytest.mark.parametrize(("gone", "names"), [(True, ["Абрамов Иван"]), (False, [])])
def test_away_until_the_end_of_the_day_holds_in_later_lessons(day, gone, names):
    db.session.scalars(select(Absence).where(Absence.kind == UNKNOWN)).one().gone = gone
    make_lesson(day.algebra, DAY, 4, topic="Доли", ends=dt.time(11, 50))
    (own,) = classes_today(actor("class_teacher", staff_id=day.head.id), NOON)
    assert [one.name for one in own.absent] == names


@pytest.mark.usefixtures("app")
@pytest.mark.req("T4", "T2")
def test_a_reason_that_a_paper_knows_is_shown(day):
    save(
        AbsenceDocument(
            pupil=day.pupils[0], kind=ILL, first=DAY, last=dt.date(2026, 9, 12),
            document=DocumentKind.CERTIFICATE, received_on=DAY,
        )
    )  # fmt: skip
    (own,) = classes_today(actor("class_teacher", staff_id=day.head.id), NOON)
    assert str(own.absent[0].reason) == "болезнь, по документу до 12.09"


@pytest.mark.usefixtures("app")
@pytest.mark.req("T4", "P4")
def test_the_office_sees_every_class_of_the_year(day):
    found = classes_today(actor("deputy"), NOON)
    assert [(one.name, one.size, one.state) for one in found] == [
        ("7А", 3, Marked.PARTLY),
        ("8Б", 1, Marked.NOT_MARKED),
    ]
    assert classes_today(actor("teacher", staff_id=day.teacher.id), NOON) == []
    assert classes_today(actor("parent", children=(day.pupils[0].id,)), NOON) == []
    assert classes_today(actor("deputy"), NOON.replace(year=2030)) == []


@pytest.mark.usefixtures("app")
@pytest.mark.req("T4")
def test_a_mark_or_a_topic_tells_that_a_lesson_was_marked(day):
    third = make_lesson(day.algebra, DAY, 4, ends=dt.time(11, 50))
    (own,) = classes_today(actor("class_teacher", staff_id=day.head.id), NOON)
    assert own.gaps == "3–4"
    save(Mark(task=Task(lesson=third, kind=day.kinds["О"]), pupil=day.pupils[2], value="4"))
    (own,) = classes_today(actor("class_teacher", staff_id=day.head.id), NOON)
    assert (own.gaps, own.absent) == ("3", [])  # present in the fourth: came
    third.status = LessonStatus.CANCELLED
    db.session.commit()
    (own,) = classes_today(actor("class_teacher", staff_id=day.head.id), NOON)
    assert [one.name for one in own.absent] == ["Абрамов Иван"]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_the_absent(day, statements, rows):
    for pupil in day.pupils[:rows]:
        save(Absence(lesson=make_lesson(day.foreign, DAY, 5), pupil=pupil, kind=ILL))
    for read, expected in (
        (lambda: classes_today(actor("deputy"), NOON), 5),
        (lambda: classes_today(actor("deputy"), NOON, reasons=False), 4),
    ):
        sent = statements()
        read()
        assert len(sent) == expected


# Pages.


@pytest.fixture
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


def visitor(world, login, who):
    """A client with the role, or as one of the people of the world."""
    role = {"head": "class_teacher"}.get(who, who)
    user_id = make_user(role)
    person = {
        "head": lambda: world.head,
        "teacher": lambda: world.teacher,
        "pupil": lambda: world.pupils[0],
        "parent": lambda: make_guardian(world.pupils[0]),
    }.get(who, lambda: make_staff(who))()
    person.user_id = user_id
    db.session.commit()
    return login(user_id)


@pytest.mark.req("T4", "P2", "P3", "P4", "P5")
@pytest.mark.parametrize(
    ("who", "today", "wall", "names"),
    [
        ("head", 200, 200, 403),
        ("director", 200, 200, 200),
        ("deputy", 200, 200, 200),
        ("secretary", 200, 200, 200),
        ("admin", 200, 200, 200),
        ("teacher", 403, 200, 403),
        ("pupil", 403, 403, 403),
        ("parent", 403, 403, 403),
    ],
)
def test_who_opens_the_pages_of_today(day, sqlite_app, noon, login, who, today, wall, names):
    client = visitor(day, login, who)
    paths = ("/attendance/today/", "/attendance/wall/", "/attendance/wall/?names=1")
    status = tuple(client.get(path).status_code for path in paths)
    assert status == (today, wall, names)


@pytest.mark.req("T4")
def test_the_wall_has_counts_and_names_only_on_demand_and_no_reasons(day, sqlite_app, noon, login):
    client = visitor(day, login, "secretary")
    page, part = client.get("/attendance/wall/").text, client.get("/attendance/wall/part").text
    named = client.get("/attendance/wall/part?names=1").text
    assert "Абрамов" not in client.get("/attendance/wall/part?names=0").text
    assert ("Абрамов" in page, "Абрамов" in part, "Абрамов" in named) == (False, False, True)
    assert "причина" not in named
    assert "ещё не отмечали" in part


@pytest.mark.req("T4", "T1")
def test_the_quick_form_notes_a_day_of_the_own_class(day, sqlite_app, noon, login):
    client = visitor(day, login, "head")
    page = client.get("/attendance/today/").text
    assert "Абрамов Иван</b>" in page
    add = f"/attendance/documents/add?_flt_0_pupil={day.pupils[0].id}"
    assert add in page
    assert f'<option value="{day.pupils[0].id}" selected>' in client.get(add).text
    assert "/attendance/today/" in client.get("/").text
    assert "Чужой" not in page
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    form = {"csrf_token": token, "kind": "ill", "day": "2026-09-03", "note": "звонила мама"}
    client.post("/attendance/today/note", data={**form, "pupil": day.pupils[0].id})
    assert (
        client.post(
            "/attendance/today/note", data={**form, "pupil": day.foreign_pupil.id}
        ).status_code
        == 403
    )
    found = db.session.scalars(db.select(DayNote)).all()
    assert [(row.pupil_id, row.kind, row.note) for row in found] == [
        (day.pupils[0].id, ILL, "звонила мама")
    ]


@pytest.mark.req("T4")
def test_statements_of_the_pages(day, sqlite_app, noon, login, statements):
    for who, path, expected in (
        ("deputy", "/attendance/today/", 10),
        ("deputy", "/attendance/wall/part", 7),
    ):
        client = visitor(day, login, who)
        client.get(path)
        sent = statements()
        client.get(path)
        assert len(sent) == expected
