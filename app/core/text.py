"""Texts: labels of enumerated values, and what people type without what cannot be seen."""

import re
import unicodedata
from enum import StrEnum
from typing import Any, Self

from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def _as_text(text: LazyString) -> Markup:
    """A lazy text may hold a name that somebody typed: in a page it is text, not markup [P7]."""
    return escape(str(text))


LazyString.__html__ = _as_text  # the library would pass it on unescaped


class Labelled(StrEnum):
    """An enum of `code, label`: the database keeps the code, people see the label."""

    label: Any

    def __new__(cls, code: str, label: Any = None) -> Self:
        """Make the member of its code."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


def one_line(text: str) -> str:
    """A name that people typed: line ends are spaces, marks that only steer the text go [P7]."""
    return " ".join("".join(map(_in_line, text)).split())


def _in_line(char: str) -> str:
    if char.isprintable():
        return char
    return "" if unicodedata.category(char) == "Cf" else " "


def in_lines(text: str) -> str:
    """A text of several lines: without control characters and halves of letters [P7]."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
