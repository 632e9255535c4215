"""`flask demo`: the demo school."""

import datetime as dt

import click
from flask.cli import AppGroup

from app.accounts.queries import login_by_name
from app.classes.access import own_pupils
from app.cli.demo_diary import fill_diaries
from app.core import clock
from app.core.actor import SYSTEM, of_user
from app.core.db import unit_of_work
from app.core.errors import Conflict
from app.diary.operations import see_marks
from app.diary.queries.fresh import fresh_marks
from app.exchange.demo.logins import LOGINS, PASSWORD
from app.exchange.demo.making import has_school, make_demo

__all__ = ["LOGINS", "PASSWORD", "demo", "load_if_empty"]

NEW_TO = {"uchenik": 2, "roditel": 4}  # marks of each child that the family has not seen yet

demo = AppGroup("demo", help="Демонстрационная школа.", short_help="Демонстрационная школа.")


def load_if_empty() -> None:
    """Load the demo school unless the database already has a school."""
    if not has_school():
        click.echo("Создаётся демонстрационная школа…")
        _load(clock.today())


@demo.command("load", help="Наполнить пустую базу демонстрационной школой.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]),
    help="Дата, вокруг которой строится учебный год (ГГГГ-ММ-ДД); по умолчанию сегодня.",
)
def load(today: dt.datetime | None) -> None:
    """Fill an empty database; a database with a school is refused."""
    try:
        _load(today.date() if today else clock.today())
    except Conflict as error:
        raise click.ClickException(
            f"{error.text} Демонстрационная школа создаётся только в пустой базе."
        ) from error
    click.echo(f"Готово. Пароль у всех: {PASSWORD}. Войти можно как {', '.join(LOGINS)}.")


def _load(today: dt.date) -> None:
    make_demo(today, click.echo)
    with unit_of_work(way="cli", actor=SYSTEM):
        remarks, files = fill_diaries(today)
        click.echo(f"Замечаний и похвал ученикам: {remarks}, сданных домашних работ: {files}.")
        read_diaries(today)


def read_diaries(today: dt.date) -> None:
    """The family that logs in has read its diaries, but for the latest marks."""
    for login, new in NEW_TO.items():
        user = login_by_name(login)
        if user is None:
            raise LookupError(login)
        person = of_user(user.id)
        for pupil in own_pupils(person):
            seen = [(mark.id, mark.version) for mark in fresh_marks(person, pupil, today)[new:]]
            see_marks(person, pupil_id=pupil, seen=seen, now=clock.now())
