"""The database's own guarantees."""

import pytest
from sqlalchemy import text

from app.core.db import db

FULL = 2  # synced at every commit


@pytest.mark.req("U4")
def test_sqlite_confirms_only_what_outlives_a_power_cut(sqlite_app):
    assert db.session.scalar(text("PRAGMA synchronous")) == FULL
    assert db.session.scalar(text("PRAGMA journal_mode")) == "wal"
    assert db.session.scalar(text("PRAGMA foreign_keys")) == 1
