"""Commands about the history of entries [J9]."""

import click
from flask.cli import AppGroup

from app.audit.queries import checked

audit_group = AppGroup("audit", help="Журнал изменений.", short_help="Журнал изменений.")


@audit_group.command("verify", help="Проверить, что ни одна запись истории не изменена.")
def verify() -> None:
    """Name every row of the history that was changed, removed or inserted; exit code 1 then."""
    faults, digest = checked()
    for fault in faults:
        click.echo(str(fault.text))
    if faults:
        raise click.exceptions.Exit(1)
    click.echo("История изменений цела. Её контрольное число, чтобы записать на бумаге:")
    click.echo(digest)
