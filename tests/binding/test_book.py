import datetime as dt
import subprocess
import sys

import pytest

from app.binding.enums import Part
from app.binding.paper.book import Order, bound_journal, drawn_journal
from app.control.enums import Looked
from app.control.operations.inspections import Facts, Noted, add_remark, begin_inspection
from app.core.actor import SYSTEM
from app.core.db import unit_of_work
from app.core.errors import NotFound
from app.core.pdf.wrapping import PaperError
from app.journal.models import Homework
from app.outages.queries.forms import subject_title
from app.timetable.enums import LessonStatus
from tests import factories as make
from tests.binding.scene import AT, MADE_ON, book, filled, mark, texts
from tests.paper import loose_fonts, page_sizes

pytestmark = pytest.mark.req("R6")

A_COURSE = (Part.COURSES,)


def page_with(pages, words):
    (found,) = [page for page in pages if words in page]
    return found


def left_of(pages, course):
    """The left page of a course; the contents name it too."""
    title = subject_title(course)
    return next(page for page in pages if title in page and "Фамилия, имя" in page)


def test_a_journal_has_its_parts_in_their_order(school, app):
    pages = texts(book(filled(school).class_7a))
    assert "Классный журнал 7А класса 2026/2027 учебный год" in pages[0]
    for words in (
        "1 Список обучающихся 3",
        "2 Алгебра 4",
        "3 Английский язык (1 группа) 6",
        "4 Сводная ведомость учёта успеваемости 8",
        "5 Сводная ведомость учёта посещаемости",
        "6 Замечания и предложения по ведению журнала",
        "7 Лист заверения",
    ):
        assert words in pages[1]
    assert "Сводная ведомость учёта успеваемости" in pages[7]
    assert f"Пронумеровано страниц: {len(pages)}." in pages[-1]
    assert "прошито, пронумеровано и скреплено печатью" in pages[-1]
    assert "М. П." in pages[-1]


@pytest.mark.req("K2")
def test_remarks_of_checks_stand_on_their_page_but_not_in_a_familys_copy(school, sqlite_app):
    deputy = make.actor("deputy", user_id=make.make_user("deputy"), name="Завучева Анна")
    course, lesson, pupil = school.algebra, school.lessons[0], school.pupils[0]
    facts = Facts(None, course.id, lesson.day, lesson.day, (Looked.MARKS,))
    with unit_of_work("page", deputy):
        check = begin_inspection(deputy, facts=facts, now=AT)
        noted = Noted(
            course.id, lesson.id, pupil.id, None, Looked.MARKS, "Отметка без вида работы."
        )
        add_remark(deputy, inspection_id=check.id, noted=noted, now=AT)
    page = texts(book(school.class_7a, parts=(Part.REMARKS,)))[-2]
    assert "Алгебра, 01.09, Абрамов И.: Отметка без вида работы." in page
    assert "Завучева" in page
    family = texts(book(school.class_7a, parts=(Part.REMARKS,), pupil_id=pupil.id))[-2]
    assert "Замечания и предложения" in family
    assert "Отметка без" not in family


def test_the_pages_of_a_subject_lie_side_by_side(school, sqlite_app):
    filled(school)
    pages = texts(book(school.class_7a, parts=A_COURSE), "-layout")
    left, right = pages[3], pages[4]
    assert "Алгебра" in left
    for row in ("1 Абрамов Иван 5 5", "2 Ёлкин Иван 2 О15 3", "3 Жуков Иван Б н/а"):
        assert row in left
    assert "Иванова Анна Петровна" in right
    assert "01.09 Рациональные числа" in right
    assert "§ 1, № 17" in right
    assert "Ёлкин Иван: карточка 5" in right
    assert "02.09 Контрольная работа № 1" in right


def test_the_work_of_a_lesson_stands_under_its_date(school, sqlite_app):
    left = left_of(texts(book(filled(school).class_7a, parts=A_COURSE), "-raw"), school.algebra)
    assert "1 2 3 К" in left


def test_every_word_and_entry_of_the_year_can_be_found(school, sqlite_app):
    filled(school)
    words = [f"слово{number}" for number in range(900)]
    for number in range(60):
        part = " ".join(words[number * 15 : number * 15 + 15])
        day = dt.date(2026, 9, 4) + dt.timedelta(days=number)
        lesson = make.make_lesson(school.algebra, day, topic=part)
        mark(lesson, school.pupils[0], "зач", school.kinds["О"])
    text = " ".join(texts(book(school.class_7a, parts=A_COURSE), "-raw"))
    assert [word for word in words if f"{word} " not in f"{text} "] == []
    assert text.count("зач") == 60


def test_a_topic_longer_than_a_page_goes_on(school, sqlite_app):
    lesson = school.lessons[0]
    lesson.topic = "слово " * 160
    school.lessons[1].topic = "конец"
    words = [f"дом{number}" for number in range(1500)]
    make.save(Homework(lesson=lesson, text=" ".join(words), set_at=AT))
    pages = texts(book(school.class_7a, parts=A_COURSE), "-raw")
    text = " ".join(pages)
    assert [word for word in words if f"{word} " not in f"{text} "] == []
    left = [number for number, page in enumerate(pages, 1) if "Фамилия, имя" in page]
    assert {number % 2 for number in left} == {0}


def test_whoever_came_or_left_has_the_day_beside_the_name(school, sqlite_app):
    make.make_pupil(school.class_7a, "Яшин", since=dt.date(2026, 11, 5))
    make.make_pupil(school.class_7a, "Борисов", until=dt.date(2026, 10, 12))
    pages = texts(book(school.class_7a, parts=(Part.LIST, Part.COURSES)), "-layout")
    assert "Яшин Иван с 05.11.2026" in pages[2]
    assert "Борисов Иван по 12.10.2026" in pages[2]
    assert "по 12.10.2026" in left_of(pages, school.algebra)


def test_a_subgroup_has_its_own_pupils(school, sqlite_app):
    left = left_of(texts(book(filled(school).class_7a, parts=A_COURSE)), school.english)
    assert ["Абрамов" in left, "Ёлкин" in left, "Жуков" in left] == [True, True, False]


def test_an_entry_of_a_pupil_of_no_list_is_printed_too(school, sqlite_app):
    mark(school.english_lesson, school.pupils[2], "3", school.kinds["О"])
    left = left_of(texts(book(school.class_7a, parts=A_COURSE)), school.english)
    assert "Жуков" in left


def test_an_entry_in_a_lesson_that_is_not_printed_stops_the_printing(school, sqlite_app):
    filled(school)
    school.lessons[1].status = LessonStatus.CANCELLED
    make.save(school.lessons[1])
    with pytest.raises(PaperError, match="not held"):
        book(school.class_7a, parts=A_COURSE)


def test_a_cancelled_lesson_is_no_lesson(school, sqlite_app):
    school.lessons[1].status = LessonStatus.CANCELLED
    make.save(school.lessons[1])
    right = page_with(texts(book(school.class_7a, parts=A_COURSE)), "Иванова Анна Петровна")
    assert "02.09" not in right


def test_lessons_ahead_are_left_out_unless_something_is_written(school, sqlite_app):
    filled(school)
    pages = texts(book(school.class_7a, dt.date(2026, 9, 1), parts=A_COURSE))
    right = page_with(pages, "Иванова Анна Петровна")
    assert ["02.09" in right, "03.09" in right] == [True, True]  # a topic; a late pupil
    make.make_lesson(school.algebra, dt.date(2026, 9, 4))
    assert "04.09" not in " ".join(texts(book(school.class_7a, dt.date(2026, 9, 1))))


def test_a_course_without_lessons_says_so(school, sqlite_app):
    empty = make.make_course(school.class_7a, make.make_subject("Музыка"), school.other)
    pages = texts(book(school.class_7a, parts=A_COURSE))
    at = pages.index(left_of(pages, empty))
    assert "Уроков здесь не записано." in pages[at + 1]


def test_class_1_has_neither_results_nor_their_columns(school, sqlite_app):
    of = make.make_class(school.year, "1А", teacher=school.head)
    make.make_pupil(of, "Малышев")
    course = make.make_course(of, make.make_subject("Чтение"), school.other)
    make.make_lesson(course, dt.date(2026, 9, 1), topic="Азбука")
    pages = texts(book(of))
    assert "четверть" not in left_of(pages, course)
    assert "Азбука" in " ".join(pages)


def test_class_10_has_half_years(school, sqlite_app):
    of = make.make_class(school.year, "10А")
    make.make_pupil(of, "Старшев")
    course = make.make_course(of, make.make_subject("Физика"), school.other)
    make.make_lesson(course, dt.date(2026, 9, 1))
    left = left_of(texts(book(of, parts=A_COURSE)), course)
    assert ["1 полугодие" in left, "четверть" in left] == [True, False]


def test_long_names_and_subjects_are_wrapped_and_none_of_it_is_lost(school, sqlite_app):
    subject = "Основы духовно-нравственной культуры народов России и гражданское население"
    name = "Абдурахмангаджиева-Магомедрасулова"
    teacher = make.make_staff("Константинопольская-Преображенская")
    of = make.make_class(school.year, "9Б")
    for number in range(36):
        make.make_pupil(of, name, first_name=f"Александра{'абвгд'[number % 5] * 3}")
    course = make.make_course(of, make.make_subject(subject), teacher)
    for day in range(1, 29):
        make.make_lesson(course, dt.date(2026, 9, day), topic="Достопримечательности округа " * 4)
    pages = texts(book(of), "-raw")
    text = " ".join(pages)
    assert text.replace(" ", "").count(name) >= 36 * 2
    assert subject in text
    assert "Константинопольская-Преображенская" in text
    left = [number for number, page in enumerate(pages, 1) if "Фамилия, имя обуч" in page]
    assert left[:2] == [left[0], left[0] + 1]  # the class needs two left pages
    right = [number for number, page in enumerate(pages, 1) if "Константинопольская" in page]
    assert [left[0] % 2, right[0] % 2] == [0, 1]


@pytest.mark.req("P5")
def test_a_copy_for_a_family_says_nothing_of_anybody_else(school, sqlite_app):
    filled(school)
    second = school.pupils[1]
    text = " ".join(texts(book(school.class_7a, pupil_id=second.id), "-raw"))
    assert "Копия для семьи обучающегося: Ёлкин Иван" in text
    assert [word in text for word in ("Абрамов", "Жуков", "н/а", "карточка 5")] == [
        *(False, False, False),
        True,
    ]
    left = left_of(texts(book(school.class_7a, pupil_id=second.id)), school.algebra)
    cells = left.split("Фамилия, имя обучающегося")[1].split()
    assert cells.count("5") == 0  # the mark of another
    assert [mark in left for mark in ("О15", "Б")] == [True, False]


@pytest.mark.req("P5")
def test_the_familys_own_sheets_are_of_their_child_alone(school, sqlite_app):
    filled(school)
    parts = (Part.PROGRESS, Part.ATTENDANCE)
    pages = texts(book(school.class_7a, pupil_id=school.pupils[1].id, parts=parts), "-layout")
    progress = page_with(pages[2:], "Сводная ведомость учёта успеваемости")
    assert "Предмет 1 четверть Алгебра 3 Английский язык (1 группа)" in progress
    attendance = page_with(pages[2:], "Сводная ведомость учёта посещаемости")
    assert "1 четверть 0 0 0 1" in attendance


@pytest.mark.req("P5")
def test_personal_data_stay_out(school, sqlite_app):
    make.make_pupil(
        school.class_7a, "Яшин", birth_date=dt.date(2013, 3, 7), phone="+7 900 123-45-67"
    )
    text = " ".join(texts(book(school.class_7a)))
    assert [word in text for word in ("07.03.2013", "123-45-67")] == [False, False]


def test_a_pupil_of_another_class_has_no_copy(school, sqlite_app):
    with pytest.raises(NotFound):
        book(school.class_7a, pupil_id=school.foreign_pupil.id)


@pytest.mark.req("P3", "P4")
@pytest.mark.parametrize(
    ("roles", "own", "allowed"),
    [
        (("admin",), "", True),
        (("director",), "", True),
        (("deputy",), "", True),
        (("class_teacher",), "head", True),
        (("class_teacher", "teacher"), "teacher", False),  # of a course, not of the class
        (("teacher",), "other", False),
        (("secretary",), "", False),
        (("parent",), "", False),
        (("pupil",), "", False),
    ],
)
def test_who_may_print_the_journal_of_a_class(school, sqlite_app, roles, own, allowed):
    staff = getattr(school, own).id if own else None
    actor = make.actor(*roles, staff_id=staff)
    order = Order(school.class_7a.id, (Part.REMARKS,))
    if allowed:
        assert drawn_journal(actor, order, made_on=MADE_ON).startswith(b"%PDF")
    else:
        with pytest.raises(NotFound):
            drawn_journal(actor, order, made_on=MADE_ON)


def test_the_file_is_archival_with_its_fonts_on_a4(school, sqlite_app):
    pdf = book(filled(school).class_7a, make_it=bound_journal)
    assert loose_fonts(pdf) == set()
    assert set(page_sizes(pdf)) == {(210, 297), (297, 210)}


def test_progress_is_told_chapter_by_chapter(school, sqlite_app):
    told = []
    order = Order(school.class_7a.id, A_COURSE)
    drawn_journal(SYSTEM, order, made_on=MADE_ON, progress=lambda *facts: told.append(facts))
    assert told == [
        (0, 4, "Алгебра"),
        (1, 4, "Английский язык (1 группа)"),
        (2, 4, "Лист заверения"),
        (3, 4, "Файл проверяется"),
    ]


def test_a_course_costs_two_statements(school, sqlite_app, statements):
    filled(school)
    counts = []
    for number in range(2):
        sent = statements()
        book(school.class_7a, parts=A_COURSE)
        counts.append(len(sent))
        make.make_lesson(
            make.make_course(school.class_7a, make.make_subject(f"Предмет {number}")),
            dt.date(2026, 9, 1),
        )
    assert counts == [20, 22]


_AGAIN = """
import datetime, sys
from app import create_app
from app.binding.paper.book import Order, bound_journal, drawn_journal
from app.control.enums import Looked
from app.control.operations.inspections import Facts, Noted, add_remark, begin_inspection
from app.core.actor import SYSTEM
from app.core.db import unit_of_work
app = create_app(SQLALCHEMY_DATABASE_URI=sys.argv[1], INSTANCE_DIR=sys.argv[2])
with app.app_context():
    pdf = bound_journal(SYSTEM, Order(int(sys.argv[3])), made_on=datetime.date(2026, 12, 30))
sys.stdout.buffer.write(pdf)
"""


def test_another_process_makes_the_same_bytes(school, sqlite_app):
    filled(school)
    config = sqlite_app.config
    where = (config["SQLALCHEMY_DATABASE_URI"], config["INSTANCE_DIR"], str(school.class_7a.id))
    done = subprocess.run([sys.executable, "-c", _AGAIN, *where], capture_output=True, check=True)
    assert done.stdout == book(school.class_7a, make_it=bound_journal)
