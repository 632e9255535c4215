"""Absences: letters of the school's profile, and what is wrong with one as entered [T1]."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app.attendance.enums import AbsenceKind
from app.core.errors import Fault
from app.school.enums import LetterProfile

LONGEST_LATENESS = 90  # minutes: two lessons in a row
_U, _N, _E, _I, _L = AbsenceKind  # unknown, no reason, excused, ill, late
_LETTERS: Mapping[LetterProfile, Mapping[str, str]] = {
    LetterProfile.USUAL: {_U: "Н", _N: "НП", _E: "У", _I: "Б", _L: "О"},
    LetterProfile.KIASUO: {_U: "Н", _N: "Н", _E: "У", _I: "Б", _L: "О"},
    LetterProfile.SRO: {_U: "ОТ", _N: "НП", _E: "УП", _I: "Б", _L: "ОП"},
    LetterProfile.DNEVNIK: {_U: "н", _N: "н", _E: "п", _I: "б", _L: "о"},
}


def letters_of(profile: LetterProfile) -> Mapping[str, str]:
    """Letter of every kind of absence in the school's profile (rules, «Codes»).

    КИАСУО has no letter for late: there the usual one stands.
    """
    return _LETTERS[profile]


def kind_faults(kind: AbsenceKind | None, minutes: int | None) -> list[Fault]:
    """What is wrong with a kind of absence and minutes of lateness [T1]."""
    if minutes is None:
        return []
    if kind != AbsenceKind.LATE:
        return [Fault(_l("Minutes are for being late only."), "minutes")]
    if not 1 <= minutes <= LONGEST_LATENESS:
        text = _l("Late by 1 to %(number)s minutes.", number=LONGEST_LATENESS)
        return [Fault(text, "minutes")]
    return []
