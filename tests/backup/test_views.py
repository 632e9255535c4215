"""The administrator's page of backups, the sign on the first page, and `/health`."""

import datetime as dt
import os
import re

import pytest

from app.backup import operations
from app.core import clock
from app.core.backup.copies import backups
from app.jobs.models import Job
from tests import factories as make


@pytest.fixture
def out(sqlite_app, tmp_path):
    kept = {name: sqlite_app.config[name] for name in ("BACKUP_DIR", "BACKUP_HOURS", "BACKUP_KEEP")}
    sqlite_app.config["BACKUP_DIR"] = str(tmp_path)
    yield tmp_path
    sqlite_app.config.update(kept)


@pytest.fixture
def admin(school, login):
    return login(make.make_user("admin"))


def press(client):
    token = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/").text)[1]
    return client.post("/backups/", data={"csrf_token": token})


def test_the_page_shows_the_backups_and_begins_one(sqlite_app, out, admin):
    assert "В папке ещё нет ни одной копии" in admin.get("/backups/").text
    assert press(admin).status_code == 302
    assert Job.query.one().kind == "backup"
    made = operations.back_up(out, clock.now())
    assert made.name in admin.get("/backups/").text


def test_who_is_not_the_administrator_has_no_page_and_makes_none(out, school, login):
    deputy = login(make.make_user("deputy"))
    assert deputy.get("/backups/").status_code == 403
    assert press(deputy).status_code == 403


def test_an_old_backup_is_told_on_the_first_page_and_by_health(sqlite_app, out, admin):
    words = "Нет свежей резервной копии"
    assert words in admin.get("/").text
    assert admin.get("/health").json["backup"] == "none"
    made = operations.back_up(out, clock.now())
    assert words not in admin.get("/").text
    assert admin.get("/health").json["backup"] == backups(out)[0].made.isoformat(timespec="seconds")
    earlier = (clock.now() - dt.timedelta(hours=49)).timestamp()
    os.utime(made, (earlier, earlier))
    assert words in admin.get("/").text
