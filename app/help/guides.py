"""The instructions of `docs/help` as sections of HTML, and the search in them [M4]."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from app.core.db import fold

FOLDER = Path(__file__).parents[2] / "docs" / "help"
# Instruction → the roles that it is for, in the order of the list.
GUIDES = {
    "class_teacher": ("class_teacher",),
    "teacher": ("teacher", "class_teacher"),
    "leader": ("director", "deputy"),
    "secretary": ("secretary",),
    "admin": ("admin",),
    "parent": ("parent",),
    "pupil": ("pupil",),
}
_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_LINK = re.compile(r'href="([^"?#]*)')
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Section:
    """One task: its anchor, title, HTML, plain words for the search, pages that it leads to."""

    guide: str
    anchor: str
    title: str
    html: Markup
    words: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Guide:
    """The instruction of a role: `intro` stands before its sections."""

    name: str
    title: str
    intro: Markup
    sections: tuple[Section, ...]


@cache
def guide(name: str) -> Guide:
    """An instruction by its name in `GUIDES`."""
    head, *parts = re.split(r"^## ", (FOLDER / f"{name}.md").read_text("utf-8"), flags=re.MULTILINE)
    title, _end, intro = head.removeprefix("# ").partition("\n")
    sections = tuple(_section(name, number, part) for number, part in enumerate(parts, 1))
    return Guide(name, title.strip(), Markup(_MARKDOWN.render(intro)), sections)  # noqa: S704  # HTML is off


def _section(name: str, number: int, text: str) -> Section:
    title, _end, body = text.partition("\n")
    html = _MARKDOWN.render(body)
    return Section(
        guide=name,
        anchor=f"s{number}",
        title=title.strip(),
        html=Markup(html),  # noqa: S704  # HTML is off
        words=fold(f"{title} {_TAG.sub(' ', html)}"),
        pages=tuple(dict.fromkeys(_LINK.findall(html))),
    )


def own_guides(roles: Collection[str]) -> list[Guide]:
    """The instructions for these roles."""
    return [guide(name) for name, readers in GUIDES.items() if set(readers) & set(roles)]


def other_guides(roles: Collection[str]) -> list[Guide]:
    """The instructions for the other roles."""
    return [guide(name) for name, readers in GUIDES.items() if not set(readers) & set(roles)]


def found(guides: Collection[Guide], search: str) -> list[Section]:
    """Sections in which every word stands, whatever the case."""
    words = fold(search).split()
    sections = (section for one in guides for section in one.sections)
    return [section for section in sections if all(word in section.words for word in words)]


def about(guides: Collection[Guide], path: str) -> list[Section]:
    """Sections that lead to the page at `path`, or to one that it belongs to."""
    sections = (section for one in guides for section in one.sections)
    return [
        section
        for section in sections
        if any(page != "/" and path.startswith(page) for page in section.pages)
    ]
