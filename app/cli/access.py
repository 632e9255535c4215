"""`flask access`: roles and permissions."""

import click
from flask.cli import AppGroup

from app.accounts.operations import sync_access
from app.accounts.operations.logins import ensure_administrator
from app.core import clock
from app.core.actor import SYSTEM
from app.core.db import unit_of_work
from app.core.errors import JournalError

access = AppGroup("access", help="Роли и права.", short_help="Роли и права.")


@access.command("sync", help="Привести роли и права в базе к таблице ролей; можно повторять.")
def sync() -> None:
    """Bring roles and permissions of the database to the table in code."""
    counts = sync_access()
    click.echo(f"Роли и права: добавлено {counts['added']}, убрано {counts['removed']}.")


@access.command("admin", help="Создать администратора или вернуть ему доступ; спросит пароль.")
@click.argument("login")
@click.password_option(prompt="Пароль", confirmation_prompt="Пароль ещё раз")
def admin(login: str, password: str) -> None:
    """Make an administrator; the password is asked for, so that no history of commands has it."""
    try:
        with unit_of_work("cli", SYSTEM):
            new = ensure_administrator(SYSTEM, username=login, password=password, now=clock.now())
    except JournalError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Администратор {login}: {'создан' if new else 'доступ возвращён'}.")
