"""`flask report`: reports into files, for cron [R4]."""

import datetime as dt
from pathlib import Path

import click
from flask import render_template
from flask.cli import AppGroup

from app.core import clock
from app.core.actor import SYSTEM
from app.core.errors import JournalError, NotFound
from app.core.picture import svg, table_of
from app.reports.asked import Asked
from app.reports.catalogue import KINDS, kind_of
from app.reports.paper import report_pdf
from app.reports.queries.naming import named
from app.reports.rules.document import Report, heads, shown
from app.reports.workbook import report_xlsx

_DATE = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])

report_group = AppGroup("report", help="Отчёты.", short_help="Отчёты.")


@report_group.command("list", help="Какие отчёты есть и что они спрашивают.")
def list_reports() -> None:
    """A line for each report."""
    for kind in KINDS:
        asks = ", ".join(str(ask.label) for ask in [*kind.asks, *kind.narrowed_by])
        click.echo(f"{kind.name:<28}{kind.title} ({asks})")


@report_group.command(
    "make",
    help="Сделать отчёт NAME и записать в файл: окончание выбирает вид (.pdf, .xlsx, .html).",
    short_help="Сделать отчёт.",
)
@click.argument("name")
@click.option("--class", "class_name", help="Класс, например 7А.")
@click.option("--period", help="Учебный период, например «II четверть»; без него — текущий.")
@click.option("--date", "day", type=_DATE, help="На какое число.")
@click.option("--from", "first", type=_DATE, help="С какого числа.")
@click.option("--to", "last", type=_DATE, help="По какое число.")
@click.option("--teacher", help="Фамилия учителя.")
@click.option("--subject", help="Предмет.")
@click.option("--grade", type=click.IntRange(1, 12), help="Параллель, например 7.")
@click.option("--pupil", help="Ученик: «Фамилия Имя», вместе с --class.")
@click.option("--work", help="Контрольная работа: название плана; протокол — вместе с --class.")
@click.option("--person", help="Фамилия того, кто вносил изменения.")
@click.option("--year", help="Учебный год, например 2026/2027; без него — текущий.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Файл.")
def make(name: str, out: Path, **wanted: str | int | dt.datetime | None) -> None:
    """Make one report; exit code 1 with the reason when it cannot be made."""
    now = clock.now()
    try:
        kind = kind_of(SYSTEM, name)
    except NotFound as unknown:
        text = f"Отчёта {name} нет. Какие есть: flask report list."
        raise click.ClickException(text) from unknown
    try:
        asked = named(Asked(now.date()), wanted)
        report = kind.gather(SYSTEM, asked)
    except JournalError as refused:
        raise click.ClickException(str(refused.text)) from refused
    out.write_bytes(_bytes(report, out.suffix.lower(), now))
    click.echo(f"Записано: {out}")


def _bytes(report: Report, ending: str, now: dt.datetime) -> bytes:
    if ending == ".pdf":
        return report_pdf(report, now)
    if ending == ".xlsx":
        return report_xlsx(report, now)
    if ending == ".html":
        page = render_template(
            "reports/report_file.html",
            report=report,
            shown=shown,
            heads=heads,
            svg=svg,
            table_of=table_of,
            made_on=now,
        )
        return page.encode()
    raise click.BadParameter("Файл должен кончаться на .pdf, .xlsx или .html.", param_hint="--out")
