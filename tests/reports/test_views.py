"""Reports on the page and as files [R4]; what they say is tested where it is gathered."""

import datetime as dt
from io import BytesIO

import pytest
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader

from app.core import clock
from app.core.db import db
from app.reports.catalogue import KINDS
from app.reports.rules.keeping import still_wanted
from app.results.models import Result
from tests import factories as make
from tests.journal.entries import as_actor
from tests.journal.test_views import found

pytestmark = pytest.mark.req("R4")


@pytest.fixture
@make.together()
def school_class(sqlite_app):
    """7А of a year that is running now, with a result in the first quarter."""
    make.make_school(name="Школа № 17")
    today = clock.today()
    year = make.make_year(starts=today - dt.timedelta(200), ends=today + dt.timedelta(100))
    quarter = make.make_periods(year)[0]
    quarter.starts, quarter.ends = today - dt.timedelta(200), today - dt.timedelta(100)
    head = make.make_staff("Иванова")
    of = make.make_class(year, "7А", teacher=head)
    course = make.make_course(of, make.make_subject("Алгебра"), head)
    pupil = make.make_pupil(of, "Ёжиков", since=year.starts)
    make.save(Result(course=course, period=quarter, pupil=pupil, value="5"))
    db.session.commit()
    return of, quarter


@pytest.fixture
def client(login, school_class):
    return login(as_actor(make.make_staff("Завучева"), "deputy").user_id)


def address(school_class, ending=""):
    of, quarter = school_class
    return f"/reports/class-teacher{ending}?class_id={of.id}&period_id={quarter.id}"


def test_the_page_shows_the_report_and_what_it_is_of(client, school_class):
    tree = html.fromstring(client.get(address(school_class)).text)
    cells = [cell.text_content() for cell in found(tree, "table.report tbody tr")[0]]
    assert cells == ["1", "Ёжиков Иван", "5", "5,00"]
    facts = [one.text_content() for one in found(tree, ".facts dd")]
    assert facts[0] == "Школа № 17"
    assert facts[2:] == ["7А", "Иванова Анна Петровна"]


def test_the_first_choice_is_made_for_whoever_opens_a_report(client, school_class):
    answer = client.get("/reports/class-teacher")
    assert answer.location == f"/reports/class-teacher?class_id={school_class[0].id}"
    assert client.get(answer.location).status_code == 200


def test_a_class_teacher_begins_with_the_own_class(login, school_class):
    """Of all those of a deputy who is a class teacher, too; then with that of last time."""
    of, quarter = school_class
    head, first = of.teacher, make.make_class(of.year, "1А")
    client = login(as_actor(head, "deputy", "class_teacher").user_id)
    begun = client.get("/reports/class-teacher").location
    assert begun == f"/reports/class-teacher?class_id={of.id}"
    wanted = f"/reports/class-teacher?class_id={first.id}&period_id={quarter.id}"
    client.get(wanted)
    assert client.get("/reports/class-teacher").location == wanted
    deputy = login(as_actor(make.make_staff("Завучева"), "deputy").user_id)
    assert deputy.get("/reports/class-teacher").location.endswith(f"class_id={first.id}")


def test_the_pdf_has_the_same_figures_a_number_and_a_place_to_sign(client, school_class):
    """Of the renderer: the figures themselves are tested where they are gathered."""
    answer = client.get(address(school_class, "/pdf"))
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    for wanted in (
        *("Ёжиков Иван", "5,00", "Школа № 17", "стр. 1", "Классный руководитель ____"),
        "Распределение итоговых отметок",
    ):
        assert wanted in text, wanted


def test_the_workbook_has_numbers_as_numbers_and_the_figures_of_the_picture(client, school_class):
    answer = client.get(address(school_class, "/xlsx"))
    sheet = load_workbook(BytesIO(answer.data)).active
    rows = [[cell.value for cell in row][:4] for row in sheet.iter_rows()]
    assert next(row for row in rows if row[1] == "Ёжиков Иван") == [1, "Ёжиков Иван", "5", 5]
    at = next(n for n, row in enumerate(rows) if row[0] == "Распределение итоговых отметок")
    assert [row[:2] for row in rows[at + 1 : at + 4]] == [
        *(["Итог", "Отметки за период"], ["«5»", 1], ["«4»", 0]),
    ]


def test_the_picture_stands_on_the_page_with_its_figures(client, school_class):
    tree = html.fromstring(client.get(address(school_class)).text)
    (picture,) = found(tree, ".picture[role=img]")
    assert picture.get("aria-label") == "Распределение итоговых отметок"
    cells = [cell.text_content() for cell in found(tree, "details tbody tr")[0]]
    assert cells == ["«5»", "1"]


def test_a_figure_leads_to_those_whom_it_counts(client, school_class):
    of, quarter = school_class
    page = f"/reports/class-summary?class_id={of.id}&period_id={quarter.id}"
    tree = html.fromstring(client.get(page).text)
    row = found(tree, "table.report tbody tr")[0]
    link = row[3].find("a").get("href")  # «5»
    assert [cell.find("a") is None for cell in row[3:5]] == [False, True]
    asked = html.fromstring(client.get(link).text)
    assert found(asked, "#who h2")[0].text_content() == "Алгебра: «5», 1"
    assert [one.text_content() for one in found(asked, "#who li")] == ["Ёжиков Иван"]
    for place in ("9.9.9", "x", "0.0", "0.0.0"):
        assert 'id="who"' not in client.get(f"{page}&at={place}").text


def test_the_parameters_of_last_time_are_taken_again(client, school_class):
    of, quarter = school_class
    other = make.make_class(of.year, "8Б")
    wanted = f"/reports/class-summary?class_id={other.id}&period_id={quarter.id}"
    client.get(wanted)
    assert client.get("/reports/class-summary").location == wanted
    # Another report, and another person, begin with their own.
    assert client.get("/reports/class-teacher").location.endswith(f"class_id={of.id}")


def test_what_was_taken_last_time_and_is_no_more_is_forgotten(client, school_class):
    of, quarter = school_class
    other = make.make_class(of.year, "8Б")
    client.get(f"/reports/class-summary?class_id={other.id}&period_id={quarter.id}")
    db.session.delete(db.session.merge(other))
    db.session.commit()
    answer = client.get("/reports/class-summary", follow_redirects=True)
    assert (answer.status_code, dict(answer.request.args)) == (
        200,
        {"class_id": str(of.id), "period_id": str(quarter.id)},
    )


@pytest.mark.parametrize(("days", "kept"), [(0, True), (6, True), (7, False)])
def test_class_and_subject_are_kept_periods_and_dates_for_a_week(days, kept):
    used = dt.date(2026, 9, 1)
    answers = {"class_id": "7", "period_id": "1", "first": "2026-09-01"}
    expected = answers if kept else {"class_id": "7"}
    assert still_wanted(answers, used, used + dt.timedelta(days)) == expected


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_report_has_a_page_for_whoever_asks_for_the_first_time(client, school_class, kind):
    answer = client.get(f"/reports/{kind.name}", follow_redirects=True)
    assert answer.status_code == 200
    assert str(kind.title) in answer.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("class_id=999999", 404),
        ("class_id=x", 422),
        ("class_id=99999999999", 422),
        ("class_id=1&day=31.13.2026", 422),
        ("class_id=1&first=2026-10-02&last=2026-10-01", 422),
    ],
)
def test_bad_parameters_get_a_clear_refusal(client, query, status):
    assert client.get(f"/reports/class-teacher?{query}").status_code == status


def test_what_is_no_report_is_not_there(client, school_class):
    assert client.get("/reports/nothing").status_code == 404
    assert client.get(address(school_class, "/doc")).status_code == 404


@pytest.mark.req("P2", "P3", "P5")
@pytest.mark.parametrize(
    ("role", "own", "status"),
    [
        ("admin", False, 200),
        ("director", False, 200),
        ("class_teacher", True, 200),
        ("class_teacher", False, 404),
        ("teacher", False, 404),
        ("secretary", False, 404),
        ("pupil", False, 403),
        ("parent", False, 403),
    ],
)
def test_whose_class_it_is_decides_on_the_page_and_on_the_files(
    login, school_class, role, own, status
):
    staff = school_class[0].teacher if own else make.make_staff("Посторонняя")
    client = login(as_actor(staff, role).user_id)
    for ending in ("", "/xlsx"):  # the PDF has the same door
        assert client.get(address(school_class, ending)).status_code == status


def test_the_page_costs_the_same_statements_for_any_number_of_pupils(
    client, school_class, statements
):
    of, _quarter = school_class
    counts = []
    for _each in range(2):
        client.get(address(school_class))
        sent = statements()
        client.get(address(school_class))
        counts.append(len(sent))
        for _pupil in range(3):
            make.make_pupil(of, since=of.year.starts)
        db.session.commit()
    assert counts == [20, 20]
