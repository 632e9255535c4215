"""Parsing of what the pages of results send."""

from collections.abc import Mapping

from app.results.enums import Decision

_LARGEST_ID = 2**31 - 1
_PREFIX = "decision-"


def parse_decisions(form: Mapping[str, str]) -> dict[int, Decision]:
    """Decisions by pupil: fields «decision-12» with a code; an empty or odd one is left out."""
    codes = {decision.value: decision for decision in Decision}
    found = {
        name.removeprefix(_PREFIX): codes.get(value)
        for name, value in form.items()
        if name.startswith(_PREFIX)
    }
    return {
        int(key): decision
        for key, decision in found.items()
        if decision and key.isdecimal() and int(key) <= _LARGEST_ID
    }
