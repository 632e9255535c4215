"""The command that makes an administrator [P6]."""

import pytest
from flask_appbuilder.security.sqla.models import User

from app.core.db import db
from tests import factories


@pytest.fixture
def run(app):
    return lambda *words, text="": app.test_cli_runner().invoke(args=words, input=text)


@pytest.mark.req("P6")
def test_an_administrator_is_made_by_a_command_that_asks_for_the_password(app, run):
    answer = run("access", "admin", "glavny", text="mokryj-sneg\nmokryj-sneg\n")
    assert answer.exit_code == 0, answer.output
    user = db.session.scalars(db.select(User).where(User.username == "glavny")).one()
    assert [role.name for role in user.roles] == ["admin"]
    assert "mokryj-sneg" not in answer.output


@pytest.mark.req("P6")
def test_a_blocked_administrator_gets_access_again(app, run):
    user = db.session.get(User, factories.make_user("teacher", username="byvshy"))
    user.active = False
    db.session.commit()
    assert run("access", "admin", "byvshy", text="mokryj-sneg\nmokryj-sneg\n").exit_code == 0
    db.session.expire_all()
    found = db.session.get(User, user.id)
    assert (found.active, {r.name for r in found.roles}) == (True, {"admin", "teacher"})


@pytest.mark.req("P7")
def test_a_short_password_is_refused_and_nobody_is_made(app, run):
    answer = run("access", "admin", "glavny", text="abc\nabc\n")
    assert answer.exit_code == 1
    assert db.session.scalars(db.select(User).where(User.username == "glavny")).first() is None
