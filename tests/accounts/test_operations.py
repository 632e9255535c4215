"""Logins and the table of roles: what is written, and what is refused."""

import datetime as dt
import subprocess
import sys

import pytest
from flask_appbuilder.security.sqla.models import Permission, PermissionView, Role, User, ViewMenu
from sqlalchemy import func, select
from werkzeug.security import check_password_hash

from app.accounts import operations, queries, roles
from app.accounts.enums import LoginOutcome
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from tests.factories import actor, make_class, make_guardian, make_pupil, make_user, make_year

ADMIN = actor("admin", user_id=1)
NOW = dt.datetime(2026, 9, 1, 8, tzinfo=dt.UTC)
CARD = {"last_name": "Иванова", "first_name": "Анна", "password": "kora-7314"}


def add(who=ADMIN, **values) -> User:
    with unit_of_work(way="form", actor=who):
        return operations.add_login(
            who, **{**CARD, "username": "ivanova.a", "roles": ["teacher"], **values}
        )


@pytest.mark.req("P6")
def test_a_login_is_made_with_roles_and_a_hashed_password(app):
    user = add(username=" Ivanova.A ")
    assert (user.username, [role.name for role in user.roles], user.active) == (
        "ivanova.a",
        ["teacher"],
        True,
    )
    assert user.password != "kora-7314"
    assert check_password_hash(user.password, "kora-7314")


@pytest.mark.req("P6")
def test_every_fault_of_a_new_login_is_named_at_its_field(app):
    add()
    with pytest.raises(Refused) as refusal:
        add(username="IVANOVA.A", password="1", roles=[])
    assert [fault.field for fault in refusal.value.faults] == ["password", "roles", "username"]


@pytest.mark.req("P4")
@pytest.mark.parametrize("role", [role for role in roles.ROLES if role != "admin"])
def test_nobody_but_the_administrator_gives_logins_and_roles(app, role):
    who = actor(role, user_id=make_user(role))
    other = db.session.get(User, make_user("teacher"))
    with pytest.raises(Forbidden):
        add(who)
    with pytest.raises(Forbidden):
        operations.change_login(
            who, user=other, last_name="А", first_name="Б", roles=["admin"], active=True, now=NOW
        )
    with pytest.raises(Forbidden):
        operations.set_password(who, user_id=other.id, password="kora-7314", now=NOW)
    with pytest.raises(Forbidden):
        operations.add_login_for(who, person=None, username="a", password="", roles=["admin"])


def change(user_id: int, *names: str, active: bool = True) -> None:
    with unit_of_work(way="form", actor=ADMIN):
        operations.change_login(
            ADMIN,
            user=db.session.get(User, user_id),
            last_name="Иванова",
            first_name="Анна",
            roles=names,
            active=active,
            now=NOW,
        )


def test_the_last_active_administrator_is_neither_blocked_nor_demoted(app):
    only = make_user("admin")
    make_user("teacher")
    for names, active in ((["teacher"], True), (["admin"], False)):
        with pytest.raises(Refused):
            change(only, *names, active=active)
    second = make_user("admin")
    change(only, "teacher")
    with pytest.raises(Refused):
        change(second, "admin", active=False)


@pytest.mark.req("P6")
def test_a_new_password_is_given_and_an_unknown_login_is_not_found(app):
    user_id = make_user("teacher")
    with unit_of_work(way="page", actor=ADMIN):
        operations.set_password(ADMIN, user_id=user_id, password="nemo-1234", now=NOW)
    assert check_password_hash(db.session.get(User, user_id).password, "nemo-1234")
    with pytest.raises(NotFound):
        operations.set_password(ADMIN, user_id=999, password="nemo-1234", now=NOW)


@pytest.mark.req("P7")
def test_the_own_password_is_changed_only_with_the_present_one(app):
    user_id = make_user("teacher")
    who = actor("teacher", user_id=user_id)
    with pytest.raises(Refused) as refusal:
        operations.change_own_password(who, old="wrong", new="nemo-1234", session_id=None, now=NOW)
    assert [fault.field for fault in refusal.value.faults] == ["old"]
    with unit_of_work(way="page", actor=who):
        operations.change_own_password(who, old="x", new="nemo-1234", session_id=None, now=NOW)
    assert check_password_hash(db.session.get(User, user_id).password, "nemo-1234")
    with pytest.raises(Forbidden):
        operations.change_own_password(
            actor("teacher"), old="x", new="nemo-1234", session_id=None, now=NOW
        )


@pytest.mark.req("P7")
def test_one_person_has_one_login_also_a_teacher_who_is_a_parent(app):
    pupil = make_pupil(make_class(make_year()))
    guardian = make_guardian(pupil)
    user_id = make_user("teacher", username="ivanova.a")
    with unit_of_work(way="page", actor=ADMIN):
        operations.add_login_for(
            ADMIN, person=guardian, username="Ivanova.a", password="", roles=["parent"]
        )
    held = queries.granted_to(user_id).roles
    assert (guardian.user_id, held) == (user_id, {"teacher", "parent"})
    with pytest.raises(Refused):
        operations.add_login_for(
            ADMIN, person=guardian, username="new.one", password="kora-7314", roles=["parent"]
        )
    with pytest.raises(Refused):
        operations.add_login_for(
            ADMIN, person=pupil, username="nobody", password="", roles=["pupil"]
        )


@pytest.mark.req("P6")
def test_a_person_gets_a_login_with_the_own_name(app):
    pupil = make_pupil(make_class(make_year()), "Ёлкин", middle_name="Петрович")
    password = operations.proposed_password()
    with unit_of_work(way="page", actor=ADMIN):
        user = operations.add_login_for(
            ADMIN, person=pupil, username="elkin.i", password=password, roles=["pupil"]
        )
    assert (pupil.user_id, user.last_name, user.first_name) == (user.id, "Ёлкин", "Иван Петрович")


@pytest.mark.req("P7")
def test_a_login_is_proved_only_while_it_is_active(app):
    user = add()
    assert operations.is_owner(user, "kora-7314")
    assert not operations.is_owner(user, "kora-7315")
    assert not operations.is_owner(None, "kora-7314")
    user.active = False
    assert not operations.is_owner(user, "kora-7314")


@pytest.mark.req("P7")
def test_logins_and_failed_tries_are_counted(app):
    user = add()
    at = operations.Visit("10.0.0.1", "Firefox", NOW)
    for right in (False, False, True, False):
        outcome = LoginOutcome.RIGHT if right else LoginOutcome.WRONG
        operations.record_try(user, name=user.username, outcome=outcome, visit=at)
    assert (user.login_count, user.fail_login_count, user.last_login) == (
        1,
        1,
        NOW.replace(tzinfo=None),
    )


def stored() -> list[tuple[str, str, str]]:
    """Every permission of every role."""
    pairs = (
        select(Role.name, Permission.name, ViewMenu.name)
        .join(Role.permissions)
        .join(Permission, PermissionView.permission_id == Permission.id)
        .join(ViewMenu, PermissionView.view_menu_id == ViewMenu.id)
    )
    return sorted(map(tuple, db.session.execute(pairs)))


def wanted() -> list[tuple[str, str, str]]:
    return sorted((role, *pair) for role in roles.ROLES for pair in roles.granted(role))


@pytest.mark.req("P1")
def test_the_database_follows_the_table_of_roles(app):
    assert stored() == wanted()
    assert operations.sync_access() == {"added": 0, "removed": 0}


@pytest.mark.req("P1")
def test_what_the_table_does_not_have_is_taken_away_and_what_is_missing_comes_back(app):
    by_code = queries.roles_by_code()
    stale = PermissionView(permission=Permission(name="can_fly"), view_menu=ViewMenu(name="Sky"))
    by_code["teacher"].permissions = [stale]
    by_code["parent"].permissions = list(by_code["admin"].permissions)
    db.session.commit()
    counts = operations.sync_access()
    assert stored() == wanted()
    assert counts["added"] > 0 < counts["removed"]
    gone = select(func.count()).select_from(PermissionView).join(ViewMenu)
    assert db.session.scalar(gone.where(ViewMenu.name == "Sky")) == 0


@pytest.mark.req("P1")
def test_roles_that_people_hold_stay_theirs(app):
    user_id = make_user("teacher", "parent")
    operations.sync_access()
    assert queries.granted_to(user_id).roles == {"teacher", "parent"}


@pytest.mark.req("P1")
def test_a_name_that_no_page_has_stops_the_synchronisation(app, monkeypatch):
    table = (*roles.TABLE, ("NoSuchPage", ("can_list",), "teacher"))
    monkeypatch.setattr(roles, "TABLE", table)
    with pytest.raises(LookupError, match="NoSuchPage"):
        operations.sync_access()


@pytest.mark.req("P1")
def test_two_processes_synchronise_an_empty_database_at_once(app):
    db.session.execute(Role.__table__.metadata.tables["ab_permission_view_role"].delete())
    for table in (PermissionView, Permission, ViewMenu, Role):
        db.session.query(table).delete()
    db.session.commit()
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    code = (
        "from app import create_app\n"
        "from app.accounts.operations import sync_access\n"
        f"app = create_app(SQLALCHEMY_DATABASE_URI={url!r})\n"
        "with app.app_context():\n    sync_access()\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(2)
    ]
    errors = [process.communicate(timeout=300)[1].decode() for process in both]
    assert ([process.returncode for process in both], errors) == ([0, 0], ["", ""])
    assert stored() == wanted()


def test_roles_and_permissions_of_a_login_are_read_in_one_statement(app, statements):
    user_id = make_user("admin", "teacher", "director")
    sent = statements()
    granted = queries.granted_to(user_id)
    assert (len(sent), granted.roles) == (1, {"admin", "teacher", "director"})
    assert granted.permissions == roles.granted("admin") | roles.granted("teacher") | roles.granted(
        "director"
    )
