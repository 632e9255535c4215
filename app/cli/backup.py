"""Commands that make backups and restore them."""

import datetime as dt
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.backup.operations import back_up, folder, restore_here
from app.core import clock
from app.core.backup.copies import is_sealed
from app.core.errors import Refused

backup_group = AppGroup("backup", help="Резервные копии.", short_help="Резервные копии.")


def _told(error: Refused) -> click.ClickException:
    return click.ClickException("\n".join(str(fault.text) for fault in error.faults))


@backup_group.command("make", help="Сделать резервную копию базы данных и файлов сейчас.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Папка для копий.")
def make(out: Path | None) -> None:
    """Write a backup into the folder of the settings, or into another one."""
    try:
        click.echo(str(back_up(out or folder(), clock.now())))
    except Refused as error:
        raise _told(error) from error


@backup_group.command(
    "restore", help="Восстановить копию в пустое место (DATABASE_URL, INSTANCE_DIR) и проверить."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Fill the empty place of the settings; the password is asked for where it is not set."""
    password = current_app.config["BACKUP_PASSWORD"]
    if is_sealed(file) and not password:
        password = click.prompt("Пароль копии", hide_input=True)
    try:
        manifest = restore_here(file, password)
    except Refused as error:
        raise _told(error) from error
    rows = sum(manifest.rows.values())
    made = dt.datetime.fromisoformat(manifest.made)
    click.echo(f"Восстановлено состояние от {made:%d.%m.%Y %H:%M}, записей: {rows}.")
    click.echo("Связи и история изменений целы. Дальше: flask db upgrade, flask access sync.")
