import datetime as dt

import pytest

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.binding.paper.slips import slips_pdf
from app.binding.queries.slips import applied, class_slips
from app.binding.rules.slip import SlipLesson, lines_of, monday_of, next_homework
from app.core.actor import SYSTEM
from app.core.errors import NotFound
from app.journal.models import Homework, Mark, Task
from tests import factories as make
from tests.binding.scene import AT, texts

pytestmark = pytest.mark.req("R8")

TUESDAY, SUNDAY = dt.date(2026, 9, 1), dt.date(2026, 9, 6)
NEXT = dt.date(2026, 9, 8)


def lesson(key, course, day, homework="", **single):
    own = {int(pupil[1:]): text for pupil, text in single.items()}
    return SlipLesson(key, course, f"Предмет {course}", None, day, homework, own)


def test_the_week_of_a_day_begins_on_its_monday():
    days = (dt.date(2026, 8, 31), TUESDAY, SUNDAY, dt.date(2026, 9, 7))
    assert [monday_of(day).day for day in days] == [31, 31, 31, 7]


def test_two_lessons_of_a_subject_on_a_day_share_a_cell():
    found = lines_of(
        [lesson(1, 1, TUESDAY), lesson(2, 1, TUESDAY), lesson(3, 2, TUESDAY)],
        {1: "5", 2: "4 (К)"},
        {1: "4,50"},
    )
    assert [(one.subject, dict(one.days), one.average) for one in found] == [
        ("Предмет 1", {TUESDAY: "5, 4 (К)"}, "4,50"),
        ("Предмет 2", {TUESDAY: ""}, ""),
    ]


@pytest.mark.parametrize(
    ("lessons", "expected"),
    [
        ([], []),
        ([lesson(1, 1, TUESDAY, "§ 1")], []),  # no lesson after the week: nothing is due
        ([lesson(1, 1, TUESDAY, "§ 1"), lesson(2, 1, NEXT)], [(NEXT, "§ 1")]),
        (
            [lesson(1, 1, TUESDAY, "§ 1"), lesson(2, 1, SUNDAY, "§ 2"), lesson(3, 1, NEXT)],
            [(NEXT, "§ 2")],
        ),
        ([lesson(1, 1, TUESDAY, "§ 1"), lesson(2, 1, SUNDAY), lesson(3, 1, NEXT)], []),
        ([lesson(1, 1, TUESDAY, "§ 1", _7="№ 5"), lesson(2, 1, NEXT)], [(NEXT, "§ 1\n№ 5")]),
        ([lesson(1, 1, TUESDAY, _8="чужое"), lesson(2, 1, NEXT)], []),
    ],
)
def test_homework_is_that_of_the_last_lesson_for_the_first_one_after_the_week(lessons, expected):
    found = next_homework(lessons, 7, SUNDAY)
    assert [(day, text) for day, _subject, text in found] == expected


@pytest.fixture
def week(school):
    """Абрамов's and Ёлкин's parents applied; marks, an absence, homework for the next Tuesday."""
    first, second, _third = school.pupils
    first.slips_since, second.slips_since = TUESDAY, dt.date(2026, 9, 20)
    monday, tuesday, last = school.lessons
    task = Task(lesson=monday, kind=school.kinds["К"], position=1)
    make.save(
        first,
        second,
        task,
        Mark(task=task, pupil=first, value="5"),
        Mark(task=task, pupil=second, value="2"),
        Absence(lesson=tuesday, pupil=first, kind=AbsenceKind.ILL),
        Absence(lesson=last, pupil=first, kind=AbsenceKind.LATE, minutes=10),
        Homework(lesson=last, text="§ 4, № 17", set_at=AT),
        Homework(lesson=last, pupil=second, text="карточка Ёлкина", set_at=AT),
    )
    make.make_lesson(school.algebra, NEXT)
    return school


def test_slips_are_for_those_who_applied_until_the_end_of_the_week(week, app):
    def names(day):
        return [member.pupil.last_name for member in applied(week.class_7a, monday_of(day))]

    assert [names(day) for day in (dt.date(2026, 8, 20), TUESDAY, dt.date(2026, 9, 20))] == [
        [],
        ["Абрамов"],
        ["Абрамов", "Ёлкин"],
    ]


@pytest.mark.parametrize("per_page", [2, 4])
def test_a_slip_has_the_pupils_week(week, app, per_page):
    (page,) = texts(slips_pdf(class_slips(SYSTEM, week.class_7a.id, TUESDAY), per_page), "-raw")
    for words in (
        "Абрамов Иван",
        "7А класс, неделя 31.08.2026 – 06.09.2026",
        "Алгебра 5 (К) Б О10 5,00",
        "Пропущено уроков: болезнь — 1. Опозданий: 1.",
        "§ 4, № 17",
        "вт 08.09",
        "К — контрольная",
        "Подпись родителя",
    ):
        assert words in page


@pytest.mark.req("P5")
def test_a_slip_has_nothing_of_anybody_else(week, app):
    text = " ".join(texts(slips_pdf(class_slips(SYSTEM, week.class_7a.id, TUESDAY), 2)))
    assert [word in text for word in ("Ёлкин", "Жуков", "карточка")] == [False] * 3


def test_slips_fill_pages_by_two_or_four(week, sqlite_app):
    for number in range(6):
        make.make_pupil(week.class_7a, f"Яшин{'абвгде'[number]}", slips_since=TUESDAY)
    found = class_slips(SYSTEM, week.class_7a.id, TUESDAY)
    assert [len(texts(slips_pdf(found, per_page))) for per_page in (2, 4)] == [4, 2]


def test_a_slip_that_does_not_fit_has_pages_of_its_own_and_loses_nothing(week, sqlite_app):
    words = [f"слово{number}" for number in range(1500)]
    extra = make.make_lesson(week.english, dt.date(2026, 9, 3), 4)
    make.save(Homework(lesson=extra, pupil=week.pupils[0], text=" ".join(words), set_at=AT))
    make.make_lesson(week.english, NEXT, 4)
    make.make_pupil(week.class_7a, "Яшин", slips_since=TUESDAY)
    pages = texts(slips_pdf(class_slips(SYSTEM, week.class_7a.id, TUESDAY), 4), "-raw")
    text = " ".join(pages[1:])
    assert "Яшин" in pages[0]
    assert "Абрамов" not in pages[0]
    assert [word for word in words if f"{word} " not in f"{text} "] == []


def test_class_1_has_a_slip_without_marks(school, sqlite_app):
    of = make.make_class(school.year, "1А", teacher=school.head)
    make.make_pupil(of, "Малышев", slips_since=TUESDAY)
    course = make.make_course(of, make.make_subject("Чтение"), school.other)
    make.make_lesson(course, TUESDAY)
    (page,) = texts(slips_pdf(class_slips(SYSTEM, of.id, TUESDAY), 2))
    assert "Малышев Иван" in page
    assert "Пропусков уроков нет." in page


def test_the_same_slips_give_the_same_bytes(week, sqlite_app):
    found = class_slips(SYSTEM, week.class_7a.id, TUESDAY)
    assert slips_pdf(found, 2) == slips_pdf(found, 2)


def test_statements_do_not_grow_with_pupils(week, app, statements):
    counts = []
    for _each in range(2):
        sent = statements()
        class_slips(SYSTEM, week.class_7a.id, TUESDAY)
        counts.append(len(sent))
        make.make_pupil(week.class_7a, slips_since=TUESDAY)
    assert counts == [11, 11]


@pytest.mark.req("P3", "P4")
@pytest.mark.parametrize(
    ("roles", "own", "allowed"),
    [
        (("deputy",), "", True),
        (("class_teacher",), "head", True),
        (("class_teacher", "teacher"), "teacher", False),
        (("secretary",), "", False),
        (("parent",), "", False),
    ],
)
def test_who_may_print_slips(week, sqlite_app, roles, own, allowed):
    actor = make.actor(*roles, staff_id=getattr(week, own).id if own else None)
    if allowed:
        assert len(class_slips(actor, week.class_7a.id, TUESDAY).slips) == 1
    else:
        with pytest.raises(NotFound):
            class_slips(actor, week.class_7a.id, TUESDAY)
