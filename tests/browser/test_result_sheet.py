"""The sheet of results by keyboard [R1]."""

import pytest
from playwright.sync_api import expect

from app.core.db import db
from app.journal.models import Mark, Task
from app.plan.models import WorkKind
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.req("R1")]


@pytest.fixture
def sheet(visit, world):
    """Marks of the first two pupils; nobody has a result."""
    kind = db.session.scalars(db.select(WorkKind).where(WorkKind.code == "О")).one()
    task = make.save(Task(lesson=world.lessons[0], kind=kind, position=1))
    for pupil, value in zip(world.pupils.values(), ("5", "3"), strict=False):
        make.save(Mark(task=task, pupil=pupil, value=value))
    return visit(world.teacher, f"/results/sheet/{world.algebra.id}")


def saved(page):
    expect(page.locator("#sign")).to_have_text("Всё сохранено")
    page.reload()
    return page.locator("td[data-kind=result]").all_inner_texts()


def test_results_are_typed_like_marks(sheet):
    sheet.keyboard.press("4")
    sheet.keyboard.press("Enter")
    sheet.keyboard.press("5")
    sheet.keyboard.press("Enter")
    assert saved(sheet)[:3] == ["4", "5", ""]


def test_a_column_of_proposals_is_shown_taken_and_taken_back_at_once(sheet):
    sheet.get_by_role("button", name="Взять предложенные").click()
    dialog = sheet.locator("#proposals-dialog")
    assert dialog.locator("tbody tr").nth(0).locator("td").all_inner_texts()[1:] == [
        "5,00",
        "",
        "5",
    ]
    dialog.get_by_role("button", name="Записать").first.click()
    assert saved(sheet)[:3] == ["5", "3", ""]


def test_what_was_set_is_not_written_over(sheet):
    sheet.keyboard.press("4")
    sheet.keyboard.press("Enter")
    sheet.get_by_role("button", name="Взять предложенные").click()
    sheet.locator("#proposals-dialog").get_by_role("button", name="Записать").first.click()
    expect(sheet.locator("#sign")).to_have_text("Всё сохранено")
    sheet.keyboard.press("Control+KeyZ")
    assert saved(sheet)[:3] == ["4", "", ""]
