"""Coming in for the first time, going out and coming in again, as people do it [P6 P7]."""

import re

import pytest
from flask_appbuilder.security.sqla.models import User
from playwright.sync_api import Page, expect
from pyotp import TOTP

from app.classes.operations.codes import give_codes
from app.core import clock
from app.core.db import db, unit_of_work
from tests.browser.conftest import PHONE
from tests.factories import actor

pytestmark = pytest.mark.browser
STEP = 30  # seconds that a code of the telephone lives


@pytest.fixture
def slip(world):
    """The slip of a pupil."""
    admin, pupil = actor("admin"), world.pupils["Абрамов Иван"]
    with unit_of_work(way="page", actor=admin):
        given = {"class_id": world.algebra.class_id, "keys": [f"pupil-{pupil.id}"]}
        return give_codes(admin, **given, now=clock.now())[0]


def log_out(page: Page) -> None:
    menu = page.locator(".navbar-toggle")
    if menu.is_visible():
        menu.click()
    page.locator(".navbar-right .dropdown-toggle").click()
    page.get_by_role("button", name="Выйти").click()


def fits(page: Page) -> bool:
    """True when nothing has to be moved sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.req("P6")
def test_a_pupil_comes_in_by_the_code_of_the_slip_on_a_telephone(visit, world, slip, address):
    page = visit(world.teacher, "/", PHONE)
    log_out(page)
    expect(page).to_have_url(re.compile("/login/$"))
    assert fits(page)
    page.goto(f"{address}/activate/#{slip.code}")  # what the square of the slip opens
    expect(page.get_by_label("Код")).to_have_value(slip.code)
    assert page.url == f"{address}/activate/"
    assert fits(page)
    for password, word in ((slip.username, "не должен содержать логин"), ("12345678", "пробуют")):
        page.get_by_label("Свой пароль").fill(password)
        page.get_by_label("Пароль ещё раз").fill(password)
        page.get_by_role("button", name="Задать пароль и войти").click()
        expect(page.locator(".fault")).to_contain_text(word)
    page.get_by_label("Свой пароль").fill("зелёный чайник")
    page.get_by_label("Пароль ещё раз").fill("зелёный чайник")
    page.get_by_role("button", name="Задать пароль и войти").click()
    expect(page.locator(".alert")).to_contain_text(f"Ваш логин — {slip.username}")
    log_out(page)
    page.get_by_label("Логин").fill(slip.username)
    page.get_by_label("Пароль").fill("зелёный чайник")
    page.get_by_role("button", name="Войти").click()
    expect(page.locator(".home h1")).to_be_visible()


@pytest.mark.req("P7")
def test_a_director_comes_in_with_the_telephone_beside_the_password(visit, world):
    name = db.session.get(User, world.director.user_id).username
    page = visit(world.director, "/second-factor/")
    secret = page.locator("code").inner_text().replace("-", "")
    telephone = TOTP(secret)
    page.get_by_label("Код").fill("000000")
    page.get_by_role("button", name="Включить").click()
    expect(page.locator(".fault")).to_contain_text("Код неверен")
    page.get_by_label("Код").fill(telephone.at(clock.now()))
    page.get_by_role("button", name="Включить").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    log_out(page)
    page.get_by_label("Логин").fill(name)
    page.get_by_label("Пароль").fill("x")
    page.get_by_role("button", name="Войти").click()
    page.get_by_label("Код").fill(telephone.at(clock.now().timestamp() + STEP))  # the next one
    page.get_by_role("button", name="Войти").click()
    expect(page.locator(".home h1")).to_be_visible()
