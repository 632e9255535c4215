"""A cell of a people list as a value; what cannot be read is refused with what to write [S8]."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from app.core.errors import Refused
from app.core.text import one_line
from app.people.enums import MedicalGroup, Sex

_EXCEL_BEGINS = dt.date(1899, 12, 30)  # day 0 of the days that Excel counts
_EXCEL_DAYS = re.compile(r"[1-6]\d{4}")
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?: ?г\.?)?(?: 0?0:00(?::00)?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_SEXES = {"м": Sex.MALE, "m": Sex.MALE, "ж": Sex.FEMALE, "f": Sex.FEMALE}
_GROUPS = {
    "осн": None,
    "подг": MedicalGroup.PREPARATORY,
    "спец": MedicalGroup.SPECIAL,
    "осв": MedicalGroup.EXEMPT,
}
_YES, _NO = {"да", "+", "1", "есть", "yes"}, {"нет", "-", "0", "no"}


def words(most: int) -> Callable[[str], str]:
    """A reader of texts of at most `most` letters."""

    def read(text: str) -> str:
        tidy = one_line(text)
        if len(tidy) > most:
            raise Refused(_("It is longer than %(most)s letters.", most=most))
        return tidy

    return read


def lines(most: int) -> Callable[[str], str]:
    """The same, with its lines kept apart."""
    check = words(most)

    def read(text: str) -> str:
        check(text)
        return "\n".join(filter(None, map(one_line, text.splitlines())))

    return read


def code(text: str) -> int:
    """The number under which the journal knows a person."""
    if not re.fullmatch(r"\d{1,9}", text):
        raise Refused(_("A code is a number; leave it empty for a new person."))
    return int(text)


def day(text: str) -> dt.date:
    """«01.09.2026», «2026-09-01», or the number that Excel keeps for a date."""
    if _EXCEL_DAYS.fullmatch(text):
        return _EXCEL_BEGINS + dt.timedelta(days=int(text))
    russian, iso = _DAY.fullmatch(text), _ISO.fullmatch(text)
    parts = russian.groups()[::-1] if russian else iso.groups() if iso else ()
    try:
        year, month, number = map(int, parts)
        return dt.date(year, month, number)
    except ValueError:
        raise Refused(
            _("«%(text)s» is not a date. Write it so: 01.09.2026.", text=text[:40])
        ) from None


def sex(text: str) -> Sex:
    """«м», «жен», «мужской»."""
    found = _SEXES.get(text[:1].lower())
    if found is None:
        raise Refused(_("«%(text)s» is not understood. Write «м» or «ж».", text=text[:40]))
    return found


def medical_group(text: str) -> MedicalGroup | None:
    """«основная», «подготовительная», «специальная», «освобождён»."""
    for start, group in _GROUPS.items():
        if text.lower().startswith(start):
            return group
    raise Refused(
        _(
            "«%(text)s» is not understood. Write: основная, подготовительная, специальная or"
            " освобождён.",
            text=text[:40],
        )
    )


def yes_or_no(text: str) -> bool:
    """«да», «нет»."""
    if text.lower() not in _YES | _NO:
        raise Refused(_("«%(text)s» is not understood. Write «да» or «нет».", text=text[:40]))
    return text.lower() in _YES


def written(value: Any) -> str:
    """A value as the file has it, so that it is read again as the same."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    names = {
        Sex.MALE: "м",
        Sex.FEMALE: "ж",
        MedicalGroup.PREPARATORY: "подготовительная",
        MedicalGroup.SPECIAL: "специальная",
        MedicalGroup.EXEMPT: "освобождён",
    }
    return names.get(value, "" if value is None else str(value))
