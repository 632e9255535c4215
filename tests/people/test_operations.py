import datetime as dt

import pytest

from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, Refused
from app.people import operations
from app.people.enums import Sex
from app.people.models import Guardian, Pupil, Staff
from tests import factories as make

TODAY = dt.date(2026, 9, 10)
SECRETARY = make.actor("secretary")


def do(operation, actor, **given):
    with unit_of_work(way="form", actor=actor):
        return operation(actor, **given)


@pytest.mark.req("P8")
def test_a_pupil_is_put_on_the_list_with_a_tidy_name_and_the_sex_that_the_patronymic_tells(app):
    card = {"last_name": " ИВАНОВА", "first_name": "анна", "middle_name": "петровна"}
    pupil = do(operations.add_person, SECRETARY, kind=Pupil, card=card, today=TODAY)
    db.session.expire_all()
    assert (pupil.full_name, pupil.sex) == ("Иванова Анна Петровна", Sex.FEMALE)


@pytest.mark.req("P8")
def test_every_fault_of_a_card_is_told_and_nothing_is_stored(app):
    card = {"last_name": "", "first_name": "7", "email": "x", "birth_date": dt.date(1980, 1, 1)}
    with pytest.raises(Refused) as refusal:
        do(operations.add_person, SECRETARY, kind=Pupil, card=card, today=TODAY)
    assert [fault.field for fault in refusal.value.faults] == [
        "last_name",
        "first_name",
        "email",
        "sex",
        "birth_date",
    ]
    assert db.session.query(Pupil).count() == 0


@pytest.mark.req("P8")
def test_a_change_keeps_what_it_does_not_name(app):
    pupil = make.make_pupil(last_name="Ёлкин", phone="8 900", middle_name="Ильич")
    card = {"first_name": "Пётр"}
    do(operations.change_person, SECRETARY, person=pupil, card=card, today=TODAY)
    db.session.expire_all()
    assert (pupil.full_name, pupil.phone) == ("Ёлкин Пётр Ильич", "8 900")


@pytest.mark.req("P8")
def test_a_refused_change_changes_nothing(app):
    staff = make.make_staff("Иванова")
    with pytest.raises(Refused):
        do(
            operations.change_person,
            SECRETARY,
            person=staff,
            card={"first_name": "Ольга", "email": "ольга"},
            today=TODAY,
        )
    db.session.expire_all()
    assert staff.full_name == "Иванова Анна Петровна"


@pytest.mark.req("P4")
@pytest.mark.parametrize("role", ["director", "deputy", "class_teacher", "teacher", "parent"])
@pytest.mark.parametrize("kind", [Pupil, Guardian, Staff])
def test_nobody_else_keeps_the_lists_of_people(app, role, kind):
    actor, staff = make.actor(role, staff_id=1), make.make_staff()
    card = {"last_name": "Иванова", "first_name": "Анна", "sex": Sex.FEMALE}
    for operation, given in (
        (operations.add_person, {"kind": kind, "card": card, "today": TODAY}),
        (operations.change_person, {"person": staff, "card": card, "today": TODAY}),
    ):
        with pytest.raises(Forbidden):
            do(operation, actor, **given)
    assert db.session.query(kind).count() == (1 if kind is Staff else 0)


@pytest.mark.req("P4", "P6")
def test_the_address_of_staff_with_a_login_is_changed_by_the_administrator_only(app):
    """Codes for a new password go there: whoever writes it could open the login."""
    staff = make.make_staff("Иванова", email="i@school.example")
    change = lambda actor, **card: do(  # noqa: E731
        operations.change_person, actor, person=staff, card=card, today=TODAY
    )
    change(SECRETARY, email="a@school.example")
    staff.user_id = make.make_user("teacher")
    db.session.commit()
    with pytest.raises(Refused, match="Адрес меняет администратор"):
        change(SECRETARY, email="foreign@home.example")
    change(SECRETARY, email="a@school.example", phone="+7 900 000-00-00")
    assert (staff.email, staff.phone) == ("a@school.example", "+7 900 000-00-00")
    change(make.actor("admin"), email="b@school.example")
    assert staff.email == "b@school.example"
