"""The page of a pupil's forecast [R3]."""

import pytest
from lxml import html

from tests import factories as make
from tests.journal.entries import as_actor
from tests.journal.test_views import found
from tests.results.test_sheet import World

pytestmark = pytest.mark.req("R3")


@pytest.fixture
def world(app):
    return World()


def address(world, pupil=None, number=1):
    pupil = pupil or world.pupils[0]
    period = world.periods[number]
    return f"/results/outlook/{world.course.id}/{pupil.id}?period={period.id}"


@pytest.fixture
def teacher(login, world):
    return login(as_actor(world.teacher, "teacher").user_id)


def facts(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    rows = found(html.fromstring(answer.text), "dl.card > div")
    return {row[0].text_content(): " ".join(row[1].text_content().split()) for row in rows}


def test_the_page_says_what_is_expected_and_what_leads_higher(teacher, world):
    """Marks 4, 4, 3 a day apart: average 3.67; no lesson is ahead, so nothing changes it.

    «5» needs (11 + 5k) / (3 + k) ≥ 4.50, k = 5.
    """
    for lesson, value in zip(world.second, ("4", "4", "3"), strict=True):
        world.mark(lesson, world.pupils[0], value)
    assert facts(teacher, address(world)) == {
        "Средний балл сейчас": "3,67",
        "Уроки": "прошло 3, впереди 0",
        "Ожидаемая отметка": "4 (скорее всего) средний балл 3,67, от 3,67 до 3,67",
        "Чтобы вышло «5»": "ещё 5 отметок «5» подряд",
    }


def test_few_marks_are_said_to_be_few(teacher, world):
    world.mark(world.second[0], world.pupils[0], "3")
    world.mark(world.second[1], world.pupils[0], "•")
    shown = facts(teacher, address(world))
    assert shown["Ожидаемая отметка"] == "Мало отметок: прогноза пока нет."
    assert shown["Долги"] == "1"
    assert shown["Чтобы вышло «4»"] == "ещё 1 отметка «5» подряд или «4» — 1 раз"


def test_without_marks_the_page_says_so(teacher, world):
    assert "В этом периоде отметок пока нет." in teacher.get(address(world)).text


@pytest.mark.req("P2", "P5", "S6")
@pytest.mark.parametrize(
    ("role", "own", "status"),
    [
        ("deputy", False, 200),
        ("teacher", True, 200),
        ("teacher", False, 404),
        ("class_teacher", False, 404),
        ("secretary", False, 403),
        ("pupil", False, 403),
        ("parent", False, 403),
    ],
)
def test_who_sees_a_forecast(login, world, role, own, status):
    staff = world.teacher if own else make.make_staff("Другая")
    client = login(as_actor(staff, role).user_id)
    assert client.get(address(world)).status_code == status


def test_a_pupil_of_another_class_or_period_is_not_there(teacher, world):
    stranger = make.make_pupil(make.make_class(world.of.year, "8Б"))
    assert teacher.get(address(world, stranger)).status_code == 404
    assert teacher.get(address(world, world.left)).status_code == 404  # left before
    assert teacher.get(address(world, number=-1)).status_code == 404  # the year is no part


def test_the_sheet_leads_to_the_forecast_of_each_pupil(teacher, world):
    page = html.fromstring(teacher.get(f"/results/sheet/{world.course.id}").text)
    links = [link.get("href") for link in found(page, "tbody th.name a")]
    assert links[0] == address(world).split("?")[0]
