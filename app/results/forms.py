"""Parsing of what the pages of results send."""

from collections.abc import Iterable, Mapping

from app.results.enums import Decision

_MOST_DIGITS = 9
_PREFIX = "decision-"


def parse_ids(values: Iterable[str]) -> set[int]:
    """Keys of ticked rows; odd ones are left out."""
    return {int(one) for one in values if _is_key(one)}


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) <= _MOST_DIGITS


def parse_decisions(form: Mapping[str, str]) -> dict[int, Decision]:
    """Decisions by pupil: fields «decision-12» with a code; an empty or odd one is left out."""
    codes = {decision.value: decision for decision in Decision}
    found = {
        name.removeprefix(_PREFIX): codes.get(value)
        for name, value in form.items()
        if name.startswith(_PREFIX)
    }
    return {int(key): decision for key, decision in found.items() if decision and _is_key(key)}
