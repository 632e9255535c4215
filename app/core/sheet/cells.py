"""Cells of spreadsheets: values as a Russian reader writes them, and what is no formula."""

import datetime as dt
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.core.text import in_lines

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: Any) -> str:
    """A cell as a Russian reader writes it: 3, 0,5, 01.09.2026, 08:30."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, (float, Decimal)):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, dt.date):
        clock = isinstance(value, dt.datetime) and value.time() != dt.time()
        return value.strftime("%d.%m.%Y %H:%M" if clock else "%d.%m.%Y")
    return f"{value:%H:%M}" if isinstance(value, dt.time) else clean(str(value))


def clean(text: str) -> str:
    """Without the padding that spreadsheets leave."""
    return in_lines(text.replace("\xa0", " ")).strip()


def unescaped(text: str) -> str:
    """Take back the apostrophe that `write_csv` puts before what Excel would calculate."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


def escaped(value: Any) -> str:
    """A text that a spreadsheet would calculate gets an apostrophe, beside those that it has."""
    text = as_text(value)
    return f"'{text}" if isinstance(value, str) and text.lstrip("'").startswith(FORMULA) else text
