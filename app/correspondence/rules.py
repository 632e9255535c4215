"""What a message must have [M1]."""

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault

LONGEST_SUBJECT, LONGEST_TEXT = 200, 10_000
MOST_FILES = 5


def message_faults(subject: str, text: str, recipients: int, files: int = 0) -> list[Fault]:
    """What is wrong with a message: its subject, its text, its files, or nobody would get it."""
    faults = []
    if not subject:
        faults.append(Fault(_l("Write what the message is about."), "subject"))
    if not text:
        faults.append(Fault(_l("Write the message."), "text"))
    if len(subject) > LONGEST_SUBJECT or len(text) > LONGEST_TEXT:
        faults.append(Fault(_l("The message is too long."), "text"))
    if files > MOST_FILES:
        faults.append(Fault(_l("At most five files go with a message."), "files"))
    if not recipients:
        faults.append(
            Fault(_l("Nobody of these has a login: the message would reach no one."), "whom")
        )
    return faults


def answer_subject(subject: str) -> str:
    """«Re: …», once."""
    begins = "Re: "
    return subject if subject.startswith(begins) else f"{begins}{subject}"[:LONGEST_SUBJECT]
