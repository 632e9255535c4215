"""Typing goes on when the server does not: the real server is stopped, killed and started again."""

import signal

import pytest
from flask_appbuilder.security.sqla.models import User
from playwright.sync_api import expect

from app.core.db import db
from app.people.models import Staff
from tests.browser.conftest import DESK, make_world
from tests.browser.outage import (
    Server,
    history,
    is_kept,
    log_in,
    log_out,
    marks_of,
    receipts,
    try_now,
    use_session,
    wait_for,
)
from tests.browser.sheet import Sheet

pytestmark = [pytest.mark.browser, pytest.mark.req("U4")]
WAITING = "Нет связи, записи сохранены на этом компьютере ({})"
NO_DATABASE = "IDBFactory.prototype.open = () => { throw new Error('private window') }"
NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })"


@pytest.fixture
def world(app):
    return make_world()


@pytest.fixture
def server(app, world):
    made = Server(app)
    made.start()
    yield made
    made.stop(signal.SIGKILL)


@pytest.fixture
def context(chromium):
    """A browser of one computer at school."""
    made = chromium.new_context(**DESK)
    made.set_default_timeout(15_000)
    faults = []
    made.on("weberror", lambda error: faults.append(str(error.error)))
    yield made
    made.close()
    assert faults == []


@pytest.fixture
def come_in(context, server, login):
    """`come_in(staff)`: the browser is logged in as this person."""

    def enter(staff: Staff) -> None:
        cookie = login(staff.user_id).get_cookie("session")
        use_session(context, server.address, cookie.value)

    return enter


@pytest.fixture
def path(world):
    return f"/journal/course/{world.algebra.id}"


@pytest.fixture
def pupils(world):
    return [pupil for name, pupil in world.pupils.items() if name != "Новая Алиса"]


@pytest.fixture
def open_sheet(context, server, path):
    """`open_sheet()`: the journal page, kept by the browser."""

    def open_page(where=path) -> Sheet:
        page = context.new_page()
        page.goto(server.address + where)
        wait_for(lambda: is_kept(page, page.url))
        return Sheet(page)

    return open_page


@pytest.fixture
def sheet(come_in, open_sheet, world):
    come_in(world.teacher)
    return open_sheet()


sqlite_only = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def name_of(staff):
    return db.session.get(User, staff.user_id).username


@sqlite_only
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
