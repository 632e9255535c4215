"""Typing goes on when the server does not: the real server is stopped, killed and started again."""

import datetime as dt
import signal

import pytest
from flask_appbuilder.security.sqla.models import User
from playwright.sync_api import expect

from app.attendance.operations.cell import write_cell
from app.core import clock
from app.core.db import db, unit_of_work
from app.journal.models import Task
from app.outages.operations.outages import Facts, register_outage
from app.people.models import Staff
from tests import factories as make
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
    way_of_last_change,
)
from tests.browser.sheet import Sheet
from tests.journal.entries import as_actor, sent

pytestmark = [pytest.mark.browser, pytest.mark.req("U4")]
WAITING = "Нет связи, записи сохранены на этом компьютере ({})"
NO_DATABASE = "IDBFactory.prototype.open = () => { throw new Error('private window') }"
DEPUTY = make.actor("deputy", name="Завучева")
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
def test_a_server_that_hangs_is_not_waited_for_when_the_page_is_kept(server, sheet):
    server.send(signal.SIGSTOP)
    sheet.page.reload()
    expect(sheet.page.locator(".stale")).to_contain_text("сервер недоступен")
    server.send(signal.SIGCONT)


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
