"""Marking who is absent: gone for the day, late by the clock, what is known already [T1]."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from app.attendance.enums import AbsenceKind, DocumentKind
from app.attendance.models import Absence, AbsenceDocument
from app.core import clock
from app.core.db import db
from tests import factories as make
from tests.browser.sheet import Sheet

pytestmark = pytest.mark.browser


@pytest.fixture
def pupils(world):
    return list(world.pupils.values())


@pytest.fixture
def journal(visit, world):
    return lambda: Sheet(visit(world.teacher, f"/journal/course/{world.algebra.id}"))


def paper_of(pupil, *, kind=AbsenceKind.ILL, days=2):
    today = clock.today()
    db.session.add(
        AbsenceDocument(
            pupil_id=pupil.id,
            document=DocumentKind.CERTIFICATE,
            kind=kind,
            first=today,
            last=today + dt.timedelta(days=days),
            received_on=today,
        )
    )
    db.session.commit()


def set_clock(sheet, time):
    sheet.page.clock.set_fixed_time(dt.datetime.fromisoformat(f"{clock.today()}T{time}"))


@pytest.mark.req("T1")
def test_gone_for_the_day_is_one_press_and_one_step_back(journal, world, pupils):
    sheet, today = journal(), world.lessons[0]
    sheet.press_physical(("Enter", "Enter"))
    sheet.type("Alt+KeyY")
    sheet.all_saved()
    assert sheet.texts(today, *pupils[:3]) == ["", "Н→", ""]
    sheet.type("Control+KeyZ")
    assert sheet.stored(today, *pupils[:3]) == ["", "", ""]


@pytest.mark.req("T1")
def test_gone_for_the_day_fills_the_rest_of_the_day_in_the_week(visit, world, pupils):
    later = make.make_lesson(world.algebra, clock.today(), 5)
    sheet = Sheet(visit(world.head, f"/journal/week/{world.algebra.class_id}"))
    for lesson, text in ((world.lessons[0], "Н→"), (world.english_lesson, "Н"), (later, "Н")):
        if lesson is world.lessons[0]:
            sheet.cell(pupils[0], lesson).click()
            sheet.page.locator("[data-do=gone]").first.click()
        expect(sheet.cell(pupils[0], lesson)).to_have_text(text)
    assert sheet.stored(later, *pupils[:2]) == ["Н", ""]


@pytest.mark.req("T1")
def test_a_pupil_with_a_mark_has_not_gone(journal, world, pupils):
    sheet = journal()
    sheet.type("5", "Enter", "ArrowUp", "Alt+KeyY")
    expect(sheet.page.locator("#told")).to_contain_text("на уроке был")
    assert sheet.stored(world.lessons[0], pupils[0]) == ["5"]


@pytest.mark.req("T1", "T2")
def test_a_known_reason_is_shown_and_taken_with_the_space_bar(journal, world, pupils):
    paper_of(pupils[0])
    sheet = journal()
    cell = sheet.cell(pupils[0], world.lessons[0])
    expect(cell).to_have_attribute("data-offer", "Б")
    assert sheet.texts(world.lessons[0], pupils[0]) == [""]  # a proposal is no entry
    sheet.type("Space")
    assert sheet.stored(world.lessons[0], *pupils[:2]) == ["Б", ""]


@pytest.mark.req("T1", "T2")
def test_all_known_reasons_are_taken_at_once_and_nothing_entered_is_written_over(
    journal, world, pupils
):
    for pupil in pupils[:3]:
        paper_of(pupil)
    sheet, today = journal(), world.lessons[0]
    sheet.type("5", "Enter")
    sheet.all_saved()
    sheet.page.get_by_role("button", name="Отметить всех").click()
    sheet.all_saved()
    assert sheet.texts(today, *pupils[:4]) == ["5", "Б", "Б", ""]
    sheet.type("Control+KeyZ")
    assert sheet.stored(today, *pupils[:4]) == ["5", "", "", ""]


@pytest.mark.req("T1", "T2")
def test_an_absence_without_reason_gets_the_reason_by_its_button(journal, world, pupils):
    sheet = journal()
    sheet.press_physical(("KeyY", "н"), ("Enter", "Enter"))
    sheet.all_saved()
    paper_of(pupils[0])
    sheet.page.reload()
    sheet.page.get_by_role("button", name="Б по документу").click()
    assert sheet.stored(world.lessons[0], pupils[0]) == ["Б"]


@pytest.mark.req("T1", "T2")
def test_only_a_surer_reason_is_offered_for_what_is_entered(visit, journal, world, pupils):
    """English after algebra: absent from algebra, and ill by a paper that came later."""
    make.save(Absence(lesson=world.lessons[0], pupil=pupils[0], kind=AbsenceKind.UNKNOWN))
    paper_of(pupils[0])
    later = make.make_lesson(world.algebra, clock.today(), 5)
    sheet = Sheet(visit(world.teacher, f"/journal/course/{world.algebra.id}"))
    sheet.cell(pupils[0], later).click()
    known = sheet.page.locator(".known li")
    expect(known.get_by_role("button")).to_have_count(2)  # ill by the paper, «Н» since lesson 2
    sheet.press_physical(("KeyY", "н"), ("Enter", "Enter"))
    expect(known.get_by_role("button")).to_have_text(re.compile("Б по документу"))
    known.get_by_role("button").click()
    expect(sheet.page.locator(".known")).to_be_hidden()
    assert sheet.stored(later, pupils[0]) == ["Б"]


@pytest.mark.req("T1")
def test_late_is_as_late_as_the_clock_says_and_can_be_typed_over(journal, world, pupils):
    sheet, today = journal(), world.lessons[0]  # from 10:00 to 10:40
    set_clock(sheet, "10:12:30")
    sheet.press_physical(("KeyJ", "о"), ("Enter", "Enter"))
    sheet.press_physical(("KeyJ", "о"), ("Digit5", "5"), ("Enter", "Enter"))
    assert sheet.stored(today, *pupils[:2]) == ["О12", "О5"]


@pytest.mark.req("T1")
def test_late_has_no_minutes_outside_the_lesson(journal, world, pupils):
    sheet, today = journal(), world.lessons[0]
    set_clock(sheet, "10:41:00")
    sheet.press_physical(("KeyJ", "о"), ("Enter", "Enter"))
    assert sheet.stored(today, pupils[0]) == ["О"]
