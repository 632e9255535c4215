"""A real browser against the real application on a small school whose today is today."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Thread

import pytest
from flask import Flask, current_app
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from app.core import clock
from app.core.db import db
from app.people.models import Pupil, Staff
from app.plan.models import Course
from app.school.enums import PeriodKind
from app.school.models import GradingPeriod
from app.timetable.models import Lesson
from tests import factories as make

ARGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
# A test that breaks the connection or a login sees the browser complain about just that.
PROVOKED = (
    *("net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED"),
    *("status of 40", "status of 422", "status of 500"),
)
SHIFTS = (-30, *range(-12, -1), 0, 2)  # days from today to the lessons of algebra
NAMES = (
    "Абрамов Иван",
    "Белова Анна",
    "Ёлкин Пётр",
    "Иванов Дмитрий",
    "Иванова Мария",
    "Новая Алиса",
    "Яшин Олег",
)


@dataclass
class World:
    """7А with seven pupils and two courses; algebra has a lesson today and around it.

    «Новая Алиса» came yesterday. `lessons` by their distance to today in days.
    """

    teacher: Staff
    head: Staff
    director: Staff
    algebra: Course
    english: Course
    pupils: dict[str, Pupil]
    lessons: dict[int, Lesson]
    english_lesson: Lesson


def _staff(last_name: str, role: str) -> Staff:
    user_id = make.make_user(role)
    current_app.appbuilder.sm.get_user_by_id(user_id).last_name = last_name
    return make.make_staff(last_name, user_id=user_id)


def _period(year, first: dt.date, last: dt.date) -> GradingPeriod:
    return make.save(
        GradingPeriod(
            year=year,
            kind=PeriodKind.QUARTER,
            number=1,
            name="1 четверть",
            starts=first,
            ends=last,
            first_grade=1,
            last_grade=9,
        )
    )


@pytest.fixture
def world(sqlite_app: Flask) -> World:
    """The school of the browser tests."""
    return make_world()


@make.together()
def make_world() -> World:
    """The rows of the school, on the database of the present application."""
    today = clock.today()
    day = lambda shift: today + dt.timedelta(days=shift)  # noqa: E731
    make.make_school()
    year = make.make_year(starts=day(-90), ends=day(200))
    _period(year, day(-90), day(60))
    make.make_work_kinds()
    teacher, head = _staff("Иванова", "teacher"), _staff("Сидорова", "class_teacher")
    school_class = make.make_class(year, "7А", teacher=head)
    pupils = {
        name: make.make_pupil(
            school_class,
            name.split()[0],
            first_name=name.split()[1],
            since=day(-1) if name == "Новая Алиса" else day(-90),
        )
        for name in NAMES
    }
    algebra = make.make_course(school_class, make.make_subject(), teacher, since=day(-90))
    english = make.make_course(
        school_class, make.make_subject("Английский язык"), teacher, since=day(-90)
    )
    make.make_plan(algebra, "Линейные уравнения", "Системы уравнений", "Контрольная работа")
    return World(
        teacher=teacher,
        head=head,
        director=_staff("Директорова", "director"),
        algebra=algebra,
        english=english,
        pupils=pupils,
        lessons={shift: make.make_lesson(algebra, day(shift), 2) for shift in SHIFTS},
        english_lesson=make.make_lesson(english, today, 3),
    )


@pytest.fixture
def address(sqlite_app: Flask, world: World) -> Iterator[str]:
    """Where the application answers during a test."""
    db.session.remove()
    server = make_server("127.0.0.1", 0, sqlite_app, threaded=True)
    server.daemon_threads = False  # type: ignore[attr-defined]
    # So `server_close` waits for requests in flight: the next test copies the database anew.
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each test has its own contexts.

    The one without windows where there is one: it takes a fifth less time.
    """
    with sync_playwright() as playwright:
        found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=found, args=ARGS)
        yield browser
        browser.close()


def _watch(page: Page, address: str, faults: list[str]) -> None:
    """Collect what must not be: errors, refused styles and scripts, requests to other places."""
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: (
            faults.append(message.text)
            if message.type == "error" and not any(text in message.text for text in PROVOKED)
            else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            faults.append(request.url)
            if not request.url.startswith((address, "data:", "about:"))
            else None
        ),
    )


@pytest.fixture
def visit(
    chromium: Browser, address: str, login: Callable
) -> Iterator[Callable[[Staff, str], Page]]:
    """`visit(staff, path)` opens a page as this person in a browser of its own.

    At the end there must have been no error, no violation of the security policy and no request
    to another place.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(staff: Staff, path: str, device: dict | None = None) -> Page:
        cookie = login(staff.user_id).get_cookie("session")
        # Service workers have tests of their own; here they would hide requests from the tests.
        context = chromium.new_context(**(device or DESK), service_workers="block")
        context.add_cookies([{"name": "session", "value": cookie.value, "url": address}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        _watch(page, address, faults)
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
