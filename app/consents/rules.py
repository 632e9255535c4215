"""What a consent and the papers of a guardian must hold [P8 P9]."""

import datetime as dt
import re

from flask_babel import lazy_gettext as _l

from app.core.errors import Fault

_SNILS_DIGITS = 11
_SNILS = re.compile(r"\d{3}-\d{3}-\d{3} \d{2}")
_FIRST_CHECKED = 1001998  # numbers up to this one were given out without a checksum
_MODULUS, _LARGEST_CHECK = 101, 99
_YOUNGEST, _OLDEST = 14, 110  # years of age that a guardian may have
_LEAST_PASSPORT_DIGITS = 6


def tidy_snils(text: str) -> str:
    """«11223344595» and «112 233 445-95» → «112-233-445 95»; what is no СНИЛС stays as typed."""
    digits = re.sub(r"\D", "", text)
    if len(digits) != _SNILS_DIGITS or re.search(r"[^\d\s–—-]", text):
        return " ".join(text.split())
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:9]} {digits[9:]}"


def snils_check(number: str) -> int:
    """The two control digits of the nine digits of a СНИЛС: weights 9…1, modulo 101."""
    total = sum(weight * int(digit) for weight, digit in zip(range(9, 0, -1), number, strict=True))
    rest = total % _MODULUS
    return 0 if rest > _LARGEST_CHECK else rest


def snils_faults(text: str) -> list[Fault]:
    """A СНИЛС, when given, has eleven digits, and the last two agree with the others [P8]."""
    if not text:
        return []
    digits = re.sub(r"\D", "", tidy_snils(text))
    if not _SNILS.fullmatch(tidy_snils(text)):
        return [Fault(_l("A SNILS has 11 digits, for example 112-233-445 95."), "snils")]
    number, check = digits[:9], int(digits[9:])
    if int(number) > _FIRST_CHECKED and snils_check(number) != check:
        return [Fault(_l("Check the SNILS: its control digits do not agree."), "snils")]
    return []


def papers_faults(
    birth_date: dt.date | None, passport: str, snils: str, today: dt.date
) -> list[Fault]:
    """At least one paper is given; each looks like what it is [P8]."""
    if not (birth_date or passport or snils):
        return [Fault(_l("Fill in at least one of the fields."))]
    faults = snils_faults(snils)
    if birth_date and not _YOUNGEST <= (today - birth_date).days / 365.25 <= _OLDEST:
        faults.append(Fault(_l("Check the birth date."), "birth_date"))
    if passport and len(re.findall(r"\d", passport)) < _LEAST_PASSPORT_DIGITS:
        faults.append(Fault(_l("Enter series and number of the passport."), "passport"))
    return faults


def consent_faults(
    given_on: dt.date, withdrawn_on: dt.date | None, today: dt.date, *, is_guardian: bool
) -> list[Fault]:
    """A guardian of the pupil signs, not in the future; withdrawn is what was given [P9]."""
    faults = []
    if not is_guardian:
        text = _l(
            "Only a parent of this pupil signs: put the parent on the pupil's card first, then"
            " choose them here."
        )
        faults.append(Fault(text, "guardian"))
    if given_on > today:
        faults.append(Fault(_l("This day has not come yet."), "given_on"))
    if withdrawn_on and withdrawn_on > today:
        faults.append(Fault(_l("This day has not come yet."), "withdrawn_on"))
    if withdrawn_on and withdrawn_on < given_on:
        faults.append(Fault(_l("It is before the day of the consent."), "withdrawn_on"))
    return faults


def second_faults() -> list[Fault]:
    """A consent of this guardian for this pupil is in force already [P9]."""
    text = _l("A consent of this parent is in force already: change that one, or withdraw it.")
    return [Fault(text, "guardian")]


def closed_papers_faults() -> list[Fault]:
    """Papers of a guardian without a consent that covers them [P8 P9]."""
    text = _l(
        "There is no consent of this parent that covers birth date, passport and SNILS: record it"
        " first."
    )
    return [Fault(text, "guardian")]
