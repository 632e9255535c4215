"""The sheet of results of a course [R1 R2]."""

import datetime as dt

import pytest
from lxml import html

from app.core import clock
from app.core.db import db
from app.journal.models import Mark, Task
from app.plan.models import WorkKind
from app.results.models import Result
from app.school.enums import PeriodKind
from app.school.models import GradingPeriod, School
from tests import factories as make
from tests.journal.entries import as_actor
from tests.journal.test_views import found


class World:
    """7А with three pupils: the first quarter is over, the second goes on; half a year of marks."""

    @make.together()
    def __init__(self):
        make.make_school()
        today = clock.today()
        day = lambda shift: today + dt.timedelta(days=shift)  # noqa: E731
        year = make.make_year(starts=day(-120), ends=day(150))
        self.periods = make.make_periods(year)
        for period, (starts, ends) in zip(
            self.periods[:4], ((-120, -61), (-60, 20), (21, 80), (81, 150)), strict=True
        ):
            period.starts, period.ends = day(starts), day(ends)
        make.make_work_kinds()
        self.teacher = make.make_staff("Иванова")
        self.of = make.make_class(year, "7А")
        self.pupils = [
            make.make_pupil(self.of, name, since=day(-120)) for name in ("Абрамов", "Борисова")
        ]
        self.left = make.make_pupil(self.of, "Власов", since=day(-120), until=day(-90))
        self.course = make.make_course(self.of, make.make_subject(), self.teacher, since=day(-120))
        self.first = make.make_lesson(self.course, day(-100))
        self.second = [make.make_lesson(self.course, day(-shift), 2) for shift in (9, 8, 7)]
        db.session.commit()

    def mark(self, lesson, pupil, value, code="О"):
        kind = db.session.scalars(db.select(WorkKind).where(WorkKind.code == code)).one()
        known = db.select(Task).where(Task.lesson_id == lesson.id)
        task = db.session.scalars(known).first() or Task(lesson=lesson, kind=kind, position=1)
        make.save(Mark(task=task, pupil=pupil, value=value))

    def result(self, number, pupil, value):
        period = self.periods[number]
        make.save(Result(course=self.course, period=period, pupil=pupil, value=value))


@pytest.fixture
def world(app):
    return World()


def rows(client, world):
    answer = client.get(f"/results/sheet/{world.course.id}")
    assert answer.status_code == 200, answer.status_code
    return found(html.fromstring(answer.get_data(as_text=True)), "table.grid tbody tr")


@pytest.fixture
def teacher(login, world):
    return login(as_actor(world.teacher, "teacher").user_id)


@pytest.mark.req("R1")
def test_average_proposal_and_result_stand_side_by_side(teacher, world):
    """Second quarter: (4·1 + 5·2) / 3 = 4.67 → 5; the year: mean of «4» and «3», 3.50 → 4."""
    abramov = world.pupils[0]
    world.mark(world.second[0], abramov, "4")
    world.mark(world.second[1], abramov, "5", "К")  # a control work weighs 2
    world.mark(world.first, abramov, "3")
    world.result(0, abramov, "4")
    world.result(3, abramov, "3")
    row = rows(teacher, world)[0]
    values = [cell.get("data-mean") for cell in row if cell.get("data-kind") == "result"]
    proposed = [cell.text_content() for cell in row if cell.get("class") == "proposed"]
    results = [cell.text_content() for cell in row if cell.get("data-kind") == "result"]
    assert values == ["3,00", "4,67", "", "", "3,50"]
    assert proposed == ["3", "5", "", "", "4"]
    assert results == ["4", "", "", "3", ""]


def whole_year(world, kind, first=2, last=11):
    year = world.of.year
    return make.save(
        GradingPeriod(year=year, kind=kind, name=str(kind), starts=year.starts, ends=year.ends,
                      first_grade=first, last_grade=last)
    )  # fmt: skip


@pytest.mark.req("R1")
def test_exam_attestation_and_final_result_follow_the_year(teacher, world):
    """Year «4» and exam «5»: (4 + 5) / 2 = 4.50 → 5; the attestation is class 9's."""
    abramov = world.pupils[0]
    final = whole_year(world, PeriodKind.FINAL)
    exam = whole_year(world, PeriodKind.EXAM)
    whole_year(world, PeriodKind.STATE, 9, 9)
    world.result(-1, abramov, "4")
    make.save(Result(course=world.course, period=exam, pupil=abramov, value="5"))
    row = rows(teacher, world)[0]
    results = [cell for cell in row if cell.get("data-kind") == "result"]
    ids = [int(cell.get("data-period")) for cell in results[-3:]]
    assert ids == [world.periods[-1].id, exam.id, final.id]
    assert [cell.get("data-mean") for cell in results[-3:]] == ["", "", "4,50"]
    assert [cell.get("data-proposed") for cell in results[-3:]] == ["", "", "5"]
    assert len(found(row, "td.average")) == 6  # none before the exam


@pytest.mark.req("R1")
def test_a_school_may_propose_the_year_by_all_its_marks(teacher, world):
    """Marks «3», «5», «5»: 13 / 3 = 4.33; the results «3» and «5» would give 4.00."""
    db.session.scalars(db.select(School)).one().year_by_marks = True
    world.mark(world.first, world.pupils[0], "3")
    world.mark(world.second[0], world.pupils[0], "5")
    world.mark(world.second[1], world.pupils[0], "5")
    world.result(0, world.pupils[0], "3")
    world.result(3, world.pupils[0], "5")
    row = rows(teacher, world)[0]
    year = [cell for cell in row if cell.get("data-kind") == "result"][-1]
    assert year.get("data-mean") == "4,33"


@pytest.mark.req("R1")
def test_a_result_that_departs_from_the_proposal_says_so(teacher, world):
    world.mark(world.first, world.pupils[0], "3")
    world.result(0, world.pupils[0], "4")
    cells = [c for c in rows(teacher, world)[0] if c.get("data-kind") == "result"]
    assert [c.get("data-flag") for c in cells[:2]] == ["По среднему выходит 3", None]


@pytest.mark.req("R2")
def test_what_a_result_lacks_is_at_the_average_while_it_can_be_mended(teacher, world):
    abramov, borisova = world.pupils
    world.mark(world.second[0], abramov, "4", "К")
    world.mark(world.second[1], borisova, "4")
    world.mark(world.second[2], borisova, "5")
    lacks = [found(row, "td.average")[1].get("title") for row in rows(teacher, world)[:2]]
    assert lacks == [
        "Отметок: 1 из 3.",
        "Отметок: 2 из 3. Нет отметки за письменную работу.",
    ]


@pytest.mark.req("S6", "R1")
def test_whoever_left_has_no_cell_to_fill(teacher, world):
    last = rows(teacher, world)[2]
    classes = [c.get("class") for c in last if c.get("data-kind") == "result"]
    assert all("out" in one.split() for one in classes), classes


@pytest.mark.req("P2", "P5", "R1")
@pytest.mark.parametrize(
    ("role", "own", "status"),
    [
        ("admin", False, 200),
        ("director", False, 200),
        ("deputy", False, 200),
        ("teacher", True, 200),
        ("teacher", False, 404),
        ("class_teacher", False, 404),
        ("secretary", False, 403),
        ("pupil", False, 403),
        ("parent", False, 403),
    ],
)
def test_who_opens_the_sheet(login, world, role, own, status):
    staff = world.teacher if own else make.make_staff("Другая")
    client = login(as_actor(staff, role).user_id)
    assert client.get(f"/results/sheet/{world.course.id}").status_code == status


@pytest.mark.req("J6", "R1")
def test_class_1_has_no_sheet(login, world):
    first = make.make_class(world.of.year, "1А")
    course = make.make_course(
        first, make.make_subject("Чтение"), world.teacher, since=clock.today()
    )
    client = login(as_actor(world.teacher, "teacher").user_id)
    page = client.get(f"/results/sheet/{course.id}").text
    assert "В этом классе итоговые отметки не ставятся." in page
    assert "<table" not in page


@pytest.mark.req("R1")
def test_the_sheet_costs_the_same_statements_for_any_class(teacher, world, statements):
    counts = []
    for _each in range(2):
        rows(teacher, world)
        sent = statements()
        rows(teacher, world)
        counts.append(len(sent))
        for number in range(3):
            pupil = make.make_pupil(world.of, since=world.periods[0].starts)
            world.mark(world.second[number], pupil, "5")
            world.result(0, pupil, "5")
        db.session.commit()
    assert counts == [14, 14]
