"""Parsing of what the grid sends."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from app.core.errors import Refused
from app.core.text import in_lines
from app.journal.rules.sent import Sent

MOST_ENTRIES = 100
_LARGEST_ID = 2**31 - 1
_LARGEST_VERSION = 2**53
_LONGEST = 5000
_IDS = ("course", "lesson", "pupil", "period")


def read_batch(body: Any) -> tuple[Any, list[Any]]:
    """The person whom the page was drawn for, and the entries; 400 for anything else."""
    if not isinstance(body, Mapping) or not isinstance(body.get("entries"), list):
        raise BadRequest(_("The page is out of date: open it anew."))
    if len(body["entries"]) > MOST_ENTRIES:
        raise BadRequest(_("Too many entries at once."))
    return body.get("person"), body["entries"]


def read_entry(raw: Any) -> Sent:
    """One entry; `Refused` when it is none."""
    if not _is_entry(raw):
        raise Refused(str(_("The page is out of date: open it anew.")))
    ids: dict[str, Any] = {name: raw.get(name) or 0 for name in _IDS}
    return Sent(
        entry=str(UUID(raw["entry"])),
        kind=str(raw.get("kind")),
        text=in_lines(raw["text"]),
        seen=raw.get("seen") or 0,
        task=raw.get("task") or None,
        confirmed=raw.get("confirmed") is True,
        **ids,
    )


def _is_entry(raw: Any) -> bool:
    return (
        isinstance(raw, Mapping)
        and _is_uuid(raw.get("entry"))
        and isinstance(raw.get("text"), str)
        and len(raw["text"]) <= _LONGEST
        and all(_is_whole(raw.get(name), _LARGEST_ID) for name in (*_IDS, "task"))
        and _is_whole(raw.get("seen"), _LARGEST_VERSION)
    )


def _is_uuid(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _is_whole(value: Any, largest: int) -> bool:
    number = 0 if value is None else value
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= largest
