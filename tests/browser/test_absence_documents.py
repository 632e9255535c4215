"""A certificate from the parent's phone to the journal, and the page for the wall, in a browser."""

import datetime as dt
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.core.db import db
from tests import factories as make
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def parent(world):
    """The father of Ёлкин, with a login."""
    pupil = world.pupils["Ёлкин Пётр"]
    guardian = make.make_guardian(pupil, user_id=make.make_user("parent"))
    make.save(Absence(lesson=world.lessons[-2], pupil=pupil, kind=AbsenceKind.UNKNOWN))
    return guardian


def picture(tmp_path):
    path = tmp_path / "справка.png"
    data = BytesIO()
    Image.new("RGB", (40, 40), "white").save(data, "PNG")
    path.write_bytes(data.getvalue())
    return path


@pytest.mark.req("T1", "T2")
def test_a_report_from_a_phone_becomes_a_document_that_corrects_the_lessons(
    visit, world, parent, tmp_path
):
    first = world.lessons[-2].day
    phone = visit(parent, "/attendance/report/", PHONE)
    phone.get_by_label("Первый день").fill(first.isoformat())
    phone.get_by_label("Сообщение классному руководителю").fill("Был у врача")
    phone.get_by_label("Справка или заявление").set_input_files(picture(tmp_path))
    phone.get_by_role("button", name="Сообщить школе").click()
    expect(phone.get_by_text("Классный руководитель получит извещение")).to_be_visible()
    expect(phone.get_by_role("button", name="Отозвать")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    desk = visit(world.head, "/attendance/reports/")
    expect(desk.get_by_text("Был у врача")).to_be_visible()
    desk.get_by_role("button", name="Принять как заявление и исправить уроки").click()
    desk.get_by_role("button", name="Исправить 1 урок").click()
    expect(desk.get_by_text("Исправлен 1 урок.")).to_be_visible()
    db.session.rollback()
    assert db.session.scalars(select(Absence.kind)).all() == [AbsenceKind.ILL]
    phone.reload()
    expect(phone.get_by_text("принято")).to_be_visible()


@pytest.mark.req("T4")
def test_the_wall_refreshes_itself_and_says_when_it_cannot(visit, world):
    pupil, lesson = world.pupils["Абрамов Иван"], world.lessons[0]
    lesson.starts, lesson.ends = dt.time(0), dt.time(23, 59)  # it goes on whatever the hour is
    make.save(lesson)
    page = visit(world.director, "/attendance/wall/")
    page.clock.install(time=dt.datetime.now())  # noqa: DTZ005  # the browser's own clock
    page.reload()
    expect(page.locator(".wall-class .said").first).to_be_visible()
    make.save(Absence(lesson=lesson, pupil=pupil, kind=AbsenceKind.UNKNOWN))
    page.clock.fast_forward("01:05")
    expect(page.locator(".wall-class .count").first).to_contain_text("1")
    expect(page.locator(".wall-state")).to_contain_text("Обновлено")
    page.context.set_offline(True)
    page.clock.fast_forward("01:05")
    expect(page.locator(".wall-state")).to_contain_text("Нет связи")
    page.context.set_offline(False)
    page.clock.fast_forward("01:05")
    expect(page.locator(".wall-state")).to_contain_text("Обновлено")
    expect(page.get_by_text("Абрамов")).to_have_count(0)
    page.get_by_role("link", name="С именами").click()
    expect(page.get_by_text("Абрамов Иван")).to_be_visible()
