import pytest
from playwright.sync_api import expect

from app.jobs.running import do_next
from tests.paper import page_texts

pytestmark = [pytest.mark.browser, pytest.mark.req("R6")]

DOWNLOAD = 60_000  # milliseconds


def test_a_class_teacher_binds_chosen_parts_after_a_progress_bar(visit, world):
    page = visit(world.head, "/binding/")
    for box in page.locator("input[name=parts]").all()[1:]:
        box.uncheck()
    page.click("button:has-text('Сделать PDF')")
    expect(page.locator("[data-field=label]")).to_have_text("Ждёт очереди")
    expect(page.locator("progress")).to_be_visible()
    with page.expect_download(timeout=DOWNLOAD) as download:
        assert do_next()
    pdf = download.value.path().read_bytes()
    text = " ".join(" ".join(page_texts(pdf)).split())
    assert (pdf[:5], download.value.suggested_filename[:9]) == (b"%PDF-", "Журнал 7А")
    shown = [words in text for words in ("7А", "Абрамов Иван", "Алгебра")]
    assert shown == [True, True, False]  # the pages of the subjects are left out
    expect(page.get_by_role("link", name="Скачать")).to_be_visible()
