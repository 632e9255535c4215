"""Who came and who left: the rules, and the reports by hand [S6 R4]."""

import datetime as dt

import pytest

from app.classes.enums import Leaving
from app.classes.models import ClassMembership
from app.core.db import db
from app.core.errors import NotFound
from app.reports.enums import Where
from app.reports.rules.movement import Stay, in_span, moves
from tests import factories as make
from tests.journal.entries import as_actor
from tests.reports.small import lines, made

pytestmark = pytest.mark.req("S6", "R4")
STARTS, ENDS = dt.date(2026, 9, 1), dt.date(2027, 5, 31)
A, B = 1, 2


def on(month, day):
    return dt.date(2026, month, day)


@pytest.mark.parametrize(
    ("stays", "expected"),
    [
        ([(A, STARTS, None)], []),
        ([(A, STARTS, ENDS)], []),
        ([(A, STARTS, ENDS, Leaving.GRADUATED)], [(ENDS, Where.GRADUATED, None)]),
        ([(A, on(9, 2), None)], [(on(9, 2), Where.FROM_SCHOOL, None)]),
        ([(A, STARTS, on(10, 1))], [(on(10, 1), Where.UNKNOWN, None)]),
        (
            [(A, STARTS, on(10, 1), Leaving.OTHER_SCHOOL)],
            [(on(10, 1), Where.TO_SCHOOL, None)],
        ),
        (
            [(A, STARTS, on(10, 1)), (B, on(10, 2), None)],
            [(on(10, 1), Where.TO_CLASS, B), (on(10, 2), Where.FROM_CLASS, A)],
        ),
        (  # left the school, came back into another class
            [(A, STARTS, on(10, 1), Leaving.OTHER_SCHOOL), (B, on(11, 9), None)],
            [(on(10, 1), Where.TO_SCHOOL, None), (on(11, 9), Where.FROM_SCHOOL, None)],
        ),
        (  # away for a month, back in the same class
            [(A, STARTS, on(10, 1)), (A, on(11, 9), None)],
            [(on(10, 1), Where.UNKNOWN, None), (on(11, 9), Where.FROM_SCHOOL, None)],
        ),
        (
            [(A, on(9, 2), on(10, 1), Leaving.EXPELLED)],
            [(on(9, 2), Where.FROM_SCHOOL, None), (on(10, 1), Where.EXPELLED, None)],
        ),
    ],
)
def test_what_a_stay_tells_of_coming_and_leaving(stays, expected):
    found = moves([Stay(n, 7, *stay) for n, stay in enumerate(stays)], STARTS, ENDS)
    assert [(move.day, move.where, move.other) for move in found] == expected


@pytest.mark.parametrize(
    ("stay", "counts"),
    [
        ((STARTS, None), (1, 0, 0, 1)),
        ((on(10, 1), None), (1, 0, 0, 1)),  # there on the first day
        ((on(10, 2), None), (0, 1, 0, 1)),
        ((on(10, 31), None), (0, 1, 0, 1)),
        ((on(11, 1), None), (0, 0, 0, 0)),
        ((STARTS, on(9, 30)), (0, 0, 0, 0)),  # gone before it
        ((STARTS, on(10, 1)), (1, 0, 1, 0)),
        ((STARTS, on(10, 30)), (1, 0, 1, 0)),
        ((STARTS, on(10, 31)), (1, 0, 0, 1)),  # there on the last day
        ((on(10, 5), on(10, 9)), (0, 1, 1, 0)),
    ],
)
def test_beginning_and_what_came_and_left_give_the_end(stay, counts):
    one = Stay(1, 7, A, *stay)
    found = in_span(moves([one], STARTS, ENDS), on(10, 1), on(10, 31))
    came = sum(move.where.arrives for move in found)
    start, end = one.holds(on(10, 1)), one.holds(on(10, 31))
    assert (start, came, len(found) - came, end) == counts
    assert start + came - (len(found) - came) == end


def test_movement_of_a_school_by_hand(small):
    """7А on 1 September: Абрамов, Борисова, Власов, Дмитриев, Егоров.

    Until 24 October Власов went to another school, Громова came from one, Егоров moved to 7Б:
    7А 5 + 1 - 2 = 4, 7Б 0 + 1 = 1, the school 5 + 2 - 2 = 5.
    """
    other = make.make_class(small.year, "7Б")
    stays = {row.pupil.last_name: row for row in db.session.query(ClassMembership)}
    stays["Власов"].leaving = Leaving.OTHER_SCHOOL
    stays["Егоров"].until = on(10, 9)
    make.save(ClassMembership(pupil=small["Егоров"], school_class=other, since=on(10, 10)))
    report = made("movement", period_id=small.quarter.id)
    assert lines(report) == [
        ["7А", 5, 1, 0, 1, 1, 0, 0, 4],
        ["7Б", 0, 0, 1, 0, 0, 0, 0, 1],
        ["Параллель 7", 5, 1, 1, 1, 1, 0, 0, 5],
        ["Классы 5–9", 5, 1, 1, 1, 1, 0, 0, 5],
        ["Школа", 5, 1, 1, 1, 1, 0, 0, 5],
    ]
    moved = report.sections[0].lines[0].who[5]
    assert [(one.name, one.note) for one in moved] == [("Егоров Иван", "7А, 09.10.2026")]


def test_of_whom_nothing_is_said_there_is_a_column(small):
    report = made("movement", period_id=small.quarter.id)
    assert str(report.sections[0].columns[-2].title) == "не указано куда"
    assert lines(report)[0] == ["7А", 5, 1, 0, 0, 0, 0, 0, 1, 5]


def test_who_came_and_left_with_their_orders(small):
    stays = {row.pupil.last_name: row for row in db.session.query(ClassMembership)}
    vlasov, gromova = stays["Власов"], stays["Громова"]
    vlasov.leaving, vlasov.left_to, vlasov.departure_order = Leaving.OTHER_SCHOOL, "Лицей № 2", "31"
    gromova.arrival_order, gromova.pupil.birth_date = "40", dt.date(2013, 5, 2)
    db.session.commit()
    report = made("arrivals", first=on(10, 1), last=on(10, 31))
    assert lines(report)[:2] == [
        [1, "Власов Иван", None, "7А", "выбыл(а)", on(10, 1), "31", "Лицей № 2"],
        [
            *(2, "Громова Иван", dt.date(2013, 5, 2), "7А", "прибыл(а)", on(10, 10), "40"),
            "из других школ",
        ],
    ]
    assert lines(report)[2][4] == "прибыло: 1, выбыло: 1"
    assert lines(made("arrivals", first=on(10, 2), last=on(10, 9))) == []


@pytest.mark.req("P4")
def test_lists_are_for_the_office_and_for_the_heads(small_sqlite):
    secretary = as_actor(make.make_staff("Секретарёва"), "secretary")
    teacher = as_actor(small_sqlite.teacher, "teacher", "class_teacher")
    for name in ("movement", "arrivals", "occupancy", "substitutions"):
        assert made(name, secretary).sections
        with pytest.raises(NotFound):
            made(name, teacher)
