"""Who in the journal a line of the file speaks of; namesakes are never taken for one [S8]."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from app.core.db import fold
from app.core.errors import Refused


def name_key(last: str, first: str) -> tuple[str, str]:
    """Equal for names that differ in case, ё and padding only."""
    return (" ".join(fold(last).split()), " ".join(fold(first).split()))


def key_of(card: Any) -> tuple[str, str]:
    """The same of a row, or of the values of a card."""
    if isinstance(card, Mapping):
        return name_key(card.get("last_name", ""), card.get("first_name", ""))
    return name_key(card.last_name, card.first_name)


def namesakes(card: Mapping[str, Any], people: Iterable[Any]) -> list[Any]:
    """People of the same last and first name whose patronymics do not differ."""
    middle = fold(card.get("middle_name", ""))
    return [one for one in people if not middle or fold(one.middle_name) in {"", middle}]


def by_code(code: int, known: Mapping[int, Any], card: Mapping[str, Any]) -> Any:
    """The person with this code, who shares a name with the line; else `Refused`."""
    found = known.get(code)
    if found is None:
        raise Refused(_("The journal has nobody with the code %(code)s.", code=code))
    last, first = key_of(card)
    if last and first and last != key_of(found)[0] and first != key_of(found)[1]:
        raise Refused(
            _("The code %(code)s is that of %(name)s: check it.", code=code, name=found.full_name)
        )
    return found


def same_pupil(card: Mapping[str, Any], people: Sequence[Any], in_class: set[int]) -> Any:
    """The pupil of a line without a code, or None for a new one; `Refused` when it is not sure.

    `in_class`: ids of those who are in the class that the line names.
    """
    found = namesakes(card, people)
    born = card.get("birth_date")
    here = [one for one in found if one.id in in_class]
    if born:
        same = [one for one in found if one.birth_date == born]
        unknown = [one for one in found if one.birth_date is None]
        if len(same) == 1 or (not same and not unknown):
            return same[0] if same else None
        if not same and here == unknown and len(here) == 1:
            return here[0]
    elif len(here) == 1 or not found:
        return here[0] if here else None
    told = ", ".join(_named(one) for one in found)
    raise Refused(
        _(
            "The journal has: %(people)s. Enter the birth date or the code of the pupil.",
            people=told,
        )
    )


def alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Two lines of the same last and first name that nothing tells apart."""
    columns = ("middle_name", "birth_date")
    return all(
        not one.get(column) or not other.get(column) or _plain(one[column]) == _plain(other[column])
        for column in columns
    )


def _plain(value: Any) -> str:
    return fold(str(value))


def same_staff(card: Mapping[str, Any], people: Sequence[Any]) -> Any:
    """The member of staff of a line without a code, or None for a new one."""
    found = namesakes(card, people)
    for column in ("email", "phone", "position"):
        told = [one for one in found if card.get(column) and getattr(one, column) == card[column]]
        found = told if len(found) > 1 and told else found
    if len(found) > 1:
        raise Refused(_("The journal has several people of this name: enter the code."))
    return found[0] if found else None


def same_guardian(card: Mapping[str, Any], family: Iterable[Any], others: Iterable[Any]) -> Any:
    """A guardian of the family with this name, or another pupil's with this name and contact."""
    found = [one for one in namesakes(card, family) if key_of(one) == key_of(card)]
    found = found or [one for one in namesakes(card, others) if shares_contact(card, one)]
    if len(found) > 1:
        raise Refused(_("The journal has several people of this name: enter the code."))
    return found[0] if found else None


def shares_contact(card: Mapping[str, Any], other: Any) -> bool:
    """The same telephone or e-mail."""
    phone, email = _digits(card.get("phone", "")), fold(card.get("email", ""))
    return bool((phone and phone == _digits(other.phone)) or (email and email == fold(other.email)))


def contradict(column: str, one: Any, other: Any) -> bool:
    """Two values of a column that are not one; a telephone may be written in two ways."""
    plain = _digits if column == "phone" else _plain
    return plain(one) != plain(other)


def _digits(phone: str) -> str:
    """The last ten digits: +7 and 8 before them are one."""
    return re.sub(r"\D", "", phone)[-10:]


def _named(one: Any) -> str:
    born = f"{one.birth_date:%d.%m.%Y}" if one.birth_date else _("birth date unknown")
    return f"{one.full_name} ({born})"
