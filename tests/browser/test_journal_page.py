import re

import pytest
from playwright.sync_api import expect

from app.core import clock
from tests import factories as make
from tests.browser.conftest import PHONE
from tests.browser.sheet import Sheet

pytestmark = pytest.mark.browser
_SLOW_DISK = """() => {
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (name, ...rest) {
    const step = begin.call(this, name, ...rest);
    const end = Date.now() + 1000;
    const hold = () => Date.now() < end && (step.objectStore(name).count().onsuccess = hold);
    hold();
    return step;
  };
}"""
Y_IN = {"Latin layout": "y", "Russian layout": "н"}


@pytest.fixture
def path(world):
    return f"/journal/course/{world.algebra.id}"


@pytest.fixture
def sheet(visit, world, path):
    return Sheet(visit(world.teacher, path))


@pytest.fixture
def pupils(world):
    return list(world.pupils.values())


@pytest.mark.req("J1")
def test_a_column_is_filled_by_keyboard_alone(sheet, world, pupils):
    today = world.lessons[0]
    sheet.type(
        "5", "Enter", "4", "/", "5", "ArrowDown", "3", "Tab", ".", "Enter", "2", "Shift+Enter"
    )
    sheet.all_saved()
    assert sheet.header(today).locator(".kinds").inner_text() == "О/О"
    assert sheet.card(today).locator("select").count() == 2
    assert sheet.stored(today, *pupils[:5]) == ["5", "4/5", "3", "•", "2"]


@pytest.mark.req("J1")
@pytest.mark.parametrize("layout", Y_IN)
def test_both_layouts_type_the_russian_letter_of_the_same_key(sheet, world, pupils, layout):
    russian = layout == "Russian layout"
    sheet.press_physical(("KeyY", "н" if russian else "y"), ("Enter", "Enter"))
    sheet.press_physical(("Comma", "б" if russian else ","), ("Enter", "Enter"))
    sheet.press_physical(("KeyE", "у" if russian else "e"), ("Enter", "Enter"))
    assert sheet.stored(world.lessons[0], *pupils[:3]) == ["Н", "Б", "У"]


@pytest.mark.req("J1")
def test_a_dot_after_a_mark_parts_two_marks_in_the_russian_layout(sheet, world, pupils):
    sheet.press_physical(("Digit4", "4"), ("Slash", "."), ("Digit5", "5"), ("Enter", "Enter"))
    assert sheet.stored(world.lessons[0], pupils[0]) == ["4/5"]


@pytest.mark.req("J1")
def test_typing_replaces_and_f2_corrects(sheet, world, pupils):
    sheet.type("4", "Enter", "ArrowUp", "F2", "/", "3", "Enter", "5", "Escape")
    assert sheet.texts(world.lessons[0], *pupils[:2]) == ["4/3", ""]
    sheet.type("ArrowUp", "2", "Enter")
    assert sheet.stored(world.lessons[0], pupils[0]) == ["2"]


@pytest.mark.req("J1")
def test_delete_clears_the_selected_cells_and_undo_brings_them_back_together(sheet, world, pupils):
    today = world.lessons[0]
    sheet.type("5", "Enter", "4", "Enter", "3", "ArrowUp", "ArrowUp", "Shift+ArrowDown", "Delete")
    assert sheet.texts(today, *pupils[:3]) == ["", "", "3"]
    sheet.type("Control+z")
    assert sheet.stored(today, *pupils[:3]) == ["5", "4", "3"]


@pytest.mark.req("J1")
def test_fill_down_leaves_what_is_filled_and_undo_takes_back_all_of_it(sheet, world, pupils):
    today = world.lessons[0]
    sheet.cell(pupils[2], today).click()
    sheet.type("2", "ArrowUp", "5", "Control+d")
    assert sheet.texts(today, *pupils) == ["", "5", "2", "5", "5", "5", "5"]
    sheet.all_saved()
    sheet.type("Control+z")
    assert sheet.stored(today, *pupils) == ["", "5", "2", "", "", "", ""]


@pytest.mark.req("J1")
def test_fill_the_empty_ones_fills_above_and_below_but_nobody_who_was_not_there(
    sheet, world, pupils
):
    lesson = world.lessons[-2]
    sheet.cell(pupils[3], lesson).click()
    sheet.type("4", "Enter")
    sheet.cell(pupils[3], lesson).click()
    sheet.page.get_by_role("button", name="Заполнить пустые").click()
    assert sheet.stored(lesson, *pupils) == ["4", "4", "4", "4", "4", "", "4"]


@pytest.mark.req("J1")
def test_a_pasted_column_is_shown_before_it_is_written(sheet, world, pupils):
    today = world.lessons[0]
    sheet.cell(pupils[4], today).click()
    sheet.type("3", "Enter")
    sheet.cell(pupils[0], today).click()
    sheet.paste("5\n7\n\nH\n4\n2\n5\n5\n")
    dialog = sheet.page.locator("#paste-dialog")
    expect(dialog.locator(".summary")).to_have_text(
        "Будет записано: 4. Не берётся: 3 (строки 2, 5, 8)."
    )
    assert [row.inner_text().split("\t")[-1] for row in dialog.locator("tbody tr").all()] == [
        "будет записано",
        "не берётся: такой отметки нет",
        "пустая строка",
        "будет записано",
        "не берётся: уже стоит 3",
        "будет записано",
        "будет записано",
        "не берётся: список учеников закончился",
    ]
    assert sheet.texts(today, pupils[0]) == [""]
    sheet.type("Enter")
    assert sheet.stored(today, *pupils) == ["5", "", "", "Н", "3", "2", "5"]


@pytest.mark.req("J1")
def test_two_pasted_columns_are_matched_by_name(sheet, world, pupils):
    sheet.paste("1\tЕлкин Петр Ильич\t5\n2\tиванова м.\t4\n3\tЧужой Лев\t3\n4\tАбрамов\tотл")
    dialog = sheet.page.locator("#paste-dialog")
    expect(dialog.locator(".summary")).to_have_text(
        "Будет записано: 2. Не берётся: 2 (строки 3, 4)."
    )
    sheet.type("Enter")
    assert sheet.stored(world.lessons[0], *pupils[:5]) == ["", "", "5", "", "4"]


@pytest.mark.req("J1")
def test_a_pasted_column_can_be_left_unwritten(sheet, world, pupils):
    sheet.paste("5\n4")
    sheet.page.get_by_role("button", name="Не записывать").click()
    assert sheet.stored(world.lessons[0], *pupils[:2]) == ["", ""]


@pytest.mark.req("J1", "J10")
def test_a_refused_entry_keeps_what_was_typed_and_says_why(sheet, world, pupils):
    cell = sheet.cell(pupils[0], world.lessons[0])
    sheet.type("8", "Enter")
    sheet.says("Отклонено записей: 1")
    assert cell.inner_text() == "8"
    assert cell.get_attribute("aria-invalid") == "true"
    reason = cell.get_attribute("title")
    sheet.page.locator("#sign").click()
    sheet.page.locator("#sign-list button").first.click()
    expect(sheet.page.locator("#about")).to_contain_text(reason)
    sheet.type("Escape")
    assert sheet.stored(world.lessons[0], pupils[0]) == [""]


@pytest.mark.req("U4")
def test_a_dropped_entry_is_off_the_disk_before_everything_counts_as_saved(sheet, world, pupils):
    sheet.type("8", "Enter")
    sheet.says("Отклонено записей: 1")
    sheet.page.evaluate(_SLOW_DISK)
    sheet.type("ArrowUp", "Escape")
    assert sheet.stored(world.lessons[0], pupils[0]) == [""]
    sheet.all_saved()


@pytest.mark.req("J8")
def test_a_closed_lesson_says_why_it_takes_nothing(sheet, world, pupils):
    sheet.cell(pupils[0], world.lessons[-30]).click()
    sheet.type("5")
    expect(sheet.page.locator("#told")).not_to_be_empty()
    assert sheet.texts(world.lessons[-30], pupils[0]) == [""]


@pytest.mark.req("J1", "J2", "T3")
def test_a_mark_for_an_absent_pupil_asks_first(sheet, world, pupils):
    cell = sheet.cell(pupils[0], world.lessons[0])
    sheet.type("y", " ", "4", "Enter")
    sheet.says("Записей ждут вашего решения: 1")
    sheet.type("Control+Enter", "Enter")
    sheet.all_saved()
    assert cell.get_attribute("data-flag")
    assert sheet.stored(world.lessons[0], pupils[0]) == ["Н 4"]


@pytest.mark.req("J10")
@pytest.mark.parametrize(("answer", "stored"), [("Оставить моё", "5"), ("Взять его", "2")])
def test_two_people_in_one_cell_both_learn_of_it(visit, world, path, pupils, answer, stored):
    today = world.lessons[0]
    mine, theirs = Sheet(visit(world.teacher, path)), Sheet(visit(world.head, path))
    theirs.type("2", "Enter")
    theirs.all_saved()
    mine.type("5", "Enter")
    question = mine.page.locator("#question")
    expect(question).to_contain_text("Сидорова")
    assert question.locator(".value").all_inner_texts() == ["2", "5"]
    question.get_by_role("button", name=answer).click()
    assert mine.stored(today, pupils[0]) == [stored]


@pytest.mark.req("J10")
def test_the_one_who_wrote_first_is_told_what_the_other_made_of_it(visit, world, path, pupils):
    first, second = Sheet(visit(world.teacher, path)), Sheet(visit(world.head, path))
    first.type("5", "Enter")
    first.all_saved()
    second.type("2", "Enter")
    second.page.locator("#question").get_by_role("button", name="Оставить моё").click()
    second.all_saved()
    first.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    cell = first.cell(pupils[0], world.lessons[0])
    expect(cell).to_have_text("2")
    expect(first.page.locator("#told")).to_contain_text("Сидорова")
    assert cell.get_attribute("title").endswith("5 → 2")


@pytest.mark.req("U4")
def test_what_is_entered_without_network_is_sent_when_it_returns(sheet, world, pupils):
    sheet.page.context.set_offline(True)
    sheet.type("5", "Enter", "4", "Enter")
    sheet.says("Нет связи, записи сохранены на этом компьютере (2)")
    sheet.type("3", "Enter")
    sheet.page.context.set_offline(False)
    assert sheet.stored(world.lessons[0], *pupils[:3]) == ["5", "4", "3"]


@pytest.mark.req("U4")
def test_an_answer_that_got_lost_is_asked_for_with_the_same_receipt(sheet, world, pupils):
    sent = []

    def lose_the_first_answer(route):
        sent.append(route.request.post_data_json["entries"])
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    sheet.page.route("**/journal/entries?**", lose_the_first_answer)
    sheet.type("5", "Enter")
    assert sheet.stored(world.lessons[0], pupils[0]) == ["5"]
    assert sent[0] == sent[1]


@pytest.mark.req("U4")
def test_a_cell_typed_anew_after_its_answer_was_lost_keeps_the_later_text(sheet, world, pupils):
    sent, lost = [], True

    def lose(route):
        sent.append(route.request.post_data_json["entries"])
        if not lost:
            return route.continue_()
        if len(sent) == 1:
            route.fetch()
        return route.abort()

    sheet.page.route("**/journal/entries?**", lose)
    sheet.type("5", "Enter")
    sheet.says("Нет связи, записи сохранены на этом компьютере (1)")
    sheet.type("ArrowUp", "4", "Enter")
    sheet.says("Нет связи, записи сохранены на этом компьютере (2)")
    lost = False
    assert sheet.stored(world.lessons[0], pupils[0]) == ["4"]
    assert len({entry["entry"] for batch in sent for entry in batch}) == 2


@pytest.mark.req("U4")
def test_an_entry_that_the_server_stumbles_over_does_not_hold_up_the_others(sheet, world, pupils):
    def stumble(route):
        entries = route.request.post_data_json["entries"]
        broken = any(entry["text"] == "4" for entry in entries)
        route.fulfill(status=500, body="") if broken else route.continue_()

    sheet.page.route("**/journal/entries?**", stumble)
    sheet.type("5", "Enter", "4", "Enter", "3", "Enter")
    expect(sheet.page.locator("#sign")).to_have_text("Отклонено записей: 1", timeout=20_000)
    assert sheet.texts(world.lessons[0], *pupils[:3]) == ["5", "4", "3"]
    sheet.type("ArrowUp", "ArrowUp", "Escape")
    assert sheet.stored(world.lessons[0], *pupils[:3]) == ["5", "", "3"]


@pytest.mark.req("U4")
def test_a_login_that_ended_keeps_the_entries(sheet, world, pupils):
    context = sheet.page.context
    cookies = context.cookies()
    context.clear_cookies()
    sheet.type("5", "Enter")
    sheet.says("Войдите снова: записи сохранены на этом компьютере (1)")
    context.add_cookies(cookies)
    sheet.page.locator("#sign").click()
    sheet.page.get_by_role("button", name="Отправить ещё раз").click()
    assert sheet.stored(world.lessons[0], pupils[0]) == ["5"]


@pytest.mark.req("U4")
def test_leaving_in_the_middle_of_typing_asks(sheet):
    asked = []
    sheet.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    sheet.type("5")
    with sheet.page.expect_event("dialog"):
        sheet.page.evaluate("setTimeout(() => location.reload())")
    assert asked == ["beforeunload"]
    sheet.type("Enter")
    sheet.all_saved()


@pytest.mark.req("J3")
def test_topic_and_homework_are_filled_in_place(sheet, world):
    card = sheet.card(world.lessons[0])
    topic, homework = (card.locator(f"[data-kind={kind}]") for kind in ("topic", "homework"))
    topic.click()
    sheet.page.keyboard.type("Линейные уравнения")
    sheet.type("Control+Enter")
    sheet.page.keyboard.type("§ 15, № 3")
    sheet.type("Tab")
    sheet.all_saved()
    sheet.page.reload()
    assert (topic.input_value(), homework.input_value()) == ("Линейные уравнения", "§ 15, № 3")


@pytest.mark.req("J3", "J4")
def test_a_topic_is_chosen_from_the_lesson_plan(sheet, world):
    card = sheet.card(world.lessons[0])
    card.get_by_role("button", name="Выбрать из КТП").click()
    sheet.page.keyboard.type("систем")
    sheet.page.get_by_role("button", name="Системы уравнений").click()
    sheet.all_saved()
    assert card.locator("[data-kind=topic]").input_value() == "Системы уравнений"


@pytest.mark.req("J3", "J5")
def test_the_kind_of_work_stands_in_the_heading(sheet, world):
    card = sheet.card(world.lessons[0])
    card.get_by_role("button", name="Добавить вид работы").click()
    card.locator("select").select_option("К")
    sheet.all_saved()
    assert sheet.header(world.lessons[0]).locator(".kinds").inner_text() == "К"
    sheet.page.reload()
    assert sheet.header(world.lessons[0]).locator(".kinds").inner_text() == "К"


@pytest.mark.req("J9")
def test_the_history_of_a_cell_opens_from_it(sheet):
    sheet.type("5", "ArrowDown", "ArrowUp")
    sheet.all_saved()
    sheet.type("Shift+F10")
    expect(sheet.page.locator("#history-dialog .content")).to_contain_text("Иванова")


@pytest.mark.req("J1")
def test_tab_at_the_last_pupil_goes_on_to_the_topic(sheet, world, pupils):
    sheet.cell(pupils[-1], world.lessons[0]).click()
    sheet.type("5", "Tab")
    expect(sheet.card(world.lessons[0]).locator("[data-kind=topic]")).to_be_focused()


@pytest.mark.req("J1")
def test_the_average_follows_the_entry(sheet, world, pupils):
    sheet.type("5", "Enter")
    average = sheet.page.locator(f"[data-average='{world.algebra.id}:{pupils[0].id}']")
    expect(average).to_have_text("5,00")


@pytest.mark.req("J1")
def test_names_and_headings_stay_in_sight_and_today_is_there_at_once(sheet, world, pupils):
    expect(sheet.header(world.lessons[0])).to_be_in_viewport()
    expect(sheet.cell(pupils[0], world.lessons[0])).to_be_focused()
    sheet.page.set_viewport_size({"width": 620, "height": 300})
    pane = sheet.page.locator(".grid-pane")
    scrolled = pane.evaluate("pane => (pane.scrollTo(50, 50), [pane.scrollLeft, pane.scrollTop])")
    assert 0 not in scrolled
    edge, corner = pane.bounding_box(), sheet.page.locator("tbody th").last.bounding_box()
    assert abs(corner["x"] - edge["x"]) < 2
    assert abs(sheet.header(world.lessons[2]).bounding_box()["y"] - edge["y"]) < 2


@pytest.mark.req("P4")
def test_the_director_looks_and_cannot_type(visit, world, path, pupils):
    sheet = Sheet(visit(world.director, path))
    sheet.type("5")
    expect(sheet.page.locator("#told")).not_to_be_empty()
    assert sheet.texts(world.lessons[0], pupils[0]) == [""]


@pytest.mark.req("J1")
def test_a_journal_without_lessons_says_what_to_do(visit, world):
    course = make.make_course(
        world.algebra.school_class, make.make_subject("Химия"), world.teacher, since=clock.today()
    )
    page = visit(world.teacher, f"/journal/course/{course.id}")
    expect(page.locator(".alert-info")).to_contain_text("В этом периоде нет уроков.")


@pytest.mark.req("J1")
def test_a_journal_without_pupils_says_who_adds_them(visit, world):
    course = make.make_course(
        make.make_class(world.algebra.school_class.year, "7Б"),
        make.make_subject("Химия"),
        world.teacher,
        since=clock.today(),
    )
    make.make_lesson(course, clock.today())
    page = visit(world.teacher, f"/journal/course/{course.id}")
    expect(page.locator(".alert-info")).to_contain_text("Учеников добавляет администратор")


@pytest.mark.req("J1")
def test_every_script_has_the_address_of_its_version(visit, world, path):
    page = visit(world.teacher, path)
    loaded = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    ours = [name for name in loaded if "/static/journal/" in name]
    assert [name for name in ours if not re.search(r"\?v=\w+$", name)] == []
    assert len(ours) > 10


@pytest.mark.req("J1")
def test_a_phone_shows_one_lesson_and_a_palette(visit, world, path, pupils):
    sheet = Sheet(visit(world.teacher, path, PHONE))
    today = world.lessons[0]
    palette = sheet.page.locator(".palette")
    sheet.cell(pupils[0], today).tap()
    palette.get_by_role("button", name="5", exact=True).tap()
    palette.locator("[data-code='Н']").tap()
    sheet.cell(pupils[0], today).tap()
    palette.locator("[data-do=second]").tap()
    palette.get_by_role("button", name="4", exact=True).tap()
    assert sheet.page.locator("td.cell:visible").count() == len(pupils)
    assert sheet.stored(today, *pupils[:2]) == ["5/4", "Н"]
    palette.get_by_role("button", name="Предыдущий урок").tap()
    expect(sheet.cell(pupils[0], world.lessons[-2])).to_be_focused()
    expect(sheet.cell(pupils[0], today)).to_be_hidden()


@pytest.mark.req("J1")
def test_a_phone_has_big_targets_and_no_sideways_scroll(visit, world, path):
    page = visit(world.teacher, path, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    small = page.evaluate(
        """() => [...document.querySelectorAll("#journal :is(button, select, td.cell, summary)")]
        .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44)
        .map(one => one.outerHTML)"""
    )
    assert small == []
