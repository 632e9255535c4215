import os
import stat
import time
from pathlib import Path

import pytest
from flask import current_app

from app.core import clock
from app.core.errors import NotFound
from app.exchange import previews


def folder():
    return Path(current_app.config["INSTANCE_DIR"]) / "previews"


@pytest.mark.req("S8")
def test_a_file_is_found_by_its_owner_only(sqlite_app):
    token = previews.keep(7, name="расписание.xml", data=b"\n<x/>\n", asked={"autumn": 2026})
    found = previews.kept(7, token)
    assert (found.name, found.data, found.asked) == (
        "расписание.xml",
        b"\n<x/>\n",
        {"autumn": 2026},
    )
    with pytest.raises(NotFound):
        previews.kept(8, token)


@pytest.mark.req("S8")
def test_a_file_is_readable_by_the_server_only_and_its_name_is_random(sqlite_app):
    one, other = (previews.keep(7, name="", data=b"", asked={}) for _n in range(2))
    assert one != other
    assert stat.S_IMODE((folder() / one).stat().st_mode) == 0o600


@pytest.mark.req("S8")
@pytest.mark.parametrize("token", ["../../secret_key", "x", "", "a" * 24, "a" * 23 + "/"])
def test_a_made_up_name_finds_nothing(sqlite_app, token):
    with pytest.raises(NotFound):
        previews.kept(7, token)


@pytest.mark.req("S8")
def test_a_forgotten_file_is_gone(sqlite_app):
    token = previews.keep(7, name="", data=b"1", asked={})
    previews.forget(token)
    previews.forget(token)
    with pytest.raises(NotFound):
        previews.kept(7, token)


@pytest.mark.req("S8")
def test_files_older_than_a_day_go_when_another_comes(sqlite_app):
    old = previews.keep(7, name="", data=b"1", asked={})
    yesterday = time.time() - 25 * 3600
    os.utime(folder() / old, (yesterday, yesterday))
    new = previews.keep(7, name="", data=b"2", asked={})
    assert not (folder() / old).exists()
    assert previews.kept(7, new).data == b"2"


@pytest.mark.req("P9", "S8")
def test_a_chore_removes_files_older_than_a_day(sqlite_app):
    old, new = (previews.keep(7, name="", data=b"1", asked={}) for _n in range(2))
    yesterday = time.time() - 25 * 3600
    os.utime(folder() / old, (yesterday, yesterday))
    previews.forget_old(clock.now())
    assert ((folder() / old).exists(), (folder() / new).exists()) == (False, True)
