import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.paper import page_texts

pytestmark = [pytest.mark.browser, pytest.mark.req("U1")]

PATH = "/outages/forms/"
BUTTON = "button:has-text('Сделать PDF')"
DOWNLOAD = 60_000  # milliseconds


def saved(page):
    """The file that the button brings."""
    with page.expect_download(timeout=DOWNLOAD) as download:
        page.click(BUTTON)
    name, path = download.value.suggested_filename, download.value.path()
    return name, " ".join(" ".join(page_texts(path.read_bytes())).split())


def test_the_whole_school_comes_after_a_progress_bar_and_again(visit, world):
    page = visit(world.director, PATH)
    for _again in range(2):
        name, text = saved(page)
        assert (name.partition(" 2")[0], "Алгебра" in text) == ("Временные журналы", True)
        expect(page.locator(".steps progress").first).to_have_js_property("value", 1)


def test_a_course_comes_at_once_and_again_on_the_phone_too(visit, world):
    page = visit(world.teacher, PATH, PHONE)
    page.select_option("#what", label="7А, Алгебра")
    name, text = saved(page)
    assert (name[:27], "Абрамов Иван" in text) == ("Временный классный журнал 7", True)
    page.wait_for_selector("form[data-steps-url]:not([data-sent])")
    assert saved(page)[0] == name
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_only_the_fields_that_matter_are_shown(visit, world):
    page = visit(world.teacher, PATH)
    shown = {}
    for filling in ("filled", "blank", "empty"):
        page.select_option("#filling", filling)
        fields = ("what", "first", "last", "paper", "count")
        shown[filling] = [name for name in fields if page.is_visible(f"#{name}")]
    assert shown == {
        "filled": ["what", "first", "last", "paper"],
        "blank": ["what", "paper"],
        "empty": ["paper", "count"],
    }


def test_a_server_that_does_not_answer_is_named_and_the_button_works_again(visit, world):
    page = visit(world.director, PATH)
    page.route("**/outages/forms/run/**", lambda route: route.abort())
    page.click(BUTTON)
    expect(page.locator(".steps-text").first).to_have_text(
        "Класс 7А не напечатан: сервер не отвечает"
    )
    page.unroute("**/outages/forms/run/**")
    assert "Алгебра" in saved(page)[1]
