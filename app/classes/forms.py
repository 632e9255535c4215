"""What the page of a division sends."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

LARGEST_KEY = 2**31 - 1


def parse_day(text: str, default: dt.date) -> dt.date:
    """A date as the browser sends it (2026-09-01) or a person types it (01.09.2026)."""
    if not text.strip():
        return default
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  # a day
        except ValueError:
            continue
    raise BadRequest(_("«%(text)s» is not a date.", text=text))


def parse_key(text: str) -> int | None:
    """An id, or none for an empty choice."""
    if not text:
        return None
    if not text.isdecimal() or int(text) > LARGEST_KEY:
        raise BadRequest
    return int(text)


@dataclass(frozen=True)
class Spread:
    """What was chosen: pupil id → subgroup id, and what of it differs from what was shown."""

    chosen: dict[int, int | None]
    changed: dict[int, int | None]


def parse_spread(sent: Mapping[str, str]) -> Spread:
    """The choices `to-<pupil>`; `was-<pupil>` is what the page had shown.

    What the person left alone is not written: somebody else may have changed it meanwhile.
    """
    chosen: dict[int, int | None] = {}
    for name, value in sent.items():
        head, _dash, pupil = name.partition("-")
        key = parse_key(pupil) if head == "to" else None
        if key is not None:
            chosen[key] = parse_key(value)
    changed = {
        pupil: place
        for pupil, place in chosen.items()
        if place != parse_key(sent.get(f"was-{pupil}", ""))
    }
    return Spread(chosen, changed)
