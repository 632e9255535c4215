"""`flask report`: reports into files, for cron [R4]."""

import datetime as dt

import pytest

from app.reports.catalogue import KINDS
from tests import factories as make
from tests.reports.small import Small
from tests.works import scene

pytestmark = pytest.mark.req("R4")


@pytest.fixture
def small(sqlite_app):
    """The small class of the reports' tests, with a control work in algebra."""
    small = Small()
    lesson = make.make_lesson(small.algebra, dt.date(2026, 9, 3))
    plan = scene.make_plan(small.algebra.subject)
    scene.make_work(plan, lesson, make.make_work_kinds()["К"])
    return small


def run(app, *args):
    return app.test_cli_runner().invoke(args=["report", *args])


@pytest.mark.parametrize(
    ("ending", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK\x03\x04"), ("html", b"<!do")]
)
def test_the_ending_chooses_the_kind_of_file(sqlite_app, tmp_path, small, ending, begins):
    out = tmp_path / f"report.{ending}"
    asked = ("--class", "7А", "--period", "1 четверть", "--year", "2026/2027")
    done = run(sqlite_app, "make", "class-summary", *asked, "--out", str(out))
    assert (done.exit_code, out.read_bytes()[:4]) == (0, begins), done.output


ASKED = {
    "class-teacher": ("--class", "7А"),
    "class-teacher-preliminary": ("--class", "7А"),
    "class-summary": ("--class", "7А"),
    "progress-sheet": ("--class", "7А"),
    "attendance": ("--class", "7А", "--from", "01.10.2026", "--to", "31.10.2026"),
    "attendance-sheet": ("--class", "7А"),
    "pupil": ("--class", "7А", "--pupil", "Абрамов Иван"),
    "teacher": ("--teacher", "Иванова"),
    "subject": ("--subject", "Алгебра", "--grade", "7"),
    "occupancy": ("--date", "20.09.2026"),
    "class-use": ("--class", "7А", "--from", "01.10.2026", "--to", "31.10.2026"),
    "control-work": ("--class", "7А", "--work", "Контрольная работа № 1"),
    "control-work-comparison": ("--work", "Контрольная работа № 1"),
    "changes": ("--class", "7А", "--person", "Иванова"),
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_report_can_be_made(sqlite_app, tmp_path, small, kind):
    out = tmp_path / "report.html"
    year = ("--year", "2026/2027")
    done = run(sqlite_app, "make", kind.name, *ASKED.get(kind.name, ()), *year, "--out", str(out))
    assert done.exit_code == 0, done.output
    assert f"<h1>{kind.title}</h1>" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nothing", "--out", "a.pdf"], "Отчёта nothing нет"),
        (["class-teacher", "--class", "99Я", "--out", "a.pdf"], "Такого нет: «99Я»"),
        (["pupil", "--class", "7А", "--pupil", "Никто", "--out", "a.pdf"], "Такого нет: «Никто»"),
        (["control-work", "--class", "7А", "--work", "Нет", "--out", "a.pdf"], "Такого нет: «Нет»"),
        (["class-teacher", "--class", "7А", "--out", "a.doc"], ".pdf, .xlsx или .html"),
    ],
)
def test_what_is_wrong_is_said(sqlite_app, small, args, said):
    done = run(sqlite_app, "make", *args)
    assert done.exit_code != 0
    assert said in done.output


def test_the_list_names_every_report_and_what_it_asks(sqlite_app):
    told = run(sqlite_app, "list").output.splitlines()
    assert [line.split()[0] for line in told] == [kind.name for kind in KINDS]
    assert "Наполняемость классов (Учебный год, " in " ".join(told)
