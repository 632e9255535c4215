"""Security headers, and what a browser may keep."""

from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request, session
from flask_talisman import Talisman
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core.health import VERSION

_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    # Flask-AppBuilder's markup and Select2 set styles on elements.
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "worker-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_A_YEAR = 365 * 24 * 3600
_WORKER = "/offline/worker.js"
_MARK = "journal_person"


def init_app(app: Flask) -> None:
    """Set the headers of every answer; static files are kept by version."""
    secure = app.config["SESSION_COOKIE_SECURE"]
    Talisman(
        app,
        content_security_policy=_POLICY,
        content_security_policy_nonce_in=["script-src"],
        force_https=False,  # TLS is the proxy's, or there is none on the school's intranet
        strict_transport_security=secure,
        session_cookie_secure=secure,
        session_cookie_samesite=app.config["SESSION_COOKIE_SAMESITE"],
        frame_options="DENY",
        referrer_policy="same-origin",
    )
    if hops := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _A_YEAR
    app.url_defaults(_versioned)
    app.after_request(_kept)


def _versioned(endpoint: str, values: dict[str, Any]) -> None:
    """A changed script or style has a new address, so that no browser shows an old one."""
    if endpoint == "static":
        file = Path(current_app.static_folder or "", values.get("filename", ""))
        values["v"] = int(file.stat().st_mtime) if file.is_file() else VERSION
    elif endpoint.endswith(".static"):
        values["v"] = VERSION


def _kept(answer: Response) -> Response:
    """Pages with people's data are not kept on a computer that several people use."""
    static = request.endpoint is not None and request.endpoint.endswith("static")
    if static and request.path.endswith(_WORKER):
        answer.headers["Service-Worker-Allowed"] = "/"
    if not static and "_user_id" in session:
        answer.headers["Cache-Control"] = "no-store"
    person = None if static else g.get("_login_user")  # as far as the request had to know
    return answer if person is None else _marked(answer, known=person.is_authenticated)


def _marked(answer: Response, *, known: bool) -> Response:
    """Tells the service worker whose the page is, and that the pages of anybody else must go [U4].

    A cookie tells it while the server is down; it ends with the login or with the browser, as
    the session does, and is the person's number, no key to anything.
    """
    # Not the id of the row: after a change that would be read anew.
    person = session["_user_id"] if known else None
    if person is not None:
        answer.headers["Journal-Person"] = person
    if person is None and _MARK in request.cookies:
        answer.delete_cookie(_MARK)
    elif person is not None and request.cookies.get(_MARK) != person:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        answer.set_cookie(_MARK, person, secure=secure, samesite="Lax")
    return answer
