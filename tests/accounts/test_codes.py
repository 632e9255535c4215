"""Activation codes: given by who may, used once, kept as hashes [P6]."""

import datetime as dt
import re
from io import BytesIO

import pytest
from flask_appbuilder.security.sqla.models import User
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.security import check_password_hash

from app.accounts import operations as accounts
from app.accounts.models import ActivationCode, LoginRecord
from app.accounts.rules import code_shown
from app.classes.operations import codes
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from tests.accounts.scene import MORNING, Time, is_inside, send
from tests.factories import actor, make_guardian, make_user

pytestmark = pytest.mark.req("P6")
ADMIN = actor("admin")
NEW = {"password": "зелёный чайник", "again": "зелёный чайник"}


@pytest.fixture
def head(school):
    """The class teacher of 7А."""
    return actor("class_teacher", staff_id=school.head.id, user_id=make_user("class_teacher"))


def given(who, keys, class_id=None):
    with unit_of_work(way="page", actor=who):
        return codes.give_codes(who, class_id=class_id, keys=keys, now=MORNING)


def pupil_code(school, who=ADMIN):
    return given(who, [f"pupil-{school.pupils[0].id}"], school.class_7a.id)[0]


def test_a_class_teacher_gives_codes_to_pupils_and_parents_of_the_own_class(app, school, head):
    guardian = make_guardian(school.pupils[0])
    keys = [f"pupil-{school.pupils[0].id}", f"guardian-{guardian.id}"]
    slips = given(head, keys, school.class_7a.id)
    assert [slip.username for slip in slips] == ["abramov.i", "abramov.m"]
    roles = [
        [role.name for role in db.session.get(User, one.user_id).roles]
        for one in (school.pupils[0], guardian)
    ]
    assert roles == [["pupil"], ["parent"]]


def test_nobody_of_another_class_gets_a_code_from_the_class_teacher(app, school, head):
    foreign = f"pupil-{school.foreign_pupil.id}"
    with pytest.raises(Forbidden):
        given(head, [foreign], school.class_8b.id)
    with pytest.raises(NotFound):
        given(head, [foreign], school.class_7a.id)
    with pytest.raises(Forbidden):
        given(head, [f"staff-{school.teacher.id}"])
    assert school.foreign_pupil.user_id is None


def test_a_parent_who_works_at_the_school_gets_the_code_from_the_administrator(app, school, head):
    guardian = make_guardian(school.pupils[0], user_id=make_user("parent", "teacher"))
    key = [f"guardian-{guardian.id}"]
    with pytest.raises(Forbidden):
        given(head, key, school.class_7a.id)
    with pytest.raises(Forbidden), unit_of_work(way="page", actor=head):
        codes.block_logins(head, class_id=school.class_7a.id, keys=key, active=False, now=MORNING)
    assert len(given(ADMIN, key, school.class_7a.id)) == 1


def test_two_people_of_one_name_have_two_logins(app, school):
    make_user("pupil", username="abramov.i")
    assert pupil_code(school).username == "abramov.i2"


def test_a_code_sets_the_own_password_once(app, school, monkeypatch):
    Time(monkeypatch)
    slip = pupil_code(school)
    client = app.test_client()
    typed = code_shown(slip.code).lower()
    answer = send(client, "/activate/", "/activate/", code=typed, **NEW)
    assert (answer.status_code, is_inside(client)) == (302, True)
    user = db.session.get(User, school.pupils[0].user_id)
    assert check_password_hash(user.password, NEW["password"])
    again = app.test_client()
    answer = send(again, "/activate/", "/activate/", code=typed, **NEW)
    assert (answer.status_code, is_inside(again)) == (422, False)
    outcomes = [one.value for one in db.session.scalars(select(LoginRecord.outcome))]
    assert outcomes == ["code", "wrong_code"]


@pytest.mark.parametrize("days", [13, 14])
def test_a_code_expires(app, school, days):
    slip, now = pupil_code(school), MORNING + dt.timedelta(days=days)
    sent = {"typed": slip.code, "password": "зелёный чайник", "now": now}
    if days < 14:
        assert accounts.use_code(**sent).username == "abramov.i"
    else:
        with pytest.raises(Refused):
            accounts.use_code(**sent)


def test_a_new_code_makes_the_one_before_useless_and_a_block_both(app, school):
    first, second = pupil_code(school), pupil_code(school)
    sent = {"password": "зелёный чайник", "now": MORNING}
    with pytest.raises(Refused):
        accounts.use_code(typed=first.code, **sent)
    key = [f"pupil-{school.pupils[0].id}"]
    with unit_of_work(way="page", actor=ADMIN):
        codes.block_logins(ADMIN, class_id=school.class_7a.id, keys=key, active=False, now=MORNING)
    with pytest.raises(Refused):
        accounts.use_code(typed=second.code, **sent)


def test_a_weak_password_leaves_the_code_as_it_was(app, school):
    slip = pupil_code(school)
    for weak in ("12345678", "abramov.i-1", "short"):
        with pytest.raises(Refused):
            accounts.use_code(typed=slip.code, password=weak, now=MORNING)
    assert accounts.use_code(typed=slip.code, password="зелёный чайник", now=MORNING)


def test_codes_are_kept_as_keyed_hashes(app, school):
    slip = pupil_code(school)
    row = db.session.scalars(select(ActivationCode)).one()
    assert slip.code not in {row.hash, *map(str, vars(row).values())}
    assert len(row.hash) == 64


def test_slips_are_printed_with_address_login_and_code(sqlite_app, school, login):
    school.head.user_id = make_user("class_teacher")
    db.session.commit()
    client = login(school.head.user_id)
    page = client.get(f"/codes/?class_id={school.class_7a.id}").text
    assert re.findall(r'name="who" value="([^"]+)"', page) == [
        f"pupil-{pupil.id}" for pupil in school.pupils
    ]
    sent = {"class_id": school.class_7a.id, "who": [f"pupil-{p.id}" for p in school.pupils]}
    answer = send(client, "/codes/print", "/codes/", **sent)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert answer.mimetype == "application/pdf"
    assert len(re.findall(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b", text)) == 3
    assert all(word in text for word in ("Абрамов Иван", "abramov.i", "127.0.0.1"))
    assert client.get(f"/codes/?class_id={school.class_8b.id}").status_code == 403
    assert client.get("/codes/?class_id=0").status_code == 403


def test_the_page_of_codes_costs_few_statements(sqlite_app, school, login, statements):
    client = login(make_user("admin"))
    sent = statements()
    assert client.get(f"/codes/?class_id={school.class_7a.id}").status_code == 200
    assert len(sent) == 8
