"""The pages that a browser keeps for the time without a server, and for whom."""

import signal

import pytest
from flask_appbuilder.security.sqla.models import User
from playwright.sync_api import expect

from app.core.db import db
from tests.browser.offline.server import (
    WAITING,
    history,
    is_kept,
    log_in,
    log_out,
    name_of,
    sqlite_only,
    try_now,
    wait_for,
)

pytestmark = [pytest.mark.browser, pytest.mark.req("U4")]


@sqlite_only
@pytest.mark.real
def test_logout_takes_the_kept_pages_and_leaves_the_entries(context, server, sheet, world):
    url = sheet.page.url
    server.stop()
    sheet.type("5", "Enter")
    sheet.says(WAITING.format(1))
    page = context.new_page()
    sheet.page.close()
    server.start()
    page.goto(f"{server.address}/password/")
    assert is_kept(page, url)
    log_out(page)
    expect(page.locator("form.entry")).to_be_visible()
    wait_for(lambda: page.evaluate("caches.keys()") == ["journal-files"])
    server.stop()
    page.goto(url)
    expect(page.locator("h1")).to_have_text("Сервер не отвечает")
    assert page.locator("#journal, #kept-pages li").count() == 0
    server.start()
    log_in(page, server.address, name_of(world.teacher))
    expect(page.locator("#unsent")).to_contain_text("отправлены: 1")


@sqlite_only
def test_a_person_who_is_blocked_has_no_kept_pages(context, server, sheet, world):
    db.session.get(User, world.teacher.user_id).active = False
    db.session.commit()
    url = sheet.page.url
    sheet.page.goto(url)
    expect(sheet.page.locator("form.entry")).to_be_visible()
    assert not is_kept(sheet.page, url)


@sqlite_only
def test_what_the_server_refuses_itself_is_not_replaced_by_a_kept_page(server, sheet, world):
    url = sheet.page.url
    db.session.get(User, world.teacher.user_id).roles = []
    db.session.commit()
    with sheet.page.expect_response(lambda response: response.url == url) as first:
        sheet.page.goto(url)
    assert first.value.status in {302, 403}
    assert sheet.page.locator("#journal").count() == 0
    sheet.page.goto(f"{server.address}/no-such-page")
    expect(sheet.page.locator("h1")).to_have_text("Такой страницы или записи нет")


@sqlite_only
def test_another_login_takes_the_kept_pages_even_without_the_login_page(
    context, server, sheet, come_in, world
):
    come_in(world.head)
    page = context.new_page()
    page.goto(f"{server.address}/password/")
    wait_for(lambda: not is_kept(page, sheet.page.url))
    server.stop()
    page.goto(sheet.page.url)
    expect(page.locator("h1")).to_have_text("Сервер не отвечает")


@sqlite_only
def test_a_browser_that_was_closed_shows_no_kept_page_but_has_the_entries(
    context, server, sheet, world, pupils
):
    url = sheet.page.url
    server.stop()
    sheet.type("5", "Enter")
    sheet.says(WAITING.format(1))
    sheet.page.close()
    context.clear_cookies()  # they were those of the browser's session
    page = context.new_page()
    page.goto(url)
    expect(page.locator("h1")).to_have_text("Сервер не отвечает")
    assert page.locator("#journal, #kept-pages li").count() == 0
    server.start()
    log_in(page, server.address, name_of(world.teacher))
    expect(page.locator("#unsent")).to_contain_text("отправлены: 1")
    assert history() == [(world.lessons[0].id, pupils[0].id, "5")]


@sqlite_only
def test_a_page_that_was_not_kept_leads_to_those_that_were(server, sheet):
    title = sheet.page.title().split(" · ")[0]
    server.stop()
    sheet.page.goto(f"{server.address}/journal/week/")
    sheet.page.get_by_role("link", name=title).click()
    expect(sheet.page.locator(".stale")).to_contain_text("сервер недоступен")
    server.start()
    try_now(sheet.page)
    expect(sheet.page.locator(".stale")).to_contain_text("сервер снова отвечает")
    sheet.page.get_by_role("link", name="Открыть заново").click()
    expect(sheet.page.locator(".stale")).to_have_count(0)


@sqlite_only
@pytest.mark.real
def test_a_server_that_hangs_is_not_waited_for_when_the_page_is_kept(server, sheet):
    server.send(signal.SIGSTOP)
    sheet.page.reload()
    expect(sheet.page.locator(".stale")).to_contain_text("сервер недоступен")
    server.send(signal.SIGCONT)
