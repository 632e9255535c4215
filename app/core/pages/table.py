"""A list as the template draws it: columns, rows of texts, pages, and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import url_for

from app.core.pages.address import Asked, here

_KEY = "ROW-KEY"


@dataclass(frozen=True)
class Heading:
    """A column: its label, where a click sorts by it, and how it is sorted now."""

    label: str
    order_url: str | None
    direction: str | None


@dataclass(frozen=True)
class TableRow:
    """A row: its key, its name for questions, its cells."""

    key: Any
    name: str
    cells: list[Any]


@dataclass(frozen=True)
class Rights:
    """What the person may do with the rows of a view."""

    add: bool
    show: bool
    edit: bool
    delete: bool
    export: bool


@dataclass(frozen=True)
class Table:
    """One page of a list."""

    view: str
    title: Any
    headings: list[Heading]
    rows: list[TableRow]
    rights: Rights
    actions: Sequence[Any]
    count: int
    page: int
    page_size: int
    add_args: dict[str, Any]
    row_urls: dict[str, str]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, ceil(self.count / self.page_size))

    def row_url(self, what: str, key: Any) -> str:
        """Address of a row's page `show`, `edit` or `delete`, with the way back to this one."""
        return self.row_urls[what].replace(_KEY, str(key))

    def page_url(self, page: int) -> str:
        """Address of another page of this list."""
        return here(**{f"page_{self.view}": page or None})


def row_urls(view: str, way: str) -> dict[str, str]:
    """Addresses of the pages of a row, made once for all rows."""
    return {
        what: url_for(f"{view}.{what}", pk=_KEY, next=way) for what in ("show", "edit", "delete")
    }


def headings(
    view: str, columns: Sequence[str], labels: dict[str, Any], orders: Sequence[str], asked: Asked
) -> list[Heading]:
    """The heading line of a list; a second click sorts the other way round."""
    sorted_by, direction = asked.order or (None, None)
    found = []
    for column in columns:
        now = direction if column == sorted_by else None
        turned = "desc" if now == "asc" else "asc"
        names = {f"_oc_{view}": column, f"_od_{view}": turned, f"page_{view}": None}
        url = here(**names) if column in orders else None
        found.append(Heading(str(labels[column]), url, now))
    return found
