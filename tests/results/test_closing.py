"""A grading period is closed and opened again [J8 R2]."""

import datetime as dt

import pytest
from lxml import html

from app.core import clock
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.messages.models import Notice
from app.results.operations.periods import close_period, open_period
from app.results.queries.closing import closings_of, period_gaps
from app.results.rules.closing import PeriodFacts, closing_faults, opening_faults
from tests import factories as make
from tests.journal.entries import as_actor
from tests.journal.test_views import found
from tests.results.test_class_sheet import Class7A

pytestmark = pytest.mark.req("J8")
D = dt.date
TODAY = D(2026, 10, 24)


@pytest.mark.parametrize(
    ("ends", "closed", "year_closed", "faults"),
    [
        (TODAY, None, None, []),
        (D(2026, 10, 25), None, None, ["The period lasts until 25.10.2026."]),
        (D(2026, 10, 1), D(2026, 10, 2), None, ["The period is closed already."]),
        (D(2026, 10, 1), None, TODAY,
         ["The academic year is closed: its journals can only be read."]),
    ],
)  # fmt: skip
def test_a_period_is_closed_when_it_is_over(ends, closed, year_closed, faults):
    found_faults = closing_faults(PeriodFacts(ends, closed, year_closed), TODAY)
    assert [str(fault.text) for fault in found_faults] == faults


@pytest.mark.parametrize(
    ("closed", "year_closed", "reason", "faults"),
    [
        (TODAY, None, "ошибка", []),
        (TODAY, None, " ", ["Say why it is opened."]),
        (None, None, "", ["The period is not closed.", "Say why it is opened."]),
        (TODAY, TODAY, "ошибка",
         ["The academic year is closed: its journals can only be read."]),
    ],
)  # fmt: skip
def test_a_period_is_opened_again_with_a_reason_only(closed, year_closed, reason, faults):
    facts = PeriodFacts(TODAY, closed, year_closed)
    assert [str(fault.text) for fault in opening_faults(facts, reason)] == faults


@pytest.fixture
def world(app):
    """The first quarter is over: one lesson of algebra, nothing set, no topic."""
    return Class7A()


def somebody(role, name="Завучева"):
    return as_actor(make.make_staff(name), role)


def close(actor, period):
    with unit_of_work("form", actor):
        close_period(actor, period_id=period.id, now=clock.now(), letters={})


def reopen(actor, period, reason="Ошибка в отметке"):
    with unit_of_work("form", actor):
        open_period(actor, period_id=period.id, reason=reason, now=clock.now(), letters={})


def test_closing_and_opening_stay_in_the_history_with_both_names(world):
    period, deputy, admin = world.periods[0], somebody("deputy"), somebody("admin", "Методист")
    close(deputy, period)
    assert period.closed_on == clock.today()
    reopen(admin, period)
    assert period.closed_on is None
    assert [(one.by, one.closed, one.reason) for one in closings_of(period.id)] == [
        (admin.name, False, "Ошибка в отметке"),
        (deputy.name, True, ""),
    ]


def test_teachers_and_class_teachers_are_told_of_both(world):
    as_actor(world.head, "class_teacher")
    as_actor(world.teacher, "teacher")
    as_actor(make.make_staff("Чужая"), "teacher")
    close(somebody("deputy"), world.periods[0])
    texts = db.session.execute(db.select(Notice.user_id, Notice.text).order_by(Notice.user_id))
    said = "«1 четверть 2026/2027»: период закрыт, записи больше не принимаются."
    users = sorted((world.head.user_id, world.teacher.user_id))
    assert [tuple(row) for row in texts] == [(user, said) for user in users]


@pytest.mark.req("P4")
@pytest.mark.parametrize(
    ("role", "closes", "opens"),
    [
        ("admin", True, True),
        ("deputy", True, False),
        ("director", False, False),
        ("secretary", False, False),
        ("class_teacher", False, False),
        ("teacher", False, False),
        ("parent", False, False),
    ],
)
def test_who_closes_and_who_opens(world, role, closes, opens):
    person, period = somebody(role), world.periods[0]
    if closes:
        close(person, period)
    else:
        with pytest.raises(Forbidden):
            close(person, period)
        assert period.closed_on is None
        close(somebody("admin"), period)
    if opens:
        reopen(person, period)
        assert period.closed_on is None
    else:
        with pytest.raises(Forbidden):
            reopen(person, period)
        assert period.closed_on == clock.today()


def test_what_is_refused_changes_nothing(world):
    deputy = somebody("deputy")
    with pytest.raises(Refused, match="идёт до"):
        close(deputy, world.periods[1])
    with pytest.raises(NotFound), unit_of_work("form", deputy):
        close_period(deputy, period_id=0, now=clock.now(), letters={})
    assert db.session.scalars(db.select(Notice)).all() == []


@pytest.mark.req("R1", "R2")
def test_gaps_are_counted_by_class_and_course(world):
    """Абрамов has «5» of no marks, Борисова nothing; the one lesson has no topic."""
    world.result(0, world.pupils[0], "5")
    gaps = period_gaps(world.periods[0], clock.today())
    assert [(one.school_class.name, one.missing, one.unjustified, one.unfilled)
            for one in gaps] == [("7А", 1, 1, 1)]  # fmt: skip
    algebra = gaps[0].courses[0]
    assert (algebra.missing, algebra.unjustified) == (["Борисова Иван"], ["Абрамов Иван"])


@pytest.mark.req("R2")
def test_a_class_with_everything_has_no_gaps(world):
    world.first.topic = "Дроби"
    for lesson in (make.make_lesson(world.course, world.first.day, n, topic="Дроби")
                   for n in (4, 5, 6)):  # fmt: skip
        for pupil in world.pupils:
            world.mark(lesson, pupil, "5")
    for pupil in world.pupils:
        world.result(0, pupil, "5")
    assert [one.courses for one in period_gaps(world.periods[0], clock.today())] == [[]]


@pytest.fixture
def deputy(login, world):
    return login(somebody("deputy").user_id)


def test_the_page_lists_the_gaps_and_closes(deputy, world):
    url = f"/results/closing/{world.periods[0].id}"
    page = html.fromstring(deputy.get(url).text)
    row = [cell.text_content().strip() for cell in found(page, "table.list tbody tr")[0]]
    assert row[:5] == ["7А", "Сидорова А. П.", "2", "", "1"]
    token = {"csrf_token": found(page, "input[name=csrf_token]")[0].value}
    assert deputy.post(f"{url}/close", data=token).status_code == 302
    assert "Открыть его снова может только администратор." in deputy.get(url).text
    refused = deputy.post(f"{url}/open", data={**token, "reason": "так"})
    assert refused.status_code == 403


def test_the_list_of_periods_says_what_is_to_be_closed(deputy, world):
    page = html.fromstring(deputy.get("/results/closing/").text)
    states = [state.text_content() for state in found(page, "tbody .state")]
    assert states == ["окончен, не закрыт", "идёт", "идёт", "идёт"]


@pytest.mark.req("P2", "P3", "P5")
@pytest.mark.parametrize("role", ["class_teacher", "teacher", "secretary", "pupil", "parent"])
def test_who_does_not_see_the_page(login, world, role):
    client = login(somebody(role).user_id)
    assert client.get(f"/results/closing/{world.periods[0].id}").status_code == 403


def test_the_page_costs_the_same_statements_for_any_school(deputy, world, statements):
    counts = []
    url = f"/results/closing/{world.periods[0].id}"
    for name in ("7Б", "8А"):
        deputy.get(url)
        sent = statements()
        deputy.get(url)
        counts.append(len(sent))
        of = make.make_class(world.of.year, name)
        course = make.make_course(of, world.course.subject, world.teacher)
        make.make_pupil(of, since=world.periods[0].starts)
        make.make_lesson(course, world.first.day)
    assert counts == [24, 24]
