"""Starts the server: prepares the database, then serves with gunicorn.

With DEMO=1 (`make run`) an empty database gets the demo school.
"""

import gc
import sys
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from gunicorn.app.base import BaseApplication

from app import create_app
from app.accounts.operations import sync_access
from app.cli.chores import keep_running
from app.cli.demo import LOGINS, PASSWORD, load_if_empty
from app.cli.jobs import keep_workers


class Server(BaseApplication):
    """gunicorn, configured from the application's settings."""

    def __init__(self, app: Flask) -> None:
        self.journal = app
        super().__init__()

    def load_config(self) -> None:
        """Processes and threads of the settings; a hanging request is ended after 2 minutes."""
        config = self.journal.config
        options: dict[str, Any] = {
            "bind": f"{config['HOST']}:{config['PORT']}",
            "workers": config["WORKERS"],
            "threads": config["THREADS"],
            "worker_class": "gthread",
            "timeout": 120,
            "preload_app": True,
            "loglevel": "warning",
            "post_fork": lambda _server, _worker: keep_running(self.journal),
            "when_ready": lambda _server: keep_workers(config["JOB_WORKERS"]),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, loaded once before the workers are started."""
        gc.freeze()  # what the start built is not looked at again by each collection
        return self.journal


def prepare(app: Flask) -> None:
    """Bring the tables and roles up to date; load the demo school if asked and empty."""
    with app.app_context():
        upgrade()
        sync_access()
        if app.config["DEMO"]:
            load_if_empty()
        app.extensions["migrate"].db.engine.dispose()


def greet(app: Flask) -> None:
    """Print the address and, for the demo, who can log in."""
    say = sys.stdout.write
    say(f"\n  Школьный журнал: http://{app.config['HOST']}:{app.config['PORT']}/\n")
    if app.config["DEMO"]:
        say(f"  Демонстрационная школа. Пароль у всех: {PASSWORD}\n")
        for login, who in LOGINS.items():
            say(f"    {login:<10} {who}\n")
    say("  Остановить: Ctrl+C\n\n")
    sys.stdout.flush()


if __name__ == "__main__":
    journal = create_app()
    prepare(journal)
    greet(journal)
    Server(journal).run()
