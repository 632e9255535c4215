"""The grid of points of a control work by keyboard and clipboard [R5]."""

import pytest
from playwright.sync_api import expect

from app.core.db import db
from app.plan.models import WorkKind
from tests.works.scene import make_plan, make_work

pytestmark = [pytest.mark.browser, pytest.mark.req("R5")]


@pytest.fixture
def grid(visit, world):
    kind = db.session.scalars(db.select(WorkKind).where(WorkKind.code == "К")).one()
    work = make_work(make_plan(world.algebra.subject, world.teacher), world.lessons[-2], kind)
    return visit(world.teacher, f"/works/{work.id}")


def row(page, number):
    return page.locator("tr[data-pupil]").nth(number)


def texts(page, number):
    return [text.strip() for text in row(page, number).locator("td").all_inner_texts()]


def test_points_are_typed_refused_and_pasted(grid):
    told = grid.locator("#told")
    row(grid, 0).locator("td.cell").nth(1).click()
    for key in ("2", "Tab", "2", "Tab", "3", "Tab", "9", "Enter"):
        grid.keyboard.press(key)
    expect(told).to_contain_text("За это задание не больше 3 б.")
    grid.keyboard.press("ArrowUp")
    grid.keyboard.press("Escape")
    grid.keyboard.press("3")
    grid.keyboard.press("Tab")  # over the edge to the next pupil's column of variants
    expect(told).to_have_text("Сохранено.")
    grid.keyboard.press("y")  # the key of «н»
    grid.keyboard.press("Enter")
    expect(told).to_have_text("Сохранено.")
    grid.reload()
    assert texts(grid, 0) == ["", "2", "2", "3", "3", "10", "100,0", "5", ""]
    assert texts(grid, 1)[:2] == ["н", ""]
    row(grid, 2).locator("td.cell").nth(1).click()
    grid.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", "2\\t0\\t1\\t0\\n1\\t1\\t1\\t1");
          const how = { clipboardData, bubbles: true, cancelable: true };
          const paste = new ClipboardEvent("paste", how);
          document.activeElement.dispatchEvent(paste);
        }"""
    )
    grid.get_by_role("button", name="Сохранить баллы").click()
    expect(row(grid, 2).locator(".mark")).to_have_text("2")
    assert [texts(grid, number)[1:5] for number in (2, 3)] == [list("2010"), list("1111")]
