"""Names, passwords and roles of logins."""

import pytest

from app.accounts import rules

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
    ],
)
def test_a_password_is_long_enough_and_not_the_login(password, faults):
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
