"""A backup is made while others work, and restored into an empty place as it was."""

import datetime as dt
import json
import os
import tarfile
from pathlib import Path

import pytest

from app.backup import operations
from app.core import clock
from app.core.backup.copies import alone, backups
from app.core.backup.databases import contents_of
from app.core.db import db
from app.core.errors import Refused
from app.school.models import School
from tests.audit.test_listener import without_triggers

PASSWORD = "пароль копии"
pytestmark = pytest.mark.req("J9")


@pytest.fixture
def files(app):
    """A scan that somebody brought, and a file that is made again."""
    paths = [Path(app.config["INSTANCE_DIR"], folder, "a") for folder in ("scans", "jobs")]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF")
    yield
    for path in paths:
        path.unlink()


@pytest.mark.usefixtures("files")
def test_what_was_there_is_there_again_with_files_and_history(app, school, empty, out):
    made = operations.back_up(out, clock.now())
    before = contents_of(operations.place().url)
    with empty.app_context():
        assert operations.restore_here(made, "").rows == before.rows
        assert contents_of(operations.place().url) == before
        assert before.rows["lesson"] > 0
        assert db.session.query(School).one().name == school.school.name
        folder = operations.place().folder
        assert (folder / "scans" / "a").read_bytes() == b"%PDF"
        assert not (folder / "jobs").exists()
        db.session.remove()


def test_a_backup_is_not_restored_over_a_database(school, out):
    made = operations.back_up(out, clock.now())
    before = contents_of(operations.place().url)
    with pytest.raises(Refused, match="пустое место"):
        operations.restore_here(made, "")
    assert contents_of(operations.place().url) == before


def test_a_backup_with_a_password_shows_nothing_without_it(app, school, empty, out):
    app.config["BACKUP_PASSWORD"] = PASSWORD
    try:
        made = operations.back_up(out, clock.now())
    finally:
        app.config["BACKUP_PASSWORD"] = ""
    with tarfile.open(made) as archive:
        assert archive.getnames() == ["key.age", "backup.age"]
    assert school.pupils[0].last_name.encode() not in made.read_bytes()
    with empty.app_context():
        for password, words in (("", "неверен"), ("другой", "неверен")):
            with pytest.raises(Refused, match=words):
                operations.restore_here(made, password)
        assert contents_of(operations.place().url).rows == {}
        assert operations.restore_here(made, PASSWORD).rows["lesson"] > 0
        db.session.remove()


def changed(made, to, name, change):
    """The backup with one of its files changed."""
    with tarfile.open(made) as old, tarfile.open(to, "w:gz") as new:
        for member in old.getmembers():
            data = old.extractfile(member).read()
            data = change(data) if member.name == name else data
            path = to.with_name("part")
            path.write_bytes(data)
            new.add(path, member.name)
    return to


def one_row_more(manifest):
    facts = json.loads(manifest)
    facts["rows"]["pupil"] += 1
    return json.dumps(facts).encode()


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("database", lambda data: data[:-1] + b"\0\1", "повреждена"),
        ("manifest.json", lambda data: data[:-5], "повреждена"),
        ("manifest.json", lambda data: data.replace(b'"kind": "', b'"kind": "x'), "другого вида"),
        ("manifest.json", one_row_more, "Число записей"),
    ],
)
def test_a_changed_backup_is_refused(app, school, empty, out, tmp_path, name, change, words):
    made = operations.back_up(out, clock.now())
    wrong = changed(made, tmp_path / "wrong.tar.gz", name, change)
    with empty.app_context():
        with pytest.raises(Refused, match=words):
            operations.restore_here(wrong, "")
        db.session.remove()


def test_a_broken_history_is_told_after_the_restore(app, school, empty, out):
    without_triggers("UPDATE audit_entry SET way = 'x' WHERE seq = 1")
    made = operations.back_up(out, clock.now())
    with empty.app_context():
        with pytest.raises(Refused, match="изменена"):
            operations.restore_here(made, "")
        db.session.remove()


def test_the_server_makes_one_when_the_newest_is_old_and_keeps_so_many(sqlite_app, school, out):
    sqlite_app.config.update(BACKUP_DIR=str(out), BACKUP_HOURS=24, BACKUP_KEEP=2)
    operations.back_up_when_due()
    operations.back_up_when_due()
    assert len(backups(out)) == 1
    for days in (1, 2, 3):
        old = backups(out)[0]
        earlier = (clock.now() - dt.timedelta(days=days)).timestamp()
        os.utime(out / old.name, (earlier, earlier))
        (out / old.name).rename(out / f"zhurnal-2020-01-0{4 - days}-000000.tar.gz")
        operations.back_up_when_due()
    assert [one.name[8:12] for one in backups(out)] == [f"{clock.today():%Y}", "2020"]


def test_two_processes_do_not_make_one_at_once(sqlite_app, school, out):
    with alone(out), pytest.raises(Refused, match="уже делается"):
        operations.back_up(out, clock.now())
    assert backups(out) == []
