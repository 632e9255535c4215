"""The command line: one module per group of commands, every help text in Russian."""

import click
from flask import Flask, cli
from flask_appbuilder.cli import fab as framework_group
from flask_limiter.commands import cli as limiter_group
from flask_migrate.cli import db as db_group

from app.cli.access import access
from app.cli.archive import archive_group
from app.cli.audit import audit_group
from app.cli.backup import backup_group
from app.cli.chores import chores_group
from app.cli.demo import demo
from app.cli.import_ import import_group
from app.cli.jobs import jobs_group
from app.cli.journal import journal_group
from app.cli.ktp import ktp
from app.cli.lessons import lessons_group
from app.cli.mail import mail_group
from app.cli.outages import outages_group
from app.cli.people import people
from app.cli.report import report_group

FRAMEWORK_HELP = {
    "run": "Сервер разработчика (в школе: make run).",
    "routes": "Все адреса приложения.",
    "shell": "Python с приложением внутри.",
}
MIGRATION_HELP = {
    "branches": "Точки ветвления миграций.",
    "check": "Есть ли изменения моделей без миграции.",
    "current": "Миграция, которая стоит в базе.",
    "downgrade": "Вернуться к более ранней миграции.",
    "edit": "Открыть миграцию в редакторе.",
    "heads": "Последние миграции.",
    "history": "Список миграций.",
    "init": "Создать папку миграций.",
    "list-templates": "Шаблоны папки миграций.",
    "merge": "Соединить две ветви миграций.",
    "migrate": "Создать миграцию по изменениям моделей.",
    "revision": "Создать пустую миграцию.",
    "show": "Показать миграцию.",
    "stamp": "Отметить миграцию как выполненную.",
    "upgrade": "Привести базу к последней миграции.",
}


def _say_in_russian(command: click.Command, text: str) -> None:
    command.help = command.short_help = text


def init_app(app: Flask) -> None:
    """Add the product's commands; the framework's own get Russian help."""
    _say_in_russian(cli.run_command, FRAMEWORK_HELP["run"])
    _say_in_russian(cli.routes_command, FRAMEWORK_HELP["routes"])
    _say_in_russian(cli.shell_command, FRAMEWORK_HELP["shell"])
    framework_group.hidden = limiter_group.hidden = True  # what they do has commands of our own
    _say_in_russian(db_group, "Миграции базы данных.")
    for name, text in MIGRATION_HELP.items():
        _say_in_russian(db_group.commands[name], text)
    app.cli.add_command(archive_group)
    app.cli.add_command(audit_group)
    app.cli.add_command(backup_group)
    app.cli.add_command(report_group)
    app.cli.add_command(chores_group)
    import_group.add_command(ktp)
    import_group.add_command(people)
    app.cli.add_command(import_group)
    app.cli.add_command(jobs_group)
    app.cli.add_command(journal_group)
    app.cli.add_command(lessons_group)
    app.cli.add_command(access)
    app.cli.add_command(demo)
    app.cli.add_command(mail_group)
    app.cli.add_command(outages_group)
