"""What holds for every request of a logged-in person, whatever the page [P1 P7].

A session in use is noted as such. Who looks as another person changes nothing and opens no private
page. Who must have a second factor sets it up before anything else.
"""

import datetime as dt

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import operations
from app.core import clock
from app.core.db import unit_of_work
from app.core.errors import Forbidden

# Asked by a page by itself, not by the person: they keep no session alive.
_BY_ITSELF = {"JournalPage.news", "JournalPage.token", "JobsPage.state"}
_TOUCHED_AFTER = dt.timedelta(minutes=5)
_LEAVING = {"LoginPage.logout", "SeeAsPage.stop"}
_WITHOUT_FACTOR = {"SecondFactorPage", "LoginPage"}
_READING = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask) -> None:
    """Look at every request before and after its page."""
    app.before_request(_before)
    app.after_request(_after)


def _before() -> ResponseReturnValue | None:
    endpoint = request.endpoint or "static"
    if endpoint.endswith("static") or "_user_id" not in session:
        return None
    if not current_user.is_authenticated:
        return None
    view = endpoint.split(".")[0]
    if "enrol" in session and view not in _WITHOUT_FACTOR:
        return redirect(url_for("SecondFactorPage.index"))
    if g.login_session.shown_user_id is not None and endpoint not in _LEAVING:
        _only_look(view)
    return None


def _only_look(view: str) -> None:
    if request.method not in _READING:
        raise Forbidden(_("You look at the journal as another person: nothing can be changed."))
    if getattr(_views().get(view), "private", False):
        raise Forbidden(_("Messages are read by nobody but those who write and get them."))
    g.read_only = True


def _views() -> dict[str, object]:
    return {view.endpoint: view for view in current_app.extensions["appbuilder"].baseviews}


def _after(answer: Response) -> Response:
    """Note that the session is used, once in five minutes."""
    used = g.get("login_session")
    if used is None or request.endpoint in _BY_ITSELF:
        return answer
    now = clock.now()
    if now - used.seen_at > _TOUCHED_AFTER:
        g.pop("read_only", None)
        with unit_of_work(way="page"):
            operations.touch_session(used.id, now=now)
    return answer
