import datetime as dt
import re
from collections import Counter

import pytest

from app.outages.enums import Paper
from app.outages.paper.printing import pdf_of, sheet_address
from app.outages.rules.forms import ClassForm, FormLesson, Sheet
from tests.paper import loose_fonts, page_sizes, page_texts

pytestmark = pytest.mark.req("U1")

SCHOOL = "Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 15»"
TEACHER = "Константинопольская Екатерина Александровна"
LONG_SUBJECT = "Основы духовно-нравственной культуры народов России, модуль 2"  # 60 letters
LONG_NAME = "Абдурахмангаджиева-Магомедрасулова Константина-Виктория Александровна"
TOPIC = "Достопримечательности Северо-Кавказского федерального округа и их значение"


def lessons(count, topic="Дроби"):
    days = [dt.date(2026, 9, 28) + dt.timedelta(n) for n in range(count)]
    return tuple(FormLesson(day, topic) for day in days)


def pupils(count):
    return tuple(f"Иванов{number} Александр" for number in range(1, count + 1))


def form(*sheets, **values):
    title = {"school": SCHOOL, "year": "2026/2027", "class_name": "7А"}
    return ClassForm(
        **{**title, "class_id": 1, "listed_on": dt.date(2026, 9, 28), **values}, sheets=sheets
    )


def algebra(**values):
    filled = {"pupils": pupils(3), "lessons": lessons(4), "teacher": TEACHER, "number": 12}
    return Sheet(1, **{"subject": "Алгебра", **filled, **values})


def pages(of, paper=Paper.A4_LANDSCAPE):
    """The text of each page in one line, hyphenated words whole again."""
    texts = (" ".join(text.split()) for text in page_texts(pdf_of(of, paper)))
    return [re.sub(r"(\w)-\s(?=[а-яё])", r"\1", text) for text in texts]


def test_the_form_is_that_of_the_regulation(sqlite_app):
    left, right = pages(form(algebra()))
    assert left.startswith(
        "Временный классный журнал 7А класса · список на 28.09.2026 · стр. 1 из 2 Лист № 12 "
        f"Временный классный журнал 7А класса {SCHOOL} (наименование ОУ) на 2026/2027 учебный год "
        "№ п/п Наименование предмета Алгебра список обучающихся месяц сентябрь окт. число "
        "28 29 30 1 1 Иванов1 Александр 2 Иванов2 Александр 3 Иванов3 Александр 4 5 6"
    )
    assert right == (
        "Временный классный журнал 7А класса · список на 28.09.2026 · стр. 2 из 2 "
        f"7А, Алгебра · Лист № 12 ФИО учителя {TEACHER} Число и месяц Что пройдено на уроке "
        "Домашнее задание 28.09 Дроби 29.09 Дроби 30.09 Дроби 01.10 Дроби"
    )


def test_a_blank_form_leaves_everything_to_the_pen(sqlite_app):
    left, right = pages(form(Sheet(number=5), year="", class_name="", listed_on=None))
    assert "Временный классный журнал _______ класса" in left
    assert "на 20___/20___ учебный год" in left
    assert left.split("число ")[1].split()[:3] == ["1", "2", "3"]
    assert right.endswith("Число и месяц Что пройдено на уроке Домашнее задание")


@pytest.mark.parametrize(
    ("paper", "size", "sides"),
    [
        (Paper.A4_LANDSCAPE, (297, 210), 2),
        (Paper.A4_PORTRAIT, (210, 297), 2),
        (Paper.A3, (420, 297), 1),
    ],
)
def test_each_paper_has_the_spread_whole(sqlite_app, paper, size, sides):
    sheets = [algebra(), algebra(subject=LONG_SUBJECT)]
    pdf = pdf_of(form(*sheets), paper)
    assert page_sizes(pdf) == [size] * sides * 2
    assert loose_fonts(pdf) == set()
    text = " ".join(pages(form(*sheets), paper))
    assert [text.count(word) for word in ("ФИО учителя", "список обучающихся", "Дроби")] == [
        2,
        2,
        8,
    ]


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("count", [0, 1, 12, 25, 30, 33, 35])
def test_a_class_of_up_to_35_has_one_spread_on_every_paper(sqlite_app, paper, count):
    sides = 1 if paper == Paper.A3 else 2
    found = pages(form(algebra(pupils=pupils(count)), school=SCHOOL * 2), paper)
    assert len(found) == sides
    assert [f"{name}" in found[0] for name in pupils(count)] == [True] * count


def test_a_larger_class_goes_on_with_its_numbers_and_heads(sqlite_app):
    found = pages(form(algebra(pupils=pupils(45))))
    assert [text.split("стр. ")[1][:6] for text in found] == [f"{n} из 4" for n in range(1, 5)]
    assert ["разворот 1 из 2" in found[0], "разворот 2 из 2" in found[2]] == [True, True]
    assert [f" {n} {name}" in found[0] + found[2] for n, name in enumerate(pupils(45), 1)] == [
        True
    ] * 45
    assert ["28 29 30" in found[at] for at in (0, 2)] == [True, True]
    assert [found[at].count("Дроби") for at in (1, 3)] == [4, 0]


def test_more_lessons_than_columns_take_a_second_spread_with_their_topics(sqlite_app):
    found = pages(form(algebra(lessons=lessons(30))))
    assert [found[at].count("Дроби") for at in (1, 3)] == [24, 6]
    assert "Иванов3 Александр" in found[2]


@pytest.mark.parametrize("paper", list(Paper))
def test_long_names_subjects_and_topics_are_wrapped_and_none_of_it_is_lost(sqlite_app, paper):
    many = tuple(f"{LONG_NAME} {number}" for number in range(35))
    found = " ".join(
        pages(form(algebra(subject=LONG_SUBJECT, pupils=many, lessons=lessons(9, TOPIC))), paper)
    )
    assert [f"{LONG_NAME} {number} " in found for number in range(35)] == [True] * 35
    assert found.count(TOPIC) == 9
    assert LONG_SUBJECT in found


def test_a_topic_longer_than_a_page_is_printed_to_its_end(sqlite_app):
    words = [f"слово{number}" for number in range(3000)]
    found = Counter(" ".join(pages(form(algebra(lessons=lessons(2, " ".join(words)))))).split())
    assert {word: found[word] for word in words} == dict.fromkeys(words, 2)


def test_the_same_form_gives_the_same_bytes(sqlite_app):
    first, second = (pdf_of(form(algebra()), Paper.A4_LANDSCAPE) for _again in range(2))
    assert first == second


def test_what_is_typed_into_names_is_text_and_no_markup(sqlite_app):
    odd = "<b>ООО</b> &amp; «<img src='/etc/passwd'>»"
    sheet = algebra(subject=odd, pupils=(odd,), teacher=odd, lessons=lessons(1, odd))
    left, right = pages(form(sheet, school=odd, class_name="<i>7"))
    assert (left.count(odd), right.count(odd)) == (3, 3)
    assert "<i>7 класса" in left


def test_the_code_leads_to_the_page_of_the_sheet(sqlite_app):
    sqlite_app.config["PUBLIC_URL"] = "http://10.0.0.5:8080/"
    assert sheet_address(12) == "http://10.0.0.5:8080/outages/sheet/12"
