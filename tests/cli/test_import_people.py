import json

import pytest

from app.people.models import Pupil
from tests import factories as make
from tests.exchange.people.lists import as_file, count

ROW = ["Иванов", "Иван", "Ильич", "01.05.2013", "7А"]


@pytest.fixture
def run(sqlite_app, tmp_path):
    make.make_year()

    def run(*rows, options=()):
        file = tmp_path / "list.csv"
        file.write_bytes(as_file(*rows))
        args = ["import", "people", str(file), *options]
        return sqlite_app.test_cli_runner().invoke(args=args)

    return run


@pytest.mark.req("S8")
def test_a_list_is_entered_and_told_in_russian(run):
    shown = run(ROW, options=["--dry-run"])
    assert (shown.exit_code, count(Pupil)) == (0, 0)
    assert "Строк 1: новых 1, с изменениями 0, без изменений 0." in shown.output
    assert "Новые классы: 7А." in shown.output
    assert run(ROW).output.endswith("Готово.\n")
    assert count(Pupil) == 1
    assert "новых 0, с изменениями 0, без изменений 1" in run(ROW).output


@pytest.mark.req("S8")
@pytest.mark.parametrize("options", [(), ("--dry-run",), ("--json",)])
def test_mistakes_end_with_exit_code_1_and_nothing_is_written(run, options):
    done = run([*ROW[:3], "нет", "7А"], options=options)
    assert (done.exit_code, count(Pupil)) == (1, 0)
    assert "Дата рождения" in done.output


@pytest.mark.req("S8")
def test_json_has_the_counts(run):
    told = json.loads(run(ROW, options=["--json"]).stdout)
    assert (told["new"], told["committed"], told["faults"]) == (1, True, [])


@pytest.mark.req("S8")
def test_a_file_that_is_no_list_is_refused(run):
    assert "Не загружено" in run().output
