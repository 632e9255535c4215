"""Writes of `notices`, of the `outbox`, and of letters with `credentials` [T5 P6]."""

from app.messages.operations.credentials import Mailed, answer_requests, mail_codes
from app.messages.operations.notices import (
    News,
    choose_notices,
    notify,
    read_about,
    read_leading_to,
    read_notices,
    settle_leading_to,
    tell_of_jobs,
)
from app.messages.operations.outbox import (
    claim_letter,
    letter_failed,
    letter_sent,
    post,
    settle_broken_claims,
    wipe_late_letters,
)

__all__ = [
    "Mailed",
    "News",
    "answer_requests",
    "choose_notices",
    "claim_letter",
    "letter_failed",
    "letter_sent",
    "mail_codes",
    "notify",
    "post",
    "read_about",
    "read_leading_to",
    "read_notices",
    "settle_broken_claims",
    "settle_leading_to",
    "tell_of_jobs",
    "wipe_late_letters",
]
