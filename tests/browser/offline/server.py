"""A server that can be stopped, killed and started again, and what came of it in the database."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from flask_appbuilder.security.sqla.models import User
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select
from werkzeug.serving import BaseWSGIServer, make_server

from app.audit.models import AuditEntry
from app.core.db import db
from app.journal.models import EntryReceipt, Mark, Task
from app.people.models import Staff

ROOT = Path(__file__).parents[3]
PASSWORD = "x"  # of `factories.make_user`
WAITING = "Нет связи, записи сохранены на этом компьютере ({})"
sqlite_only = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
KEPT = """async url => {
  const names = (await caches.keys()).filter(name => name.startsWith("journal-pages-"));
  const found = await Promise.all(names.map(async name => (await caches.open(name)).match(url)));
  return found.some(Boolean);
}"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The application of a test behind a socket that can be closed: gone, as the browser sees it.

    It is always at the same address and starts at once.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.running: tuple[BaseWSGIServer, Thread] | None = None

    def start(self) -> None:
        """Answer from now on."""
        db.session.remove()
        server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        server.daemon_threads = False  # type: ignore[attr-defined]  # requests in flight are ended
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.running = (server, thread)

    def stop(self) -> None:
        """Answer nothing any more."""
        if self.running is None:
            return
        server, thread = self.running
        server.shutdown()
        thread.join()
        server.server_close()
        self.running = None


class RealServer(Server):
    """`run.py` as a school starts it, on the database of `app`: a process that can be killed."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        names = {"DATABASE_URL": "SQLALCHEMY_DATABASE_URI", "INSTANCE_DIR": "INSTANCE_DIR"}
        own = {name: str(app.config[key]) for name, key in names.items()}
        own |= {"SECRET_KEY": app.config["SECRET_KEY"], "PORT": str(self.port), "WORKERS": "1"}
        own |= {"JOB_WORKERS": "0"}
        self.environment = {**os.environ, **own, "LOGIN_RATE": "1000 per minute"}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        _let_go()
        self.process = subprocess.Popen(
            [sys.executable, "run.py"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(self.answers, 180)

    def answers(self) -> bool:
        """True when it works."""
        assert self.process is not None
        assert self.process.poll() is None, "the server has ended by itself"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def send(self, number: int) -> None:
        """Send a signal to all its processes at once."""
        assert self.process is not None
        os.killpg(self.process.pid, number)

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End it: politely, or with SIGKILL in the middle of whatever it does."""
        if self.process is None:
            return
        self.send(signal.SIGCONT)
        self.send(how)
        self.process.wait(30)
        self.process = None
        _let_go()


def wait_for(state: Callable[[], object], seconds: float = 15) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not state():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.002)


def _let_go() -> None:
    """Close what is open: an SQLite file that a process left is not the one that was open."""
    db.session.remove()
    db.engine.dispose()


def receipts() -> int:
    """How many entries the server has answered."""
    db.session.remove()
    return db.session.query(EntryReceipt).count()


def marks_of(lesson_id: int) -> dict[int, list[str | None]]:
    """Every row of marks of a lesson, by pupil."""
    db.session.remove()
    rows = db.session.execute(
        select(Mark.pupil_id, Mark.value).join(Task).where(Task.lesson_id == lesson_id)
    )
    found: dict[int, list[str | None]] = {}
    for pupil, value in rows:
        found.setdefault(pupil, []).append(value)
    return found


def history() -> list[tuple[int | None, int | None, object]]:
    """(lesson, pupil, new value) of every change of a mark, in the order of writing."""
    db.session.remove()
    rows = db.session.scalars(
        select(AuditEntry).where(AuditEntry.table_name == "mark").order_by(AuditEntry.id)
    )
    return [
        (row.lesson_id, row.pupil_id, row.changes["value"][1])
        for row in rows
        if "value" in row.changes
    ]


def way_of_last_change() -> str:
    """By which way the last entry of the history was made."""
    db.session.remove()
    return db.session.scalars(select(AuditEntry.way).order_by(AuditEntry.id.desc())).first() or ""


def try_now(page: Page) -> None:
    """What the browser does when the person comes back to the page."""
    page.evaluate("dispatchEvent(new Event('focus'))")


def is_kept(page: Page, url: str) -> bool:
    """True when the browser could show this address without the server."""
    return bool(page.evaluate(KEPT, url))


def log_in(page: Page, address: str, username: str) -> None:
    """Through the login page, as people do."""
    page.goto(f"{address}/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("form.entry button[type=submit]")
    page.wait_for_load_state()


def log_out(page: Page) -> None:
    """By the menu."""
    page.locator(".navbar-right .dropdown-toggle").click()
    page.get_by_role("button", name="Выйти").click()
    page.wait_for_load_state()


def use_session(context: BrowserContext, address: str, cookie: str) -> None:
    """Be logged in without the login page."""
    context.add_cookies([{"name": "session", "value": cookie, "url": address}])


def name_of(staff: Staff) -> str:
    """The login of a person."""
    return str(db.session.get_one(User, staff.user_id).username)
