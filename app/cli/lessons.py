"""`flask lessons`: lessons are made from the timetable [S5]."""

import datetime as dt

import click
from flask.cli import AppGroup

from app.cli.import_ import Day
from app.cli.stop import Stop
from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import unit_of_work
from app.core.errors import JournalError
from app.school.models import AcademicYear
from app.school.queries import year_on
from app.timetable.operations.making import make_lessons, span_faults
from app.timetable.queries.making import Scope, remaking_of
from app.timetable.queries.reporting import ReportPage, report_page
from app.timetable.queries.weeks import classes_of
from app.timetable.rules.remaking import Report, report_of

lessons_group = AppGroup("lessons", help="Уроки по расписанию.", short_help="Уроки по расписанию.")


@lessons_group.command(
    "make",
    help=(
        "Создать уроки по расписанию. Уроки с записями не меняются;"
        " повторный запуск ничего не меняет."
    ),
    short_help="Создать уроки.",
)
@click.option("--class", "names", multiple=True, help="Только этот класс, например 7А.")
@click.option("--from", "first", type=Day(), help="С какого дня; без него — с начала года.")
@click.option("--to", "last", type=Day(), help="По какой день; без него — до конца года.")
@click.option("--dry-run", is_flag=True, help="Только показать, что изменится.")
def make(
    names: tuple[str, ...], first: dt.date | None, last: dt.date | None, *, dry_run: bool
) -> None:
    """Make lessons; a refusal is told and ends with exit code 1."""
    today = clock.today()
    try:
        with unit_of_work(way="cli", actor=SYSTEM):
            scope = _scope(_year(first or today), names, first, last)
            report = _look(scope) if dry_run else make_lessons(SYSTEM, scope=scope, today=today)
    except JournalError as error:
        raise Stop(str(error)) from error
    _say(report_page(report), dry_run=dry_run)


def _year(on: dt.date) -> AcademicYear:
    year = year_on(on)
    if year is None:
        raise Stop("Учебный год ещё не введён.")
    return year


def _scope(
    year: AcademicYear, names: tuple[str, ...], first: dt.date | None, last: dt.date | None
) -> Scope:
    known = {c.name.casefold(): c.id for c in classes_of(year.id)}
    unknown = [name for name in names if name.casefold() not in known]
    if unknown:
        raise Stop(f"Нет такого класса: {', '.join(unknown)}.")
    ids = tuple(known[name.casefold()] for name in names)
    return Scope(year, first or year.starts, last or year.ends, ids)


def _look(scope: Scope) -> Report:
    if faults := span_faults(scope):
        raise Stop(str(faults[0].text))
    return report_of(remaking_of(scope))


def _say(page: ReportPage, *, dry_run: bool) -> None:
    if page.empty:
        click.echo("Всё соответствует расписанию: менять нечего.")
        return
    for line, _courses in page.classes:
        click.echo(_numbers(line.school_class, line.added, line.changed, line.removed))
    total = page.total
    head = "Изменится" if dry_run else "Сделано"
    click.echo(_numbers(head, total.added, total.changed, total.removed))
    for left in page.left:
        when = f"{left.day:%d.%m.%Y}, {left.number}-й урок"
        click.echo(f"Оставлен: {when}, {left.course} — {left.reason}.")


def _numbers(head: str, added: int, changed: int, removed: int) -> str:
    return f"{head}: добавлено {added}, изменено {changed}, убрано {removed}."
