"""The database that migrations make is the database that the models mean."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Integer, MetaData, Table, inspect

from app.core.db import db
from tests.architecture.source import ROOT

FOLDER = ROOT / "migrations"


def script() -> ScriptDirectory:
    return ScriptDirectory(FOLDER)


def drift(metadata: MetaData) -> list[object]:
    """What an automatic migration would change."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, metadata)


def test_there_is_one_head():
    assert len(script().get_heads()) == 1


def test_an_empty_database_is_brought_to_the_head(app):
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    assert found == script().get_current_head()


def test_models_and_tables_do_not_differ(app):
    assert drift(db.metadata) == []


def test_every_table_of_the_models_is_there(app):
    there = set(inspect(db.engine).get_table_names())
    assert there == {*db.metadata.tables, "alembic_version"}


def test_a_table_that_no_migration_makes_is_found(app):
    metadata = MetaData()
    Table("forgotten", metadata, Column("id", Integer, primary_key=True))
    added = [change for change in drift(metadata) if change[0] == "add_table"]
    assert [change[1].name for change in added] == ["forgotten"]


def test_files_of_migrations_sort_in_their_order():
    names = sorted(path.name for path in (FOLDER / "versions").glob("*.py"))
    order = [Path(revision.path).name for revision in script().walk_revisions()][::-1]
    assert names == order


@pytest.mark.parametrize("path", sorted((FOLDER / "versions").glob("*.py")), ids=lambda p: p.name)
def test_a_migration_is_named_by_date_revision_and_what_it_does(path):
    assert re.fullmatch(r"\d{8}_\d{4}_[0-9a-z]+_[0-9a-z_]+\.py", path.name)
