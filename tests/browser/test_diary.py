"""The diary on a telephone: homework is ticked off, new marks are read [M5]."""

import re

import pytest
from playwright.sync_api import expect

from app.core import clock
from app.core.db import db
from app.diary.models import HomeworkDone
from app.journal.models import Homework, Mark, Task
from app.plan.models import WorkKind
from tests import factories as make
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.req("M5")]


@pytest.fixture
def pupil(world):
    """A pupil with homework for today and a mark of two days ago."""
    own = world.pupils["Белова Анна"]
    own.user_id = make.make_user("pupil")
    kind = db.session.scalars(db.select(WorkKind).where(WorkKind.code == "К")).one()
    task = make.save(Task(lesson=world.lessons[-2], kind=kind, title="Уравнения"))
    set_at = clock.now()
    make.save(
        own,
        Mark(task=task, pupil=own, value="4"),
        Homework(lesson=world.lessons[-2], text="§ 18, № 125–130", set_at=set_at),
    )
    return own


def box(page):
    return page.get_by_role("checkbox", name="§ 18, № 125–130")


def test_homework_is_ticked_off_and_stays_so(visit, pupil):
    page = visit(pupil, "/diary/", PHONE)
    with page.expect_response(re.compile("/homework$")) as answer:
        box(page).check()
    assert answer.value.ok
    expect(box(page)).to_be_focused()
    page.reload()
    expect(box(page)).to_be_checked()


def test_a_tick_that_is_not_saved_goes_back_and_says_why(visit, pupil):
    page = visit(pupil, "/diary/", PHONE)
    homework = db.session.scalars(db.select(Homework)).one()
    homework.text = "§ 19"
    make.save(homework)
    box(page).click()
    expect(page.get_by_role("alert")).to_have_text(
        "Учитель изменил это задание: откройте страницу заново."
    )
    expect(box(page)).not_to_be_checked()
    page.context.set_offline(True)
    box(page).click()
    expect(page.get_by_role("alert")).to_have_text(
        "Галочка не сохранена: откройте страницу заново."
    )
    expect(box(page)).not_to_be_checked()
    assert db.session.query(HomeworkDone).count() == 0


def test_new_marks_are_read_and_are_new_no_longer(visit, pupil):
    page = visit(pupil, "/diary/", PHONE)
    expect(page.locator(".fresh-marks summary")).to_have_text("1 новая отметка")
    expect(page.locator(".fresh-marks li")).to_contain_text("контрольная «Уравнения», вес 2")
    page.get_by_role("button", name="Отметить прочитанным").click()
    expect(page.locator(".fresh-marks")).to_have_count(0)


@pytest.mark.parametrize("path", ["", "/marks", "/calendar"])
def test_a_telephone_needs_no_sideways_scrolling(visit, pupil, path):
    page = visit(pupil, f"/diary/{pupil.id}{path}", PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_marks_of_a_subject_open_by_keyboard(visit, pupil):
    page = visit(pupil, f"/diary/{pupil.id}/marks")
    page.locator(".subjects summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".subjects .each")).to_contain_text("контрольная «Уравнения», вес 2")
