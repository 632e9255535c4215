"""The one handler of errors: a Russian page, or JSON for a fetch. Nothing technical is shown."""

import secrets
from typing import Any

from flask import Flask, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    InternalServerError,
    RequestEntityTooLarge,
    SecurityError,
)

from app.core.errors import JournalError, Refused
from app.core.files import in_megabytes

# What happened, and what to do.
_WORDS = {
    400: (_l("The request is not understood"), _l("Open the page anew and try once more.")),
    401: (_l("You are logged out"), _l("Log in again; what you typed on a page is still there.")),
    403: (
        _l("You have no right to do this"),
        _l("If it belongs to your work, ask the administrator of the journal for the right."),
    ),
    404: (
        _l("There is no such page or record"),
        _l("It may have been deleted, or the address is mistyped. Go on from the menu."),
    ),
    405: (_l("This cannot be opened so"), _l("Go back and press the button on the page.")),
    409: (
        _l("Somebody else has changed this meanwhile"),
        _l("Go back, open the page anew and look at what is stored now."),
    ),
    413: (
        _l("What you send is too large"),
        _l(
            "Nothing of it was stored. Go back and choose a smaller file, or ask the administrator"
            " to raise the limit."
        ),
    ),
    422: (_l("This cannot be saved"), _l("Go back and correct what is named here.")),
    429: (_l("Too many tries"), _l("Wait a minute and try again.")),
    500: (
        _l("An error in the program"),
        _l("Nothing was saved. Tell the administrator the number of the error."),
    ),
}


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(JournalError, _journal_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(InternalServerError, _crash)
    # The database refuses a value that no form lets through: a NUL character, a number too long.
    app.register_error_handler(DataError, _odd_value)
    app.register_error_handler(OverflowError, _odd_value)
    app.register_error_handler(ValueError, _long_number)


def _journal_error(error: JournalError) -> ResponseReturnValue:
    faults = error.faults if isinstance(error, Refused) else []
    words = [{"text": str(fault.text), "field": fault.field} for fault in faults]
    facts = {"faults": words} if words else {}
    return _answer(error.status, str(error.text), {**facts, **error.payload})


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < BadRequest.code:
        return error  # a redirect
    if isinstance(error, SecurityError):  # a strange host name: no page has an address there
        return str(_WORDS[BadRequest.code][0]), BadRequest.code
    ours = type(error) is BadRequest and error.description != BadRequest.description
    text = str(error.description) if ours else ""
    if isinstance(error, CSRFError):
        text = _("The page is out of date: open it anew and repeat the last step.")
    elif isinstance(error, RequestEntityTooLarge):
        text = _beyond_the_limit()
    return _answer(error.code, text, {}, error.get_headers())


def _beyond_the_limit() -> str:
    """Which limit the request exceeds: that of everything sent, or that of typed text [P7]."""
    whole = current_app.config["MAX_CONTENT_LENGTH"]
    if (request.content_length or 0) > whole:
        return str(_("At most %(limit)s MB can be sent at once.", limit=in_megabytes(whole)))
    typed = in_megabytes(current_app.config["MAX_FORM_MEMORY_SIZE"])
    return str(_("At most %(limit)s MB of text can be sent at once: divide it.", limit=typed))


def _long_number(error: ValueError) -> ResponseReturnValue:
    """Python reads no number of thousands of digits; any other ValueError is our mistake."""
    if "integer string conversion" not in str(error):
        raise error
    return _odd_value(error)


def _odd_value(_error: Exception) -> ResponseReturnValue:
    return _answer(BadRequest.code, "", {})


def _crash(_error: InternalServerError) -> ResponseReturnValue:
    number = secrets.token_hex(4).upper()
    person = g.actor.user_id if "actor" in g else None
    # The traceback is the record before this one.
    current_app.logger.error(
        "Error number %s: %s %s, user %s", number, request.method, request.path, person
    )
    return _answer(InternalServerError.code, "", {"number": number})


def wants_json() -> bool:
    """True for a fetch: it sends JSON, or prefers it, or is not a navigation of the browser."""
    accepts = request.accept_mimetypes
    prefers = accepts["application/json"] > accepts["text/html"]
    sent = request.headers.get
    # What a service worker passes on has no destination, but is a navigation still.
    fetched = sent("Sec-Fetch-Dest") == "empty" and sent("Sec-Fetch-Mode") != "navigate"
    return request.is_json or prefers or fetched


def _answer(
    status: int, text: str, facts: dict[str, Any], headers: Any = None
) -> ResponseReturnValue:
    title, advice = _WORDS.get(status, _WORDS[400 if status < InternalServerError.code else 500])
    kept = {name: value for name, value in headers or [] if name in {"Allow", "Retry-After"}}
    if wants_json():
        return jsonify({"error": text or f"{title}. {advice}", **facts}), status, kept
    page = render_template(
        "errors/page.html", status=status, title=title, text=text, advice=advice, facts=facts
    )
    return page, status, kept
