"""`flask access`: roles and permissions."""

import click
from flask.cli import AppGroup

from app.accounts.operations import sync_access

access = AppGroup("access", help="Роли и права.", short_help="Роли и права.")


@access.command("sync", help="Привести роли и права в базе к таблице ролей; можно повторять.")
def sync() -> None:
    """Bring roles and permissions of the database to the table in code."""
    counts = sync_access()
    click.echo(f"Роли и права: добавлено {counts['added']}, убрано {counts['removed']}.")
