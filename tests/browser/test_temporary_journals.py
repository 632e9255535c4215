import pytest
from playwright.sync_api import expect

from app.core.db import db
from app.jobs.running import do_next
from tests import factories as make
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


def test_the_whole_school_comes_after_a_progress_bar(visit, world, sqlite_app):
    year, subject = world.algebra.school_class.year, world.algebra.subject
    for name in ("8А", "8Б", "9А"):
        make.make_course(make.make_class(year, name), subject)
    db.session.remove()
    page = visit(world.director, PATH)
    page.click(BUTTON)
    expect(page.locator("[data-field=label]")).to_have_text("Ждёт очереди")
    with page.expect_download(timeout=DOWNLOAD) as download:
        assert do_next()
    text = " ".join(" ".join(page_texts(download.value.path().read_bytes())).split())
    assert [name in text for name in ("7А", "9А", "Алгебра")] == [True] * 3
    expect(page.get_by_role("link", name="Скачать")).to_be_visible()


def test_a_course_comes_at_once_and_again_on_the_phone_too(visit, world):
    page = visit(world.teacher, PATH, PHONE)
    page.select_option("#what", label="7А, Алгебра")
    name, text = saved(page)
    assert (name[:27], "Абрамов Иван" in text) == ("Временный классный журнал 7", True)
    page.wait_for_selector("form[data-print]:not([data-sent])")
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
