"""Lazy labels for enumerated values: one form for every feature's enums."""

from enum import StrEnum
from typing import Any, Self

from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape


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
    """A name that people typed, fit for the header that gives a file its name [P7]."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
