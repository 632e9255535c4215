"""Kinds and codes of the school's structure."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class PeriodKind(Labelled):
    """What results are set for [S1 R1]: parts of the year with lessons, the year and what ends it.

    Their order is that of the columns of a sheet.
    """

    QUARTER = "quarter", _l("quarter")
    HALF_YEAR = "half_year", _l("half-year")
    YEAR = "year", _l("year")
    EXAM = "exam", _l("exam")
    STATE = "state", _l("state attestation")
    FINAL = "final", _l("final result")

    @property
    def is_part(self) -> bool:
        """True for a part of the year: lessons and their marks fall into exactly one."""
        return self in PARTS


PARTS = frozenset({PeriodKind.QUARTER, PeriodKind.HALF_YEAR})


class DayKind(Labelled):
    """How the school's own calendar departs from the usual day [S1]."""

    DAY_OFF = "day_off", _l("day off")
    WORKING = "working", _l("working day")
    SHORTENED = "shortened", _l("shortened day")


class LetterProfile(Labelled):
    """Whose absence letters the school uses (rules, «Codes»)."""

    USUAL = "usual", _l("usual (Н, НП, У, Б, О)")
    KIASUO = "kiasuo", _l("КИАСУО")
    SRO = "sro", _l("АИС СРО / АСУ РСО")
    DNEVNIK = "dnevnik", _l("Дневник.ру")
