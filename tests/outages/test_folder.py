import datetime as dt

import pytest

from app.core.errors import Forbidden, NotFound
from app.outages.folder import file_name, prepare, write_class
from app.outages.queries.forms import ClassSpan
from tests import factories as make
from tests.paper import page_texts

pytestmark = pytest.mark.req("U2")

NOW = dt.datetime(2026, 9, 1, 5, tzinfo=dt.UTC)
FILES = ["Временный журнал 7А.pdf", "Временный журнал 8Б.pdf"]


def text_of(path):
    return " ".join(" ".join(page_texts(path.read_bytes())).split())


def prepared(folder, actor=None, days=5):
    return prepare(actor or make.actor("admin"), days, folder, way="cli", now=NOW)


def test_each_class_gets_one_file_with_its_coming_lessons(sqlite_app, school, tmp_path):
    report = prepared(tmp_path / "new" / "folder")
    assert [path.name for path in report.written] == FILES
    assert report.failed == []
    first, second = map(text_of, report.written)
    assert ["Алгебра" in first, "Английский язык (1 группа)" in first, "Химия" in second] == [
        True
    ] * 3
    assert ["Абрамов Иван" in text for text in (first, second)] == [True, False]
    assert "01.09 02.09 03.09" in first


def test_a_class_that_fails_does_not_lose_the_others(sqlite_app, school, tmp_path):
    (tmp_path / FILES[0]).mkdir()
    report = prepared(tmp_path)
    assert [path.name for path in report.written] == FILES[1:]
    assert [name for name, _reason in report.failed] == ["7А"]
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES


def test_files_are_replaced_whole_and_nothing_else_is_left(sqlite_app, school, tmp_path):
    (tmp_path / FILES[0]).write_text("старый файл")
    prepared(tmp_path)
    first = [path.read_bytes() for path in sorted(tmp_path.iterdir())]
    prepared(tmp_path)
    assert [path.read_bytes() for path in sorted(tmp_path.iterdir())] == first
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("admin", True),
        ("deputy", True),
        ("director", False),
        ("class_teacher", False),
        ("teacher", False),
        ("secretary", False),
    ],
)
def test_administrator_and_deputies_fill_the_folder(sqlite_app, school, tmp_path, role, allowed):
    actor = make.actor(role, staff_id=school.head.id)
    if allowed:
        assert len(prepared(tmp_path, actor).written) == 2
        return
    span = ClassSpan(school.class_7a.id, "7А", NOW.date(), NOW.date())
    for attempt in (
        lambda: prepared(tmp_path, actor),
        lambda: write_class(actor, span, tmp_path, way="page", now=NOW),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert list(tmp_path.iterdir()) == []


def test_a_class_without_courses_is_not_printed(sqlite_app, school, tmp_path):
    empty = make.make_class(school.year, "9В")
    assert [path.name for path in prepared(tmp_path).written] == FILES
    span = ClassSpan(empty.id, "9В", NOW.date(), NOW.date())
    with pytest.raises(NotFound):
        write_class(make.actor("admin"), span, tmp_path, way="page", now=NOW)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("7А", "Временный журнал 7А.pdf"),
        ("10-А (физ.-мат.)", "Временный журнал 10-А (физ.-мат.).pdf"),
        ("7/А", "Временный журнал 7_А 3.pdf"),
        ("../7А", "Временный журнал _7А 3.pdf"),
    ],
)
def test_a_class_has_a_file_name_on_every_system(name, expected):
    assert file_name(3, name) == expected


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["outages", "prepare", *arguments])


def test_the_command_fills_the_folder_it_is_given(sqlite_app, school, tmp_path):
    result = run(sqlite_app, "--out", str(tmp_path), "--today", "2026-09-01", "--days", "2")
    assert (result.exit_code, result.output) == (0, f"Записано файлов: 2. Папка: {tmp_path}\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES
    assert "01.09 02.09 ФИО" not in text_of(tmp_path / FILES[0])


def test_the_command_uses_the_folder_of_the_settings(sqlite_app, school, tmp_path):
    sqlite_app.config["FORMS_DIR"] = str(tmp_path / "usb")
    result = run(sqlite_app, "--today", "01.09.2026")
    assert (result.exit_code, len(list((tmp_path / "usb").iterdir()))) == (0, 2)


def test_the_command_says_by_its_code_that_a_class_failed(sqlite_app, school, tmp_path):
    (tmp_path / FILES[0]).mkdir()
    result = run(sqlite_app, "--out", str(tmp_path), "--today", "2026-09-01")
    assert result.exit_code == 1
    assert [line.partition(":")[0] for line in result.output.splitlines()[-2:]] == [
        "7А",
        "Записано файлов",
    ]
    assert (tmp_path / FILES[1]).is_file()


def test_in_the_summer_the_command_has_nothing_to_write(sqlite_app, school, tmp_path):
    result = run(sqlite_app, "--out", str(tmp_path), "--today", "2027-07-01")
    assert (result.exit_code, list(tmp_path.iterdir())) == (0, [])
    assert result.output == "Учебных дней впереди нет, записывать нечего.\n"
