"""Walking through a journal with remarks beside it, by mouse and by keyboard [K2]."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from app.control.models import Inspection, Remark
from app.core import clock
from app.core.db import db
from tests import factories as make
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.req("K2")]


@pytest.fixture
def walk(visit, world):
    """The director checks the algebra of 7А of the last days."""
    today = clock.today()
    inspection = make.save(
        Inspection(
            class_id=world.algebra.class_id,
            course_id=world.algebra.id,
            first=today - dt.timedelta(days=12),
            last=today,
            looked="topics marks",
            inspector_id=world.director.user_id,
            inspector="Директор",
            began_at=clock.now(),
        )
    )
    return visit(world.director, f"/control/inspections/{inspection.id}")


def remarks() -> list[tuple[int | None, int | None, str]]:
    db.session.rollback()
    rows = db.session.scalars(db.select(Remark).order_by(Remark.id))
    return [(row.lesson_id, row.pupil_id, row.text) for row in rows]


def test_a_clicked_cell_goes_into_the_remark(walk, world):
    lesson, pupil = world.lessons[-2], world.pupils["Ёлкин Пётр"]
    walk.locator(f"td[data-lesson='{lesson.id}'][data-pupil='{pupil.id}']").click()
    walk.locator("#text").fill("Нет отметки за работу")
    walk.get_by_role("button", name="Записать замечание").click()
    expect(walk.locator(".remark")).to_have_count(1)
    assert remarks() == [(lesson.id, pupil.id, "Нет отметки за работу")]


def test_the_journal_is_walked_by_keyboard(walk, world):
    lesson = world.lessons[-3]
    walk.locator(f"thead th[data-lesson='{lesson.id}']").first.focus()
    walk.keyboard.press("ArrowRight")
    walk.keyboard.press("Enter")
    walk.keyboard.type("Нет темы")
    walk.get_by_role("button", name="Записать замечание").click()
    expect(walk.locator(".remark")).to_have_count(1)
    assert remarks() == [(world.lessons[-2].id, None, "Нет темы")]


def test_a_teacher_answers_on_a_telephone(walk, visit, world):
    walk.locator("#text").fill("Заполните темы")
    walk.get_by_role("button", name="Записать замечание").click()
    expect(walk.locator(".remark")).to_have_count(1)
    page = visit(world.teacher, "/control/remarks/", PHONE)
    page.get_by_label("исправлено").check()
    page.get_by_role("button", name="Отправить ответ").click()
    expect(page.locator(".remark .state").first).to_have_text("есть ответ")
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
