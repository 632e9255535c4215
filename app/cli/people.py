"""`flask import people`: a list of pupils with their parents, or of staff [S8 P8]."""

import datetime as dt
import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.import_ import Day
from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import unit_of_work
from app.core.errors import JournalError
from app.core.files import MAX_BYTES
from app.exchange.people.columns import PUPILS, STAFF
from app.exchange.people.display import as_json, lines
from app.exchange.people.operations import import_people, preview_people
from app.exchange.people.reading import read_people


@click.command(
    "people",
    help=(
        "Загрузить список из FILE (XLSX или CSV): учеников с родителями и классами или сотрудников."
        " Повторная загрузка того же файла ничего не меняет."
    ),
    short_help="Загрузить учеников или сотрудников.",
)
@with_appcontext
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice([PUPILS, STAFF]), default=PUPILS, help="Кто в списке.")
@click.option("--from", "since", type=Day(), help="Зачислить с этого дня, если в файле нет даты.")
@click.option("--dry-run", is_flag=True, help="Только показать, что изменится.")
@click.option("--json", "as_data", is_flag=True, help="Ответ в JSON.")
def people(file: Path, *, kind: str, since: dt.date | None, dry_run: bool, as_data: bool) -> None:
    """Import a list of people; a refusal is told and ends with exit code 1."""
    today = clock.today()
    try:
        with file.open("rb") as opened:
            table = read_people(opened.read(MAX_BYTES + 1), kind)
        change = preview_people(SYSTEM, table=table, since=since, today=today)
        told = as_json(change, committed=not (dry_run or change.faults))
        words = "\n".join(lines(change))
        click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_data else words)
        if not dry_run:
            with unit_of_work(way="import", actor=SYSTEM):
                import_people(SYSTEM, table=table, since=since, today=today, seen=change.digest)
    except JournalError as error:
        click.echo(f"Не загружено. {error}", err=True)
        raise click.exceptions.Exit(1) from error
    if dry_run and change.faults:
        raise click.exceptions.Exit(1)
    if not as_data:
        click.echo("Ничего не записано." if dry_run else "Готово.")
