"""`flask import`: files of other programs become rows of the journal [S8]."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import unit_of_work
from app.core.errors import JournalError
from app.core.files import MAX_BYTES
from app.exchange.timetable.change import Question, TimetableChange
from app.exchange.timetable.detect import read_timetable
from app.exchange.timetable.matching import NEW
from app.exchange.timetable.operations import import_timetable
from app.exchange.timetable.queries import preview_timetable
from app.exchange.timetable.report import as_json, lines

import_group = AppGroup("import", help="Загрузка файлов.", short_help="Загрузка файлов.")


class Day(click.ParamType):
    """A date as people write it: 01.09.2026 or 2026-09-01."""

    name = "ДАТА"

    def convert(self, value: Any, param: Any, ctx: Any) -> dt.date:
        """The date, or a message about the form."""
        if isinstance(value, dt.date):
            return value
        russian = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", value)
        parts = russian.groups()[::-1] if russian else tuple(value.split("-"))
        try:
            year, month, day = map(int, parts)
            return dt.date(year, month, day)
        except ValueError:
            self.fail(f"«{value}» — не дата. Нужно 01.09.2026 или 2026-09-01.", param, ctx)


@import_group.command(
    "timetable",
    help=(
        "Загрузить расписание из FILE: aSc Timetables XML, обменный файл «Сетевого Города»,"
        " XLSX или CSV. Повторная загрузка того же файла ничего не меняет."
    ),
    short_help="Загрузить расписание.",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--year", type=int, help="Учебный год по сентябрю: 2026 — это 2026/2027.")
@click.option("--from", "since", type=Day(), help="С какого дня действует расписание.")
@click.option("--dry-run", is_flag=True, help="Только показать, что изменится.")
@click.option("--json", "as_data", is_flag=True, help="Ответ в JSON.")
@click.option(
    "--near",
    type=click.Choice(["same", "new"]),
    help="Похожие имена: same — это те же, new — завести новых.",
)
@click.option("--accept-clashes", is_flag=True, help="Внести, несмотря на накладки.")
def timetable(  # one argument for each option
    file: Path,
    *,
    year: int | None,
    since: dt.date | None,
    dry_run: bool,
    as_data: bool,
    near: str | None,
    accept_clashes: bool,
) -> None:
    """Import a timetable; a refusal is told and ends with exit code 1."""
    change, today = None, clock.today()
    try:
        with file.open("rb") as opened:
            document = read_timetable(opened.read(MAX_BYTES + 1))
        asked: dict[str, Any] = {"autumn": year, "since": since, "today": today}
        change = preview_timetable(document, **asked)
        asked["decisions"] = {q.key: _answer(q, near) for q in change.questions if near}
        change = preview_timetable(document, **asked)
        if not dry_run:
            with unit_of_work(way="import", actor=SYSTEM):
                change = import_timetable(
                    SYSTEM, document=document, accept_clashes=accept_clashes, **asked
                )
    except JournalError as error:
        _refuse(error, change, as_data=as_data)
    else:
        _say(change, committed=not dry_run, as_data=as_data)


def _answer(question: Question, near: str) -> str:
    return NEW if near == "new" else str(question.candidates[0].id)


def _say(change: TimetableChange, *, committed: bool, as_data: bool) -> None:
    if as_data:
        click.echo(_dumped(as_json(change, committed=committed)))
    else:
        click.echo("\n".join(lines(change, committed=committed)))


def _refuse(error: JournalError, change: TimetableChange | None, *, as_data: bool) -> None:
    told = str(error)
    if as_data:
        click.echo(_dumped({**(as_json(change, committed=False) if change else {}), "error": told}))
    elif change:
        click.echo("\n".join(lines(change, committed=False)))
    click.echo(f"Не загружено. {told}", err=True)
    if change and change.undecided:
        click.echo("Решите на странице загрузки или добавьте --near same | --near new.", err=True)
    if change and change.hard_clashes:
        click.echo("Исправьте файл или добавьте --accept-clashes.", err=True)
    raise click.exceptions.Exit(1)


def _dumped(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=2)
