"""The main job on real input: a school's exported timetable becomes a filled week."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from app.core import clock
from app.core.db import db
from app.jobs.running import do_next
from app.people.models import Staff
from app.plan.models import Course
from app.timetable.models import Lesson
from tests import factories as make
from tests.browser.sheet import Sheet
from tests.conftest import shared_file

pytestmark = pytest.mark.browser
FILE = "timetable/ru_spb_physmath_2023_cp1251.xml"
THURSDAY = dt.datetime(2026, 10, 15, 14, 0, tzinfo=ZoneInfo("Europe/Moscow"))
LONG = 60_000  # milliseconds, for the import of a whole school


@pytest.fixture
def world(sqlite_app, monkeypatch):
    """An empty journal that has nothing but an administrator, on a Thursday of October."""
    monkeypatch.setattr(clock, "now", lambda: THURSDAY)
    return make.make_staff("Админова", user_id=make.make_user("admin"))


def propose_the_year(page):
    page.locator("#week_days").select_option("6")
    page.get_by_role("button", name="Ввести год").click()
    expect(page.get_by_text("Учебный год введён").first).to_be_visible()


def import_the_timetable(page, address, file):
    page.goto(f"{address}/import/timetable/")
    page.get_by_label("Файл расписания").set_input_files(file)
    page.get_by_role("button", name="Показать, что изменится").click()
    expect(page.locator(".totals").first).to_contain_text("1451")
    assert page.locator(".clashes").count() == 0
    page.locator("form button.btn-primary[type=submit]").click()
    expect(page.get_by_role("status")).to_contain_text("Ждёт очереди")
    do_next()
    page.get_by_role("link", name="Дальше").click(timeout=LONG)
    page.wait_for_url("**/done/**")


def make_the_lessons_of_the_week(page):
    page.get_by_label("С", exact=True).fill("2026-10-12")
    page.get_by_label("По", exact=True).fill("2026-10-17")
    page.get_by_role("button", name="Создать уроки").click()
    expect(page.get_by_role("status")).to_contain_text("Ждёт очереди")
    do_next()
    expect(page.get_by_text("Уроки: создано")).to_be_visible(timeout=LONG)


@pytest.mark.req("S5", "S8", "J1", "J2")
def test_an_exported_timetable_becomes_a_filled_week(visit, address, world):
    page = visit(world, "/calendar/")
    page.set_default_timeout(LONG)
    propose_the_year(page)
    import_the_timetable(page, address, shared_file(FILE))
    make_the_lessons_of_the_week(page)

    lesson = db.session.scalars(
        db.select(Lesson)
        .join(Lesson.course)
        .join(Course.school_class)
        .where(Course.subgroup_id.is_(None), Lesson.day == THURSDAY.date())
        .order_by(Course.class_id, Lesson.number)
    ).first()
    school_class, teacher = lesson.course.school_class, lesson.teacher
    pupils = [make.make_pupil(school_class, name) for name in ("Абрамов", "Ёлкин", "Жуков")]
    others = db.select(Staff).where(Staff.id.not_in([world.id, teacher.id]))
    head = db.session.scalars(others).first()
    teacher.user_id = make.make_user("teacher")
    head.user_id, school_class.teacher_id = make.make_user("class_teacher"), head.id
    db.session.commit()
    db.session.remove()

    sheet = Sheet(visit(teacher, "/"))
    sheet.page.locator(f"a[href*='/journal/course/{lesson.course_id}']").first.click()
    sheet.page.wait_for_load_state("load")
    sheet.cell(pupils[0], lesson).click()
    sheet.type("5", "Enter", "y", "Enter", "4", "/", "3", "Enter")
    sheet.card(lesson).locator("[data-kind=topic]").fill("Повторение")
    sheet.type("Tab")
    sheet.all_saved()

    week = Sheet(visit(head, f"/journal/week/{school_class.id}"))
    assert week.texts(lesson, *pupils) == ["5", "Н", "4/3"]
    assert teacher.last_name in week.header(lesson).get_attribute("title")
