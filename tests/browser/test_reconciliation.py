"""The weekly reconciliation by hand and by keys, and what the teacher is asked [T3]."""

import datetime as dt

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.attendance.enums import AbsenceKind, Decision
from app.attendance.models import Absence, CorrectionRequest, WeekCheck
from app.core import clock
from app.core.db import db
from app.journal.models import Mark, Task
from app.plan.models import WorkKind
from app.timetable.models import Lesson
from tests.browser.conftest import PHONE
from tests.factories import save

pytestmark = [pytest.mark.browser, pytest.mark.req("T3")]


@pytest.fixture
def week(world):
    """The lessons of algebra in the week before this one; the last of them has no topic."""
    first = clock.today() - dt.timedelta(days=clock.today().weekday() + 7)
    days = Lesson.day.between(first, first + dt.timedelta(days=6))
    of_algebra = select(Lesson).where(Lesson.course_id == world.algebra.id, days)
    lessons = db.session.scalars(of_algebra.order_by(Lesson.day)).all()
    for lesson in lessons[:-1]:
        lesson.topic = "Дроби"
    db.session.commit()
    return lessons


@pytest.fixture
def path(world, week):
    return f"/attendance/week/{world.algebra.class_id}?day={week[0].day.isoformat()}"


def absent(pupil, *lessons, kind=AbsenceKind.UNKNOWN, mark=None):
    for lesson in lessons:
        save(Absence(lesson=lesson, pupil=pupil, kind=kind))
    if mark:
        usual = db.session.scalars(select(WorkKind).where(WorkKind.code == "О")).one()
        task = Task(lesson=lessons[0], kind=usual)
        save(task, Mark(task=task, pupil=pupil, value=mark))


def kinds(pupil):
    db.session.rollback()
    rows = db.session.scalars(
        select(Absence).join(Lesson).where(Absence.pupil_id == pupil.id).order_by(Lesson.day)
    )
    return [row.kind and row.kind.value for row in rows]


def test_a_week_is_settled_and_confirmed_by_keys_alone(visit, world, week, path):
    ivan, anna = world.pupils["Абрамов Иван"], world.pupils["Белова Анна"]
    absent(ivan, *week[:3])
    absent(anna, week[1], kind=AbsenceKind.ILL, mark="4")
    page = visit(world.head, path)
    expect(page.locator(".standing b")).to_have_text("Осталось разобрать 5 строк.")
    expect(page.locator("#in-order")).to_be_disabled()
    page.keyboard.press("n")
    for left in (2, 1, 0):  # mark beside an absence, three lessons of one pupil, no topic
        expect(page.locator(".line:focus")).to_have_count(1)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("section .line")).to_have_count(left)
    assert (kinds(ivan), kinds(anna)) == (["ill"] * 3, [None])
    expect(page.locator(".standing b")).to_have_text("Противоречий нет.")
    page.locator("#in-order").press("Enter")
    expect(page.locator(".standing b")).to_have_text("Неделя выверена.")
    db.session.rollback()
    assert db.session.scalars(select(WeekCheck.monday)).all() == [
        week[0].day - dt.timedelta(days=week[0].day.weekday())
    ]


def press(page, key):
    """A key of the Russian layout is one that the browser's driver does not know."""
    if key.isascii():
        page.keyboard.press(key)
    else:
        page.evaluate(
            "key => document.activeElement.dispatchEvent("
            "new KeyboardEvent('keydown', {key, bubbles: true}))",
            key,
        )


def test_a_key_that_is_held_does_not_settle_line_after_line(visit, world, week, path):
    """After a press the next line has the keyboard: a held Enter comes there as a repeated one."""
    absent(world.pupils["Абрамов Иван"], week[0])
    page = visit(world.head, path)
    page.keyboard.press("n")
    page.evaluate(
        "document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', repeat: true, bubbles: true}))"
    )
    page.wait_for_timeout(300)
    assert kinds(world.pupils["Абрамов Иван"]) == ["unknown"]
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_next_and_previous_line_in_both_keyboard_layouts(visit, world, week, path):
    for name in ("Абрамов Иван", "Белова Анна", "Ёлкин Пётр"):
        absent(world.pupils[name], week[0])
    page = visit(world.head, path)
    name = page.locator(".line:focus b")
    for key, expected in [
        ("n", "Абрамов Иван"),
        ("т", "Белова Анна"),
        ("ArrowDown", "Ёлкин Пётр"),
        ("ArrowUp", "Белова Анна"),
        ("з", "Абрамов Иван"),
        ("p", "Абрамов Иван"),
    ]:
        press(page, key)
        expect(name).to_have_text(expected)


def test_several_pupils_are_ticked_and_settled_at_once(visit, world, week, path):
    pupils = [world.pupils[name] for name in ("Абрамов Иван", "Белова Анна", "Ёлкин Пётр")]
    for pupil in pupils:
        absent(pupil, week[0], week[1])
    page = visit(world.head, path)
    expect(page.locator("#bulk")).to_be_hidden()
    page.keyboard.press("n")
    page.keyboard.press("Space")
    page.keyboard.press("n")
    page.keyboard.press("Space")
    expect(page.locator("#ticked")).to_have_text("4")
    with page.expect_navigation():
        page.locator("#bulk button", has_text="уважительная").first.click()
    assert [kinds(pupil) for pupil in pupils] == [
        ["excused"] * 2,
        ["excused"] * 2,
        ["unknown"] * 2,
    ]


def test_enter_in_a_word_to_the_teacher_presses_no_button(visit, world, week, path):
    absent(world.pupils["Абрамов Иван"], week[0])
    page = visit(world.head, path)
    line = page.locator(".line").first
    line.locator("summary").click()
    line.locator("input[name=text]").fill("Был в столовой?")
    line.locator("input[name=text]").press("Enter")
    page.wait_for_timeout(300)
    assert kinds(world.pupils["Абрамов Иван"]) == ["unknown"]
    with page.expect_navigation():
        line.get_by_role("button", name="Спросить учителя").click()
    expect(page.locator(".answered li").first).to_contain_text("Был в столовой?")


def test_the_teacher_answers_on_the_phone_and_the_class_teacher_reads_it(visit, world, week, path):
    absent(world.pupils["Белова Анна"], week[1], kind=AbsenceKind.ILL, mark="4")
    page = visit(world.head, path)
    with page.expect_navigation():
        page.get_by_role("button", name="Спросить учителя об отметке").click()
    phone = visit(world.teacher, "/", PHONE)
    phone.get_by_role("link", name="1 просьба классного руководителя").click()
    phone.get_by_placeholder("почему остаётся как есть").fill("Писала дома")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Отклонить").click()
    expect(phone.locator(".empty")).to_have_text("Просьб нет.")
    page.reload()
    expect(page.locator(".answered li")).to_contain_text("Писала дома")
    db.session.rollback()
    assert db.session.scalars(select(CorrectionRequest.state)).all() == [Decision.DECLINED]


def test_from_week_to_week_by_keys(visit, world, path):
    page = visit(world.head, path)
    title = page.locator("h1").inner_text()
    with page.expect_navigation():
        page.keyboard.press("PageUp")
    assert page.locator("h1").inner_text() != title
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowRight")
    assert page.locator("h1").inner_text() == title


def test_a_phone_shows_it_without_scrolling_sideways(visit, world, week, path):
    absent(world.pupils["Абрамов Иван"], *week)
    absent(world.pupils["Белова Анна"], week[1], kind=AbsenceKind.ILL, mark="4")
    page = visit(world.head, path, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]
    expect(page.get_by_role("button", name="Б — болезнь").first).to_be_visible()


def test_on_paper_there_are_no_buttons(visit, world, week, path):
    absent(world.pupils["Абрамов Иван"], week[0])
    page = visit(world.head, path)
    page.emulate_media(media="print")
    for button in page.locator(".week-check button").all():
        expect(button).to_be_hidden()
    expect(page.locator(".signature")).to_be_visible()
    expect(page.locator(".marks")).to_be_visible()
