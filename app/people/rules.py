"""What a card of a person must hold [P8 S2]."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault
from app.people.enums import Sex

NAMES = ("last_name", "first_name", "middle_name")
YOUNGEST, OLDEST = 5, 25  # years of age that a pupil may have

_LETTERS = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)*\.?")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")
_ENDINGS = (
    (Sex.MALE, ("ич", "оглы", "углы", "улы", "уулу")),
    (Sex.FEMALE, ("вна", "ична", "кызы", "гызы")),
)
_SMALL = {"оглы", "углы", "улы", "уулу", "кызы", "гызы"}


def tidy_name(text: str) -> str:
    """«  ИВАНОВА-петрова » → «Иванова-Петрова»; a name with its own capitals keeps them."""
    words = " ".join(text.split())
    if words not in {words.upper(), words.lower()}:
        return words
    parts = re.split(r"([ -])", words.lower())
    return "".join(part if part in _SMALL else part[:1].upper() + part[1:] for part in parts)


def told_apart(people: Iterable[Any]) -> dict[int, str]:
    """Ids and names as a class list has them: «Иванова Анна», namesakes with the patronymic."""
    names = {one.id: (f"{one.last_name} {one.first_name}", one.middle_name) for one in people}
    times = Counter(name for name, _middle in names.values())
    return {
        key: f"{name} {middle}".strip() if times[name] > 1 else name
        for key, (name, middle) in names.items()
    }


def settled_card(card: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Values to write into a card: tidy names, the sex that the patronymic tells if none is known.

    `before` has the names and the sex that the card holds until now.
    """
    names = {
        name: tidy_name(card[name] or "") if name in card else before.get(name) or ""
        for name in NAMES
    }
    sex = card.get("sex") or before.get("sex") or sex_of(names["middle_name"])
    return {**card, **names, "sex": sex}


def card_faults(values: Mapping[str, Any], *, pupil: bool, today: dt.date) -> list[Fault]:
    """What is wrong with a settled card of a pupil or another person [P8]."""
    faults = name_faults(*(values[name] for name in NAMES))
    faults += contact_faults(values.get("email", ""))
    return faults + (pupil_faults(values["sex"], values.get("birth_date"), today) if pupil else [])


def name_faults(last_name: str, first_name: str, middle_name: str = "") -> list[Fault]:
    """Last and first name must be there; names consist of letters [P8]."""
    given = {"last_name": last_name, "first_name": first_name, "middle_name": middle_name}
    faults = []
    for field, text in given.items():
        if not text and field != "middle_name":
            faults.append(Fault(_l("Enter the name."), field))
        elif text and not _LETTERS.fullmatch(text):
            faults.append(Fault(_l("A name has only letters, hyphens and spaces."), field))
    return faults


def sex_of(middle_name: str) -> Sex | None:
    """The sex that a patronymic tells; nothing when it does not."""
    folded = middle_name.strip().lower()
    return next((sex for sex, endings in _ENDINGS if folded.endswith(endings)), None)


def sex_doubts(middle_name: str, sex: Sex | None) -> list[Fault]:
    """A warning, not a refusal: the patronymic speaks of the other sex."""
    told = sex_of(middle_name)
    if told is None or sex is None or told == sex:
        return []
    text = _l("Check the sex: the patronymic «%(name)s» does not agree with it.", name=middle_name)
    return [Fault(text, "sex")]


def pupil_faults(sex: Sex | None, birth_date: dt.date | None, today: dt.date) -> list[Fault]:
    """A pupil's sex is known, and they are between 5 and 25 years old [P8]."""
    faults = [] if sex else [Fault(_l("Choose the sex."), "sex")]
    if birth_date and not YOUNGEST <= _age(birth_date, today) <= OLDEST:
        text = _l(
            "A pupil is %(youngest)s to %(oldest)s years old: check the year.",
            youngest=YOUNGEST,
            oldest=OLDEST,
        )
        faults.append(Fault(text, "birth_date"))
    return faults


def _age(birth_date: dt.date, on: dt.date) -> int:
    later_in_year = (birth_date.month, birth_date.day) > (on.month, on.day)
    return on.year - birth_date.year - later_in_year


def contact_faults(email: str) -> list[Fault]:
    """An e-mail address, when given, looks like one."""
    if not email or _EMAIL.fullmatch(email):
        return []
    return [Fault(_l("This is not an e-mail address."), "email")]


def same_address_faults(person: str, email: str, card: Mapping[str, Any]) -> list[Fault]:
    """A changed card leaves the e-mail address as it was: codes for the login go there [P6]."""
    if (card.get("email", email) or "") == email:
        return []
    text = _l(
        "%(person)s has a login, to which codes come by e-mail: the administrator of the journal "
        "changes the address.",
        person=person,
    )
    return [Fault(text, "email")]
