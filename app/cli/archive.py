"""`flask archive`: the archive file of a year [R7]."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.archive.container import differences, is_archive
from app.archive.making import make_archive
from app.cli.stop import Stop
from app.core import clock
from app.core.actor import SYSTEM
from app.core.errors import JournalError
from app.school.models import AcademicYear
from app.school.queries import year_on, years

_OUT = click.Path(dir_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

archive_group = AppGroup("archive", help="Архив года.", short_help="Архив года.")


@archive_group.command(
    "make",
    help="Архив учебного года одним файлом ZIP: классные журналы (PDF), сводные ведомости (XLSX),"
    " все записи (JSON) и контрольные числа. Читается без программы.",
    short_help="Записать архив года.",
)
@click.option("--year", "autumn", type=int, help="Учебный год по сентябрю: 2026 — это 2026/2027.")
@click.option("--out", required=True, type=_OUT, help="Файл.")
def make(autumn: int | None, out: Path) -> None:
    """Write the archive; a refusal is told and ends with exit code 1."""
    try:
        make_archive(SYSTEM, year_id=_year(autumn).id, out=out, today=clock.today())
    except JournalError as refused:
        out.unlink(missing_ok=True)
        raise Stop(str(refused.text)) from refused
    _faults, number = differences(out)
    click.echo(f"Записано: {out}\nКонтрольное число, чтобы записать на бумаге:\n{number}")


@archive_group.command(
    "verify",
    help="Проверить архив года FILE: все ли файлы на месте и не изменены ли они.",
    short_help="Проверить архив года.",
)
@click.argument("file", type=_FILE)
def verify(file: Path) -> None:
    """Name what differs; exit code 1 then."""
    if not is_archive(file):
        raise Stop("Это не архив года.")
    faults, number = differences(file)
    for fault in faults:
        click.echo(str(fault.text))
    if faults:
        raise click.exceptions.Exit(1)
    click.echo(f"Архив цел. Контрольное число:\n{number}")


def _year(autumn: int | None) -> AcademicYear:
    found = year_on(clock.today()) if autumn is None else None
    found = found or next((year for year in years() if year.starts.year == autumn), None)
    if found is None:
        raise Stop("Такого учебного года в журнале нет.")
    return found
