"""Names, passwords and roles of logins."""

import datetime as dt

import pytest
from pyotp import TOTP

from app.accounts import rules
from app.accounts.rules import Failures

pytestmark = pytest.mark.req("P7")


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("ivanova.a", True),
        ("abc", True),
        ("a1-b_2", True),
        ("ab", False),
        ("Ivanova", False),
        ("иванова", False),
        ("iva nova", False),
        (".ivanova", False),
        ("x" * 41, False),
        ("", False),
    ],
)
def test_login_names_are_typed_on_every_keyboard(name, right):
    assert (rules.name_faults(name) == []) is right


@pytest.mark.parametrize(
    ("password", "faults"),
    [
        ("kora-7314", 0),
        ("короткий", 0),
        ("short12", 1),
        ("", 1),
        ("ivanova.a", 1),
        ("IVANOVA.A", 1),
        ("ivanova-a-2026", 1),
        ("12345678", 1),
        ("qwertyuiop", 1),
        ("Password2026", 1),
        ("учитель2026", 1),
        ("exbntkm123", 1),
        ("зелёный чайник", 0),
        ("20262026", 1),
    ],
)
def test_a_password_is_long_enough_not_the_login_and_nothing_that_everybody_tries(password, faults):
    assert len(rules.password_faults(password, "ivanova.a")) == faults


@pytest.mark.parametrize(
    ("roles", "right"),
    [({"teacher"}, True), ({"teacher", "parent"}, True), (set(), False), ({"king"}, False)],
)
def test_a_login_has_roles_that_exist(roles, right):
    known = frozenset({"teacher", "parent"})
    assert (rules.role_faults(frozenset(roles), known) == []) is right


def test_the_last_administrator_stays():
    assert (
        len(rules.last_admin_faults(admins_left=0)),
        rules.last_admin_faults(admins_left=1),
    ) == (
        1,
        [],
    )


@pytest.mark.parametrize(
    ("last", "first", "expected"),
    [
        ("Щукина", "Анна", "shchukina.a"),
        ("Ёлкин-Жуков", "Юрий", "elkinzhukov.y"),
        ("Объедков", "Ян", "obedkov.y"),
        ("Smith", "John", "smith.j"),
    ],
)
def test_a_login_name_is_proposed_from_the_name(last, first, expected):
    assert rules.suggested_name(last, first) == expected
    assert rules.name_faults(expected) == []


START = dt.datetime(2026, 9, 1, 8, tzinfo=dt.UTC)
NONE = Failures()


def failed(count: int) -> Failures:
    return Failures(count, START)


@pytest.mark.parametrize(
    ("here", "anywhere", "address", "known", "seconds"),
    [
        (failed(4), failed(4), failed(4), False, 0),
        (failed(5), failed(5), failed(5), False, 30),
        (failed(6), failed(6), failed(6), True, 60),
        (failed(8), failed(8), failed(8), True, 240),
        (failed(40), failed(40), failed(40), True, 3600),
        # elsewhere somebody guesses: at home the owner comes in as ever, from a new place not
        (NONE, failed(25), NONE, True, 0),
        (NONE, failed(25), NONE, False, 960),
        # a school behind one address: who came in from it before is not held up by the others
        (NONE, NONE, failed(400), True, 0),
        (NONE, NONE, failed(99), False, 0),
        (NONE, NONE, failed(400), False, 3600),
    ],
)
def test_a_pause_grows_with_the_failures(here, anywhere, address, known, seconds):
    left = rules.pause(here=here, anywhere=anywhere, address=address, known=known, now=START)
    assert left.total_seconds() == seconds


def test_a_pause_passes():
    for late, left in ((0, 30), (29, 1), (30, 0), (31, 0)):
        now = START + dt.timedelta(seconds=late)
        found = rules.pause(here=failed(5), anywhere=failed(5), address=NONE, known=False, now=now)
        assert found.total_seconds() == left


@pytest.mark.parametrize(
    ("began", "seen", "alive"),
    [(0, 0, True), (23, 1.9, True), (23, 2, False), (24, 0, False), (30, 3, False)],
)
def test_a_session_ends_when_nobody_uses_it_and_after_a_day(began, seen, alive):
    hours = [START - dt.timedelta(hours=back) for back in (began, seen)]
    limits = {"idle": dt.timedelta(hours=2), "longest": dt.timedelta(hours=24)}
    assert rules.is_alive(began=hours[0], seen=hours[1], now=START, **limits) is alive


@pytest.mark.req("P6")
@pytest.mark.parametrize(
    "typed", ["ABCD-EFGH-KMNP", "abcd efgh kmnp", " abcdefghkmnp ", "АВСD-ЕFGН-КМNР"]
)
def test_a_code_may_be_typed_as_one_likes(typed):
    assert rules.code_of(typed) == "ABCDEFGHKMNP"


@pytest.mark.req("P6")
def test_codes_are_long_random_and_easy_to_copy():
    codes = {rules.new_code() for _code in range(200)}
    assert (len(codes), {len(code) for code in codes}) == (200, {12})
    assert set("".join(codes)).isdisjoint("01OILJQ")
    assert all(rules.code_of(rules.code_shown(code)) == code for code in codes)


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(
    ("seconds", "last_step", "right"),
    [(0, 0, True), (-30, 0, True), (30, 0, True), (-60, 0, False), (90, 0, False)],
)
def test_a_code_of_the_telephone_counts_for_half_a_minute_around_its_time(
    seconds, last_step, right
):
    moment = START.timestamp() + seconds
    code = TOTP(SECRET).at(START)
    step = rules.totp_step(SECRET, code, moment=moment, last_step=last_step)
    assert (step is not None) is right


def test_a_code_of_the_telephone_works_once():
    moment, code = START.timestamp(), TOTP(SECRET).at(START)
    step = rules.totp_step(SECRET, code, moment=moment, last_step=0)
    assert rules.totp_step(SECRET, code, moment=moment, last_step=step) is None
    assert rules.totp_step(SECRET, "", moment=moment, last_step=0) is None
