"""How a command of ours ends when it cannot go on: the reason in Russian, exit code 1."""

from typing import IO, Any

import click


class Stop(click.ClickException):
    """Shows its text as it is, without click's English «Error:»."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the reason."""
        click.echo(self.message, file=file, err=file is None)
