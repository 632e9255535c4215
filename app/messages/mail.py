"""Sending the outbox by SMTP: each letter claimed, sent and marked by itself."""

import datetime as dt
import smtplib
from collections.abc import Callable, Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from app.core.db import unit_of_work
from app.messages import operations
from app.messages.models import OutboxLetter

MOST_AT_ONCE = 200


def message(letter: OutboxLetter, sender: str) -> EmailMessage:
    """The letter as it goes out, to one address; its identifier is the same at every attempt."""
    mail, recipient = EmailMessage(), Address(addr_spec=letter.recipient)
    mail["From"], mail["To"], mail["Subject"] = sender, recipient, letter.subject
    mail["Message-ID"] = f"<letter-{letter.id}@{sender.rpartition('@')[2]}>"
    mail.set_content(letter.body)
    return mail


def smtp(settings: Mapping[str, Any]) -> smtplib.SMTP:
    """A logged-in connection to the school's mail server."""
    port, host = settings["SMTP_PORT"], settings["SMTP_HOST"]
    kind = smtplib.SMTP_SSL if settings["SMTP_TLS"] == "ssl" else smtplib.SMTP
    server = kind(host, port, timeout=20)
    if settings["SMTP_TLS"] == "starttls":
        server.starttls()
    if settings["SMTP_USER"]:
        server.login(settings["SMTP_USER"], settings["SMTP_PASSWORD"])
    return server


def deliver(settings: Mapping[str, Any], now: Callable[[], dt.datetime]) -> tuple[int, int]:
    """Send what is due; how many letters went out, and how many must wait.

    A failing server leaves every letter waiting, and none is sent twice; a letter that cannot be
    addressed does not keep the others from going out.
    """
    sent = failed = 0
    with unit_of_work("mail"):
        operations.settle_broken_claims(now())
    while sent + failed < MOST_AT_ONCE:
        with unit_of_work("mail"):
            letter = operations.claim_letter(now())
        if letter is None:
            break
        error = _send(settings, letter)
        with unit_of_work("mail"):
            if error:
                operations.letter_failed(letter.id, error=error, now=now())
            else:
                operations.letter_sent(letter.id)
        sent, failed = sent + (not error), failed + bool(error)
    return sent, failed


def _send(settings: Mapping[str, Any], letter: OutboxLetter) -> str:
    """Hand the letter over; the reason when the server did not take it."""
    try:
        mail = message(letter, settings["SMTP_FROM"])
        with smtp(settings) as server:
            server.send_message(mail)
    except Exception as error:  # noqa: BLE001  # over a wrong address the library stumbles in many ways
        return f"{type(error).__name__}: {error}"
    return ""
