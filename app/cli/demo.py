"""`flask demo`: the demo school."""

import datetime as dt

import click
from flask.cli import AppGroup

from app.core import clock
from app.core.errors import Conflict
from app.exchange.demo.logins import LOGINS, PASSWORD
from app.exchange.demo.making import has_school, make_demo

__all__ = ["LOGINS", "PASSWORD", "demo", "load_if_empty"]

demo = AppGroup("demo", help="Демонстрационная школа.", short_help="Демонстрационная школа.")


def load_if_empty() -> None:
    """Load the demo school unless the database already has a school."""
    if not has_school():
        click.echo("Создаётся демонстрационная школа…")
        make_demo(clock.today(), click.echo)


@demo.command("load", help="Наполнить пустую базу демонстрационной школой.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]),
    help="Дата, вокруг которой строится учебный год (ГГГГ-ММ-ДД); по умолчанию сегодня.",
)
def load(today: dt.datetime | None) -> None:
    """Fill an empty database; a database with a school is refused."""
    try:
        make_demo(today.date() if today else clock.today(), click.echo)
    except Conflict as error:
        raise click.ClickException(
            f"{error.text} Демонстрационная школа создаётся только в пустой базе."
        ) from error
    click.echo(f"Готово. Пароль у всех: {PASSWORD}. Войти можно как {', '.join(LOGINS)}.")
