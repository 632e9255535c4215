"""From a paper sheet into the journal, by keyboard, in a real browser [U3 J1]."""

import datetime as dt

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db, unit_of_work
from app.outages.enums import TransferState
from app.outages.models import JournalSheet, Outage, Transfer
from app.outages.operations.outages import Facts, register_outage
from app.timetable.enums import LessonStatus
from app.timetable.models import Lesson
from tests import factories as make
from tests.browser.conftest import PHONE
from tests.browser.sheet import Sheet

pytestmark = [pytest.mark.browser, pytest.mark.req("U3")]

DEPUTY = make.actor("deputy", name="Завучева")


@pytest.fixture
def outage(world):
    """The days from a month to yesterday; the sheet of algebra was printed for the last three."""
    now = clock.now()
    facts = Facts(now - dt.timedelta(35), now - dt.timedelta(1), (), "Не работал сервер")
    with unit_of_work(way="form", actor=DEPUTY):
        return register_outage(DEPUTY, facts=facts, now=now)


@pytest.fixture
def number(outage, world):
    """The number of the sheet of algebra."""
    last = clock.today() - dt.timedelta(2)
    return make.save(
        JournalSheet(
            course_id=world.algebra.id,
            first=last - dt.timedelta(2),
            last=last,
            printed_at=clock.now(),
        )
    ).number


def screen(outage, world):
    return f"/outages/transfer/{outage.id}/{world.algebra.id}"


def state_of(lesson):
    db.session.expire_all()
    row = db.session.scalars(select(Transfer).where(Transfer.lesson_id == lesson.id)).one()
    return row.state, row.sheet


def test_from_the_qr_code_to_a_transferred_lesson(visit, address, world, outage, number):
    page = visit(world.teacher, f"/outages/sheet/{number}")
    page.get_by_role("link", name="Перенести в журнал").click()
    page.wait_for_load_state()
    sheet = Sheet(page)
    abramov, belova = world.pupils["Абрамов Иван"], world.pupils["Белова Анна"]
    lesson = world.lessons[-2]
    sheet.cell(abramov, lesson).click()
    sheet.type("5", "Enter", "4", "Enter")
    sheet.card(lesson).locator("[data-kind=topic]").fill("Системы уравнений")
    sheet.card(lesson).get_by_role("button", name="Перенесено").click()
    expect(sheet.card(lesson).locator(".settle")).to_contain_text(f"лист № {number}")
    expect(sheet.card(lesson).locator(".settle")).to_contain_text("перенесён")
    page.wait_for_load_state()
    assert sheet.texts(lesson, abramov, belova) == ["5", "4"]
    assert state_of(lesson) == (TransferState.TRANSFERRED, str(number))
    ways = db.session.scalars(select(AuditEntry.way).where(AuditEntry.table_name == "mark"))
    assert set(ways) == {f"temporary {number}"}
    sheet.cell(abramov, lesson).click()
    sheet.type("Shift+F10")
    expect(page.locator("dialog[open]")).to_contain_text(f"временный журнал, лист № {number}")


def test_a_lesson_of_last_month_takes_entries_because_the_outage_ended_yesterday(
    visit, world, outage
):
    page = visit(world.teacher, screen(outage, world))
    sheet, lesson = Sheet(page), world.lessons[-30]
    sheet.cell(world.pupils["Абрамов Иван"], lesson).click()
    sheet.type("3", "Enter")
    assert sheet.stored(lesson, world.pupils["Абрамов Иван"]) == ["3"]


def test_an_entry_is_taken_back_by_the_same_key(visit, world, outage):
    page = visit(world.teacher, screen(outage, world))
    sheet, lesson, pupil = Sheet(page), world.lessons[-2], world.pupils["Абрамов Иван"]
    sheet.cell(pupil, lesson).click()
    sheet.type("5", "Enter", "Control+z")
    assert sheet.stored(lesson, pupil) == [""]


def test_a_lesson_without_a_topic_is_not_transferred(visit, world, outage):
    page = visit(world.teacher, screen(outage, world))
    card = Sheet(page).card(world.lessons[-2])
    card.get_by_role("button", name="Перенесено").click()
    expect(page.get_by_role("alert")).to_contain_text("сначала впишите тему урока")
    assert state_of(world.lessons[-2])[0] == TransferState.WAITING


def test_a_lesson_that_was_not_held_is_said_to_be_so(visit, world, outage):
    page = visit(world.teacher, screen(outage, world))
    card = Sheet(page).card(world.lessons[-3])
    card.get_by_text("Урок не проводился").click()
    card.get_by_label("Почему").fill("Эвакуация")
    card.get_by_role("button", name="Не проводился").click()
    expect(card.locator(".settle")).to_contain_text("урок не проводился")
    assert state_of(world.lessons[-3])[0] == TransferState.NOT_HELD
    assert db.session.get(Lesson, world.lessons[-3].id).status == LessonStatus.CANCELLED


def test_nothing_is_settled_while_entries_are_not_saved(visit, world, outage):
    page = visit(world.teacher, screen(outage, world))
    sheet, lesson = Sheet(page), world.lessons[-2]
    sheet.card(lesson).locator("[data-kind=topic]").fill("Системы уравнений")
    sheet.cell(world.pupils["Абрамов Иван"], lesson).click()
    sheet.all_saved()
    page.context.set_offline(True)
    sheet.type("5", "Enter")
    expect(page.locator("#sign")).not_to_have_class("btn saved")
    sheet.card(lesson).get_by_role("button", name="Перенесено").click()
    expect(page.locator(".settle-told")).to_be_visible()
    assert state_of(lesson)[0] == TransferState.WAITING
    page.context.set_offline(False)
    sheet.all_saved()
    sheet.card(lesson).get_by_role("button", name="Перенесено").click()
    expect(sheet.card(lesson).locator(".settle")).to_contain_text("перенесён")


def test_a_phone_shows_one_lesson_with_its_buttons(visit, world, outage):
    page = visit(world.teacher, screen(outage, world), PHONE)
    shown = page.locator(".lesson-card:visible")
    expect(shown).to_have_count(1)
    expect(shown.get_by_role("button", name="Перенесено")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_director_only_looks(visit, world, outage):
    page = visit(world.director, screen(outage, world))
    expect(page.get_by_text("Этот журнал вам можно только смотреть").first).to_be_visible()
    assert page.get_by_role("button", name="Перенесено").count() == 0
    assert db.session.get(Outage, outage.id).closed_at is None
