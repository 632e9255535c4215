"""`flask outages`: temporary journals made ahead [U2]."""

import datetime as dt
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.core import clock
from app.core.actor import SYSTEM
from app.outages.folder import USUAL_DAYS, prepare

outages_group = AppGroup("outages", help="Временные журналы.", short_help="Временные журналы.")


@outages_group.command(
    "prepare",
    help="Подготовить временные журналы на ближайшие учебные дни: по файлу PDF на класс. "
    "Для ежедневного запуска из cron. Если какой-то класс не удался, остальные файлы "
    "записываются, а код завершения — 1.",
    short_help="Подготовить временные журналы на ближайшие дни.",
)
@click.option(
    "--days",
    default=USUAL_DAYS,
    show_default=True,
    type=click.IntRange(1, 30),
    help="На сколько учебных дней.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Папка для файлов; без неё — из настройки FORMS_DIR.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]),
    help="С какого дня считать (ГГГГ-ММ-ДД или ДД.ММ.ГГГГ); без неё — с сегодняшнего.",
)
def prepare_forms(days: int, out: Path | None, today: dt.datetime | None) -> None:
    """Write the forms and say what was written and what failed."""
    now = clock.now()
    if today:
        now = dt.datetime.combine(today.date(), now.timetz())
    folder = out or Path(current_app.config["FORMS_DIR"])
    report = prepare(SYSTEM, days, folder, way="cli", now=now)
    for class_name, reason in report.failed:
        click.echo(f"{class_name}: не удалось: {reason}", err=True)
    if not report.written and not report.failed:
        click.echo("Учебных дней впереди нет, записывать нечего.")
    else:
        click.echo(f"Записано файлов: {len(report.written)}. Папка: {folder}")
    if report.failed:
        raise click.exceptions.Exit(1)
