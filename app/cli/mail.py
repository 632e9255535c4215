"""Commands about letters [T5]."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.core import clock
from app.messages.mail import deliver

mail_group = AppGroup("mail", help="Письма школы.", short_help="Письма школы.")


@mail_group.command("send", help="Отправить письма, которые ждут отправки (для cron).")
def send() -> None:
    """Send what is due; exit code 1 when the mail server does not take letters."""
    if not current_app.config["SMTP_HOST"]:
        raise click.ClickException("Почтовый сервер не задан: укажите SMTP_HOST.")
    sent, waiting = deliver(current_app.config, clock.now)
    click.echo(f"Отправлено: {sent}. Ждут следующей попытки: {waiting}.")
    if waiting:
        raise click.exceptions.Exit(1)
