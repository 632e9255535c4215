"""`flask archive`: the archive file of a year [R7]."""

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import AppGroup

from app.archive.container import differences, is_archive
from app.archive.making import make_archive
from app.archive.operations.forgetting import forget_year, forgettable
from app.archive.rules.keeping import Stage
from app.audit.views.words import table_word
from app.binding.signature import believed
from app.cli.stop import Stop
from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import unit_of_work
from app.core.errors import JournalError
from app.core.pdf.verifying import is_pdf, signatures
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
    help="Проверить FILE. Архив года: все ли файлы на месте и не изменены ли они. PDF с"
    " электронной подписью: кто и когда подписал, не изменён ли файл, известен ли сертификат.",
    short_help="Проверить архив года или подписанный PDF.",
)
@click.argument("file", type=_FILE)
@click.option(
    "--trust",
    type=_FILE,
    multiple=True,
    help="Сертификат удостоверяющего центра (PEM, DER), которому верить; сертификату из "
    "SIGNING_P12 верят всегда.",
)
def verify(file: Path, trust: tuple[Path, ...]) -> None:
    """Name what differs; exit code 1 then."""
    if is_pdf(file):
        _verify_signatures(file, trust)
        return
    if not is_archive(file):
        raise Stop("Это не архив года.")
    faults, number = differences(file)
    for fault in faults:
        click.echo(str(fault.text))
    if faults:
        raise click.exceptions.Exit(1)
    click.echo(f"Архив цел. Контрольное число:\n{number}")


def _verify_signatures(file: Path, trust: Sequence[Path]) -> None:
    """Say who signed a PDF; exit code 1 unless every signature is whole and trusted."""
    try:
        known = [*believed(), *(one.read_bytes() for one in trust)]
        found = signatures(file.read_bytes(), known)
    except JournalError as refused:
        raise Stop(str(refused.text)) from refused
    for one in found:
        at = f"{one.at:%d.%m.%Y %H:%M} UTC" if one.at else "время не указано"
        click.echo(f"Подписал: {one.holder}, {at}. Сертификат {one.serial}.")
        click.echo("Файл не изменён." if one.whole else "ФАЙЛ ИЗМЕНЁН после подписи.")
        click.echo("Сертификат известен." if one.trusted else "Сертификату нельзя верить: --trust.")
    if not found:
        raise Stop("В этом PDF нет электронной подписи.")
    if not all(one.whole and one.trusted for one in found):
        raise click.exceptions.Exit(1)


@archive_group.command(
    "forget",
    help="Что из года можно удалить: журналы — после 5 лет, сводные ведомости — после 25."
    " Без --yes только показывает.",
    short_help="Удалить то, чей срок хранения истёк.",
)
@click.option("--year", "autumn", required=True, type=int, help="Учебный год по сентябрю.")
@click.option(
    "--what",
    type=click.Choice([stage.value for stage in Stage]),
    default=Stage.JOURNALS.value,
    show_default=True,
    help="journals — журналы, sheets — сводные ведомости.",
)
@click.option("--yes", "sure", is_flag=True, help="Удалить.")
def forget(autumn: int, what: str, *, sure: bool) -> None:
    """Show or delete what has been kept long enough; exit code 1 when it has not."""
    year_id, stage, today = _year(autumn).id, Stage(what), clock.today()
    try:
        with unit_of_work("cli", actor=SYSTEM):
            if sure:
                counts = forget_year(SYSTEM, year_id=year_id, stage=stage, today=today)
            else:
                counts = forgettable(SYSTEM, year_id=year_id, stage=stage)
    except JournalError as refused:
        raise Stop(str(refused.text)) from refused
    for table, count in counts.items():
        click.echo(f"{table_word(table)}: {count}")
    click.echo("Удалено." if sure else "Ничего не удалено: чтобы удалить, добавьте --yes.")


def _year(autumn: int | None) -> AcademicYear:
    found = year_on(clock.today()) if autumn is None else None
    found = found or next((year for year in years() if year.starts.year == autumn), None)
    if found is None:
        raise Stop("Такого учебного года в журнале нет.")
    return found
