"""Text into lines of a given width: by words, by Russian hyphenation, at last by letters."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pyphen import Pyphen
from reportlab.pdfbase.pdfmetrics import stringWidth

from app.core.pdf.fonts import printable

_RUSSIAN = Pyphen(lang="ru_RU", left=2, right=2)
_LETTERS = re.compile(r"[^\W\d_]+")
# After these a long word may be broken without a hyphen.
_SIGNS = re.compile(r"(?<=[-–—/\\.,:;_+=&?)»])(?=[^\W\d_])|(?<=[–—/\\_=&?])(?=\d)")
_SPACES = re.compile(r"[ \t]+")  # not the one that does not break
_SLACK = 0.01  # points: widths are sums of fractions


class PaperError(Exception):
    """Something cannot be printed whole: a mistake of the layout, never cut or shrunk away."""


@lru_cache(maxsize=50_000)
def wrapped(text: str, font: str, size: float, width: float) -> tuple[str, ...]:
    """Lines of `text`, none wider than `width` points; a new line of the text starts a line.

    Raises `PaperError` when a single letter is wider than that.
    """
    lines: list[str] = []
    for paragraph in printable(text).splitlines():
        words = [word for word in _SPACES.split(paragraph) if word]
        lines += _lines(words, font, size, width + _SLACK)
    return tuple(lines)


def _lines(words: list[str], font: str, size: float, width: float) -> Iterator[str]:
    line = ""
    for word in words:
        joined = f"{line} {word}" if line else word
        if stringWidth(joined, font, size) <= width:
            line = joined
        elif stringWidth(word, font, size) <= width:  # whole on the next line
            yield line
            line = word
        else:
            *full, line = _parts(word, line, font, size, width)
            yield from full
    if line:
        yield line


def _parts(word: str, line: str, font: str, size: float, width: float) -> Iterator[str]:
    """Lines of a word wider than a line: its beginning still stands after `line`."""
    before = f"{line} " if line else ""
    while stringWidth(before + word, font, size) > width:
        head, rest = _broken(word, before, font, size, width)
        if not head and not before:
            head, rest = _cut(word, font, size, width)
        yield before + head if head else line
        word, before = rest, ""
    yield word


def _broken(word: str, before: str, font: str, size: float, width: float) -> tuple[str, str]:
    """The longest beginning of the word that fits after `before`, and its rest."""
    for at, sign in reversed(_breaks(word)):
        head = word[:at] + sign
        if stringWidth(before + head, font, size) <= width:
            return head, word[at:]
    return "", word


@lru_cache(maxsize=20_000)
def _breaks(word: str) -> tuple[tuple[int, str], ...]:
    """Where a word may be broken, in order, and the hyphen that the break needs."""
    found = {match.start(): "" for match in _SIGNS.finditer(word)}
    for match in _LETTERS.finditer(word):
        run = match.group()
        if not run.isupper():  # «МБОУ» is read letter by letter
            found |= {match.start() + at: "-" for at in _RUSSIAN.positions(run)}
    return tuple(sorted(found.items()))


def _cut(word: str, font: str, size: float, width: float) -> tuple[str, str]:
    """As many letters as fit, for what has no place to break: an address, a code."""
    fitting = len(word) - 1
    while fitting and stringWidth(word[:fitting], font, size) > width:
        fitting -= 1
    if not fitting:
        raise PaperError(f"«{word[0]}» of {size} pt is wider than {width:.1f} pt")
    return word[:fitting], word[fitting:]
