"""Summary sheets of a year and the report of one pupil, by hand [R4]."""

import datetime as dt
from decimal import Decimal

import pytest

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.core.errors import NotFound
from app.journal.models import Mark, Task
from app.results.enums import Decision
from app.results.models import CouncilDecision, Result
from tests import factories as make
from tests.journal.entries import as_actor
from tests.reports.small import lines, made

pytestmark = pytest.mark.req("R4")
MONDAY = dt.date(2026, 9, 7)


def test_the_sheet_of_progress_has_every_period_of_everybody_and_what_was_decided(small):
    year = small.periods[-1]
    make.save(Result(course=small.algebra, period=year, pupil=small["Абрамов"], value="5"))
    decided = CouncilDecision(
        school_class=small.of,
        pupil=small["Абрамов"],
        decision=Decision.PROMOTED,
        protocol_number="8",
        protocol_date=dt.date(2027, 5, 28),
    )
    make.save(decided)
    found = made("progress-sheet", class_id=small.of.id).sections[0].lines
    assert len(found) == 6 * 5  # four quarters and the year of each, who left too
    assert [list(line.values)[2:5] for line in found[:5]] == [
        ["1 четверть", "5", "5"],
        ["2 четверть", None, None],
        ["3 четверть", None, None],
        ["4 четверть", None, None],
        ["Год", "5", None],
    ]
    assert [line.rows for line in found[:6]] == [5, 0, 0, 0, 0, 5]
    assert found[0].values[-1] == f"{Decision.PROMOTED.label}, протокол № 8 от 28.05.2027"
    vlasov = found[10]  # left in the quarter: his result stays
    assert list(vlasov.values) == [3, "Власов Иван", "1 четверть", "2", None, "выбыл(а) 01.10.2026"]


def test_class_1_has_the_year_alone_and_its_decision(small):
    first = make.make_class(small.year, "1А")
    make.make_pupil(first, "Новиков")
    found = lines(made("progress-sheet", class_id=first.id))
    assert found == [[1, "Новиков Иван", "Год", ""]]


def absent(lesson, pupil, kind, **values):
    make.save(Absence(lesson=lesson, pupil=pupil, kind=kind, **values))


def test_the_sheet_of_attendance_by_hand(small):
    """Абрамов: 7 September both lessons ill (a day), 8 September one of two without reason,
    9 November late. Борисова: 7 September one lesson ill, the other with good reason: a day
    missed, but not an ill one.
    """
    days = [MONDAY, MONDAY + dt.timedelta(1), dt.date(2026, 11, 9)]
    pairs = [[make.make_lesson(small.algebra, day, n) for n in (1, 2)] for day in days]
    for lesson in pairs[0]:
        absent(lesson, small["Абрамов"], AbsenceKind.ILL)
    absent(pairs[1][0], small["Абрамов"], AbsenceKind.NO_REASON)
    absent(pairs[2][0], small["Абрамов"], AbsenceKind.LATE)
    absent(pairs[0][0], small["Борисова"], AbsenceKind.ILL)
    absent(pairs[0][1], small["Борисова"], AbsenceKind.EXCUSED)
    found = lines(made("attendance-sheet", class_id=small.of.id))
    nothing = [0, 0, 0, 0, 0]
    assert found[:3] == [
        [1, "Абрамов Иван", 1, 1, 3, 2, 0, 0, 0, 0, 0, 1, *nothing, *nothing, 1, 1, 3, 2, 1],
        [2, "Борисова Иван", 1, 0, 2, 1, 0, *nothing, *nothing, *nothing, 1, 0, 2, 1, 0],
        [3, "Власов Иван", *nothing * 5],
    ]
    assert found[-1] == [
        *("", "Всего", 2, 1, 5, 3, 0, 0, 0, 0, 0, 1, *nothing, *nothing, 2, 1, 5, 3, 1),
    ]
    attendance = made("attendance", class_id=small.of.id, first=days[0], last=days[2])
    (picture,) = attendance.pictures
    assert picture.groups == ["09.2026", "10.2026", "11.2026"]
    assert [list(series.values) for series in picture.series] == [
        [3, 0, 0],
        [1, 0, 0],
        [1, 0, 0],
        [0, 0, 0],
    ]


def test_the_report_of_a_pupil_by_hand(small):
    """Algebra: «5» of weight 1 and «3» of weight 2: (5 + 6) / 3 = 3.67; ill once."""
    kinds = make.make_work_kinds()
    lessons = [make.make_lesson(small.algebra, MONDAY, n) for n in (1, 2)]
    for lesson, kind, value in ((lessons[0], "О", "5"), (lessons[1], "К", "3")):
        task = make.save(Task(lesson=lesson, kind=kinds[kind]))
        make.save(Mark(task=task, pupil=small["Абрамов"], value=value))
    later = make.make_lesson(small.algebra, MONDAY + dt.timedelta(1))
    absent(later, small["Абрамов"], AbsenceKind.ILL)
    report = made(
        "pupil",
        class_id=small.of.id,
        pupil_id=small["Абрамов"].id,
        first=MONDAY,
        last=MONDAY + dt.timedelta(4),
    )
    assert lines(report) == [
        ["Алгебра", 2, Decimal("3.67"), 1, "5", None, None, None],
        ["Английский язык", 0, None, 0, "5", None, None, None],
    ]
    assert lines(report, 1)[0] == [1, "Абрамов Иван", 1, 1, 1, 0, 0, 0, 0]
    assert lines(report, 2) == [["Алгебра", "5/3", "Б"]]


@pytest.mark.req("P2", "P3")
def test_a_pupil_is_reported_on_in_the_own_class_only(small_sqlite):
    small = small_sqlite
    stranger = make.make_pupil(make.make_class(small.year, "8Б"))
    head = as_actor(small.teacher, "class_teacher")
    assert made("pupil", head, class_id=small.of.id, pupil_id=small["Абрамов"].id).sections
    for class_id in (small.of.id, stranger.class_stays[0].class_id):
        with pytest.raises(NotFound):
            made("pupil", head, class_id=class_id, pupil_id=stranger.id)
    for name in ("progress-sheet", "attendance-sheet"):
        with pytest.raises(NotFound):
            made(name, head, class_id=stranger.class_stays[0].class_id)
