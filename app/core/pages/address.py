"""What the address of a list asks for: page, order, search. Anything odd is a 400, not a 500.

Names are Flask-AppBuilder's: `page_V`, `psize_V`, `_oc_V`, `_od_V` for a list V on the page and
`_flt_N_column` for the search.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from flask import request
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest
from werkzeug.urls import iri_to_uri

from app.core.pages.search import Search

LARGEST_PAGE = 100
_LARGEST_NUMBER = 1_000_000
_FILTER = re.compile(r"_flt_(\d)_(\w+)")


@dataclass(frozen=True)
class Asked:
    """Which page of a list, how many rows, in which order («column», «asc»)."""

    page: int
    page_size: int
    order: tuple[str, str] | None


def asked(view: str, orders: Collection[str], page_size: int) -> Asked:
    """What the address asks of the list `view`; only the columns in `orders` sort it."""
    size = min(_number(f"psize_{view}", page_size) or page_size, LARGEST_PAGE)
    return Asked(_number(f"page_{view}", 0), size, _order(view, orders))


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or int(text) > _LARGEST_NUMBER:
        raise BadRequest(_("The address has a wrong page number."))
    return int(text)


def _order(view: str, orders: Collection[str]) -> tuple[str, str] | None:
    column = request.args.get(f"_oc_{view}", "")
    if not column:
        return None
    direction = request.args.get(f"_od_{view}", "asc")
    if column not in orders or direction not in {"asc", "desc"}:
        raise BadRequest(_("The list cannot be sorted by this column."))
    return column, direction


def searched(filters: Search) -> Search:
    """The search of this request, as filters of its own; hidden columns are refused."""
    found = filters.empty()
    for name, value in request.args.items(multi=True):
        match = _FILTER.fullmatch(name)
        if not match or not value.strip():
            continue
        number, column = int(match[1]), match[2]
        if number >= len(found.get_search_filters().get(column, ())):
            raise BadRequest(_("The list cannot be searched by this column."))
        found.add_filter_index(column, number, value)
    return found


def related_keys(columns: Collection[str]) -> dict[str, str]:
    """Keys of related rows that the address gives a new row: `_flt_0_course=2`."""
    given = {
        match[2]: value
        for name, value in request.args.items()
        if (match := _FILTER.fullmatch(name)) and value
    }
    if not set(given) <= set(columns):
        raise BadRequest(_("The address names a field that this form does not have."))
    return given


def here(**changes: object) -> str:
    """This page's path and query with some parameters changed (None: removed)."""
    args = request.args.to_dict(flat=False)
    for name, value in changes.items():
        args.pop(name, None)
        if value is not None:
            args[name] = [str(value)]
    pairs = [(name, value) for name, values in args.items() for value in values]
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    return iri_to_uri(request.path) + (f"?{query}" if query else "")


def back_to(default: str) -> str:
    """Where the person came from (`next`), if that is a page of ours, otherwise `default`."""
    own = request.host_url.rstrip("/")  # the framework's own links to the login are absolute
    target = request.args.get("next", "").removeprefix(own)
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if ours else default
