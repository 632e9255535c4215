"""Decisions of the pedagogical council [R1]."""

import datetime as dt

import pytest
from lxml import html

from app.audit.queries import history_of_row
from app.core import clock
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden, NotFound, Refused
from app.results.enums import Decision
from app.results.models import CouncilDecision, Result
from app.results.operations.council import record_decisions
from app.results.queries.decisions import decisions_of
from app.results.rules.council import (
    Protocol,
    PupilYear,
    decision_faults,
    propose_decision,
    protocol_faults,
)
from tests import factories as make
from tests.journal.entries import as_actor
from tests.journal.test_views import found
from tests.results.test_class_sheet import Class7A

pytestmark = pytest.mark.req("R1")
PROMOTED, CONDITIONAL = Decision.PROMOTED, Decision.CONDITIONAL
REPEATS, GRADUATED = Decision.REPEATS, Decision.GRADUATED


def year(grade, *values):
    return PupilYear(grade, {f"Предмет {n}": value for n, value in enumerate(values, 1)})


@pytest.mark.parametrize(
    ("grade", "values", "proposed"),
    [
        (7, ("5", "3", "зач", "осв"), PROMOTED),
        (7, ("5", "2"), CONDITIONAL),
        (7, ("5", "н/а"), CONDITIONAL),
        (7, ("5", "н/зач"), CONDITIONAL),
        (7, ("5", None), None),
        (9, ("3", "4"), GRADUATED),
        (9, ("3", "2"), REPEATS),
        (11, ("5",), GRADUATED),
        (1, (), PROMOTED),
    ],
)
def test_the_results_of_the_year_propose_a_decision(grade, values, proposed):
    assert propose_decision(year(grade, *values)) == proposed


@pytest.mark.parametrize(
    ("decision", "pupil", "faults"),
    [
        (PROMOTED, year(7, "5", "3"), []),
        (PROMOTED, year(7, "5", None), ["No result of the year: Предмет 2."]),
        (REPEATS, year(7, None), ["No result of the year: Предмет 1."]),
        (PROMOTED, year(7, "2", "н/а"), ["There are debts: Предмет 1, Предмет 2."]),
        (CONDITIONAL, year(7, "2"), []),
        (CONDITIONAL, year(7, "3"), ["There are no debts: nothing is conditional."]),
        (REPEATS, year(7, "5"), []),
        (GRADUATED, year(9, "3"), []),
        (GRADUATED, year(8, "3"), ["Pupils graduate after classes 9 and 11."]),
        (GRADUATED, year(9, "2"), ["There are debts: Предмет 1."]),
        (PROMOTED, year(9, "3"), ["After classes 9 and 11 pupils graduate or repeat the year."]),
    ],
)
def test_a_decision_against_the_results_is_refused_with_the_reason(decision, pupil, faults):
    assert [str(fault.text) for fault in decision_faults(decision, pupil)] == faults


@pytest.mark.parametrize(
    ("number", "date", "fields"),
    [
        ("5", dt.date(2027, 5, 25), []),
        (" ", dt.date(2027, 5, 25), ["number"]),
        ("5", None, ["date"]),
        ("5", dt.date(2027, 5, 27), ["date"]),
        ("5", dt.date(2026, 8, 31), ["date"]),
        ("", None, ["number", "date"]),
    ],
)
def test_a_protocol_has_a_number_and_a_date_of_the_year(number, date, fields):
    faults = protocol_faults(Protocol(number, date), dt.date(2026, 9, 1), dt.date(2027, 5, 26))
    assert [fault.field for fault in faults] == fields


@pytest.fixture
def world(app):
    """Абрамов has «5» and «2» of the year, Борисова «4»; English is Абрамов's alone."""
    made = Class7A()
    abramov, borisova = made.pupils
    made.result(-1, abramov, "5")
    made.result(-1, borisova, "4")
    period = made.periods[-1]
    make.save(Result(course=made.english, period=period, pupil=abramov, value="2"))
    return made


@pytest.fixture
def deputy(world):
    return as_actor(make.make_staff("Завучева"), "deputy")


def record(actor, world, *decisions, number="5", today=None):
    today = today or clock.today()
    chosen = {p.id: one for p, one in zip(world.pupils, decisions, strict=False) if one}
    with unit_of_work("form", actor):
        return record_decisions(
            actor, class_id=world.of.id, chosen=chosen, protocol=Protocol(number, today),
            today=today,
        )  # fmt: skip


def stored(world):
    found_rows = decisions_of([world.of.id])
    return {pupil: (row.decision, row.protocol_number) for (_of, pupil), row in found_rows.items()}


def test_a_whole_class_is_recorded_at_once(world, deputy):
    abramov, borisova = world.pupils
    assert record(deputy, world, CONDITIONAL, PROMOTED) == 2
    assert stored(world) == {abramov.id: (CONDITIONAL, "5"), borisova.id: (PROMOTED, "5")}


def test_a_later_protocol_changes_only_what_it_decides_otherwise(world, deputy):
    abramov, borisova = world.pupils
    record(deputy, world, CONDITIONAL, PROMOTED)
    assert record(deputy, world, REPEATS, PROMOTED, number="7") == 1
    assert stored(world) == {abramov.id: (REPEATS, "7"), borisova.id: (PROMOTED, "5")}
    row = db.session.scalars(db.select(CouncilDecision).filter_by(pupil_id=abramov.id)).one()
    history = history_of_row("council_decision", row.id)
    assert history[0].changes["decision"] == ["conditional", "repeats"]
    assert history[0].user_name == deputy.name


def test_one_wrong_decision_keeps_all_from_being_recorded(world, deputy):
    with pytest.raises(Refused) as caught:
        record(deputy, world, PROMOTED, PROMOTED)
    texts = [str(fault.text) for fault in caught.value.faults]
    assert texts == ["Абрамов Иван: Есть задолженность: Английский язык."]
    assert stored(world) == {}


def test_without_a_result_of_the_year_nothing_is_decided(world, deputy):
    late = make.make_pupil(world.of, "Юрьев", since=world.periods[0].starts)
    world.pupils = [late]
    with pytest.raises(Refused, match="Юрьев Иван: Нет годовых отметок: Алгебра"):
        record(deputy, world, REPEATS)


def test_a_closed_year_takes_no_decision(world, deputy):
    world.of.year.closed_on = clock.today()
    db.session.commit()
    with pytest.raises(Refused, match="закрыт"):
        record(deputy, world, CONDITIONAL)


def test_a_pupil_of_another_class_is_not_there(world, deputy):
    world.pupils = [make.make_pupil(make.make_class(world.of.year, "8Б"))]
    with pytest.raises(NotFound):
        record(deputy, world, PROMOTED)


@pytest.mark.req("P4", "P3")
@pytest.mark.parametrize(
    ("role", "own", "error"),
    [
        ("admin", False, None),
        ("director", False, Forbidden),
        ("class_teacher", True, Forbidden),
        ("class_teacher", False, Forbidden),
        ("teacher", False, Forbidden),
        ("secretary", False, Forbidden),
        ("parent", False, Forbidden),
    ],
)
def test_who_records_decisions(world, role, own, error):
    person = as_actor(world.head if own else make.make_staff("Кто-то"), role)
    if error is None:
        assert record(person, world, CONDITIONAL) == 1
    else:
        with pytest.raises(error):
            record(person, world, CONDITIONAL)
        assert stored(world) == {}


@pytest.mark.req("P3", "P4", "P5")
@pytest.mark.parametrize(
    ("role", "own", "status"),
    [
        ("deputy", False, 200),
        ("director", False, 200),
        ("class_teacher", True, 200),
        ("class_teacher", False, 404),
        ("teacher", False, 403),
        ("parent", False, 403),
    ],
)
def test_who_sees_the_decisions_on_a_class(login, world, role, own, status):
    staff = world.head if own else make.make_staff("Кто-то")
    client = login(as_actor(staff, role).user_id)
    answer = client.get(f"/results/council/{world.of.id}")
    assert answer.status_code == status
    if status == 200:
        selects = found(html.fromstring(answer.text), "select")
        assert bool(selects) is (role == "deputy")


def test_the_page_proposes_and_the_press_records(login, world, deputy):
    client = login(deputy.user_id)
    url = f"/results/council/{world.of.id}"
    page = html.fromstring(client.get(url).text)
    chosen = {s.get("name"): s.value for s in found(page, "select")}
    abramov, borisova = world.pupils
    names = [f"decision-{pupil.id}" for pupil in (abramov, borisova)]
    assert chosen == {names[0]: "conditional", names[1]: "promoted"}
    token = found(page, "input[name=csrf_token]")[0].value
    sent = {**chosen, "number": "5", "date": clock.today().isoformat(), "csrf_token": token}
    assert client.post(url, data=sent).status_code == 302
    assert stored(world) == {abramov.id: (CONDITIONAL, "5"), borisova.id: (PROMOTED, "5")}
    refused = client.post(url, data={**sent, "number": ""})
    assert (refused.status_code, "Укажите номер протокола." in refused.text) == (422, True)
    sheet = client.get(f"/results/class/{world.of.id}?period={world.periods[-1].id}").text
    row = found(html.fromstring(sheet), f"tr[data-pupil='{abramov.id}'] .decision")[0]
    assert row.text == "переведён условно"
