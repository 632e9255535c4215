import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.sheet import Sheet

pytestmark = pytest.mark.browser


@pytest.fixture
def path(world):
    return f"/journal/week/{world.algebra.class_id}"


@pytest.fixture
def sheet(visit, world, path):
    return Sheet(visit(world.head, path))


@pytest.fixture
def pupils(world):
    return list(world.pupils.values())


@pytest.mark.req("J2", "P3")
def test_the_class_teacher_fills_several_subjects_of_a_day(sheet, world, pupils):
    sheet.cell(pupils[0], world.lessons[0]).click()
    sheet.type("y", "ArrowRight", "y", "Enter")
    assert sheet.stored(world.lessons[0], pupils[0]) == ["Н"]
    assert sheet.texts(world.english_lesson, pupils[0]) == ["Н"]


@pytest.mark.req("J2")
def test_the_heading_names_subject_and_teacher(sheet, world):
    header = sheet.header(world.english_lesson)
    assert "Английский язык" in header.get_attribute("title")
    assert "Иванова" in header.get_attribute("title")


@pytest.mark.req("J2")
@pytest.mark.parametrize(
    ("there", "back"), [("PageUp", "PageDown"), ("Alt+ArrowLeft", "Alt+ArrowRight")]
)
def test_from_week_to_week_by_keys(sheet, world, there, back):
    title = sheet.page.locator("h1").inner_text()
    sheet.type(there)
    expect(sheet.page.locator("h1")).not_to_have_text(title)
    sheet.page.wait_for_load_state("load")  # the heading is there before the keys are
    sheet.type(back)
    expect(sheet.page.locator("h1")).to_have_text(title)


@pytest.mark.req("J2")
def test_going_to_another_week_waits_for_what_is_unsent(sheet, world, pupils):
    sheet.cell(pupils[0], world.lessons[0]).click()
    sheet.type("y", "PageDown")
    sheet.page.wait_for_url("**?*")
    sheet.page.go_back()
    assert sheet.texts(world.lessons[0], pupils[0]) == ["Н"]


@pytest.mark.req("J2")
def test_paper_has_the_grid_alone(sheet):
    sheet.page.emulate_media(media="print")
    hidden = [".journal-tools", ".palette", "header[role=banner]", ".weeks"]
    assert [one for one in hidden if sheet.page.locator(one).first.is_visible()] == []
    expect(sheet.page.locator("table.grid")).to_be_visible()
    assert sheet.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.req("J2")
def test_a_phone_shows_one_lesson_of_the_week(visit, world, path, pupils):
    sheet = Sheet(visit(world.head, path, PHONE))
    assert sheet.page.evaluate("document.documentElement.scrollWidth") == 390
    assert sheet.page.locator("td.cell:visible").count() == len(pupils)
    expect(sheet.page.locator(".palette .which")).to_contain_text("урок")
