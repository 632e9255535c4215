"""Reports on the page, as files, and from the command line [R4]."""

import datetime as dt
from io import BytesIO

import pytest
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader

from app.core import clock
from app.core.db import db
from app.results.models import Result
from tests import factories as make
from tests.journal.entries import as_actor
from tests.journal.test_views import found

pytestmark = pytest.mark.req("R4")


@pytest.fixture
def school_class(app):
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


def test_the_pdf_has_the_same_figures_a_number_and_a_place_to_sign(client, school_class):
    answer = client.get(address(school_class, "/pdf"))
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    for wanted in ("Ёжиков Иван", "5,00", "Школа № 17", "стр. 1", "Классный руководитель ____"):
        assert wanted in text, wanted


def test_the_workbook_has_numbers_as_numbers(client, school_class):
    answer = client.get(address(school_class, "/xlsx"))
    sheet = load_workbook(BytesIO(answer.data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert next(row[:4] for row in rows if row[1] == "Ёжиков Иван") == [1, "Ёжиков Иван", "5", 5]


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
    for ending in ("", "/pdf", "/xlsx"):
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


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "html"])
def test_the_command_line_makes_the_file_that_its_ending_names(
    sqlite_app, tmp_path, school_class, ending
):
    out = tmp_path / f"report.{ending}"
    runner = sqlite_app.test_cli_runner()
    done = runner.invoke(args=["report", "make", "class-teacher", "--class", "7А",
                               "--period", "1 четверть", "--out", str(out)])  # fmt: skip
    assert (done.exit_code, out.read_bytes()[:4]) == (
        0,
        {"pdf": b"%PDF", "xlsx": b"PK\x03\x04", "html": b"<!do"}[ending],
    ), done.output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nothing", "--out", "a.pdf"], "Отчёта nothing нет"),
        (["class-teacher", "--class", "99Я", "--out", "a.pdf"], "Такого нет: «99Я»"),
        (["class-teacher", "--class", "7А", "--out", "a.doc"], ".pdf, .xlsx или .html"),
    ],
)
def test_the_command_line_says_what_is_wrong(sqlite_app, school_class, args, said):
    done = sqlite_app.test_cli_runner().invoke(args=["report", "make", *args])
    assert done.exit_code != 0
    assert said in done.output


def test_the_command_line_lists_every_report(sqlite_app):
    done = sqlite_app.test_cli_runner().invoke(args=["report", "list"])
    assert "class-teacher " in done.output
    assert "Наполняемость классов" in done.output
