"""Runs migrations in the application's context, on the database of its settings."""

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db
options = current_app.extensions["migrate"].configure_args
options.pop("directory", None)


def run() -> None:
    """Upgrade over one connection; a migration is done whole or not at all."""
    with database.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=database.metadata, **options)
        with context.begin_transaction():
            context.run_migrations()


run()
