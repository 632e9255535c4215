"""Lazy labels for enumerated values: one form for every feature's enums."""

from enum import StrEnum
from typing import Any, Self


class Labelled(StrEnum):
    """An enum of `code, label`: the database keeps the code, people see the label."""

    label: Any

    def __new__(cls, code: str, label: Any = None) -> Self:
        """Make the member of its code."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member
