"""Pictures by declaration: drawn on the server, of rows that the person may see."""

import datetime as dt
from decimal import Decimal

import pytest
from flask_appbuilder.charts.views import BaseChartView
from lxml import html

from app.attendance.enums import AbsenceKind
from app.attendance.models import Absence
from app.control.enums import Looked
from app.control.models import Inspection, Remark
from app.core import clock
from app.core.db import db
from app.core.pages.charts import chart_of
from app.core.picture import Series
from app.home.overview import OverviewPage
from app.journal.models import Mark, Task
from app.plan.models import WorkKind
from tests.control.scene import moment
from tests.factories import (
    make_class,
    make_course,
    make_lesson,
    make_subject,
    make_user,
    save,
)

FIGURES = {
    "cols": [{"label": "Класс"}, {"label": "Учеников"}, {"label": "Средний балл"}],
    "rows": [
        {"c": [{"v": "7А"}, {"v": 25}, {"v": 4.125}]},
        {"c": [{"v": "7Б"}, {"v": 0}, {"v": None}]},
    ],
}


def test_the_frameworks_figures_become_a_picture():
    chart = chart_of("Классы", FIGURES)
    assert (chart.title, chart.of, chart.groups) == ("Классы", "Класс", ["7А", "7Б"])
    assert chart.series == [
        Series("Учеников", [25, 0]),
        Series("Средний балл", [Decimal("4.12"), None]),
    ]


@pytest.fixture
def remarks(school):
    """Two remarks to the teacher of algebra, one to somebody else."""
    inspection = Inspection(
        school_class=school.class_7a,
        first=dt.date(2026, 9, 1),
        last=dt.date(2026, 9, 9),
        inspector_id=make_user("deputy"),
        inspector="Завучева",
        began_at=moment(9),
    )
    for course, staff, about in (
        (school.algebra, school.teacher, Looked.TOPICS),
        (school.algebra, school.teacher, Looked.TOPICS),
        (school.english, school.other, Looked.MARKS),
    ):
        add_remark(inspection, course, staff, about)


def add_remark(inspection, course, staff=None, about=Looked.TOPICS):
    save(
        Remark(
            inspection=inspection,
            course=course,
            staff_id=staff and staff.id,
            about=about,
            text="Замечание",
            made_at=moment(9),
        )
    )


def table(client, path="/pictures/control/chart/") -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    tree = html.fromstring(answer.text)
    assert len(tree.xpath("//svg")) == 1
    assert [a for a in tree.xpath("//@src | //link/@href") if "//" in a] == []
    assert tree.xpath("//table[contains(@class, 'report')]//th")[1].text == "Количество"
    return [cell.text_content() for cell in tree.xpath("//table[contains(@class, 'report')]//td")]


@pytest.mark.req("K2")
def test_a_declared_picture_counts_rows_with_a_table_of_the_figures(school, remarks, login):
    deputy = login(make_user("deputy"))
    about = ["отметки и письменные работы", "1", "темы и домашние задания", "2"]
    assert table(deputy) == about
    journals = ["7А, Алгебра", "2", "7А, Английский язык (1 группа)", "1"]
    assert table(deputy, "/pictures/control/chart/2") == journals
    assert deputy.get("/pictures/control/chart/3").status_code == 404


@pytest.mark.req("K2", "P2")
def test_a_picture_counts_only_what_the_person_may_see(school, remarks, login):
    school.teacher.user_id = make_user("teacher")
    save(school.teacher)
    assert table(login(school.teacher.user_id)) == ["темы и домашние задания", "2"]


def test_without_rows_a_picture_says_so(school, login):
    assert "Данных пока нет" in login(make_user("deputy")).get("/pictures/control/chart/").text


@pytest.fixture
def entered(school, monkeypatch):
    """Fives and a four in algebra of 7А, a two in chemistry of 8Б; it is 10 September."""
    monkeypatch.setattr(clock, "now", lambda: moment(10))
    kind = db.session.scalars(db.select(WorkKind).filter_by(code="О")).one()
    own = save(Task(lesson=school.lessons[0], kind=kind))
    foreign = save(Task(lesson=school.foreign_lesson, kind=kind))
    first, second = school.pupils[:2]
    save(Mark(task=own, pupil=first, value="5"), Mark(task=own, pupil=second, value="4"))
    save(Mark(task=foreign, pupil=school.foreign_pupil, value="2"))
    save(Absence(lesson=school.lessons[1], pupil=first, kind=AbsenceKind.ILL))


@pytest.mark.req("K1")
@pytest.mark.parametrize(
    ("role", "who", "marks"),
    [
        ("deputy", None, [["2", "1"], ["4", "1"], ["5", "1"]]),
        ("teacher", "teacher", [["4", "1"], ["5", "1"]]),
        ("pupil", "pupil", [["5", "1"]]),
    ],
)
def test_counted_pictures_show_only_what_the_person_may_see(
    app, school, entered, login, role, who, marks
):
    user_id = make_user(role)
    if who:
        person = school.teacher if who == "teacher" else school.pupils[0]
        person.user_id = user_id
        save(person)
    client = login(user_id)
    rows = html.fromstring(client.get("/pictures/marks/chart/").text).xpath("//tbody/tr")
    assert [[cell.text_content() for cell in row.xpath("td")] for row in rows] == marks
    missed = html.fromstring(client.get("/pictures/absences/chart/").text).xpath("//tbody/tr")
    assert [[c.text_content() for c in row.xpath("td")] for row in missed] == [["09.2026", "1"]]


def parts(client) -> dict[str, list[str]]:
    """Headings of the overview: by picture what its groups are."""
    answer = client.get("/overview/")
    assert answer.status_code == 200
    tree = html.fromstring(answer.text)
    return {
        section.xpath("h2")[0].text_content(): [one.text for one in section.xpath(".//h3")]
        for section in tree.xpath("//section")
    }


@pytest.mark.req("K1", "P2")
def test_the_overview_has_every_picture_of_the_role(school, entered, remarks, login):
    year = {
        "Пропуски и опоздания за год, уроков": ["Месяц", "Причина"],
        "Отметки за год": ["Отметка", "Месяц"],
    }
    assert parts(login(make_user("deputy"))) == {
        **year,
        "Замечания к журналам": ["О чём", "Состояние", "Журнал"],
    }
    school.pupils[0].user_id = make_user("pupil")
    save(school.pupils[0])
    assert parts(login(school.pupils[0].user_id)) == year


@pytest.mark.req("K1", "P2")
def test_the_overview_counts_only_what_the_person_may_see(school, entered, login):
    school.teacher.user_id = make_user("teacher")
    save(school.teacher)
    page = html.fromstring(login(school.teacher.user_id).get("/overview/").text)
    figures = [
        [cell.text_content() for cell in row.xpath("td")] for row in page.xpath("//tbody/tr")
    ]
    assert figures == [["09.2026", "1"], ["болезнь", "1"], ["4", "1"], ["5", "1"], ["09.2026", "2"]]
    assert len(page.xpath("//svg")) == 4
    assert page.xpath("//section")[-1].xpath("string(p)") == "Данных пока нет."


def test_every_declared_picture_is_in_the_overview(sqlite_app):
    declared = {type(v) for v in sqlite_app.appbuilder.baseviews if isinstance(v, BaseChartView)}
    assert declared == set(OverviewPage.pictures)


def test_the_statements_of_the_overview_do_not_grow(school, entered, remarks, login, statements):
    client = login(make_user("deputy"))
    client.get("/overview/")
    sent = statements()
    client.get("/overview/")
    before = len(sent)
    kind = db.session.scalars(db.select(WorkKind).filter_by(code="О")).one()
    inspection = db.session.scalars(db.select(Inspection)).one()
    singing = make_subject("Пение")
    for letter in "АБВГ":
        course = make_course(make_class(school.year, f"9{letter}"), singing)
        task = save(Task(lesson=make_lesson(course, dt.date(2026, 9, 2)), kind=kind))
        save(Mark(task=task, pupil=school.pupils[0], value="3"))
        add_remark(inspection, course)
    again = statements()
    client.get("/overview/")
    assert (len(again), before) == (17, 17)
