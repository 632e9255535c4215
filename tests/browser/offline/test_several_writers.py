"""Entries that waited meet those of other people, other tabs, another login."""

import pytest
from playwright.sync_api import expect

from app.attendance.operations.cell import write_cell
from app.core import clock
from app.core.db import unit_of_work
from tests.browser.offline.server import (
    WAITING,
    history,
    log_in,
    log_out,
    marks_of,
    name_of,
    receipts,
    sqlite_only,
    try_now,
)
from tests.journal.entries import as_actor, sent

pytestmark = [pytest.mark.browser, pytest.mark.req("U4")]
NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })"


@sqlite_only
def test_another_person_at_the_computer_sees_and_sends_nothing(
    context, server, sheet, open_sheet, world, pupils, path
):
    today = world.lessons[0]
    server.stop()
    sheet.type("5", "Enter")
    sheet.says(WAITING.format(1))
    sheet.page.close()
    context.clear_cookies()
    server.start()
    page = context.new_page()
    log_in(page, server.address, name_of(world.head))
    expect(page.locator("#unsent")).to_be_hidden()
    theirs = open_sheet()
    theirs.all_saved()
    assert theirs.texts(today, pupils[0]) == [""]
    theirs.cell(pupils[1], today).click()
    theirs.type("4", "Enter")
    theirs.all_saved()
    theirs.page.locator("#sign").click()
    expect(theirs.page.locator("#sign-list")).to_have_text("Всё, что вы ввели, сохранено.")
    assert history() == [(today.id, pupils[1].id, "4")]
    log_out(theirs.page)
    log_in(theirs.page, server.address, name_of(world.teacher))
    expect(theirs.page.locator("#unsent")).to_contain_text("отправлены: 1")
    assert history() == [(today.id, pupils[1].id, "4"), (today.id, pupils[0].id, "5")]


def write_meanwhile(world, pupil, text):
    """The class teacher writes into a cell of today by another way."""
    actor = as_actor(world.head, "class_teacher")
    ids = {"lesson": world.lessons[0].id, "course": world.algebra.id, "pupil": pupil.id}
    with unit_of_work("page", actor):
        write_cell(actor, sent=sent(text=text, **ids), now=clock.now())


@sqlite_only
def test_what_another_wrote_meanwhile_is_shown_afterwards_beside_what_was_typed(
    server, sheet, world, pupils
):
    today, pupil = world.lessons[0], pupils[0]
    server.stop()
    sheet.type("5", "Enter")
    sheet.says(WAITING.format(1))
    write_meanwhile(world, pupil, "2")
    server.start()
    try_now(sheet.page)
    question = sheet.page.locator("#question")
    expect(question).to_contain_text("Сидорова")
    sheet.page.reload()
    expect(question).to_contain_text("Сидорова")
    assert question.locator(".value").all_inner_texts() == ["2", "5"]
    assert sheet.texts(today, pupil) == ["5"]
    question.get_by_role("button", name="Оставить моё").click()
    sheet.all_saved()
    assert history() == [(today.id, pupil.id, "2"), (today.id, pupil.id, "5")]


@sqlite_only
@pytest.mark.parametrize(("answer", "kept"), [("Оставить моё", "5"), ("Взять его", "2")])
def test_what_came_back_for_a_page_that_is_not_open_stands_in_the_list(
    server, sheet, open_sheet, world, pupils, answer, kept
):
    today, pupil = world.lessons[0], pupils[0]
    server.stop()
    sheet.type("5", "Enter", "8", "Enter")
    sheet.says(WAITING.format(2))
    write_meanwhile(world, pupil, "2")
    sheet.page.close()
    server.start()
    other = open_sheet(f"/journal/course/{world.english.id}")
    other.says("Отклонено записей: 2")
    other.page.locator("#sign").click()
    back = other.page.locator("#sign-list")
    expect(back.locator("h3")).to_have_text("Записи, которые не приняты")
    conflict, refusal = back.locator(".returned").all()
    expect(conflict).to_contain_text("Абрамов Иван")
    expect(conflict).to_contain_text("В журнале: 2 (Сидорова")
    expect(refusal).to_contain_text(": 8")
    refusal.get_by_role("button", name="Не записывать").click()
    other.says("Отклонено записей: 1")
    conflict.get_by_role("button", name=answer).click()
    other.all_saved()
    assert marks_of(today.id) == {pupil.id: [kept]}


@sqlite_only
def test_a_login_that_ended_while_typing_is_asked_for_and_nothing_is_lost(
    context, server, sheet, world, pupils
):
    context.clear_cookies()
    sheet.type("5", "Enter", "4", "Enter")
    sheet.says("Войдите снова: записи сохранены на этом компьютере (2)")
    page = context.new_page()
    log_in(page, server.address, name_of(world.teacher))
    try_now(sheet.page)
    sheet.all_saved()
    today = world.lessons[0]
    assert history() == [(today.id, pupils[0].id, "5"), (today.id, pupils[1].id, "4")]


def entries_of(request):
    """Receipt ids of the entries that a request carried."""
    is_save = "/journal/entries" in request.url
    return [entry["entry"] for entry in request.post_data_json["entries"]] if is_save else []


@sqlite_only
@pytest.mark.parametrize("locks", ["with locks", "without locks"])
def test_two_tabs_of_a_person_send_in_the_order_of_typing_and_each_entry_once(
    context, server, come_in, open_sheet, world, pupils, locks
):
    if locks == "without locks":
        context.add_init_script(NO_LOCKS)
    come_in(world.teacher)
    first, second = open_sheet(), open_sheet()
    today = world.lessons[0]
    answered = []
    context.on("requestfinished", lambda request: answered.extend(entries_of(request)))
    server.stop()
    first.type("5", "Enter")
    first.says(WAITING.format(1))
    expect(second.cell(pupils[0], today)).to_have_text("5")
    second.says(WAITING.format(1))
    second.cell(pupils[1], today).click()
    second.type("4", "Enter")
    first.says(WAITING.format(2))
    second.cell(pupils[0], today).click()
    second.type("3", "Enter")
    expect(first.cell(pupils[0], today)).to_have_text("3")
    server.start()
    for sheet in (second, first):
        try_now(sheet.page)
    for sheet in (first, second):
        sheet.all_saved()
        assert sheet.texts(today, *pupils[:2]) == ["3", "4"]
    assert len(answered) == len(set(answered)) == receipts()
    last = {(lesson, pupil): value for lesson, pupil, value in history()}
    assert last == {(today.id, pupils[0].id): "3", (today.id, pupils[1].id): "4"}
    assert receipts() == len(history())
    assert history()[-1] == (today.id, pupils[0].id, "3")


@sqlite_only
def test_a_page_left_open_sends_nothing_while_another_person_is_logged_in(
    server, sheet, come_in, world, pupils
):
    come_in(world.head)
    sheet.type("5", "Enter")
    sheet.says("Вошёл другой человек, записи сохранены на этом компьютере (1)")
    try_now(sheet.page)
    assert receipts() == 0
    come_in(world.teacher)
    try_now(sheet.page)
    sheet.all_saved()
    assert history() == [(world.lessons[0].id, pupils[0].id, "5")]
