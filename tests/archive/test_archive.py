"""The archive file of a year: complete, readable, the same bytes, checked [R7]."""

import datetime as dt
import json
import zipfile
from hashlib import sha256

import pytest
from openpyxl import load_workbook

from app.archive.container import MANIFEST, README, Writer, differences
from app.archive.making import make_archive
from app.core.actor import SYSTEM
from app.core.db import db, unit_of_work
from app.core.errors import Forbidden
from app.journal.models import Mark, Task
from app.plan.models import WorkKind
from tests import factories as make
from tests.paper import page_texts

pytestmark = pytest.mark.req("R7")
TODAY = dt.date(2027, 6, 10)


@pytest.fixture
@make.together()
def filled(school):
    """The small school with a mark, an order of another year, and its year closed."""
    other = make.make_year(name="2027/2028", starts=dt.date(2027, 9, 1), ends=dt.date(2028, 5, 31))
    make.make_pupil(make.make_class(other, "1А"), "Будущий", since=other.starts)
    kind = db.session.query(WorkKind).first()
    with unit_of_work("page", actor=make.actor("teacher", name="Иванова Анна")):
        task = Task(lesson=school.lessons[1], kind=kind)
        db.session.add(Mark(task=task, pupil=school.pupils[0], value="4"))
    with unit_of_work("page", actor=make.actor("admin")):
        school.pupils[0].phone = "89990000000"
        school.year.closed_on = TODAY
    return school


def made(school, path, today=TODAY):
    make_archive(SYSTEM, year_id=school.year.id, out=path, today=today)
    return path


def read(path, name):
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def test_the_archive_is_read_without_the_program(app, filled, tmp_path):
    path = made(filled, tmp_path / "архив.zip")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    assert [name for name in names if name.startswith(("Журналы", "Ведомости"))] == [
        "Журналы/7А.pdf",
        "Ведомости/7А Сводная ведомость учёта успеваемости.xlsx",
        "Ведомости/7А Сводная ведомость учёта посещаемости.xlsx",
        "Журналы/8Б.pdf",
        "Ведомости/8Б Сводная ведомость учёта успеваемости.xlsx",
        "Ведомости/8Б Сводная ведомость учёта посещаемости.xlsx",
    ]
    assert "Алгебра" in " ".join(page_texts(read(path, "Журналы/7А.pdf")))
    sheet = tmp_path / "a.xlsx"
    sheet.write_bytes(read(path, names[1]))
    assert load_workbook(sheet).active["A1"].value == "Сводная ведомость учёта успеваемости"
    marks = json.loads(read(path, "Записи/mark.json"))
    assert (marks["title"], marks["columns"]["value"]) == ("Отметки", "Отметка")
    assert [(row["value"], row["pupil_id"]) for row in marks["rows"]] == [
        ("4", filled.pupils[0].id)
    ]
    pupils = json.loads(read(path, "Записи/pupil.json"))["rows"]
    assert {row["last_name"] for row in pupils} == {
        *(pupil.last_name for pupil in (*filled.pupils, filled.foreign_pupil)),
    }
    assert "phone" not in pupils[0]
    history = [json.loads(line) for line in read(path, "История.jsonl").splitlines()]
    told = [(e["user_name"], e["changes"]["value"]) for e in history if e["table_name"] == "mark"]
    assert told == [("Иванова Анна", [None, "4"])]
    text = read(path, README).decode()
    assert ("2026/2027" in text, "Отметки" in text) == (True, True)


def test_every_table_of_the_year_is_in_it(app, filled, tmp_path):
    path = made(filled, tmp_path / "a.zip")
    with zipfile.ZipFile(path) as archive:
        tables = {name[7:-5] for name in archive.namelist() if name.startswith("Записи/")}
    assert tables >= {
        *("academic_year", "grading_period", "school_class", "class_membership", "subgroup"),
        *("course", "course_teacher", "curriculum_hours", "lesson", "task", "mark", "homework"),
        *("absence", "absence_document", "result", "council_decision", "week_check", "transfer"),
        *("pupil", "staff", "subject", "work_kind", "slot", "slot_teacher"),
    }
    assert tables & {"ab_user", "job", "notice", "outbox_letter", "guardian"} == set()


def test_the_same_records_give_the_same_bytes(app, filled, tmp_path):
    one = made(filled, tmp_path / "1.zip").read_bytes()
    make.make_pupil(
        make.make_class(
            make.make_year(name="2028/2029", starts=dt.date(2028, 9, 1), ends=dt.date(2029, 5, 31)),
            "5А",
        ),
        since=dt.date(2028, 9, 1),
    )
    later = made(filled, tmp_path / "2.zip", today=dt.date(2030, 1, 1)).read_bytes()
    assert sha256(one).hexdigest() == sha256(later).hexdigest()


def test_the_manifest_has_the_hash_of_each_file(app, filled, tmp_path):
    path = made(filled, tmp_path / "a.zip")
    listed = json.loads(read(path, MANIFEST))
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist()) - {MANIFEST}
    assert listed["files"] == {name: sha256(read(path, name)).hexdigest() for name in names}
    assert (listed["year"], listed["made_on"]) == ("2026/2027", "2027-06-10")


def small(path):
    writer = Writer(path)
    writer.add("а.txt", [b"one"])
    writer.add("б.txt", [b"two"])
    writer.finish({"year": "x"})
    return path


def rewritten(path, change):
    """The archive with its files changed: name → content."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda files: None, []),
        (lambda files: files.update({"а.txt": b"One"}), ["а.txt: файл изменён."]),
        (lambda files: files.pop("б.txt"), ["б.txt: файла нет."]),
        (lambda files: files.update({"в.txt": b""}), ["в.txt: файл добавлен."]),
        (
            lambda files: files.pop(MANIFEST),
            ["Это не архив года, или файл повреждён."],
        ),
        (
            lambda files: files.update({MANIFEST: b"[]"}),
            ["Это не архив года, или файл повреждён."],
        ),
    ],
)
def test_what_differs_is_named(sqlite_app, tmp_path, change, told):
    path = rewritten(small(tmp_path / "a.zip"), change)
    assert [str(fault.text) for fault in differences(path)[0]] == told


def test_no_flipped_byte_of_a_file_goes_unnoticed(sqlite_app, tmp_path):
    """Bytes that mean nothing to a reader, such as times in the directory, may differ."""
    path = small(tmp_path / "a.zip")
    whole, (_none, number) = path.read_bytes(), differences(path)
    for at in range(0, len(whole), 3):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        faults, other = differences(path)
        if not faults and other == number:
            assert [read(path, name) for name in ("а.txt", "б.txt")] == [b"one", b"two"]


@pytest.mark.parametrize("role", ["director", "class_teacher", "teacher", "secretary"])
def test_who_may_not_make_an_archive(app, school, tmp_path, role):
    with pytest.raises(Forbidden):
        make_archive(make.actor(role), year_id=school.year.id, out=tmp_path / "a.zip", today=TODAY)


def test_the_commands_make_and_verify(app, filled, tmp_path):
    run = app.test_cli_runner().invoke
    path = tmp_path / "a.zip"
    done = run(args=["archive", "make", "--year", "2026", "--out", str(path)])
    number = done.output.splitlines()[-1]
    assert (done.exit_code, len(number)) == (0, 64)
    good = run(args=["archive", "verify", str(path)])
    assert (good.exit_code, good.output) == (0, f"Архив цел. Контрольное число:\n{number}\n")
    rewritten(path, lambda files: files.pop(README))
    bad = run(args=["archive", "verify", str(path)])
    assert (bad.exit_code, bad.output) == (1, "README.txt: файла нет.\n")
    other = tmp_path / "other.txt"
    other.write_text("текст")
    assert run(args=["archive", "verify", str(other)]).exit_code == 1
    missing = run(args=["archive", "make", "--year", "1999", "--out", str(path)])
    assert (missing.exit_code, missing.output) == (1, "Такого учебного года в журнале нет.\n")
