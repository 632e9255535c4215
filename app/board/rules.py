"""What an announcement, a document and a post must have [M2 M3]."""

import datetime as dt

from flask_babel import lazy_gettext as _l

from app.board.enums import Audience
from app.core.errors import Fault

LONGEST_TITLE, LONGEST_TEXT = 200, 10_000


def words_faults(title: str, text: str) -> list[Fault]:
    """A title and a text, neither of them too long."""
    return _title_faults(title) + text_faults(text)


def text_faults(text: str) -> list[Fault]:
    """Something is written, and not too much of it."""
    if not text:
        return [Fault(_l("Write the text."), "text")]
    return [Fault(_l("The text is too long."), "text")] if len(text) > LONGEST_TEXT else []


def announcement_faults(
    title: str, text: str, starts: dt.date, ends: dt.date, audience: Audience, classes: int
) -> list[Fault]:
    """Also: it ends no sooner than it starts; for classes, some are chosen."""
    faults = words_faults(title, text)
    if ends < starts:
        faults.append(Fault(_l("The last day is before the first one."), "ends"))
    if audience is Audience.CLASSES and not classes:
        faults.append(Fault(_l("Choose at least one class."), "classes"))
    return faults


def paper_faults(title: str, files: int) -> list[Fault]:
    """A document has a title and one file."""
    faults = _title_faults(title)
    if files != 1:
        faults.append(Fault(_l("Attach the file of the document."), "upload"))
    return faults


def reason_faults(reason: str) -> list[Fault]:
    """Whose post is hidden learns why."""
    if not reason:
        return [Fault(_l("Write why: the author sees it."), "reason")]
    long = len(reason) > LONGEST_TITLE
    return [Fault(_l("The text is too long."), "reason")] if long else []


def _title_faults(title: str) -> list[Fault]:
    if not title:
        return [Fault(_l("Write a title."), "title")]
    return [Fault(_l("The title is too long."), "title")] if len(title) > LONGEST_TITLE else []
