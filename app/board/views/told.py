"""The history of an announcement in words [M2 J9]."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.board.enums import Audience
from app.core.pages.display import shown

FIELDS: Mapping[str, Any] = {
    "title": _l("Heading of the text"),
    "text": _l("Text"),
    "audience": _l("For whom"),
    "starts": _l("Shown from"),
    "ends": _l("Shown until"),
}


def told(entry: Any) -> str:
    """«03.09.2026 12:10, Иванова А. П.: Заголовок: Субботник → Субботник отменён»."""
    words = _("put up") if entry.action == "insert" else "; ".join(_words(entry.changes))
    return f"{shown(entry.at)}, {entry.user_name}: {words}"


def _words(changes: Mapping[str, Any]) -> Iterator[str]:
    if "withdrawn_at" in changes:
        _before, withdrawn = changes["withdrawn_at"]
        yield _("withdrawn") if withdrawn else _("put up again")
    for name, label in FIELDS.items():
        if name in changes:
            before, after = (_word(name, value) for value in changes[name])
            yield f"{label}: {before} → {after}"
    if "classes" in changes:
        yield _("other classes")


def _word(name: str, value: str) -> str:
    if name == "audience":
        return shown(Audience(value))
    return shown(dt.date.fromisoformat(value)) if name in {"starts", "ends"} else value
