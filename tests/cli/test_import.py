import datetime as dt
import json

import pytest

from app.core import clock
from app.core.db import db
from app.people.models import Staff
from app.timetable.models import Slot
from tests import factories
from tests.conftest import shared_file
from tests.exchange.files import IVANOVA, PETROV, Card, Lesson, asc, school


@pytest.fixture
def run(sqlite_app, tmp_path):
    def run(text, *options):
        file = tmp_path / "file.xml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode("cp1251"))
        return sqlite_app.test_cli_runner().invoke(
            args=["import", "timetable", str(file), *options]
        )

    return run


def slots():
    return db.session.scalar(db.select(db.func.count(Slot.id)))


@pytest.mark.req("S5", "S8")
def test_a_timetable_is_imported_and_told_in_russian(run):
    done = run(school(), "--year", "2026")
    assert done.exit_code == 0
    assert "Учебный год 2026/2027, с 01.09.2026." in done.output
    assert "Внесено" in done.output
    assert slots() == 5
    assert "менять нечего" in run(school(), "--year", "2026").output


@pytest.mark.req("S8")
def test_json_has_the_counts_of_what_was_taken(run):
    lessons = [Lesson("Алгебра", "7А", IVANOVA), Lesson("Дежурство", "", PETROV)]
    cards = [Card(1, 1, 1, "12"), Card(2, 1, 1)]
    told = json.loads(run(asc(lessons, cards), "--year", "2026", "--json").stdout)
    keys = ("classes", "teachers", "subjects", "rooms", "groups", "lessons", "placements")
    assert [told[key] for key in keys] == [1, 2, 2, 1, 0, 1, 1]
    assert told["skipped"] == [
        {
            "what": f"Дежурство, {PETROV}",
            "reason": "не указан класс",
            "lessons": 1,
            "placements": 1,
        }
    ]
    assert told["problems"] == []
    assert told["changed"] > 0
    assert (told["from"], told["committed"]) == ("2026-09-01", True)


@pytest.mark.req("S8")
def test_a_dry_run_writes_nothing(run):
    told = json.loads(run(school(), "--dry-run", "--json").stdout)
    assert (told["committed"], told["changed"]) == (False, 36)
    assert slots() == 0


@pytest.mark.req("S8")
@pytest.mark.parametrize("day", ["2026-11-09", "09.11.2026"])
def test_a_corrected_file_holds_from_the_date(run, day):
    run(school(), "--year", "2026")
    told = json.loads(
        run(school(algebra_at=(5, 4)), "--year", "2026", "--from", day, "--json").stdout
    )
    assert (told["changed"], told["from"]) == (1, "2026-11-09")
    last = db.session.scalars(db.select(Slot.valid_to).where(Slot.valid_to.is_not(None))).all()
    assert last == [dt.date(2026, 11, 8)]


@pytest.mark.req("S8")
@pytest.mark.parametrize("options", [(), ("--json",), ("--dry-run",)])
def test_a_file_that_cannot_be_read_ends_with_a_reason_and_not_with_zero(run, options):
    done = run("<html/>", *options)
    assert done.exit_code == 1
    assert "Это файл другого вида («html»), а не расписание." in done.stderr


@pytest.mark.req("S5", "S8")
def test_clashes_are_refused_until_they_are_accepted(run):
    lessons = [Lesson("Алгебра", "7А", IVANOVA), Lesson("Физика", "7А", PETROV)]
    text = asc(lessons, [Card(1, 1, 1, "12"), Card(2, 1, 1, "14")])
    refused = run(text, "--year", "2026", "--json")
    assert refused.exit_code == 1
    told = json.loads(refused.stdout)
    assert (len(told["clashes"]), told["placements"], told["committed"]) == (1, 2, False)
    assert "--accept-clashes" in refused.stderr
    assert slots() == 0
    assert run(text, "--year", "2026", "--accept-clashes").exit_code == 0
    assert slots() == 2


@pytest.mark.req("S8")
@pytest.mark.parametrize(("near", "people"), [("same", 4), ("new", 5)])
def test_near_names_are_decided_by_an_option(run, near, people):
    factories.make_year()
    factories.make_staff("Иванова")
    text = school(teacher="Иванова А.П.")
    refused = run(text, "--year", "2026")
    assert refused.exit_code == 1
    assert "--near same" in refused.stderr
    assert run(text, "--year", "2026", "--near", near).exit_code == 0
    assert db.session.scalar(db.select(db.func.count(Staff.id))) == people


@pytest.mark.req("S8")
def test_an_odd_date_is_told(run):
    done = run(school(), "--from", "завтра")
    assert done.exit_code == 2
    assert "не дата" in done.stderr


@pytest.mark.req("S8")
def test_without_a_year_it_is_that_of_today(run):
    told = json.loads(run(school(), "--dry-run", "--json").stdout)
    today = clock.today()
    autumn = today.year if today.month >= 6 else today.year - 1
    assert told["year"] == f"{autumn}/{autumn + 1}"


@pytest.mark.req("S5", "S8")
def test_the_real_file_of_the_issue(run):
    data = shared_file("timetable/ru_spb_physmath_2023_cp1251.xml").read_bytes()
    told = json.loads(run(data, "--year", "2026", "--json").stdout)
    counts = [told[key] for key in ("classes", "teachers", "lessons", "placements")]
    assert counts == [31, 92, 692, 1451]
    assert (told["skipped"], told["clashes"]) == ([], [])
    assert json.loads(run(data, "--year", "2026", "--json").stdout)["changed"] == 0
