"""Who manages logins, and which logins one sees."""

import datetime as dt

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select

from app.accounts import access
from app.accounts.roles import ROLES
from app.core.db import db
from app.core.errors import Forbidden
from tests.factories import actor, make_user

TODAY = dt.date(2026, 9, 1)


@pytest.mark.req("P4")
@pytest.mark.parametrize("role", ROLES)
def test_only_the_administrator_manages_logins(role):
    assert access.may_manage_logins(actor(role)) is (role == "admin")
    if role != "admin":
        with pytest.raises(Forbidden):
            access.require_may_manage_logins(actor(role))


@pytest.mark.req("P7")
def test_others_see_no_login_but_the_own(app):
    own, other = make_user("teacher"), make_user("teacher")

    def seen(who) -> list[int]:
        found = select(User.id).where(access.visible_logins(who, TODAY)).order_by(User.id)
        return list(db.session.scalars(found))

    assert seen(actor("admin")) == [own, other]
    assert seen(actor("teacher", user_id=own)) == [own]
    assert seen(actor("teacher")) == []
