"""Clients that log in by the form, as people do."""

import datetime as dt
import re

from flask import Flask
from flask.testing import FlaskClient

from app.core import clock

MORNING = dt.datetime(2026, 9, 1, 8, tzinfo=dt.UTC)


class Time:
    """The clock of a test: `at.now` is moved by it."""

    def __init__(self, monkeypatch) -> None:
        self.now = MORNING
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def later(self, **span: float) -> None:
        self.now += dt.timedelta(**span)


def token(client: FlaskClient, page: str = "/login/") -> str:
    """The CSRF token of the client's session."""
    text = client.get(page).text
    return re.search(r'name="csrf-token" content="([^"]+)"', text)[1]


def send(client: FlaskClient, address: str, page: str = "/login/", **values: object):
    """Send a form with a right token."""
    return client.post(address, data={**values, "csrf_token": token(client, page)})


def come_in(app: Flask, name: str, typed: str = "x", **kwargs: object):
    """A new browser and the answer to its login; `address` and `device` say which."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = kwargs.get("address", "10.0.0.1")
    client.environ_base["HTTP_USER_AGENT"] = kwargs.get("device", "Firefox Windows")
    return client, send(client, "/login/", username=name, password=typed)


def is_inside(client: FlaskClient) -> bool:
    """True when the client's session is alive."""
    return client.get("/sessions/").status_code == 200
