"""Typing goes on when the server does not: the real server is stopped, killed, started again."""

import datetime as dt
import signal

import pytest
from playwright.sync_api import expect

from app.core import clock
from app.core.db import db, unit_of_work
from app.journal.models import Task
from app.outages.operations.outages import Facts, register_outage
from tests import factories as make
from tests.browser.offline.server import (
    WAITING,
    history,
    log_in,
    marks_of,
    name_of,
    receipts,
    sqlite_only,
    try_now,
    wait_for,
    way_of_last_change,
)

pytestmark = [pytest.mark.browser, pytest.mark.req("U4")]
NO_DATABASE = "IDBFactory.prototype.open = () => { throw new Error('private window') }"
NO_NOTES = "Storage.prototype.setItem = () => { throw new Error('quota') }"
DEPUTY = make.actor("deputy", name="Завучева")


@sqlite_only
@pytest.mark.real
def test_what_is_typed_while_the_server_is_stopped_outlives_a_reload_and_is_saved_once(
    server, sheet, world, pupils
):
    today = world.lessons[0]
    server.stop()
    sheet.type("5", "Enter", "4", "Enter", "3", "Enter")
    sheet.says(WAITING.format(3))
    sheet.page.reload()
    expect(sheet.page.locator(".stale")).to_contain_text("сервер недоступен")
    sheet.says(WAITING.format(3))
    assert sheet.texts(today, *pupils[:4]) == ["5", "4", "3", ""]
    assert sheet.cell(pupils[0], today).get_attribute("data-state") == "waiting"
    sheet.cell(pupils[3], today).click()
    sheet.type("2", "Enter")
    sheet.says(WAITING.format(4))
    server.start()
    try_now(sheet.page)
    sheet.all_saved()
    assert history() == [
        (today.id, pupil.id, value) for pupil, value in zip(pupils, "5432", strict=False)
    ]
    assert (receipts(), len(marks_of(today.id))) == (4, 4)


def fill_columns(sheet, pupils, value, lessons):
    """Paste a mark for every pupil into the lessons; what was typed, in this order."""
    for lesson in lessons:
        sheet.cell(pupils[0], lesson).click()
        sheet.page.locator("[data-do=paste]").click()
        dialog = sheet.page.locator("#paste-dialog")
        lines = [f"{n}\t{p.last_name} {p.first_name}\t{value}" for n, p in enumerate(pupils, 1)]
        dialog.locator("textarea").fill("\n".join(lines))
        dialog.locator("[value=take]").click()
    return [(lesson.id, pupil.id, value) for lesson in lessons for pupil in pupils]


@pytest.mark.real
def test_a_server_killed_in_the_middle_of_saving_writes_each_entry_once_and_in_order(
    server, sheet, world, pupils
):
    lessons = [world.lessons[shift] for shift in range(-12, -1)]
    server.stop()
    typed = []
    for value, part, killed_after in (("5", lessons[:4], 3), ("4", lessons[4:8], 25)):
        typed += fill_columns(sheet, pupils, value, part)
        server.start()
        try_now(sheet.page)
        wait_for(lambda enough=killed_after: receipts() >= enough)
        server.stop(signal.SIGKILL)
        assert killed_after <= receipts() < len(typed)
    typed += fill_columns(sheet, pupils, "3", lessons[8:])
    server.start()
    try_now(sheet.page)
    sheet.all_saved()
    assert history() == typed
    assert receipts() == len(typed)
    for lesson in lessons:
        assert {len(rows) for rows in marks_of(lesson.id).values()} == {1}


@sqlite_only
def test_a_closed_tab_is_no_loss_the_next_login_of_the_person_sends(
    context, server, sheet, world, pupils
):
    today = world.lessons[0]
    server.stop()
    sheet.type("5", "Enter", "4", "Enter")
    sheet.says(WAITING.format(2))
    sheet.page.close()
    context.clear_cookies()
    server.start()
    page = context.new_page()
    log_in(page, server.address, name_of(world.teacher))
    expect(page.locator("#unsent")).to_have_text(
        "Записи, сохранённые на этом компьютере, отправлены: 2"
    )
    assert history() == [(today.id, pupils[0].id, "5"), (today.id, pupils[1].id, "4")]


@sqlite_only
def test_a_kind_of_work_that_was_chosen_without_the_server_is_there_after_a_reload(
    server, sheet, world
):
    card = sheet.card(world.lessons[0])
    server.stop()
    card.get_by_role("button", name="Добавить вид работы").click()
    card.locator("select").select_option("К")
    sheet.says(WAITING.format(1))
    sheet.page.reload()
    expect(card.locator("select")).to_have_value("К")
    server.start()
    try_now(sheet.page)
    sheet.all_saved()
    assert db.session.query(Task).count() == 1


@sqlite_only
def test_a_private_window_says_that_entries_live_while_the_page_is_open(
    context, server, come_in, open_sheet, world, pupils
):
    context.add_init_script(NO_DATABASE)
    come_in(world.teacher)
    sheet = open_sheet()
    server.stop()
    sheet.type("5", "Enter")
    sheet.says("Нет связи, записи живут, только пока открыта эта страница (1)")
    asked = []
    sheet.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with sheet.page.expect_event("dialog"):
        sheet.page.evaluate("setTimeout(() => location.reload())")
    assert asked == ["beforeunload"]
    server.start()
    try_now(sheet.page)
    sheet.all_saved()
    assert history() == [(world.lessons[0].id, pupils[0].id, "5")]


@sqlite_only
def test_entries_are_kept_where_the_note_of_who_was_here_is_not(
    context, server, come_in, open_sheet, world
):
    context.add_init_script(NO_NOTES)
    come_in(world.teacher)
    sheet = open_sheet()
    server.stop()
    sheet.type("5", "Enter")
    sheet.says("Нет связи, записи сохранены на этом компьютере (1)")


@sqlite_only
def test_an_entry_of_the_journal_page_waits_in_the_week_grid_too(
    server, sheet, open_sheet, world, pupils
):
    class_id = world.algebra.class_id
    week = open_sheet(f"/journal/week/{class_id}")
    server.stop()
    sheet.type("5", "Enter")
    expect(week.cell(pupils[0], world.lessons[0])).to_have_text("5")
    week.page.reload()
    expect(week.page.locator(".stale")).to_contain_text("сервер недоступен")
    expect(week.cell(pupils[0], world.lessons[0])).to_have_text("5")
    sheet.page.close()
    server.start()
    try_now(week.page)
    week.all_saved()
    assert history() == [(world.lessons[0].id, pupils[0].id, "5")]


@sqlite_only
def test_an_entry_of_the_transfer_screen_goes_its_own_way_from_whatever_page_it_is_sent(
    context, server, come_in, open_sheet, world, pupils
):
    now = clock.now()
    facts = Facts(now - dt.timedelta(35), now - dt.timedelta(1), (), "Не работал сервер")
    with unit_of_work("form", DEPUTY):
        outage = register_outage(DEPUTY, facts=facts, now=now)
    come_in(world.teacher)
    screen = open_sheet(f"/outages/transfer/{outage.id}/{world.algebra.id}")
    lesson = world.lessons[-3]
    server.stop()
    screen.cell(pupils[0], lesson).click()
    screen.type("5", "Enter")
    screen.says(WAITING.format(1))
    screen.page.close()
    server.start()
    page = context.new_page()
    page.goto(server.address)
    expect(page.locator("#unsent")).to_contain_text("отправлены: 1")
    assert history() == [(lesson.id, pupils[0].id, "5")]
    assert way_of_last_change() == "temporary"
