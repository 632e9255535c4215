"""Orders and protocols that results rest on [R1]."""

import datetime as dt

import pytest
from lxml import html

from app.core import clock
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.results.models import Result
from app.results.operations.orders import set_order
from app.results.queries.orders import results_with_orders
from app.results.rules.order import Order, order_faults
from app.school.enums import PeriodKind
from tests import factories as make
from tests.journal.entries import as_actor
from tests.journal.test_views import found
from tests.results.test_sheet import World, whole_year

pytestmark = pytest.mark.req("R1")
DAY = dt.date(2027, 6, 5)


@pytest.mark.parametrize(
    ("number", "date", "fields"),
    [
        ("12", DAY, []),
        ("", None, []),
        (" ", DAY, ["number"]),
        ("12", None, ["date"]),
        ("12", DAY + dt.timedelta(days=1), ["date"]),
    ],
)
def test_an_order_has_a_number_and_a_date_or_is_none(number, date, fields):
    assert [fault.field for fault in order_faults(Order(number, date), DAY)] == fields


@pytest.fixture
def world(app):
    """Абрамов is exempt from the first quarter, both have an exam, Борисова a usual «4»."""
    made = World()
    abramov, borisova = made.pupils
    exam = whole_year(made, PeriodKind.EXAM)
    for pupil, value in ((abramov, "5"), (borisova, "3")):
        make.save(Result(course=made.course, period=exam, pupil=pupil, value=value))
    made.result(0, abramov, "осв")
    made.result(0, borisova, "4")
    return made


@pytest.fixture
def teacher(world):
    return as_actor(world.teacher, "teacher")


def ids(world):
    return [row.id for row in results_with_orders(world.course.id)]


def put(actor, world, keys, number="12", date=None):
    with unit_of_work("form", actor):
        return set_order(
            actor, course_id=world.course.id, result_ids=keys,
            order=Order(number, date or (clock.today() if number else None)),
            today=clock.today(),
        )  # fmt: skip


def orders(world):
    return [(row.value, row.order_number) for row in results_with_orders(world.course.id)]


def test_one_order_is_written_to_many_results_and_taken_back(world, teacher):
    assert orders(world) == [("осв", ""), ("5", ""), ("3", "")]
    assert put(teacher, world, ids(world)[1:]) == 2
    assert orders(world) == [("осв", ""), ("5", "12"), ("3", "12")]
    put(teacher, world, ids(world)[2:], number="")
    assert orders(world) == [("осв", ""), ("5", "12"), ("3", "")]


def test_a_usual_result_takes_no_order(world, teacher):
    usual = db.session.scalars(db.select(Result).where(Result.value == "4")).one()
    with pytest.raises(NotFound):
        put(teacher, world, [usual.id])


@pytest.mark.req("J8")
def test_the_order_of_a_closed_period_stays(world, teacher):
    world.periods[0].closed_on = clock.today()
    db.session.commit()
    with pytest.raises(Refused, match="закрыт"):
        put(teacher, world, ids(world))
    assert put(teacher, world, ids(world)[1:]) == 2  # the exam is not closed


@pytest.mark.req("P2", "P4")
@pytest.mark.parametrize(
    ("role", "error"),
    [("director", Forbidden), ("deputy", Forbidden), ("admin", Forbidden), ("teacher", NotFound)],
)
def test_others_write_no_order(world, role, error):
    person = as_actor(make.make_staff("Чужая"), role)
    with pytest.raises(error):
        put(person, world, ids(world))
    assert {number for _value, number in orders(world)} == {""}


def test_the_sheet_asks_for_the_orders_that_are_missing(world, teacher, login):
    client, url = login(teacher.user_id), f"/results/sheet/{world.course.id}"
    page = html.fromstring(client.get(url).text)
    lines = [" ".join(one.text_content().split()) for one in found(page, ".orders li")]
    assert lines[0] == "Абрамов Иван: 1 четверть, осв нет приказа"
    token = found(page, ".orders input[name=csrf_token]")[0].value
    sent = {"csrf_token": token, "result": ids(world), "number": "12"}
    refused = client.post(f"{url}/order", data=sent)
    assert (refused.status_code, "Укажите дату приказа" in refused.text) == (422, True)
    sent["date"] = clock.today().isoformat()
    assert client.post(f"{url}/order", data=sent).status_code == 302
    assert {number for _value, number in orders(world)} == {"12"}
