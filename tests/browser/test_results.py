"""The sheet of a class by keyboard and on a phone [R1 P3]."""

import pytest
from playwright.sync_api import expect

from app.core.db import db
from app.journal.models import Mark, Task
from app.plan.models import WorkKind
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.req("R1", "P3")]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def marked(world):
    """«5» and «3» of the first two pupils in algebra, «4» of the first in English."""
    kind = db.session.scalars(db.select(WorkKind).where(WorkKind.code == "О")).one()
    algebra = make.save(Task(lesson=world.lessons[0], kind=kind, position=1))
    english = make.save(Task(lesson=world.english_lesson, kind=kind, position=1))
    first, second, *_rest = world.pupils.values()
    rows = ((algebra, first, "5"), (algebra, second, "3"), (english, first, "4"))
    for task, pupil, value in rows:
        make.save(Mark(task=task, pupil=pupil, value=value))
    return world


def address(world):
    return f"/results/class/{world.algebra.class_id}"


def saved(page, course):
    expect(page.locator("#sign")).to_have_text("Всё сохранено")
    page.reload()
    return page.locator(f"td[data-course='{course.id}']").all_inner_texts()


def test_space_takes_the_grey_proposal_and_goes_on(visit, marked):
    page = visit(marked.head, address(marked))
    page.keyboard.press("Space")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    assert saved(page, marked.algebra)[:3] == ["5", "4", ""]


def test_each_subject_is_saved_in_its_own_course(visit, marked):
    page = visit(marked.head, address(marked))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    assert saved(page, marked.english)[:2] == ["3", ""]
    assert page.locator(f"td[data-course='{marked.algebra.id}']").first.inner_text() == ""


def test_a_column_of_proposals_is_taken_after_it_was_shown(visit, marked):
    page = visit(marked.head, address(marked))
    page.get_by_role("button", name="Взять предложенные").click()
    dialog = page.locator("#proposals-dialog")
    lines = [one.split("\t")[1:] for one in dialog.locator("tbody tr").all_inner_texts()[:2]]
    assert lines == [["5,00", "", "5"], ["3,00", "", "3"]]
    dialog.get_by_role("button", name="Записать").first.click()
    assert saved(page, marked.algebra)[:3] == ["5", "3", ""]


def test_what_comes_back_of_one_subject_stands_in_its_own_cell(visit, marked):
    page = visit(marked.head, address(marked))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("7")
    page.keyboard.press("Enter")
    refused = page.locator("td[data-state=refused]")
    expect(refused).to_have_count(1)
    assert refused.get_attribute("data-course") == str(marked.english.id)


def test_on_a_phone_one_subject_is_shown_and_buttons_write(visit, marked):
    page = visit(marked.head, address(marked), PHONE)
    page.locator(f"td[data-course='{marked.algebra.id}']").nth(1).tap()
    page.locator(".palette [data-code='4']").tap()
    assert saved(page, marked.algebra)[:2] == ["", "4"]
    assert page.locator(f"td[data-course='{marked.english.id}']").first.is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
